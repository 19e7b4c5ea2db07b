"""Taking it elsewhere: frames and engines, files with metadata, citations."""
