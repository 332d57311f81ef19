"""Each planted truth is found by plain SQL, and is not found in the company that was made without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoreline.demo.build import stage_demo
from scoreline.demo.truths import truths
from scoreline.errors import ScorelineError
from scoreline.mart.staged import Staged
from tests.demo.conftest import Ask
from tests.demo.test_build import NAMES

FIGURES = {name: truth.figures for name, truth in truths().items()}


def one(ask: Ask, query: str) -> tuple[Any, ...]:
    (row,) = ask(query)
    return row


def lift_of_the_shop(ask: Ask) -> float:
    """How much more the till took in the days of the promotion, beside the other days and the other shops, at list prices."""
    promotion = FIGURES["promotion"]
    (lift,) = one(
        ask,
        f"""
        WITH sold AS (
            SELECT location_id = '{promotion["location"]}' AS here, location_id, sum(quantity * list_price) AS sold,
                ordered_at >= DATE '{promotion["from_day"]}' AND ordered_at < DATE '{promotion["to_day"]}' AS during
            FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.id = l.product_id
            WHERE o.customer_id IS NULL AND year(ordered_at) = 2025 GROUP BY ALL
        ), ratios AS (
            SELECT here, location_id, sum(sold) FILTER (WHERE during) / sum(sold) FILTER (WHERE NOT during) AS ratio FROM sold GROUP BY ALL
        )
        SELECT avg(ratio) FILTER (WHERE here) / avg(ratio) FILTER (WHERE NOT here) - 1 FROM ratios
        """,
    )
    return float(lift)


def test_a_promotion_lifted_one_shop(ask: Ask, ask_plain: Ask) -> None:
    assert 0.08 < lift_of_the_shop(ask) < 0.16
    assert abs(lift_of_the_shop(ask_plain)) < 0.04
    campaign = f"SELECT count(*), min(date)::VARCHAR FROM campaign_spend WHERE campaign_id = '{FIGURES['promotion']['campaign']}'"
    assert ask(campaign) == [(84, "2025-05-05")]
    assert ask_plain(campaign) == [(0, None)]


def test_the_promotion_lifts_what_the_shop_sold_by_its_figure(ask: Ask, ask_plain: Ask) -> None:
    promotion = FIGURES["promotion"]
    pieces = f"""
        SELECT sum(quantity) FILTER (WHERE during), sum(quantity) FILTER (WHERE NOT during) FROM (
            SELECT quantity, ordered_at >= DATE '{promotion["from_day"]}' AND ordered_at < DATE '{promotion["to_day"]}' AS during
            FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE location_id = '{promotion["location"]}')
    """
    (during, rest), (plain, plain_rest) = one(ask, pieces), one(ask_plain, pieces)
    assert 1 + float(promotion["lift"]) == pytest.approx(float(during / plain), abs=0.02)
    assert rest == plain_rest


REPS = """
    WITH cycles AS (
        SELECT owner_id, median(closed_at::DATE - opened_at::DATE) AS days, count(*) AS deals
        FROM deals WHERE closed_at IS NOT NULL GROUP BY 1
    ), met AS (
        SELECT DISTINCT owner_id, customer_id FROM orders WHERE ordered_at < '2025-01-01' AND status <> 'cancelled' AND owner_id IS NOT NULL
    ), late AS (
        SELECT DISTINCT customer_id FROM orders WHERE ordered_at >= '2025-07-01'
    ), stayed AS (
        SELECT owner_id, count(*) AS customers, count(late.customer_id) / count(*) AS share
        FROM met LEFT JOIN late USING (customer_id) GROUP BY 1
    )
    SELECT owner_id, days, share, percent_rank() OVER (ORDER BY days) AS by_days, percent_rank() OVER (ORDER BY share) AS by_share
    FROM cycles JOIN stayed USING (owner_id) WHERE deals >= 25 AND customers >= 10
"""


def test_the_rep_with_the_shortest_cycles_loses_most_customers(ask: Ask, ask_plain: Ask) -> None:
    quickest = f"SELECT owner_id, days, share FROM ({REPS}) ORDER BY days, owner_id LIMIT 1"
    rep, days, share = one(ask, quickest)
    ((usual_days, usual_share),) = ask(f"SELECT median(days), median(share) FROM ({REPS})")
    assert days < 0.6 * usual_days and share < 0.55 * usual_share
    assert one(ask, f"SELECT by_share FROM ({REPS}) WHERE owner_id = '{rep}'") == (0,)
    ((by_days, by_share),) = ask_plain(f"SELECT by_days, by_share FROM ({REPS}) WHERE owner_id = '{rep}'")
    assert by_days > 0.2 and by_share > 0.05
    _, plain_days, plain_share = one(ask_plain, quickest)
    assert plain_days > 0.6 * usual_days and plain_share > 0.75 * usual_share


def sales_by_calls(ask: Ask) -> dict[int, float]:
    """The share of leads that became a sale, by the calls made on them before; 5 stands for five and more."""
    return {
        calls: float(rate)
        for calls, rate in ask("""
            SELECT least(calls, 5), avg(won::INTEGER) FROM (
                SELECT l.id, l.converted_at IS NOT NULL AS won, count(a.id) AS calls FROM leads l LEFT JOIN activities a
                ON a.lead_id = l.id AND a.kind = 'call' AND a.done_at < coalesce(l.converted_at, 'infinity') GROUP BY ALL) GROUP BY 1
        """)
    }


def test_the_fifth_call_no_longer_pays(ask: Ask, ask_plain: Ask) -> None:
    found, plain = sales_by_calls(ask), sales_by_calls(ask_plain)
    for rates in (found, plain):
        assert [rates[calls] for calls in range(5)] == sorted(rates[calls] for calls in range(5))
    assert found[4] > 1.15 * found[3]
    assert found[5] < 1.1 * found[4]
    assert plain[5] > 1.25 * plain[4]


def checkout(ask: Ask) -> dict[tuple[bool, bool], tuple[float, float]]:
    """By device and time: the share of visits that end on the page among those that see it, and its 75th percentile of loading."""
    slow = FIGURES["slow_checkout"]
    rows = ask(f"""
        WITH seen AS (
            SELECT visit_id, arg_max(page, (viewed_at, id)) AS last, bool_or(page = '{slow["page"]}') AS saw,
                max(load_ms) FILTER (WHERE page = '{slow["page"]}') AS load_ms
            FROM page_views GROUP BY 1
        )
        SELECT device = '{slow["device"]}', started_at >= DATE '{slow["from_day"]}', avg((last = '{slow["page"]}')::INTEGER),
            quantile_cont(load_ms, .75)
        FROM seen JOIN visits v ON v.id = visit_id WHERE saw GROUP BY ALL
    """)
    return {(bool(device), bool(late)): (float(ends), float(load)) for device, late, ends, load in rows}


def test_visits_end_on_the_slow_page_of_the_checkout(ask: Ask, ask_plain: Ask) -> None:
    found, plain = checkout(ask), checkout(ask_plain)
    ends, load = found.pop((True, True))
    assert ends > 0.3 and load > 4000
    for others in (found, plain):
        assert all(ends < 0.12 and load < 2000 for ends, load in others.values())
    lost = "SELECT count(*) FROM orders WHERE contact_method = 'online' AND ordered_at >= '2025-03-01'"
    assert one(ask, lost)[0] < 0.93 * one(ask_plain, lost)[0]


CARDS = """
    WITH seen AS (SELECT product_id, count(DISTINCT visit_id) AS seen FROM page_views WHERE page_kind = 'product' GROUP BY 1),
    bought AS (
        SELECT e.product_id, count(DISTINCT e.visit_id) AS bought
        FROM shop_events e JOIN page_views p ON p.visit_id = e.visit_id AND p.product_id = e.product_id AND p.viewed_at <= e.occurred_at
        WHERE e.kind = 'purchase' GROUP BY 1
    )
    SELECT name, seen, bought, bought / seen AS share FROM seen JOIN bought USING (product_id) JOIN products p ON p.id = product_id
"""


def test_a_product_sells_when_seen_but_is_seldom_seen(ask: Ask, ask_plain: Ask) -> None:
    name = FIGURES["hidden_product"]["product"]
    best, seen, share = one(ask, f"SELECT name, seen, share FROM ({CARDS}) WHERE bought >= 15 ORDER BY share DESC LIMIT 1")
    ((usual_seen, usual_share),) = ask(f"SELECT median(seen), median(share) FROM ({CARDS})")
    assert best == name and share > 2.5 * usual_share and seen < 0.25 * usual_seen
    ((plain_seen, plain_share),) = ask_plain(f"SELECT seen, share FROM ({CARDS}) WHERE name = '{name}'")
    assert plain_seen > 3 * seen and plain_share < 1.3 * usual_share


def quotas_met(ask: Ask) -> dict[str, float]:
    """The median of sold in percent of quota, by the region of the team at the quota's start, in the year of the truth."""
    return {
        region: float(met)
        for region, met in ask(f"""
            WITH sold AS (
                SELECT v.member_id, v.valid_from, 100 * sum(l.amount) / any_value(v.norm) AS met
                FROM levels v JOIN orders o ON o.owner_id = v.member_id AND o.ordered_at >= v.valid_from AND o.ordered_at < v.valid_to
                JOIN order_lines l ON l.order_id = o.id
                WHERE o.status <> 'cancelled' AND year(v.valid_from) = {FIGURES["high_quota"]["year"]} GROUP BY 1, 2
            )
            SELECT t.parent_id, median(met) FROM sold s JOIN memberships m ON m.person_id = member_id
                AND m.valid_from <= s.valid_from AND coalesce(m.valid_to > s.valid_from, true) JOIN teams t ON t.id = m.team_id GROUP BY 1
        """)
    }


def test_one_region_has_a_quota_that_is_far_too_high(ask: Ask, ask_plain: Ask) -> None:
    found, plain = quotas_met(ask), quotas_met(ask_plain)
    region = str(FIGURES["high_quota"]["region"])
    assert found.pop(region) < 70 and all(met > 75 for met in found.values())
    assert plain[region] > 75
    raised = f"SELECT count(*) FROM levels WHERE year(valid_from) = {FIGURES['high_quota']['year']}"
    assert one(ask, raised) == one(ask_plain, raised)


SHOP = {"visits", "page_views", "shop_events"}
SALES = {"orders", "order_lines", "invoices", "payments", "refunds", "surveys", "levels", "credits", *SHOP}
TOUCHED = {
    "promotion": {"campaigns", "campaign_spend", "order_lines", "invoices", "payments", "refunds", "levels"},
    "quick_closer": {"deals", "deal_stages", "deal_changes", "quotes", "leads", "ownerships", "contracts", "activities", *SALES},
    "fifth_call": {"activities"},
    "slow_checkout": SALES,
    "hidden_product": SHOP,
    "high_quota": {"levels"},
}


def differing(one: Staged, other: Staged) -> set[str]:
    """The tables in which two companies differ, row numbers aside."""
    with duckdb.connect() as con:
        for name, item in (("a", one), ("b", other)):
            con.execute(f"ATTACH '{item.database}' AS {name} (READ_ONLY)")
        digest = "SELECT count(*), sum(hash(COLUMNS(* EXCLUDE _row)::VARCHAR)::HUGEINT) FROM"
        return {name for name in NAMES if con.execute(f"{digest} a.{name}").fetchall() != con.execute(f"{digest} b.{name}").fetchall()}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    return stage_demo(tmp_path_factory.mktemp("tiny"), scale=0.05)


@pytest.mark.parametrize("name", list(TOUCHED))
def test_a_truth_left_out_leaves_everything_else_as_it_is(tiny: Staged, tmp_path: Path, name: str) -> None:
    without = stage_demo(tmp_path, scale=0.05, without=[name])
    changed = differing(tiny, without)
    assert changed and changed <= TOUCHED[name]
    assert without.note.endswith(f"without {name}")


def test_every_truth_is_told_and_can_be_left_out() -> None:
    assert list(truths()) == list(TOUCHED)
    for truth in truths().values():
        assert truth.title and truth.what and truth.figures


def test_an_unknown_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScorelineError, match=r'no truth "promotio" to leave out. Did you mean "?promotion'):
        stage_demo(tmp_path, without=["promotio"])
