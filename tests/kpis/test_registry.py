"""Definition files: what is read, and what is refused with file, line, name and the nearest known name."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from scoreline.errors import DefinitionError, QueryError
from scoreline.kpis import formula, registry
from scoreline.kpis.registry import Registry

MEASURES = """
    measures:
      won: {from: deals, count: id, at: closed_on, where: "stage.kind = 'won'"}
      closed: {from: deals, count: id, at: closed_on}
      value: {from: deals, sum: amount, at: closed_on}
      days: {from: deals, median: closed_on - opened_on, at: closed_on}
"""


def read(folder: Path, kpi: str, measures: str = MEASURES) -> Registry:
    """A registry of one file with these measures and one KPI, whose fields follow the usual ones."""
    usual = "title: T, dimension: process, question: Q, direction: up"
    path = folder / "own.yaml"
    path.write_text(dedent(measures).strip() + "\nkpis:\n  rate: {" + usual + ", " + kpi + "}\n", "utf-8")
    return registry.load([path])


def refused(folder: Path, kpi: str, measures: str = MEASURES) -> str:
    with pytest.raises(DefinitionError) as caught:
        read(folder, kpi, measures)
    return str(caught.value)


def test_the_issues_example_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "formula: 100 * won / closed, unit: percent")
    assert formula.text(found.formulas["rate"], lambda leaf: leaf.name) == "100 × won ÷ closed"
    assert not found.additive("rate")


@pytest.mark.parametrize("name", list(registry.shipped().kpis))
def test_every_shipped_kpi_says_what_it_asks(name: str) -> None:
    kpi = registry.shipped().kpis[name]
    assert kpi.question.endswith("?")
    assert kpi.rationale and kpi.strategic_priority and kpi.attribution and kpi.traps
    assert registry.shipped().parts(name)


@pytest.mark.parametrize(
    ("dimension", "promised"),
    [
        (
            "financial",
            """revenue revenue_growth revenue_growth_year order_count order_frequency average_order_value sales_volume gross_margin
            gross_margin_rate margin_rate_6m discount_rate collection_rate on_time_collection_rate days_sales_outstanding
            cost_per_lead customer_acquisition_cost sales_by_contact_method relative_market_share quota_attainment quota_reach""",
        ),
        (
            "customer",
            """new_customers retention_rate churn_rate customer_lifetime_value clv_to_cac repeat_purchase_rate referral_rate
            customer_satisfaction customer_satisfaction_top2 net_promoter_score customer_engagement contact_frequency
            relationship_length upsell_rate cross_sell_rate""",
        ),
        (
            "process",
            """activities calls emails meetings_scheduled visits_made follow_up_on_time leads_created opportunities_created
            opportunity_value weighted_pipeline pipeline_coverage quotes_sent quote_to_close quote_to_close_cohort win_rate
            win_rate_value lead_conversion lead_conversion_cohort contact_conversion touches_per_conversion sales_cycle
            sales_cycle_mean lead_response_time strike_rate""",
        ),
        (
            "online store",
            """visits visitors page_views pages_per_visit time_on_site time_on_site_median bounce_rate store_conversion
            revenue_per_visit items_per_order product_card_views card_to_basket card_conversion basket_abandonment
            checkout_abandonment exit_rate registration_rate page_load traffic_share""",
        ),
        ("capability", "assessment training_completion crm_discipline"),
    ],
)
def test_the_shipped_ids_are_those_promised(dimension: str, promised: str) -> None:
    assert {kpi.id for kpi in registry.shipped().kpis.values() if kpi.dimension == dimension} == set(promised.split())


@pytest.mark.parametrize("name", list(registry.shipped().kpis))
def test_every_shipped_kpi_says_what_it_takes_and_what_it_is_for(name: str) -> None:
    kpi = registry.shipped().kpis[name]
    assert kpi.data and kpi.used_for and kpi.not_used_for


def test_an_unknown_measure_names_the_nearest(tmp_path: Path) -> None:
    said = refused(tmp_path, "formula: 100 * wonn / closed, unit: percent")
    assert "own.yaml, line 7, KPI rate" in said
    assert '"wonn"' in said and 'Did you mean "won"?' in said


def test_an_unknown_function_is_refused(tmp_path: Path) -> None:
    assert '"read_text" is not allowed' in refused(tmp_path, "formula: \"read_text('/etc/passwd')\", unit: percent")
    assert '"cube(won)"' in refused(tmp_path, "formula: cube(won), unit: count").lower()


@pytest.mark.parametrize(
    "where",
    [
        "(select 1) = 1",
        "id in (select id from people)",
        "getenv('HOME') = 'x'",
        "1 = 1; drop table deals",
        "id ~ 'a+'",
        "cast(id as int) = 1",
        "exists (from people)",
        "row_number() over () = 1",
        "count(id) > 1",
    ],
)
def test_a_condition_outside_the_allow_list_is_refused(tmp_path: Path, where: str) -> None:
    measures = f'measures:\n  won: {{from: deals, count: id, at: closed_on, where: "{where}"}}'
    assert "measure won" in refused(tmp_path, "formula: won, unit: count", measures)


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("{from: deels, count: id, at: closed_on}", 'no table "deels". Did you mean "deals"?'),
        ("{from: deals, count: id, at: closd_on}", 'no date "closd_on". Did you mean "closed_on"?'),
        ("{from: deals, sum: amont, at: closed_on}", 'no column "amont". Did you mean "amount"?'),
        ("{from: deals, count: id, at: closed_on, where: \"stag.kind = 'won'\"}", 'no parent "stag". Did you mean "stage"?'),
        ("{from: deals, count: id, at: closed_on, wher: x}", "wher"),
        ("{from: deals, count: id, sum: amount, at: closed_on}", "exactly one of count, sum, distinct, median"),
        ("{from: deals, count: id}", "either at (a flow) or during (a stock)"),
        ("", "is empty"),
        ("{from: deals, cuont: id, at: closed_on}", 'There is no field "cuont". Did you mean "count"?'),
    ],
)
def test_a_wrong_measure_is_refused(tmp_path: Path, measure: str, said: str) -> None:
    assert said in refused(tmp_path, "formula: won, unit: count", f"measures:\n  won: {measure}")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("directon: up, title: T, dimension: process, unit: count", 'There is no field "directon". Did you mean "direction"?'),
        ("direction: up, title: T, dimension: process, unit: pct", 'unit is "pct".'),
        ("direction: up, title: T, dimension: proces, unit: count", 'dimension is "proces". Did you mean "process"?'),
        ("direction: up, title: T, unit: count", "The field dimension is absent."),
    ],
)
def test_a_wrong_field_of_a_kpi_is_named(tmp_path: Path, fields: str, said: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        f"measures:\n  won: {{from: deals, count: id, at: closed_on}}\nkpis:\n  k: {{question: Q?, formula: won, {fields}}}\n", "utf-8"
    )
    with pytest.raises(DefinitionError) as caught:
        registry.load([path])
    assert "own.yaml, line 4, KPI k" in str(caught.value)
    assert said in str(caught.value)


def test_a_formula_that_comes_back_to_itself_is_refused(tmp_path: Path) -> None:
    assert "rate -> rate" in refused(tmp_path, "formula: 1 + rate, unit: count")


@pytest.mark.parametrize(
    ("text", "unit", "fits"),
    [
        ("value", "money", True),
        ("value / won", "money", True),
        ("100 * value / previous(value)", "percent", True),
        ("days", "days", True),
        ("value", "percent", False),
        ("won", "money", False),
        ("100 * won / value", "percent", False),
        ("value + won", "money", False),
        ("days + value", "days", False),
        ("value - 5", "money", True),
    ],
)
def test_units_must_fit(tmp_path: Path, text: str, unit: str, fits: bool) -> None:
    if fits:
        assert read(tmp_path, f"formula: {text}, unit: {unit}").kpis["rate"].unit == unit
    else:
        assert "KPI rate" in refused(tmp_path, f"formula: {text}, unit: {unit}")


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    bomb = "measures:\n  a: &a {from: deals}\n  b: *a"
    assert "aliases" in refused(tmp_path, "formula: won, unit: count", bomb)


def test_a_workspaces_own_definition_replaces_with_notice(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "kpis:\n  win_rate: {title: Ours, dimension: process, question: Q?, unit: percent, direction: up, "
        "formula: 100 * won_deals / deals_opened}\n"
    )
    found = registry.with_own([own])
    assert found.kpis["win_rate"].title == "Ours"
    assert found.notices == ("The KPI win_rate in own.yaml, line 2, replaces the shipped one.",)
    assert found.hash != registry.shipped().hash
    assert found.kpis["win_rate"].version != registry.shipped().kpis["win_rate"].version


def test_an_unknown_kpi_names_the_nearest() -> None:
    with pytest.raises(QueryError, match='Did you mean "win_rate"'):
        registry.shipped().kpi("winrate")
