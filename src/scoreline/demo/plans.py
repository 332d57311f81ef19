"""Which rows the matrices of Halden & Roth have: by role, for a team, and why each row weighs what it weighs."""

from __future__ import annotations

from dataclasses import dataclass

from scoreline.demo.company import AE, BDR, CHANNEL, FIELD, KAM, MANAGER, WEB


@dataclass(frozen=True)
class Row:
    """A KPI and its weight, as text so that it stays exact; no weight makes it an indicator.

    `undefined` is as in matrix files; results may be paid for.
    """

    kpi: str
    weight: str = ""
    why: str = ""
    undefined: str = ""

    @property
    def result(self) -> bool:
        """Whether it is a result, and not the work that leads to one."""
        return bool(self.weight) and self.kpi in RESULTS


RESULTS = ("revenue", "sales_volume", "opportunity_value")

ROLES: dict[str, tuple[Row, ...]] = {
    AE: (
        Row("revenue", "0.35", "The team lives on it, and a portfolio grows only with those who look after it."),
        Row("win_rate", "0.2", "We open enough deals; we lose too many of them late.", "zero"),
        Row("opportunities_created", "0.15", "Today's deals are next quarter's revenue."),
        Row("sales_cycle", "0.1", "Deals that drag on cost tastings and discounts."),
        Row("activities", "0.2", "What a seller can decide alone."),
        Row("quota_attainment"),
        Row("new_customers"),
    ),
    FIELD: (
        Row("revenue", "0.3", "Small businesses are a third of our sales."),
        Row("order_count", "0.2", "Many small orders keep a route full."),
        Row("activities", "0.3", "A route is as good as the visits on it."),
        Row("win_rate", "0.2", "A visit is expensive; it should lead somewhere."),
        Row("average_order_value"),
        Row("quota_attainment"),
    ),
    KAM: (
        Row("revenue", "0.3", "A few accounts make a large part of the region."),
        Row("retention_rate", "0.25", "Losing one key account costs a year of new ones."),
        Row("win_rate_value", "0.15", "With key accounts the large deals decide."),
        Row("collection_rate", "0.15", "Large bills paid late tie up our cash."),
        Row("activities", "0.15", "Key accounts expect to see us."),
        Row("quota_attainment"),
        Row("weighted_pipeline"),
    ),
    CHANNEL: (
        Row("revenue", "0.3", "Partners sell where we have no office."),
        Row("sales_volume", "0.25", "Volume earns our terms with the roasters."),
        Row("collection_rate", "0.25", "Partners have 60 days, and some take more."),
        Row("order_count", "0.2", "A partner who orders often is a partner who sells."),
        Row("quota_attainment"),
        Row("average_order_value"),
    ),
    BDR: (
        Row("activities", "0.35", "Enquiries go cold within days."),
        Row("opportunities_created", "0.3", "The purpose of the role."),
        Row("opportunity_value", "0.2", "Not every enquiry deserves a tasting."),
        Row("win_rate", "0.15", "Shows that the right enquiries were passed on."),
        Row("lead_conversion_cohort"),
        Row("quote_to_close_cohort"),
    ),
    WEB: (
        Row("revenue", "0.3", "The shop's business accounts grow faster than any region."),
        Row("order_count", "0.2", "The shop lives on repeat orders."),
        Row("average_order_value", "0.2", "Parcels cost the same whatever is in them."),
        Row("items_per_order", "0.15", "Bundles and refills are this year's work."),
        Row("retention_rate", "0.15", "Accounts that stay pay back what finding them cost."),
        Row("new_customers"),
    ),
    MANAGER: (
        Row("revenue", "0.3", "A manager's own few customers; the team has its own matrix."),
        Row("win_rate", "0.3", "Shows the team how. Not applicable in a month without a decision."),
        Row("activities", "0.4", "Time on the road and on the telephone with the team."),
        Row("opportunities_created"),
    ),
}
TEAM: tuple[Row, ...] = (
    Row("revenue", "0.35", "The year's goal is growth that the customers pay for."),
    Row("new_customers", "0.15", "What leaves must be replaced, and more."),
    Row("win_rate", "0.15", "The same effort, more of it well spent."),
    Row("sales_cycle", "0.1", "Long deals block the people who could open new ones."),
    Row("collection_rate", "0.15", "A sale is done when it is paid."),
    Row("activities", "0.1", "Shows early when a team slows down."),
    Row("weighted_pipeline"),
)
TEAMS: dict[str, tuple[Row, ...]] = {"BDR": ROLES[BDR], "WEB": ROLES[WEB]}
"""Teams that do something else than most, by the id that their base in the roster has."""
