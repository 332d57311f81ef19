"""The seven ready matrices: for each role five to seven rows, each with its question and why it weighs what it weighs.

All KPIs are of the shipped catalogue and may judge the kind of member that the matrix is for. Weights sum to exactly 1.
"""

from __future__ import annotations

from decimal import Decimal

from scoreline.errors import MatrixError, nearest
from scoreline.planning.ready.matrix import ReadyMatrix, ReadyRow


def _row(kpi: str, weight: str, question: str, why: str, *, result: bool = False, undefined: str = "") -> ReadyRow:
    return ReadyRow(kpi, Decimal(weight) if weight else None, question, why, result, undefined)


_ALL = (
    ReadyMatrix(
        "sales manager",
        "team",
        "It is about the team's facts: a manager's own deals say little about the work.",
        (
            _row(
                "revenue",
                "0.3",
                "Does the team bring in what the plan needs?",
                "It is what the team is there for; more would hide how.",
                result=True,
            ),
            _row("pipeline_coverage", "0.2", "Is there enough open to reach the norm?", "It shows a hole while there is time to fill it."),
            _row("win_rate", "0.15", "Do we spend our effort on deals that we win?", "Coaching shows here before it shows in revenue."),
            _row("sales_cycle", "0.1", "Do deals move, or do they lie?", "Long deals block people; it is a means, so it weighs little."),
            _row(
                "new_customers",
                "0.1",
                "Do we replace those who leave?",
                "A team that lives on old customers only shrinks, slowly at first.",
            ),
            _row(
                "crm_discipline", "0.15", "Can I trust what I see?", "Each open deal with a next step is the ground of every other figure."
            ),
            _row("activities", "", "Does the team slow down?", "Watched only: weighed, it would be filled with calls that lead nowhere."),
        ),
    ),
    ReadyMatrix(
        "account executive",
        "person",
        "It is about deals: opened, moved and won.",
        (
            _row("revenue", "0.35", "What do my deals bring in?", "The purpose of the role.", result=True),
            _row("win_rate", "0.2", "Do I win what I take up?", "Picking and closing deals is the craft of the role.", undefined="zero"),
            _row("opportunities_created", "0.2", "Is there something to win next quarter?", "Today's deals are next quarter's revenue."),
            _row("sales_cycle", "0.1", "How long does a customer wait for a decision?", "Time is cost, but a rushed deal is a lost one."),
            _row("follow_up_on_time", "0.15", "Do I do what I promised, when I promised it?", "It is wholly in one's own hands."),
            _row(
                "discount_rate", "", "Do I buy my deals with discounts?", "Watched only: weighed, it would keep good deals from being made."
            ),
        ),
    ),
    ReadyMatrix(
        "key-account manager",
        "person",
        "It is about customers who stay, and who are talked to.",
        (
            _row("retention_rate", "0.3", "Do my accounts stay?", "Losing one key account costs more than a year of new ones brings."),
            _row("customer_engagement", "0.2", "Are we talking with them?", "Accounts fall silent long before they leave."),
            _row(
                "revenue", "0.2", "What do my accounts bring in?", "Staying is not enough; but pushed, it is paid for later.", result=True
            ),
            _row("cross_sell_rate", "0.1", "Do they know all that we can do for them?", "What grows an account without pressing on it."),
            _row("customer_satisfaction", "0.1", "Would they say so, too?", "The customers' own word; few answers, so little weight."),
            _row("on_time_collection_rate", "0.1", "Do they pay when they should?", "A late payer is often an unhappy one."),
            _row("relationship_length", "", "How long have they been with us?", "Watched only: nobody can change it within a period."),
        ),
    ),
    ReadyMatrix(
        "channel rep",
        "person",
        "It is about volume through partners, and about reaching all of them.",
        (
            _row(
                "sales_volume", "0.3", "How much do my partners move?", "Volume is what partners are for, and earns our terms.", result=True
            ),
            _row(
                "contact_frequency", "0.25", "Do I reach all my partners, or only the near ones?", "Coverage: who is not seen sells others."
            ),
            _row("revenue", "0.15", "What is that volume worth?", "Keeps volume from being bought by price alone.", result=True),
            _row("order_frequency", "0.15", "Do partners order steadily?", "Steady orders are sales; large ones may be stock."),
            _row("collection_rate", "0.15", "Do partners pay?", "Partners' terms are long; what is not paid is not sold."),
            _row("new_customers", "", "Does the channel still grow?", "Watched only: signing partners who never sell is easy."),
        ),
    ),
    ReadyMatrix(
        "business development rep",
        "person",
        "It is about activities, the opportunities that come of them, and what becomes of those.",
        (
            _row("activities", "0.25", "Do I reach out enough?", "Enquiries go cold within days; it is wholly in one's own hands."),
            _row("opportunities_created", "0.3", "How many real chances do I pass on?", "The purpose of the role.", result=True),
            _row("lead_conversion_cohort", "0.2", "Do my enquiries become customers?", "Shows that the right ones were passed on."),
            _row("lead_response_time", "0.15", "How long does an enquiry wait for us?", "Who answers first is often who is chosen."),
            _row("follow_up_on_time", "0.1", "Do I come back when I said I would?", "Most enquiries need more than one touch."),
            _row("opportunity_value", "", "Do I look for the large ones, too?", "Watched only: the amount is a guess that early."),
        ),
    ),
    ReadyMatrix(
        "field rep",
        "person",
        "It is about visits, and about what they lead to.",
        (
            _row(
                "visits_made",
                "0.25",
                "Am I out with customers?",
                "A route is as good as the visits on it; more would fill it with short ones.",
            ),
            _row("strike_rate", "0.25", "Do visits lead to orders?", "It keeps visits honest: the two weigh the same on purpose."),
            _row("revenue", "0.25", "What does my route bring in?", "What visits are for.", result=True),
            _row("contact_frequency", "0.15", "Do I see everybody on my route?", "The far and the difficult customers count, too."),
            _row("new_customers", "0.1", "Does the route grow?", "A small weight: finding customers is not the main task on a route."),
            _row("average_order_value", "", "Are orders worth the drive?", "Watched only: it depends on who lives on the route."),
        ),
    ),
    ReadyMatrix(
        "online-store manager",
        "company",
        "It is about the shop: visits belong to nobody, so the facts are the company's.",
        (
            _row(
                "visitors", "0.2", "Do people find us?", "Traffic comes first, but it can be bought, so it weighs less than what follows."
            ),
            _row("store_conversion", "0.25", "Do visits become purchases?", "The one figure that all work on the shop should move."),
            _row("card_to_basket", "0.15", "Do product cards make people want the product?", "Where texts, pictures and prices show."),
            _row("basket_abandonment", "0.2", "What keeps people from buying what they chose?", "The dearest losses: they had decided."),
            _row("items_per_order", "0.1", "Do we offer what goes together?", "Parcels cost the same whatever is in them."),
            _row("page_load", "0.1", "Do we make people wait?", "Slow pages lose visits before any of the above can help."),
            _row("bounce_rate", "", "Do the right people come?", "Watched only: it moves with every campaign."),
        ),
    ),
)
READY = {one.role: one for one in _ALL}
"""By role."""


def ready(role: str) -> ReadyMatrix:
    """The ready matrix of a role. MatrixError with the nearest name where there is none."""
    wanted = " ".join(role.replace("-", " ").replace("_", " ").split()).casefold()
    for one in _ALL:
        if wanted == one.role.replace("-", " "):
            return one
    raise MatrixError(f'There is no ready matrix "{role}". {nearest(role, READY)}'.strip(), do=f"There are: {', '.join(READY)}.")
