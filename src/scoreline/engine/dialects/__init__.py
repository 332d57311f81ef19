"""The same question in every engine's words.

The engine's SQL is written once, as DuckDB reads it, and kept as a syntax tree. `inline` puts the definitions of derived relations
into it, `typed` finds the type of every part, and one module for each engine turns what that engine reads otherwise: days between
dates, exact products, texts in order, empty values in windows. `types` holds their column types and the tables' DDL.
"""
