"""Everything that leaves as a table or comes in as one."""
