"""Looking: what people see in a notebook, a browser or a document."""
