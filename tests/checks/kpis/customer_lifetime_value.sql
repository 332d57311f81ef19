-- Margin rate, times revenue a buyer, times retention rate.
SELECT cell.*, lifetime AS value FROM {lifetimes} AS cell
