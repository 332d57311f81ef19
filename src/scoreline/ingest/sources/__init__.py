"""The kinds of source files, one module each. `reader.read_source` chooses."""
