"""The reference pages under docs/reference, made from the code: `make docs` writes them, a test compares them."""
