"""Workbooks (XLSX) whose figures are live formulas, and reading back what was edited in them."""
