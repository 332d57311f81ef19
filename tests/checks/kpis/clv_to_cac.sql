-- What a customer is worth in a lifetime, against what it cost to win one.
SELECT cell.*, CASE WHEN lifetime IS NOT NULL THEN ratio(lifetime, ratio({spend}, {won})) END AS value FROM {lifetimes} AS cell
