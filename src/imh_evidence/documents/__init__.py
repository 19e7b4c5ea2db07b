"""Documents: JSON objects that name their schema, and how they are read and written."""
