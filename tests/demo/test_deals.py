"""Deals: a history that runs forward, and agrees with what the deal says today."""

from __future__ import annotations

from tests.demo.conftest import Ask, NoRows

STEPS = """
    SELECT s.*, t.position, d.opened_at, d.closed_at
    FROM deal_stages s JOIN deals d ON d.id = deal_id JOIN stages t ON t.id = s.stage_id
"""


def test_stages_are_entered_between_opening_and_closing_in_order(no_rows: NoRows) -> None:
    no_rows(f"SELECT deal_id FROM ({STEPS}) WHERE entered_at < opened_at OR entered_at > closed_at")
    no_rows(f"""
        SELECT deal_id FROM (
                SELECT *, lag(entered_at) OVER (PARTITION BY deal_id ORDER BY position) AS before FROM ({STEPS})
            ) WHERE entered_at <= before
    """)


def test_every_deal_begins_with_its_opening_and_ends_where_it_stands(no_rows: NoRows) -> None:
    no_rows(f"""
        SELECT d.id FROM deals d LEFT JOIN (
            SELECT deal_id, min(entered_at) AS first, max(entered_at) AS last, arg_max(stage_id, position) AS stage
            FROM ({STEPS}) GROUP BY 1
        ) s ON s.deal_id = d.id WHERE s.first IS DISTINCT FROM d.opened_at OR s.stage IS DISTINCT FROM d.stage_id
            OR (d.closed_at IS NOT NULL AND s.last <> d.closed_at)
    """)


def test_closed_means_won_or_lost_and_only_lost_deals_have_a_reason(no_rows: NoRows) -> None:
    no_rows("SELECT d.id FROM deals d JOIN stages s ON s.id = stage_id WHERE (closed_at IS NULL) <> (s.kind = 'open')")
    no_rows("SELECT id FROM deals WHERE (lost_reason IS NOT NULL) <> (stage_id = 'lost')")


def test_the_last_change_is_what_the_deal_says_now(ask: Ask, no_rows: NoRows) -> None:
    no_rows("""
        SELECT d.id FROM deals d JOIN (
            SELECT deal_id, arg_max(amount, changed_at) AS amount, arg_max(owner_id, changed_at) AS owner_id, min(changed_at) AS first,
                max(changed_at) AS last, count(*) AS n
            FROM deal_changes GROUP BY 1
        ) c ON c.deal_id = d.id
        WHERE (c.amount, c.owner_id, c.first) <> (d.amount, d.owner_id, d.opened_at) OR c.last > d.closed_at OR c.n < 2
    """)
    ((handed, resized),) = ask("""
        SELECT count(*) FILTER (WHERE owners > 1), count(*) FILTER (WHERE sizes > 1) FROM (
            SELECT count(DISTINCT owner_id) AS owners, count(DISTINCT amount) AS sizes FROM deal_changes GROUP BY deal_id
        )
    """)
    assert handed > 0 and resized > handed


def test_quotes_follow_the_deal(no_rows: NoRows) -> None:
    no_rows("""
        SELECT q.id
        FROM quotes q JOIN deals d ON d.id = deal_id
        WHERE sent_at < opened_at OR sent_at > closed_at
            OR (decided_at IS NULL) <> (closed_at IS NULL)
    """)
    no_rows("""
        SELECT q.id
        FROM quotes q JOIN deals d ON d.id = deal_id
        WHERE status = 'accepted' AND (stage_id <> 'won' OR q.amount <> d.amount)
    """)
    no_rows("""
        SELECT d.id
        FROM deals d LEFT JOIN quotes q ON q.deal_id = d.id AND q.status = 'accepted'
        WHERE stage_id = 'won'
        GROUP BY 1 HAVING count(q.id) <> 1
    """)
    no_rows("SELECT id FROM quotes WHERE (status = 'sent') <> (decided_at IS NULL)")


def test_a_lead_comes_before_its_deal_and_converts_when_it_is_won(ask: Ask, no_rows: NoRows) -> None:
    no_rows("""
        SELECT l.id FROM leads l JOIN deals d ON d.id = l.deal_id
            WHERE l.created_at >= d.opened_at OR d.lead_id <> l.id OR l.customer_id <> d.customer_id
                OR l.converted_at IS DISTINCT FROM CASE WHEN d.stage_id = 'won' THEN d.closed_at END
    """)
    no_rows("""
        SELECT id
        FROM leads
        WHERE deal_id IS NULL AND converted_at IS NOT NULL OR (status = 'converted') <> (converted_at IS NOT NULL)
    """)
    ((rate,),) = ask("SELECT 100 * count(converted_at) / count(*) FROM leads WHERE created_at < '2025-07-01'")
    assert 4 < rate < 15


def test_win_rates_are_like_life(ask: Ask) -> None:
    decided = "SELECT owner_id, avg((stage_id = 'won')::INTEGER) AS rate, count(*) AS n FROM deals WHERE closed_at IS NOT NULL GROUP BY ALL"
    ((rate,),) = ask("SELECT avg((stage_id = 'won')::INTEGER) FROM deals WHERE closed_at IS NOT NULL")
    assert 0.22 < rate < 0.34
    ((within, all_, spread),) = ask(
        f"SELECT count(*) FILTER (WHERE rate BETWEEN .14 AND .42), count(*), stddev(rate) FROM ({decided}) WHERE n >= 30"
    )
    assert within / all_ > 0.85 and spread > 0.03


def test_cycles_have_a_long_tail(ask: Ask) -> None:
    ((middle, mean, late),) = ask("""
        SELECT median(days), avg(days), quantile_cont(days, .95) FROM (
            SELECT closed_at::DATE - opened_at::DATE AS days FROM deals WHERE stage_id = 'won')
    """)
    assert 20 < middle < 45 and mean > 1.15 * middle and late > 2.3 * middle
