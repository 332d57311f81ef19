"""Sales data in, KPI matrices out."""
