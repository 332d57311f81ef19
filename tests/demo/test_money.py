"""Orders, bills and payments: sums that agree, seasons, growth, and a few customers who make most of it."""

from __future__ import annotations

from tests.demo.conftest import Ask, NoRows

SOLD = """SELECT o.*, l.amount, l.quantity, l.unit_price, l.discount, l.unit_cost FROM orders o JOIN order_lines l ON l.order_id = o.id
    WHERE status <> 'cancelled' AND customer_id IS NOT NULL"""
"""What customers ordered: all in euros. What the tills took is in the currencies of the countries."""


def test_a_line_is_its_quantity_times_price_less_discount(no_rows: NoRows) -> None:
    no_rows("""
        SELECT id
        FROM order_lines
        WHERE amount <> quantity * unit_price - discount OR quantity < 1 OR discount < 0
            OR amount <= 0 OR unit_cost <= 0
    """)
    no_rows("SELECT id FROM orders o WHERE NOT EXISTS (FROM order_lines l WHERE l.order_id = o.id)")


def test_complete_business_orders_are_billed_once_in_full(ask: Ask, no_rows: NoRows) -> None:
    no_rows("""
        SELECT i.id
        FROM invoices i JOIN orders o ON o.id = order_id
        WHERE status <> 'complete' OR issued_at <= ordered_at
            OR due_at <= issued_at OR i.customer_id <> o.customer_id
    """)
    no_rows("""
        SELECT i.id
        FROM invoices i JOIN (SELECT order_id, sum(amount) AS amount
        FROM order_lines
        GROUP BY 1) l USING (order_id)
        WHERE i.amount <> l.amount
    """)
    ((unbilled,),) = ask("""
        SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id ANTI JOIN invoices i ON i.order_id = o.id
            WHERE status = 'complete' AND segment <> 'Consumer' AND ordered_at < '2025-12-20'
    """)
    assert unbilled == 0


def test_payments_come_after_the_bill_and_never_exceed_it(no_rows: NoRows) -> None:
    no_rows("SELECT p.id FROM payments p JOIN invoices i ON i.id = invoice_id WHERE paid_at::DATE < issued_at::DATE")
    no_rows("""
        SELECT i.id
        FROM invoices i JOIN (SELECT invoice_id, sum(amount) AS paid
        FROM payments
        GROUP BY 1) p ON p.invoice_id = i.id
        WHERE paid > amount
    """)


def test_some_customers_pay_late(ask: Ask) -> None:
    ((due, on_time, ever),) = ask("""
        SELECT (SELECT sum(amount) FROM invoices WHERE due_at < '2025-07-01'), sum(p.amount) FILTER (WHERE paid_at <= due_at), sum(p.amount)
        FROM payments p JOIN invoices i ON i.id = invoice_id WHERE due_at < '2025-07-01'
    """)
    assert 0.5 < on_time / due < 0.9 < ever / due < 1


def test_refunds_give_back_a_part_of_a_line(ask: Ask, no_rows: NoRows) -> None:
    no_rows("""
        SELECT r.id FROM refunds r JOIN order_lines l ON l.id = r.order_line_id JOIN orders o ON o.id = r.order_id
            WHERE l.order_id <> r.order_id OR r.amount > l.amount OR r.amount <= 0 OR r.refunded_at <= o.ordered_at
                OR o.status <> 'complete'
    """)
    ((lines, refunds),) = ask("SELECT (SELECT count(*) FROM order_lines), (SELECT count(*) FROM refunds)")
    assert 0.005 < refunds / lines < 0.02


def test_some_orders_are_cancelled_and_only_the_last_are_open(ask: Ask) -> None:
    ((share,),) = ask("SELECT avg((status = 'cancelled')::INTEGER) FROM orders")
    assert 0.015 < share < 0.04
    assert ask("SELECT count(*) FROM orders WHERE status = 'open' AND ordered_at < '2025-12-15'") == [(0,)]


def test_the_company_grows_and_has_its_seasons(ask: Ask) -> None:
    years = [float(row[0]) for row in ask(f"SELECT sum(amount) FROM ({SOLD}) GROUP BY year(ordered_at) ORDER BY year(ordered_at)")]
    assert 1.02 < years[1] / years[0] < 1.35 and 1.02 < years[2] / years[1] < 1.35
    months = dict(ask("SELECT month(ordered_at), count(*) FROM orders GROUP BY 1"))
    assert months[8] < 0.9 * months[11] and months[7] < months[10]
    gifts = dict(
        ask("SELECT month(ordered_at), count(*) FROM orders JOIN customers c ON c.id = customer_id WHERE segment = 'Consumer' GROUP BY 1")
    )
    assert {11, 12} == set(sorted(gifts, key=lambda month: gifts[month])[-2:])


def test_few_customers_make_most_of_it(ask: Ask) -> None:
    ((share,),) = ask(f"""
        SELECT sum(sold) FILTER (WHERE place <= .2) / sum(sold) FROM (
            SELECT sum(amount) AS sold, percent_rank() OVER (ORDER BY sum(amount) DESC) AS place FROM ({SOLD}) GROUP BY customer_id)
    """)
    assert 0.6 < share < 0.9


def test_we_sell_above_cost(ask: Ask) -> None:
    ((margin,),) = ask(f"SELECT 1 - sum(unit_cost * quantity) / sum(amount) FROM ({SOLD})")
    assert 0.3 < margin < 0.6


def test_quotas_are_now_met_and_now_not(ask: Ask, no_rows: NoRows) -> None:
    """Quotas are for those with a portfolio, one a quarter, and rather more than half are within reach."""
    assert ask("SELECT DISTINCT member_kind, kpi, is_quota FROM levels") == [("person", "revenue", True)]
    no_rows("SELECT member_id FROM levels WHERE NOT (base < norm AND norm < target) OR valid_to <> valid_from + INTERVAL 3 MONTH")
    ((met, near),) = ask(f"""
        SELECT avg((sold >= norm)::INTEGER), avg((sold BETWEEN .5 * norm AND 1.7 * norm)::INTEGER) FROM (
            SELECT v.norm, sum(s.amount) AS sold FROM levels v JOIN ({SOLD}) s ON s.owner_id = v.member_id
            AND s.ordered_at >= v.valid_from AND s.ordered_at < v.valid_to GROUP BY v.member_id, v.valid_from, v.norm)
    """)
    assert 0.3 < met < 0.7 and near > 0.7
