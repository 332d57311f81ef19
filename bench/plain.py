"""The fifteen KPIs by plain SQL over the mart's own files, rep by month: what a good engineer would write without Scoreline.

naive: a query per KPI. fused: one pass per table, then joins. tuned: packed integer keys and month bitmaps, the best we know.
floor: read the columns that are needed, and add them up. All read the same views, named as in the contracts.
"""

from __future__ import annotations

CORE = (
    "b_revenue", "b_order_count", "b_aov", "b_items_per_order", "b_buyer_count", "b_revenue_mom", "b_quote_to_close",
    "b_lead_conversion", "b_weighted_pipeline", "b_sales_cycle_days", "b_activity_count", "b_collection_rate",
)  # fmt: skip
HARD = ("b_new_customers", "b_retention", "b_open_pipeline")
KPIS = {"core": CORE, "all": (*CORE, *HARD)}
ADDITIVE = ("b_revenue", "b_order_count", "b_buyer_count", "b_weighted_pipeline", "b_activity_count", "b_new_customers", "b_open_pipeline")
"""Counts and sums: 0 where nothing happened. The others have no value there."""
CELLS = 36_000
"""1,000 reps by 36 months."""
START, END = "DATE '2023-01-01'", "DATE '2026-01-01'"


def _month(day: str) -> str:
    return f"((year({day}) - 2023) * 12 + month({day}) - 1)"


_SPINE = "(SELECT id AS rep, unnest(range(36)) AS m FROM people)"
_SPAN = f"BETWEEN {START} AND {END} - 1"

_SOLD = f"SELECT owner_id AS rep, {_month('ordered_on')} AS m, sum(amount) AS sold FROM order_lines WHERE status = 'complete' GROUP BY 1, 2"
_ORDERS = f"SELECT owner_id AS rep, {_month('ordered_on')} AS m, count(*) AS orders FROM orders WHERE status = 'complete' GROUP BY 1, 2"

NAIVE = {
    "b_revenue": f"SELECT rep, m, sold AS v FROM ({_SOLD})",
    "b_order_count": f"SELECT rep, m, orders AS v FROM ({_ORDERS})",
    "b_aov": f"SELECT rep, m, sold / orders AS v FROM ({_SOLD}) JOIN ({_ORDERS}) USING (rep, m)",
    "b_items_per_order": f"""
        SELECT rep, m, items / orders AS v
        FROM (SELECT owner_id AS rep, {_month("ordered_on")} AS m, sum(quantity) AS items FROM order_lines WHERE status = 'complete' GROUP BY 1, 2)
        JOIN ({_ORDERS}) USING (rep, m)""",
    "b_buyer_count": f"""
        SELECT owner_id AS rep, {_month("ordered_on")} AS m, count(DISTINCT customer_id) AS v FROM orders WHERE status = 'complete' GROUP BY 1, 2""",
    "b_revenue_mom": f"""
        WITH s AS (SELECT rep, m, coalesce(sold, 0) AS sold FROM {_SPINE} LEFT JOIN ({_SOLD}) USING (rep, m))
        SELECT n.rep, n.m, n.sold / nullif(p.sold, 0) - 1 AS v FROM s AS n JOIN s AS p ON p.rep = n.rep AND p.m = n.m - 1""",
    "b_quote_to_close": f"SELECT owner_id AS rep, {_month('sent_on')} AS m, avg((status = 'accepted')::INT) AS v FROM quotes GROUP BY 1, 2",
    "b_lead_conversion": f"""
        SELECT owner_id AS rep, {_month("created_on")} AS m, avg((converted_on IS NOT NULL AND converted_on - created_on <= 30)::INT) AS v
        FROM leads GROUP BY 1, 2""",
    "b_weighted_pipeline": f"""
        SELECT owner_id AS rep, {_month("opened_on")} AS m, sum(amount * probability) AS v
        FROM deals AS d JOIN stages AS s ON s.id = d.stage_id WHERE s.kind = 'open' GROUP BY 1, 2""",
    "b_sales_cycle_days": f"""
        SELECT owner_id AS rep, {_month("closed_on")} AS m, median(closed_on - opened_on) AS v
        FROM deals AS d JOIN stages AS s ON s.id = d.stage_id WHERE s.kind = 'won' GROUP BY 1, 2""",
    "b_activity_count": f"SELECT owner_id AS rep, {_month('done_on')} AS m, count(*) AS v FROM activities GROUP BY 1, 2",
    "b_collection_rate": f"""
        SELECT rep, m, coalesce(paid, 0) / nullif(sold, 0) AS v FROM ({_SOLD})
        LEFT JOIN (SELECT owner_id AS rep, {_month("paid_on")} AS m, sum(amount) AS paid FROM payments GROUP BY 1, 2) USING (rep, m)""",
}
NAIVE_HARD = {
    "b_new_customers": f"""
        SELECT rep, {_month("first_on")} AS m, count(*) AS v FROM (
            SELECT owner_id AS rep, customer_id, min(ordered_on) AS first_on FROM orders WHERE status = 'complete' GROUP BY 1, 2
        ) GROUP BY 1, 2""",
    "b_retention": f"""
        WITH b AS (SELECT DISTINCT owner_id AS rep, customer_id, {_month("ordered_on")} AS m FROM orders WHERE status = 'complete')
        SELECT p.rep, p.m + 1 AS m, count(c.customer_id) / count(*) AS v
        FROM b AS p LEFT JOIN b AS c ON c.rep = p.rep AND c.customer_id = p.customer_id AND c.m = p.m + 1 GROUP BY 1, 2""",
    "b_open_pipeline": f"""
        SELECT s.rep, s.m, sum(d.amount) AS v
        FROM (SELECT rep, m, CAST({START} + to_months(CAST(m + 1 AS INTEGER)) AS DATE) AS after FROM {_SPINE}) AS s
        JOIN deals AS d ON d.owner_id = s.rep AND d.opened_on < s.after AND (d.closed_on IS NULL OR d.closed_on >= s.after) GROUP BY 1, 2""",
}

_PARTS = {
    "lines": (("sold", "items"), "order_lines", "ordered_on", "sum(amount) AS sold, sum(quantity) AS items", "status = 'complete'"),
    "placed": (
        ("orders", "buyers"), "orders", "ordered_on", "count(*) AS orders, count(DISTINCT customer_id) AS buyers", "status = 'complete'",
    ),
    "paid": (("paid",), "payments", "paid_on", "sum(amount) AS paid", "true"),
    "done": (("activities",), "activities", "done_on", "count(*) AS activities", "true"),
    "asked": (
        ("leads", "converted"), "leads", "created_on",
        "count(*) AS leads, count(*) FILTER (converted_on - created_on <= 30) AS converted", "true",
    ),
    "sent": (("quotes", "accepted"), "quotes", "sent_on", "count(*) AS quotes, count(*) FILTER (status = 'accepted') AS accepted", "true"),
    "opened": (
        ("open_weighted",), "(SELECT d.*, s.kind AS stage_kind, s.probability FROM deals AS d JOIN stages AS s ON s.id = d.stage_id)", "opened_on",
        "sum(amount * probability) AS open_weighted", "stage_kind = 'open'",
    ),
    "closed": (
        ("cycle",), "(SELECT d.*, s.kind AS stage_kind FROM deals AS d JOIN stages AS s ON s.id = d.stage_id)", "closed_on",
        "median(closed_on - opened_on) AS cycle", "stage_kind = 'won'",
    ),
}  # fmt: skip

_FORMULAS = {
    "b_revenue": "sold", "b_order_count": "orders", "b_aov": "sold / nullif(orders, 0)", "b_items_per_order": "items / nullif(orders, 0)",
    "b_buyer_count": "buyers", "b_revenue_mom": "coalesce(sold, 0) / nullif(lag(coalesce(sold, 0)) OVER w, 0) - 1", "b_quote_to_close": "accepted / quotes",
    "b_lead_conversion": "converted / leads", "b_weighted_pipeline": "open_weighted", "b_sales_cycle_days": "cycle",
    "b_activity_count": "activities", "b_collection_rate": "coalesce(paid, 0) / nullif(sold, 0)",
}  # fmt: skip


_HARD_FORMULAS = {
    "b_new_customers": "fresh", "b_retention": "coalesce(kept, 0) / nullif(lag(buyers) OVER w, 0)",
    "b_open_pipeline": "sum(coalesce(came, 0) - coalesce(went, 0)) OVER (w ROWS UNBOUNDED PRECEDING)",
}  # fmt: skip
_MOVES = {
    "came": (("came",), "deals", "opened_on", "sum(amount) AS came", "true"),
    "went": (("went",), "deals", "closed_on", "sum(amount) AS went", "opened_on IS NOT NULL"),
}


def naive(hard: bool) -> str:
    """The KPIs, each by its own query, joined to the spine."""
    queries = NAIVE | (NAIVE_HARD if hard else {})
    joins = " ".join(f"LEFT JOIN ({text}) AS {kpi} USING (rep, m)" for kpi, text in queries.items())
    return f"SELECT s.rep, s.m, {', '.join(f'{kpi}.v AS {kpi}' for kpi in queries)} FROM {_SPINE} AS s {joins}"


def fused(hard: bool) -> str:
    """One pass per table and date, joined. With the hard KPIs one list of customers and months serves all that is asked of orders."""
    parts = _PARTS | (_MOVES if hard else {})
    ctes = {
        name: f"SELECT owner_id AS rep, {_month(at)} AS m, {values} FROM {table} AS x WHERE {where} AND {at} {_SPAN} GROUP BY 1, 2"
        for name, (_, table, at, values, where) in parts.items()
    }
    if hard:
        ctes["placed"] = f"""
            SELECT rep, m, sum(n) AS orders, count(*) AS buyers, count(*) FILTER (before IS NULL) AS fresh,
                   count(*) FILTER (before = m - 1) AS kept
            FROM (SELECT rep, m, n, lag(m) OVER (PARTITION BY customer_id, rep ORDER BY m) AS before FROM (
                SELECT customer_id, owner_id AS rep, {_month("ordered_on")} AS m, count(*) AS n
                FROM orders WHERE status = 'complete' AND ordered_on {_SPAN} GROUP BY 1, 2, 3)) GROUP BY 1, 2"""
    joins = " ".join(f"LEFT JOIN {name} USING (rep, m)" for name in ctes)
    formulas = ", ".join(f"{text} AS {kpi}" for kpi, text in (_FORMULAS | (_HARD_FORMULAS if hard else {})).items())
    listed = ", ".join(f"{name} AS ({text})" for name, text in ctes.items())
    return f"WITH {listed} SELECT rep, m, {formulas} FROM {_SPINE} AS s {joins} WINDOW w AS (PARTITION BY rep ORDER BY m)"


TUNED_SETTINGS = "SET perfect_ht_threshold = 17; SET preserve_insertion_order = false"
TUNED_SETUP = "CREATE OR REPLACE TEMP TABLE dense AS SELECT id, CAST(row_number() OVER (ORDER BY id) - 1 AS INTEGER) AS r FROM people"


def tuned(hard: bool) -> str:
    """Packed small keys, customers by one bit per month, all parts stacked and grouped once."""
    parts = _PARTS | (_MOVES if hard else {})
    columns = [column for part, *_ in parts.values() for column in part] + (["fresh", "kept"] if hard else [])
    ctes, stacked = [], []
    for name, (own, table, at, values, where) in parts.items():
        if name == "placed":
            own, values = ("orders",), "count(*) AS orders"
        ctes.append(
            f"{name} AS (SELECT d.r * 36 + {_month(at)} AS k, {values} FROM {table} AS x JOIN dense AS d ON d.id = x.owner_id "
            f"WHERE {where} AND {at} {_SPAN} GROUP BY 1)"
        )
        stacked.append((name, own))
    seen = (
        ", count(*) FILTER ((b & ((1::BIGINT << m) - 1)) = 0) AS fresh, count(*) FILTER (((b << 1) >> m) & 1 = 1) AS kept" if hard else ""
    )
    ctes.append(
        f"""bits AS (SELECT customer_id, r, bit_or(1::BIGINT << {_month("ordered_on")}) AS b
            FROM orders AS x JOIN dense AS d ON d.id = x.owner_id WHERE status = 'complete' AND ordered_on {_SPAN} GROUP BY 1, 2),
        bought AS (SELECT r * 36 + m AS k, count(*) AS buyers{seen}
            FROM bits, (SELECT unnest(range(36))::INTEGER AS m) WHERE (b >> m) & 1 = 1 GROUP BY 1)"""
    )
    stacked.append(("bought", ("buyers", *(("fresh", "kept") if hard else ()))))
    union = " UNION ALL ".join(
        f"SELECT k, {', '.join(column if column in own else f'NULL AS {column}' for column in columns)} FROM {name}"
        for name, own in stacked
    )
    blank = f"SELECT r * 36 + m AS k, {', '.join(f'NULL AS {column}' for column in columns)} FROM dense, (SELECT unnest(range(36))::INTEGER AS m)"
    sums = ", ".join(f"max({column}) AS {column}" for column in columns)
    formulas = ", ".join(f"{text} AS {kpi}" for kpi, text in (_FORMULAS | (_HARD_FORMULAS if hard else {})).items())
    return (
        f"WITH {', '.join(ctes)}, stacked AS ({union} UNION ALL {blank}), cells AS (SELECT k, {sums} FROM stacked GROUP BY 1), "
        f"valued AS (SELECT k // 36 AS r, k % 36 AS m, {formulas} FROM cells WINDOW w AS (PARTITION BY k // 36 ORDER BY k)) "
        f"SELECT d.id AS rep, v.* EXCLUDE (r) FROM valued AS v JOIN dense AS d USING (r)"
    )


FLOOR = (
    "SELECT max(owner_id), max(ordered_on), sum(amount), sum(quantity), count(*) FILTER (status = 'complete') FROM order_lines",
    "SELECT max(owner_id), max(ordered_on), max(customer_id), count(*) FILTER (status = 'complete') FROM orders",
    "SELECT max(owner_id), max(paid_on), sum(amount) FROM payments",
    "SELECT max(owner_id), max(done_on) FROM activities",
    "SELECT max(owner_id), max(created_on), max(converted_on) FROM leads",
    "SELECT max(owner_id), max(sent_on), count(*) FILTER (status = 'accepted') FROM quotes",
    "SELECT max(owner_id), max(opened_on), max(closed_on), sum(amount), max(stage_id) FROM deals",
)
