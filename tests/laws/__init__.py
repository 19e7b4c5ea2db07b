"""The laws of the library, one module per law, each stated by its docstring."""
