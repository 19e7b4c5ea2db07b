"""The table as one value: rows to look up, to ask and to set next to others."""
