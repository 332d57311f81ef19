"""Contracts, credits, surveys, and what comes from outside: whole, in order, and like life."""

from __future__ import annotations

from tests.demo.conftest import Ask, NoRows

EVER = "DATE '9999-12-31'"


def test_contracts_run_forward_and_cover_what_is_ordered(ask: Ask, no_rows: NoRows) -> None:
    no_rows("SELECT id FROM contracts WHERE valid_to <= valid_from")
    no_rows("""
        SELECT k.id FROM contracts k JOIN customers c ON c.id = customer_id WHERE segment = 'Consumer' OR valid_from < created_at::DATE - 1
    """)
    ((covered,),) = ask(f"""
        SELECT avg((EXISTS (FROM contracts k WHERE k.customer_id = o.customer_id AND ordered_at::DATE >= k.valid_from
            AND ordered_at::DATE < coalesce(k.valid_to, {EVER})))::INTEGER) FROM orders o JOIN customers c ON c.id = o.customer_id
        WHERE segment <> 'Consumer'
    """)
    assert covered > 0.9
    ((gaps, overlaps),) = ask("""
        SELECT count(*) FILTER (WHERE next > valid_to), count(*) FILTER (WHERE next < valid_to) FROM (
            SELECT *, lead(valid_from) OVER (PARTITION BY customer_id ORDER BY valid_from) AS next FROM contracts)
    """)
    assert gaps > 5 and overlaps > 5
    assert ask("SELECT count(*) > 50 FROM contracts WHERE valid_to < '2026-01-01'") == [(True,)]


def test_shares_of_a_record_sum_to_one_and_stay_in_the_team(ask: Ask, no_rows: NoRows) -> None:
    no_rows("SELECT deal_id, order_id FROM credits WHERE kind = 'share' GROUP BY ALL HAVING sum(share) <> 1 OR count(*) < 2")
    no_rows("SELECT id FROM credits WHERE (deal_id IS NULL) = (order_id IS NULL)")
    no_rows("""
        SELECT c.id FROM credits c JOIN people p ON p.id = c.person_id
        LEFT JOIN deals d ON d.id = deal_id LEFT JOIN orders o ON o.id = order_id
        WHERE coalesce(d.closed_at, o.ordered_at)::DATE < p.hired_on OR coalesce(d.closed_at, o.ordered_at)::DATE >= p.left_on
    """)
    assert ask("SELECT count(DISTINCT kind), count(deal_id) > 50, count(order_id) > 20 FROM credits") == [(2, True, True)]


def test_answers_come_after_the_order_and_lie_on_their_scale(ask: Ask, no_rows: NoRows) -> None:
    no_rows("SELECT id FROM surveys WHERE score < scale_min OR score > scale_max OR scale_max <= scale_min")
    no_rows("SELECT s.id FROM surveys s ANTI JOIN orders o ON o.customer_id = s.customer_id AND o.ordered_at < s.responded_at")
    no_rows("""
        SELECT s.id FROM surveys s JOIN people p ON p.id = s.owner_id
        WHERE responded_at::DATE < hired_on OR responded_at::DATE >= left_on
    """)
    found = {kind: (float(mean), scales) for kind, mean, scales in ask("""
        SELECT kind, avg((score - scale_min) / (scale_max - scale_min)), count(DISTINCT scale_max) FROM surveys GROUP BY 1
    """)}  # fmt: skip
    assert {kind: scales for kind, (_, scales) in found.items()} == {"nps": 1, "csat": 2, "ces": 1}
    assert all(0.6 < mean < 0.9 for mean, _ in found.values())
    ((nps,),) = ask("SELECT 100 * (avg((score >= 9)::INTEGER) - avg((score <= 6)::INTEGER)) FROM surveys WHERE kind = 'nps'")
    assert -10 < nps < 60


def test_there_is_a_rate_for_every_amount(ask: Ask, no_rows: NoRows) -> None:
    for table, column in (("orders", "ordered_at"), ("refunds", "refunded_at"), ("campaign_spend", "date"), ("deals", "opened_at")):
        no_rows(f"""
            SELECT t.currency FROM {table} t ANTI JOIN exchange_rates r ON r.currency = t.currency AND r.date = t.{column}::DATE
            WHERE t.currency <> 'EUR'
        """)
    assert [row[0] for row in ask("SELECT DISTINCT currency FROM orders ORDER BY 1")] == ["CNY", "EUR", "KZT", "PLN", "VND"]
    ((share,),) = ask("""
        SELECT sum(amount * coalesce(rate, 1)) FILTER (WHERE customer_id IS NULL) / sum(amount * coalesce(rate, 1))
        FROM orders o JOIN order_lines l ON l.order_id = o.id
        LEFT JOIN exchange_rates r ON r.currency = o.currency AND r.date = ordered_at::DATE
    """)
    assert 0.05 < share < 0.2


def test_longer_benchmarks_add_up_shorter_ones(no_rows: NoRows) -> None:
    no_rows("""
        SELECT subject, metric, quarter FROM (
            SELECT *, period[1:4] || '-Q' || (CAST(period[6:7] AS INTEGER) + 2) // 3 AS quarter
            FROM benchmarks WHERE regexp_full_match(period, '\\d{4}-\\d\\d')
        ) months JOIN (SELECT subject, metric, period AS quarter, value AS whole FROM benchmarks) USING (subject, metric, quarter)
        GROUP BY subject, metric, quarter, whole HAVING sum(value) <> whole OR count(*) <> 3
    """)


def test_assessments_are_of_people_who_were_there(ask: Ask, no_rows: NoRows) -> None:
    no_rows("""
        SELECT a.id FROM assessments a JOIN people p ON p.id = person_id WHERE make_date(period[1:4]::INTEGER, 1, 1) > left_on
            OR hired_on > make_date(period[1:4]::INTEGER, 3 * period[7:7]::INTEGER, 1)
    """)
    no_rows("SELECT id FROM assessments WHERE (person_id IS NULL) = (team_id IS NULL) OR value < 0 OR evidence IS NULL")
    ((done, assigned),) = ask("""
        SELECT sum(value) FILTER (WHERE kpi = 'training_done'), sum(value) FILTER (WHERE kpi = 'training_assigned') FROM assessments
    """)
    assert 0.7 < done / assigned < 0.95


def test_some_costs_are_not_known(ask: Ask) -> None:
    ((lines, priced, without),) = ask("""
        SELECT count(*), count(l.unit_cost), count(*) FILTER (WHERE coalesce(l.unit_cost, p.unit_cost) IS NULL)
        FROM order_lines l JOIN products p ON p.id = product_id
    """)
    assert 0.9 < priced / lines < 1 and 0.001 < without / lines < 0.05
