"""Other tools on the same facts: polars, pandas, MetricFlow, sidemantic and plain SQL, by a folder of runners.

    python -m bench --peers FOLDER

FOLDER holds run.py, kpis.py, runners/ and the tools' environments (.envs), as its own README says. The bench's company is written
there in the layout that the runners read: ids as integers, money in cents. Scoreline answers from its mart of the same company, and
run.py compares every cell of every tool with its reference.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

NAMES = ("duck_fused", "duck_tuned_parquet", "duck_fused_parquet", "duck_naive", "polars_streaming", "pandas", "metricflow", "sidemantic")
_ID = "CAST(substr({}, 2) AS INTEGER)"
_KPIS = {
    "revenue": "CAST(b_revenue * 100 AS BIGINT)", "order_count": "b_order_count", "aov": "b_aov * 100", "items_per_order": "b_items_per_order",
    "buyers": "b_buyer_count", "revenue_mom": "b_revenue_mom", "quote_to_close": "b_quote_to_close", "lead_conversion": "b_lead_conversion",
    "weighted_pipeline": "b_weighted_pipeline * 100", "sales_cycle_days": "b_sales_cycle_days", "activities": "b_activity_count",
    "collection_rate": "b_collection_rate", "new_customers": "b_new_customers", "retention": "b_retention",
    "open_pipeline": "CAST(b_open_pipeline * 100 AS BIGINT)",
}  # fmt: skip


def export(source: Path, target: Path) -> None:
    """The bench's files in the layout of the runners: Parquet files, and a DuckDB file with the same tables."""
    target.mkdir(parents=True)
    con = duckdb.connect(str(target / "mart.duckdb"))
    con.execute("SET memory_limit = '6GB'")
    con.execute("SET enable_progress_bar = false")
    for file in source.glob("*.parquet"):
        con.execute(f"CREATE TEMP VIEW src_{file.stem} AS SELECT * FROM '{file}'")
    for name, text in _tables().items():
        con.execute(f"CREATE TABLE {name} AS {text}")
        con.execute(f"COPY {name} TO '{target / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    con.execute("CHECKPOINT")
    con.close()


def _tables() -> dict[str, str]:
    rep, customer = _ID.format("owner_id"), _ID.format("customer_id")
    own = _ID.format("id")
    return {
        "reps": f"SELECT {own} AS rep_id, name AS rep_name, 1 AS team_id, 'T' AS team, 1 AS region_id, 'R' AS region FROM src_people",
        "customers": f"SELECT {own} AS customer_id, {_ID.format('rep')} AS rep_id, 'web' AS channel, 'S' AS segment "
        "FROM (SELECT *, 'R0001' AS rep FROM src_customers)",
        "opportunities": f"""SELECT {own} AS opp_id, {customer} AS customer_id, {rep} AS rep_id, CAST(opened_at AS DATE) AS created_date,
            s.kind_name AS stage, CAST(closed_at AS DATE) AS closed_date, CAST(amount * 100 AS BIGINT) AS amount_cents,
            CAST(s.probability * 100 AS INTEGER) AS probability_pct
            FROM src_deals AS d JOIN (SELECT id AS stage_key, name AS kind_name, probability FROM src_stages) AS s ON s.stage_key = d.stage_id""",
        "quotes": f"""SELECT CAST(row_number() OVER () AS INTEGER) AS quote_id, {_ID.format("deal_id")} AS opp_id, {rep} AS rep_id,
            {customer} AS customer_id, CAST(sent_at AS DATE) AS quote_date, CAST(amount * 100 AS BIGINT) AS amount_cents,
            status = 'accepted' AS accepted FROM src_quotes""",
        "orders": f"""SELECT {own} AS order_id, {customer} AS customer_id, {rep} AS rep_id, 'web' AS channel,
            CAST(ordered_at AS DATE) AS order_date, status, 1 AS n_lines FROM src_orders""",
        "order_lines": f"""SELECT o.order_id, 1 AS line_no, o.rep_id, o.customer_id, o.order_date, {_ID.format("l.product_id")} AS product_id,
            CAST(l.quantity AS INTEGER) AS quantity, CAST(l.amount * 100 AS BIGINT) AS amount_cents, o.status
            FROM src_order_lines AS l JOIN orders AS o ON o.order_id = {_ID.format("l.order_id")}""",
        "payments": """SELECT CAST(row_number() OVER () AS INTEGER) AS payment_id, o.order_id, o.rep_id, o.customer_id,
            CAST(p.paid_at AS DATE) AS payment_date, CAST(p.amount * 100 AS BIGINT) AS amount_cents
            FROM src_payments AS p JOIN orders AS o ON o.order_id = CAST(substr(p.invoice_id, 3) AS INTEGER)""",
        "activities": f"""SELECT {own} AS activity_id, {rep} AS rep_id, CAST(done_at AS DATE) AS activity_date, kind, 1 AS minutes
            FROM src_activities""",
        "leads": f"""SELECT {own} AS lead_id, {rep} AS rep_id, CAST(created_at AS DATE) AS lead_date, 'web' AS source,
            CAST(converted_at AS DATE) AS converted_date FROM src_leads""",
    }


def answers(found: Path, out: Path) -> None:
    """Scoreline's answer with the names and units of the runners, for their comparison."""
    columns = {str(row[0]) for row in duckdb.connect().execute(f"DESCRIBE FROM '{found}'").fetchall()}
    listed = ", ".join(f"{text} AS {name}" for name, text in _KPIS.items() if any(part in columns for part in text.split()))
    duckdb.connect().execute(
        f"COPY (SELECT CAST(split_part(person, ' ', 2) AS INTEGER) AS rep_id, CAST(period || '-01' AS DATE) AS month, {listed} "
        f"FROM '{found}') TO '{out}' (FORMAT parquet)"
    )


def run(folder: Path, data: Path, kpis: str, rounds: int, found: Path) -> dict[str, dict[str, object]]:
    """The other tools' times, each `rounds` runs of its own, and how many KPIs of each, and of Scoreline, agree with the reference."""
    results = folder / ".results" / f"s20_{kpis}"
    shutil.rmtree(results, ignore_errors=True)
    peers = [part for name in NAMES for part in ("--peer", name)]
    subprocess.run([sys.executable, "run.py", "--data", str(data), "--kpis", kpis, "--reps", str(rounds), *peers], check=True, cwd=folder)
    answers(found, results / "scoreline.parquet")
    sys.path.insert(0, str(folder))
    compare = __import__("run").compare
    told = [json.loads(line) for line in (results / "log.jsonl").read_text().splitlines()]
    times: dict[str, dict[str, object]] = {item["peer"]: item for item in told}
    agree, bad = compare(str(results), "scoreline")
    times["scoreline"] = {"agree": agree, "bad": bad}
    return times
