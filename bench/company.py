"""The bench's company: Parquet files of any size, made by SQL alone, the same on every machine.

At scale S there are S million order lines and S million activities, S/2.5 million orders, 1,000 reps, 36 months. Every random
number is a hash of the row's number and of what the number is for.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

REPS, MONTHS = 1000, 36
FIRST = "DATE '2023-01-01'"
DAYS = 1096


def draw(purpose: int, key: str = "i") -> str:
    """SQL of a number in [0, 1) for a row: mixed so that different purposes are independent."""
    return f"(((hash(CAST({key} AS BIGINT) * 7919 + {purpose} * 104729) >> 12) % 1000003) / 1000003.0)"


def day(count: int, purpose: int) -> str:
    """SQL of a day that grows with the row's number, a few days up or down: facts arrive in order of time."""
    return f"({FIRST} + CAST(least(greatest(floor(i * {DAYS}.0 / {count} + {draw(purpose)} * 8 - 4), 0), {DAYS - 1}) AS INTEGER))"


def _rep(purpose: int, key: str = "i") -> str:
    return f"'R' || lpad(CAST(CAST(1 + floor(power({draw(purpose, key)}, 1.3) * {REPS}) AS INTEGER) AS VARCHAR), 4, '0')"


def tables(scale: float) -> dict[str, str]:
    """File name -> SQL, in an order in which each reads only earlier ones."""
    lines = int(scale * 1_000_000)
    orders, leads, deals, customers = int(lines / 2.5), lines // 10, lines // 20, max(lines // 100, 1000)
    customer = f"'C' || CAST(floor(power({{}}, 1.5) * {customers}) AS INTEGER)"
    return {
        "people": f"SELECT 'R' || lpad(CAST(i + 1 AS VARCHAR), 4, '0') AS id, 'Rep ' || (i + 1) AS name FROM range({REPS}) AS t(i)",
        "teams": "SELECT 'T' || i AS id, 'Team ' || i AS name, 'team' AS kind FROM range(50) AS t(i)",
        "memberships": f"SELECT 'R' || lpad(CAST(i + 1 AS VARCHAR), 4, '0') AS person_id, 'T' || (i // 20) AS team_id, DATE '2022-01-01' AS valid_from "
        f"FROM range({REPS}) AS t(i)",
        "customers": f"SELECT 'C' || i AS id, 'Customer ' || i AS name, {_rep(1)} AS rep FROM range({customers}) AS t(i)",
        "stages": "SELECT * FROM (VALUES ('won','won','won',1.0), ('lost','lost','lost',0.0), ('s1','prospect','open',.1), "
        "('s2','qualify','open',.25), ('s3','proposal','open',.5), ('s4','negotiate','open',.75)) AS t(id, name, kind, probability)",
        "deals": f"""
            SELECT 'D' || i AS id, c.id AS customer_id, c.rep AS owner_id, opened_on AS opened_at,
                   CASE WHEN u < .28 THEN 'won' WHEN u < .72 THEN 'lost' ELSE 's' || CAST(1 + floor({draw(14)} * 4) AS INTEGER) END AS stage_id,
                   CASE WHEN u < .72 THEN opened_on + CAST(3 + floor(-ln(1 - {draw(15)}) * 45) AS INTEGER) END AS closed_at,
                   CAST(500 + floor(-ln(1 - {draw(16)}) * 1500000) / 100 AS DECIMAL(18,4)) AS amount
            FROM (SELECT i, {day(deals, 11)} AS opened_on, {draw(12)} AS u, {customer.format(draw(13))} AS buyer FROM range({deals}) AS t(i)) AS d
            JOIN customers AS c ON c.id = d.buyer ORDER BY i""",
        "quotes": f"""
            SELECT 'Q' || d.rowid || '-' || k AS id, d.id AS deal_id, d.customer_id, d.owner_id,
                   d.opened_at + CAST(1 + floor({draw(21, "d.rowid * 8 + k")} * 20) AS INTEGER) AS sent_at,
                   CASE WHEN d.stage_id = 'won' AND k = 0 THEN 'accepted' ELSE 'sent' END AS status, d.amount
            FROM deals AS d, range(2) AS t(k) WHERE k = 0 OR {draw(23, "d.rowid * 8 + k")} < .5""",
        "orders": f"""
            SELECT 'O' || i AS id, c.id AS customer_id, c.rep AS owner_id, ordered_on AS ordered_at,
                   CASE WHEN {draw(34)} < .04 THEN 'cancelled' ELSE 'complete' END AS status,
                   CAST(1 + floor({draw(35)} * 4) AS INTEGER) AS lines
            FROM (SELECT i, {day(orders, 31)} AS ordered_on, {customer.format(draw(33))} AS buyer FROM range({orders}) AS t(i)) AS o
            JOIN customers AS c ON c.id = o.buyer ORDER BY i""",
        "order_lines": f"""
            SELECT o.id || '-' || k AS id, o.id AS order_id, 'P' || CAST(floor({draw(41, "o.rowid * 8 + k")} * 500) AS INTEGER) AS product_id,
                   CAST(1 + floor({draw(42, "o.rowid * 8 + k")} * 5) AS DECIMAL(18,4)) AS quantity,
                   CAST((1 + floor({draw(42, "o.rowid * 8 + k")} * 5)) * (500 + floor(-ln(1 - {draw(43, "o.rowid * 8 + k")}) * 8000)) / 100
                        AS DECIMAL(18,4)) AS amount
            FROM orders AS o, unnest(range(o.lines)) AS t(k)""",
        "invoices": """
            SELECT 'I' || o.id AS id, o.customer_id, o.id AS order_id, o.ordered_at AS issued_at, o.ordered_at + 30 AS due_at, l.amount
            FROM orders AS o JOIN (SELECT order_id, sum(amount)::DECIMAL(18,4) AS amount FROM order_lines GROUP BY 1) AS l ON l.order_id = o.id
            WHERE o.status = 'complete' ORDER BY o.rowid""",
        "payments": f"""
            SELECT 'Y' || i.rowid AS id, i.id AS invoice_id, i.issued_at + CAST(floor({draw(51, "i.rowid")} * 60) AS INTEGER) AS paid_at,
                   CAST(i.amount * CASE WHEN {draw(52, "i.rowid")} < .85 THEN 1 ELSE .5 END AS DECIMAL(18,4)) AS amount
            FROM invoices AS i WHERE {draw(53, "i.rowid")} < .94""",
        "activities": f"""
            SELECT 'A' || i AS id, {_rep(61)} AS owner_id, {day(lines, 62)} AS done_at,
                   ['call', 'email', 'meeting', 'demo'][1 + CAST(floor({draw(63)} * 4) AS INTEGER)] AS kind
            FROM range({lines}) AS t(i) ORDER BY i""",
        "leads": f"""
            SELECT 'L' || i AS id, {_rep(71)} AS owner_id, created_at,
                   CASE WHEN {draw(74)} < .18 THEN created_at + CAST(floor({draw(75)} * 40) AS INTEGER) END AS converted_at
            FROM (SELECT i, {day(leads, 72)} AS created_at FROM range({leads}) AS t(i)) AS l ORDER BY i""",
    }


KEPT = ("people", "teams", "memberships", "customers", "stages", "deals", "quotes", "orders", "order_lines", "invoices", "payments")


def make(folder: Path, scale: float, spill: Path) -> None:
    """Write the files into a new folder."""
    folder.mkdir(parents=True)
    con = duckdb.connect(str(spill / "made.duckdb"))
    con.execute("SET memory_limit = '4GB'")
    con.execute("SET temp_directory = ?", [str(spill)])
    for name, text in tables(scale).items():
        con.execute(f"CREATE TABLE {name} AS {text}")
        columns = "* EXCLUDE (rep)" if name == "customers" else "* EXCLUDE (lines)" if name == "orders" else "*"
        con.execute(f"COPY (SELECT {columns} FROM {name}) TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")
        if name not in KEPT:
            con.execute(f"DROP TABLE {name}")
        print(f"  made {name}", flush=True)
    con.close()
    (spill / "made.duckdb").unlink()
