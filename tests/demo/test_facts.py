"""Who did what when: nobody before being hired or after leaving, and everything by whoever looked after the customer then."""

from __future__ import annotations

import pytest

from tests.demo.conftest import Ask, NoRows

EVER = "DATE '9999-12-31'"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("deals", "opened_at"), ("deals", "closed_at"), ("quotes", "sent_at"), ("leads", "created_at"), ("orders", "ordered_at"),
        ("activities", "done_at"), ("activities", "scheduled_at"), ("deal_changes", "changed_at"),
    ],
)  # fmt: skip
def test_nothing_before_hire_or_after_leaving(table: str, column: str, no_rows: NoRows) -> None:
    no_rows(f"""
        SELECT t.{column}, p.* FROM {table} t JOIN people p ON p.id = t.owner_id
        WHERE t.{column}::DATE < p.hired_on OR t.{column}::DATE >= coalesce(p.left_on, {EVER})
    """)


def test_ownerships_lie_within_employment_and_never_overlap(ask: Ask, no_rows: NoRows) -> None:
    no_rows(f"""
        SELECT o.record_id FROM ownerships o JOIN people p ON p.id = o.person_id
        WHERE o.valid_from < p.hired_on OR coalesce(o.valid_to, {EVER}) > coalesce(p.left_on, {EVER})
    """)
    no_rows(f"""
        SELECT record_id FROM (
            SELECT *, lead(valid_from) OVER (PARTITION BY record_id ORDER BY valid_from) AS next FROM ownerships
        ) WHERE coalesce(valid_to, {EVER}) <= valid_from OR next < coalesce(valid_to, {EVER})
    """)
    ((moved, all_),) = ask("""
        SELECT count(*) FILTER (WHERE n > 1), count(*) FROM (SELECT count(DISTINCT person_id) AS n
        FROM ownerships
        WHERE kind = 'customer'
        GROUP BY record_id)
    """)
    assert 0.1 < moved / all_ < 0.6


def test_an_order_without_a_deal_is_its_customers_owners(ask: Ask, no_rows: NoRows) -> None:
    """Online orders of others than the online manager's accounts have no owner."""
    no_rows(f"""
        SELECT o.id, o.owner_id, w.person_id FROM orders o JOIN customers c ON c.id = o.customer_id LEFT JOIN ownerships w
        ON w.record_id = o.customer_id AND o.ordered_at::DATE >= w.valid_from AND o.ordered_at::DATE < coalesce(w.valid_to, {EVER})
        WHERE o.deal_id IS NULL AND o.owner_id IS DISTINCT FROM
            CASE WHEN o.contact_method = 'online' AND c.segment <> 'Online business' THEN NULL ELSE w.person_id END
    """)
    ((unowned, online),) = ask("SELECT count(*) FILTER (WHERE owner_id IS NULL), count(*) FROM orders WHERE contact_method = 'online'")
    assert 0.3 < unowned / online < 0.9
    ((unowned,),) = ask(
        "SELECT count(*) FROM orders o JOIN customers c ON c.id = customer_id WHERE owner_id IS NULL AND segment = 'Consumer'"
    )
    assert unowned > 0


def test_every_won_deal_is_one_order_of_the_same_amount(no_rows: NoRows) -> None:
    no_rows("""
        SELECT d.id FROM deals d LEFT JOIN (
            SELECT o.deal_id, o.owner_id, o.customer_id, o.ordered_at, sum(l.amount) AS amount, count(DISTINCT o.id) AS orders
            FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.deal_id IS NOT NULL GROUP BY ALL
        ) o ON o.deal_id = d.id
        WHERE (d.stage_id = 'won') <> (o.deal_id IS NOT NULL) OR (o.deal_id IS NOT NULL AND (o.orders, o.owner_id, o.customer_id, o.amount,
            o.ordered_at::DATE) <> (1, d.owner_id, d.customer_id, d.amount, d.closed_at::DATE))
    """)


def test_nobody_works_on_weekends_or_while_away(ask: Ask, no_rows: NoRows) -> None:
    assert ask("SELECT count(*) FROM activities WHERE isodow(coalesce(done_at, scheduled_at)::DATE) > 5") == [(0,)]
    no_rows("""
        SELECT a.id FROM activities a JOIN absences b ON b.person_id = a.owner_id AND NOT b.counts_as_working
        AND coalesce(a.done_at, a.scheduled_at)::DATE >= b."from" AND coalesce(a.done_at, a.scheduled_at)::DATE < b."to"
    """)
    no_rows("SELECT id FROM activities WHERE coalesce(done_at, scheduled_at, due_at) IS NULL OR ended_at < started_at")


def test_some_is_planned_and_some_was_not_done(ask: Ask, no_rows: NoRows) -> None:
    """A good part of the open deals has a next step; some calls were due and are not done."""
    ((ahead, open_deals, missed),) = ask("""
        SELECT count(DISTINCT deal_id) FILTER (WHERE scheduled_at >= '2026-01-01'), (SELECT count(*) FROM deals WHERE closed_at IS NULL),
            count(*) FILTER (WHERE due_at < '2026-01-01' AND done_at IS NULL AND scheduled_at IS NULL) FROM activities
    """)
    assert 0.4 < ahead / open_deals < 0.8 and missed > 0
    no_rows("SELECT id FROM activities WHERE started_at >= '2026-01-01' OR done_at >= '2026-01-01'")


def test_many_field_visits_end_in_an_order(ask: Ask) -> None:
    ((share,),) = ask("""
        SELECT avg((EXISTS (FROM orders o WHERE o.customer_id = a.customer_id AND o.ordered_at::DATE = a.done_at::DATE))::INTEGER)
        FROM activities a WHERE kind = 'visit' AND done_at IS NOT NULL
    """)
    assert 0.15 < share < 0.5


def test_calls_on_a_lead_come_after_it_and_before_the_sale(ask: Ask, no_rows: NoRows) -> None:
    no_rows("""
        SELECT a.id FROM activities a JOIN leads l ON l.id = a.lead_id
        WHERE a.kind = 'call' AND (a.started_at < l.created_at OR a.done_at >= l.converted_at)
    """)
    assert ask("SELECT count(DISTINCT kind) > 3 FROM activities WHERE lead_id IS NOT NULL") == [(True,)]


def test_businesses_do_not_order_on_sundays(ask: Ask) -> None:
    sundays = dict(
        ask("SELECT segment, count(*) FROM orders o JOIN customers c ON c.id = customer_id WHERE isodow(ordered_at::DATE) = 7 GROUP BY 1")
    )
    assert set(sundays) == {"Consumer"}


def test_nothing_happens_to_a_customer_before_it_is_known(no_rows: NoRows) -> None:
    for table, column in (("orders", "ordered_at"), ("deals", "opened_at"), ("activities", "done_at")):
        skip = "AND t.lead_id IS NULL" if table == "activities" else ""
        no_rows(f"""
        SELECT t.id
        FROM {table} t JOIN customers c ON c.id = t.customer_id
        WHERE t.{column}::DATE < c.created_at::DATE {skip}
    """)
