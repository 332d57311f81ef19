"""The online shop: visits, pages and events that agree with each other and with the orders."""

from __future__ import annotations

from tests.demo.conftest import Ask, NoRows


def test_pages_and_events_lie_within_their_visit(no_rows: NoRows) -> None:
    no_rows("SELECT p.id FROM page_views p JOIN visits v ON v.id = visit_id WHERE viewed_at < started_at OR viewed_at > ended_at")
    no_rows("SELECT e.id FROM shop_events e JOIN visits v ON v.id = visit_id WHERE occurred_at < started_at")
    no_rows("""
        SELECT v.id FROM visits v LEFT JOIN (
            SELECT visit_id, min(viewed_at) AS first, max(viewed_at) AS last,
                arg_min(page, viewed_at) AS landing, arg_max(page, viewed_at) AS exit
            FROM page_views GROUP BY 1) p ON p.visit_id = v.id
        WHERE (first, landing, exit) IS DISTINCT FROM (started_at, landing_page, exit_page) OR ended_at <> last
    """)


def test_every_online_order_is_bought_in_one_visit(no_rows: NoRows) -> None:
    no_rows("""
        SELECT o.id FROM orders o LEFT JOIN shop_events e ON e.order_id = o.id AND e.kind = 'purchase'
        WHERE contact_method = 'online' GROUP BY o.id, o.ordered_at
        HAVING count(DISTINCT e.visit_id) <> 1 OR min(e.occurred_at) <> o.ordered_at OR max(e.occurred_at) <> o.ordered_at
    """)
    no_rows("""
        SELECT e.id FROM shop_events e LEFT JOIN orders o ON o.id = e.order_id LEFT JOIN visits v ON v.id = e.visit_id
        WHERE (e.kind = 'purchase') <> (e.order_id IS NOT NULL) OR (e.kind = 'purchase' AND
            (o.contact_method <> 'online' OR o.customer_id IS DISTINCT FROM v.customer_id))
    """)
    no_rows("""
        SELECT order_id, product_id FROM (
            SELECT order_id, product_id, sum(quantity) AS bought FROM shop_events WHERE kind = 'purchase' GROUP BY ALL
        ) JOIN (SELECT order_id, product_id, sum(quantity) AS ordered FROM order_lines GROUP BY ALL) USING (order_id, product_id)
        WHERE bought <> ordered
    """)


def test_who_buys_has_filled_a_basket_and_begun_the_checkout(no_rows: NoRows) -> None:
    no_rows("""
        SELECT visit_id FROM shop_events GROUP BY 1 HAVING bool_or(kind = 'purchase') AND NOT (
            bool_or(kind = 'begin_checkout') AND
            min(occurred_at) FILTER (WHERE kind = 'add_to_basket') < min(occurred_at) FILTER (WHERE kind = 'purchase'))
    """)
    no_rows("""
        SELECT r.id FROM shop_events r ANTI JOIN shop_events a ON a.visit_id = r.visit_id AND a.kind = 'add_to_basket'
            AND a.product_id = r.product_id AND a.occurred_at < r.occurred_at WHERE r.kind = 'remove_from_basket'
    """)
    no_rows("SELECT id FROM page_views WHERE (page_kind = 'product') <> (product_id IS NOT NULL) OR load_ms <= 0")


def test_a_visitor_is_in_one_visit_at_a_time_when_it_comes_back_to_buy(ask: Ask, no_rows: NoRows) -> None:
    no_rows(
        "SELECT b.id FROM visits b JOIN visits p ON p.id = replace(b.id, 'VB', 'VP') AND b.id LIKE 'VB%' WHERE p.ended_at >= b.started_at"
    )
    ((again,),) = ask("SELECT count(*) FROM visits WHERE id LIKE 'VP%'")
    ((bought,),) = ask("SELECT count(*) FROM visits WHERE id LIKE 'VB%'")
    assert 0.1 < again / bought < 0.3


def test_the_shop_is_like_a_shop(ask: Ask) -> None:
    ((bounced, converted, known, nobody),) = ask("""
        SELECT avg((pages = 1)::INTEGER), avg(bought::INTEGER), count(customer_id) / count(*), avg((visitor_id IS NULL)::INTEGER)
        FROM visits v JOIN (SELECT visit_id, count(*) AS pages FROM page_views GROUP BY 1) p ON p.visit_id = v.id
        LEFT JOIN (SELECT visit_id, bool_or(kind = 'purchase') AS bought FROM shop_events GROUP BY 1) e ON e.visit_id = v.id
    """)
    assert 0.2 < bounced < 0.45 and 0.05 < converted < 0.6 and 0.2 < known < 0.5 and 0.02 < nobody < 0.1
    assert ask("SELECT count(DISTINCT page_kind), count(DISTINCT device) FROM page_views, visits") == [(9, 3)]
    assert ask("SELECT count(DISTINCT kind) FROM shop_events") == [(6,)]
    months = dict(ask("SELECT month(started_at), count(*) FROM visits GROUP BY 1"))
    assert months[12] > 1.5 * months[7]


def test_campaigns_bring_leads_and_visits_while_they_run(ask: Ask, no_rows: NoRows) -> None:
    spans = "SELECT campaign_id, min(date) AS first, max(date) AS last FROM campaign_spend GROUP BY 1"
    for table, column in (("leads", "created_at"), ("visits", "started_at")):
        no_rows(f"""
            SELECT t.id FROM {table} t JOIN campaigns c ON c.id = t.campaign_id JOIN ({spans}) s ON s.campaign_id = c.id
            WHERE t.channel <> c.channel OR t.{column}::DATE NOT BETWEEN first AND last
        """)
        ((share,),) = ask(f"SELECT count(campaign_id) / count(*) FROM {table}")
        assert 0.1 < share < 0.8
    assert ask("SELECT DISTINCT currency FROM campaign_spend ORDER BY 1") == [("EUR",), ("USD",)]
