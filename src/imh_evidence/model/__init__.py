"""The ground floor: what a row, a question, a table and a report are."""
