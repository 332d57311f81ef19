"""The pages: each module fetches what one page shows and hands it to its template as values. Formulas live elsewhere."""
