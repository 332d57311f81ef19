"""The tables of the mart: the one place that says what each holds. docs/reference/mart.md is made from it.

Every row also carries the system columns of `columns.SYSTEM`; partitioned tables carry `columns.MONTH` too. A reference
holds the `id` of a row of the same `_source`. Ranges `valid_from`..`valid_to` are half open; an empty end is still running.
"""

from __future__ import annotations

from typing import Literal

from scoreline.mart.columns import MONTH, SYSTEM, Column, Table, Type, times

ID, TEXT, MONEY, QUANTITY = Type.ID, Type.TEXT, Type.MONEY, Type.QUANTITY
DATE, TIME, INTEGER, BOOLEAN, FRACTION, RATE = Type.DATE, Type.TIME, Type.INTEGER, Type.BOOLEAN, Type.FRACTION, Type.RATE


def _id(doc: str) -> Column:
    return Column("id", ID, doc, required=True)


def _to(name: str, parent: str, doc: str = "", *, required: bool = False, carried: tuple[str, str] | None = None) -> Column:
    return Column(name, ID, doc or f"the {name.removesuffix('_id')}", required, parent=parent, carried=carried)


def _carried(name: str, type: Type, by: str) -> Column:
    return Column(name, type, f"taken from the row that {by} points at", carried=(by, name))


def _period(*ends: Literal["first", "last"]) -> tuple[Column, ...]:
    """A period's label and the days beside it."""
    days = (Column(f"{end}_on", DATE, f"{end} day of the period", period_of=("period", end)) for end in ends)
    return Column("period", Type.PERIOD, "a day, week, month, quarter or year, as 2017-Q3", required=True), *days


_AMOUNT = Column("amount", MONEY, "amount in the row's currency", required=True)
_CURRENCY = Column("currency", TEXT, "ISO 4217 code; the workspace's currency where empty")
_VALID = (
    Column("valid_from", DATE, "first day", required=True),
    Column("valid_to", DATE, "first day no longer valid; empty while it lasts"),
)
_OWNER = _to("owner_id", "people", "who owned the record when it happened")

_ALL = (
    Table(
        "people",
        "A member of staff.",
        (
            _id("id in the source system"),
            Column("name", TEXT, "full name", required=True),
            Column("email", TEXT),
            Column("hired_on", DATE),
            Column("left_on", DATE, "first day no longer employed"),
        ),
    ),
    Table(
        "teams",
        "A node of the team tree.",
        (
            _id("id of the team"),
            Column("name", TEXT, required=True),
            _to("parent_id", "teams", "the team above; empty at the top"),
            Column("kind", TEXT, "the level of the tree", values=("company", "region", "team")),
        ),
    ),
    Table(
        "memberships",
        "A person in a team, in a role, for a time.",
        (
            _to("person_id", "people", required=True),
            _to("team_id", "teams", required=True),
            Column("role", TEXT, "job in the team, as matrices name it"),
            *_VALID,
        ),
        key=("person_id", "team_id", "valid_from"),
    ),
    Table(
        "absences",
        "A leave.",
        (
            _id("id of the leave"),
            _to("person_id", "people", required=True),
            Column("from", DATE, "first day away", required=True),
            Column("to", DATE, "first day back", required=True),
            Column("counts_as_working", BOOLEAN),
        ),
    ),
    Table(
        "locations",
        "A point of sale.",
        (
            _id("id of the location"),
            Column("name", TEXT, required=True),
            Column("kind", TEXT, values=("store", "online", "field")),
            Column("region", TEXT),
            Column("country", TEXT),
        ),
    ),
    Table(
        "products",
        "An article.",
        (
            _id("article number"),
            Column("name", TEXT, required=True),
            Column("category", TEXT),
            Column("list_price", MONEY),
            Column("unit_cost", MONEY),
            Column("published_on", DATE),
        ),
    ),
    Table(
        "customers",
        "An account or buyer.",
        (
            _id("id of the customer"),
            Column("name", TEXT, required=True),
            Column("segment", TEXT),
            Column("industry", TEXT),
            Column("country", TEXT),
            *times("created", "when the record was made"),
        ),
    ),
    Table(
        "contracts",
        "A time in which a customer is one, where contracts are kept.",
        (
            _id("id of the contract"),
            _to("customer_id", "customers", required=True),
            *_VALID,
        ),
    ),
    Table(
        "ownerships",
        "Who looks after a customer, lead or deal, for a time.",
        (
            Column("kind", TEXT, "what is owned", required=True, values=("customer", "lead", "deal")),
            Column("record_id", ID, "the id of the customer, lead or deal", required=True),
            _to("person_id", "people", required=True),
            *_VALID,
        ),
        key=("kind", "record_id", "valid_from"),
    ),
    Table(
        "levels",
        "Base, norm and target agreed elsewhere (quotas among them) for a member, KPI and time.",
        (
            Column("member_kind", TEXT, required=True, values=("person", "team", "location", "company")),
            Column("member_id", ID, "id of the person, team or location", required=True),
            Column("kpi", TEXT, "id of the KPI", required=True),
            *_VALID,
            Column("base", MONEY),
            Column("norm", MONEY, required=True),
            Column("target", MONEY),
            Column("is_quota", BOOLEAN),
        ),
        key=("member_kind", "member_id", "kpi", "valid_from"),
        event="valid_from",
    ),
    Table(
        "campaigns",
        "A campaign.",
        (
            _id("id of the campaign"),
            Column("name", TEXT, required=True),
            Column("channel", TEXT),
        ),
    ),
    Table(
        "campaign_spend",
        "A campaign's cost on a day.",
        (
            _to("campaign_id", "campaigns", required=True),
            Column("date", DATE, required=True),
            _AMOUNT,
            _CURRENCY,
        ),
        key=("campaign_id", "date"),
        event="date",
    ),
    Table(
        "leads",
        "An enquiry.",
        (
            _id("id of the lead"),
            *times("created", "when the enquiry came in", required=True),
            Column("channel", TEXT),
            _to("campaign_id", "campaigns"),
            _OWNER,
            Column("status", TEXT),
            *times("converted", "when it became a sale; empty while it has not"),
            _to("customer_id", "customers"),
            _to("deal_id", "deals"),
        ),
        event="created_on",
    ),
    Table(
        "stages",
        "A pipeline stage.",
        (
            _id("id of the stage"),
            Column("name", TEXT, required=True),
            Column("pipeline", TEXT),
            Column("position", INTEGER),
            Column("probability", FRACTION, "chance to win from here, 0..1"),
            Column("kind", TEXT, required=True, values=("open", "won", "lost")),
        ),
    ),
    Table(
        "deals",
        "An opportunity, in the stage that it has now.",
        (
            _id("id of the deal"),
            Column("name", TEXT),
            _to("customer_id", "customers"),
            _to("lead_id", "leads"),
            _OWNER,
            _to("location_id", "locations"),
            _to("product_id", "products"),
            Column("contact_method", TEXT),
            Column("kind", TEXT, values=("new", "upsell", "cross_sell", "renewal")),
            *times("opened", "when it was opened; may be unknown"),
            _to("stage_id", "stages", required=True),
            *times("closed", "when it was won or lost; empty while open"),
            Column("amount", MONEY, "its value; may be unknown while open"),
            _CURRENCY,
            Column("lost_reason", TEXT),
        ),
        event="opened_on",
    ),
    Table(
        "deal_stages",
        "A deal entering a stage.",
        (
            _to("deal_id", "deals", required=True),
            _to("stage_id", "stages", required=True),
            *times("entered", "when", required=True),
        ),
        key=("deal_id", "stage_id", "entered_at"),
        event="entered_on",
    ),
    Table(
        "deal_changes",
        "A deal's amount or owner from a time on.",
        (
            _to("deal_id", "deals", required=True),
            *times("changed", "from when", required=True),
            Column("amount", MONEY),
            _to("owner_id", "people"),
        ),
        key=("deal_id", "changed_at"),
        event="changed_on",
    ),
    Table(
        "credits",
        "A person's share of a deal or order.",
        (
            _id("id of the credit"),
            _to("deal_id", "deals"),
            _to("order_id", "orders"),
            _to("person_id", "people", required=True),
            Column("kind", TEXT, required=True, values=("share", "overlay")),
            Column("share", FRACTION, "0..1; the shares of one record sum to 1", required=True),
        ),
    ),
    Table(
        "quotes",
        "A quotation.",
        (
            _id("id of the quote"),
            _to("deal_id", "deals"),
            _to("customer_id", "customers"),
            _OWNER,
            *times("sent", "when it was sent", required=True),
            *times("decided", "when the customer decided"),
            Column("status", TEXT, values=("sent", "accepted", "declined", "expired")),
            Column("amount", MONEY),
            _CURRENCY,
        ),
        event="sent_on",
    ),
    Table(
        "activities",
        "A touch.",
        (
            _id("id of the activity"),
            Column("kind", TEXT, required=True, values=("call", "email", "meeting", "visit", "demo", "message")),
            Column("direction", TEXT, values=("in", "out")),
            _OWNER,
            _to("customer_id", "customers"),
            _to("lead_id", "leads"),
            _to("deal_id", "deals"),
            *times("scheduled", "when it is planned for"),
            *times("started", "when it began"),
            Column("ended_at", TIME),
            *times("due", "when it must be done"),
            *times("done", "when it was done; empty while it is not"),
            Column("outcome", TEXT),
        ),
        event="done_on",
        partitioned=True,
    ),
    Table(
        "orders",
        "An order.",
        (
            _id("order number"),
            _to("customer_id", "customers"),
            _OWNER,
            _to("deal_id", "deals"),
            _to("location_id", "locations"),
            Column("contact_method", TEXT),
            *times("ordered", "when it was placed", required=True),
            Column("status", TEXT, values=("open", "complete", "cancelled")),
            _CURRENCY,
        ),
        event="ordered_on",
        partitioned=True,
    ),
    Table(
        "order_lines",
        "A line of an order.",
        (
            _id("id of the line, unique in its source"),
            _to("order_id", "orders", required=True),
            _to("product_id", "products"),
            Column("quantity", QUANTITY),
            Column("unit_price", MONEY),
            Column("discount", MONEY, "money taken off the line"),
            Column("unit_cost", MONEY),
            Column("amount", MONEY, "net of discount, without tax and freight", required=True),
            _to("owner_id", "people", carried=("order_id", "owner_id")),
            _to("customer_id", "customers", carried=("order_id", "customer_id")),
            _to("location_id", "locations", carried=("order_id", "location_id")),
            _carried("status", TEXT, "order_id"),
            _carried("currency", TEXT, "order_id"),
            _carried("ordered_on", DATE, "order_id"),
        ),
        event="ordered_on",
        partitioned=True,
    ),
    Table(
        "refunds",
        "Money given back.",
        (
            _id("id of the refund"),
            _to("order_id", "orders", required=True),
            _to("order_line_id", "order_lines"),
            *times("refunded", "when", required=True),
            _AMOUNT,
            _CURRENCY,
            _to("owner_id", "people", carried=("order_id", "owner_id")),
            _to("customer_id", "customers", carried=("order_id", "customer_id")),
            _to("location_id", "locations", carried=("order_id", "location_id")),
            _to("product_id", "products", carried=("order_line_id", "product_id")),
        ),
        event="refunded_on",
    ),
    Table(
        "invoices",
        "A bill.",
        (
            _id("invoice number"),
            _to("customer_id", "customers"),
            _to("order_id", "orders"),
            *times("issued", "when it was issued", required=True),
            *times("due", "when it must be paid"),
            _AMOUNT,
            _CURRENCY,
            _to("owner_id", "people", carried=("order_id", "owner_id")),
            _to("location_id", "locations", carried=("order_id", "location_id")),
        ),
        event="issued_on",
        partitioned=True,
    ),
    Table(
        "payments",
        "Money received against a bill.",
        (
            _id("id of the payment"),
            _to("invoice_id", "invoices", required=True),
            *times("paid", "when it arrived", required=True),
            _AMOUNT,
            _CURRENCY,
            _to("owner_id", "people", carried=("invoice_id", "owner_id")),
            _to("customer_id", "customers", carried=("invoice_id", "customer_id")),
            _to("location_id", "locations", carried=("invoice_id", "location_id")),
        ),
        event="paid_on",
        partitioned=True,
    ),
    Table(
        "surveys",
        "An answer to a survey.",
        (
            _id("id of the answer"),
            Column("kind", TEXT, required=True, values=("nps", "csat", "ces")),
            _to("customer_id", "customers"),
            _OWNER,
            _to("location_id", "locations"),
            *times("responded", "when", required=True),
            Column("score", QUANTITY, required=True),
            Column("scale_min", QUANTITY, required=True),
            Column("scale_max", QUANTITY, required=True),
            Column("comment", TEXT),
        ),
        event="responded_on",
    ),
    Table(
        "visits",
        "A session in the online shop.",
        (
            _id("id of the visit"),
            Column("visitor_id", ID),
            _to("customer_id", "customers"),
            *times("started", "when it began", required=True),
            Column("ended_at", TIME),
            Column("channel", TEXT),
            _to("campaign_id", "campaigns"),
            Column("device", TEXT),
            Column("landing_page", TEXT),
            Column("exit_page", TEXT),
        ),
        event="started_on",
        partitioned=True,
    ),
    Table(
        "page_views",
        "A page seen.",
        (
            _id("id of the page view"),
            _to("visit_id", "visits", required=True),
            *times("viewed", "when", required=True),
            Column("page", TEXT, required=True),
            Column(
                "page_kind",
                TEXT,
                values=("home", "list", "product", "basket", "registration", "checkout", "payment", "thanks", "other"),
            ),
            _to("product_id", "products"),
            Column("load_ms", INTEGER),
        ),
        event="viewed_on",
        partitioned=True,
    ),
    Table(
        "shop_events",
        "A thing done in the shop.",
        (
            _id("id of the event"),
            _to("visit_id", "visits"),
            *times("occurred", "when", required=True),
            Column(
                "kind",
                TEXT,
                required=True,
                values=("search", "add_to_basket", "remove_from_basket", "begin_checkout", "register", "purchase"),
            ),
            _to("product_id", "products"),
            Column("quantity", QUANTITY),
            _to("order_id", "orders"),
        ),
        event="occurred_on",
        partitioned=True,
    ),
    Table(
        "benchmarks",
        "A published outside figure.",
        (
            Column("metric", TEXT, required=True),
            Column("subject", TEXT, "the competitor or industry", required=True),
            *_period("first", "last"),
            Column("value", RATE, required=True),
            Column("origin", TEXT, "who published it"),
        ),
        key=("metric", "subject", "period"),
    ),
    Table(
        "assessments",
        "A figure entered by hand.",
        (
            _id("id of the entry"),
            Column("kpi", TEXT, required=True),
            _to("person_id", "people"),
            _to("team_id", "teams"),
            *_period("last"),
            Column("value", RATE, required=True),
            Column("evidence", TEXT),
            Column("entered_by", TEXT),
        ),
        event="last_on",
    ),
    Table(
        "exchange_rates",
        "A currency's rate on a date.",
        (
            Column("currency", TEXT, required=True),
            Column("date", DATE, required=True),
            Column("rate", RATE, "units of the reporting currency for one unit of this currency", required=True),
        ),
        key=("currency", "date"),
        event="date",
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}


def stored(table: Table) -> tuple[Column, ...]:
    """All columns of a table as stored: its own, the system columns, and the partition where it has one."""
    return table.columns + SYSTEM + ((MONTH,) if table.partitioned else ())
