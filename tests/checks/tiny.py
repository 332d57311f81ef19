"""A company small enough to work out by hand, in Hanoi (UTC+7), where who has not ordered for 100 days is a customer no longer.

Two source systems: `tiny`, and `other`, which has an "ann", a "c1" and an "o01" of its own and sells in euros. Times are local.
"-" is an empty value. What is odd on purpose stands in the comments.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from scoreline.mart.contracts import TABLES
from scoreline.mart.staged import Span, Staged, StagedTable

ZONE, CUSTOMER_DAYS, CURRENCY = "Asia/Ho_Chi_Minh", 100, "USD"
COVERS = Span(dt.date(2023, 1, 1), dt.date(2024, 7, 1))
SPANS = {
    "day": ("2024-02-14", "2024-03-05"),
    "week": ("2024-W05", "2024-W14"),
    "month": ("2023-02", "2024-06"),
    "quarter": ("2023-Q1", "2024-Q2"),
    "year": ("2023", "2023"),
}

TINY = """
teams           id      name        parent_id   kind
                hq      Tiny_Tools  -           company
                north   North       hq          region
                south   South       hq          region
                n1      North_1     north       team
                n2      North_2     north       team
                s1      South_1     south       team

people          id      name
                ann     Ann
                bob     Bob
                cat     Cat
                dan     Dan
                eve     Eve

# Ann moves in mid-month. Cat is in two teams from March: the later one counts. Dan is there in February only.
memberships     person_id   team_id role    valid_from  valid_to
                ann         n1      rep     2023-01-01  2024-02-15
                ann         s1      rep     2024-02-15  -
                bob         n1      rep     2023-01-01  -
                cat         s1      rep     2023-01-01  -
                cat         n2      rep     2024-03-01  -
                dan         n2      rep     2024-02-01  2024-03-01
                eve         north   manager 2023-01-01  -

locations       id      name    kind    region  country
                shop    Shop    store   Hanoi   VN
                web     Web     online  -       -

products        id      name    category
                drill   Drill   tools
                saw     Saw     tools
                glue    Glue    supplies

customers       id      name    segment industry    country
                c1      Alder   large   mills       VN
                c2      Birch   small   yards       VN
                c3      Cedar   small   mills       LA
                c4      Dogwood -       -           -
                c5      Elm     large   yards       LA
                c6      Fir     small   -           VN

# c1 changes hands in mid-February, c3 in May; from March nobody is named for c2.
ownerships      kind        record_id   person_id   valid_from  valid_to
                customer    c1          ann         2023-01-01  2024-02-10
                customer    c1          bob         2024-02-10  -
                customer    c2          cat         2023-01-01  2024-03-01
                customer    c3          bob         2024-05-10  -

# o05 is in February here and in January in UTC. o08 and o15 are cancelled; o09 has no status. o11 and o12 come in the same
# moment; o14 comes before o13. o16 has no customer, and an owner whom nobody knows. o18 has no lines.
orders          id      customer_id owner_id    location_id ordered_at          status      deal_id
                o00     c1          ann         shop        2023-02-15T10:00    complete    -
                o01     c1          ann         shop        2023-11-20T10:00    complete    -
                o02     c2          cat         web         2023-12-10T10:00    complete    -
                o03     c1          ann         shop        2024-01-05T10:00    complete    d1
                o04     c3          ann         web         2024-01-31T23:59    complete    -
                o05     c4          bob         shop        2024-02-01T00:30    complete    -
                o06     c3          ann         web         2024-02-14T10:00    complete    d3
                o07     c3          ann         shop        2024-02-15T10:00    complete    d4
                o08     c2          bob         web         2024-02-20T10:00    cancelled   -
                o09     c4          dan         shop        2024-02-29T10:00    -           -
                o10     c4          dan         shop        2024-03-01T10:00    open        -
                o11     c5          eve         web         2024-03-04T10:00    complete    -
                o12     c5          ann         web         2024-03-04T10:00    complete    -
                o13     c6          ann         shop        2024-03-20T15:00    complete    -
                o14     c6          bob         shop        2024-03-20T09:00    complete    -
                o15     c6          cat         shop        2024-03-10T10:00    cancelled   -
                o16     -           ghost       web         2024-03-05T10:00    complete    -
                o17     c2          cat         web         2024-04-02T10:00    complete    -
                o18     c1          bob         shop        2024-04-10T10:00    complete    -
                o19     c1          bob         web         2024-05-15T10:00    complete    -

# l20 is carriage: no article and no units.
order_lines     id  order_id    product_id  quantity    unit_price  discount    amount
                l00 o00         drill       2           100         0           200
                l01 o01         drill       2           100         0           200
                l02 o02         saw         1           50          0           50
                l03 o03         drill       1           100         0           100
                l04 o03         glue        10          2.50        5           20
                l05 o04         glue        4           2.50        0           10
                l06 o05         saw         2           50          0.01        99.99
                l07 o06         saw         1           50          0           50
                l08 o07         drill       1           100         0           100
                l09 o08         drill       5           100         0           500
                l10 o09         glue        8           2.50        0           20
                l11 o10         glue        2           2.50        0           5
                l12 o11         saw         1           50          0           50
                l13 o12         drill       1           100         0           100
                l14 o13         saw         1           50          0           50
                l15 o14         glue        2           2.50        0           5
                l16 o15         glue        100         2.50        0           250
                l17 o16         glue        1           2.50        0           2.50
                l18 o17         saw         2           50          1.99        98.01
                l19 o19         drill       3           100         0           300
                l20 o19         -           -           -           -           12

# r1 comes on the day after Ann's move; r2 names no line, and Dan is in no team any more; r3 is for an order that was cancelled.
refunds         id  order_id    order_line_id   refunded_at         amount
                r1  o03         l04             2024-02-16T10:00    5
                r2  o09         -               2024-03-02T10:00    20
                r3  o08         l09             2024-06-03T10:00    500

stages          id      name    pipeline    position    probability kind
                talk    Talk    main        1           0.1         open
                offer   Offer   main        2           0.5         open
                won     Won     main        3           1           won
                lost    Lost    main        4           0           lost

# Nobody knows when d5 was opened. d6 and d8 are still open; d8 has no amount. d7 is lost on the last day of April.
deals           id  customer_id owner_id    location_id product_id  kind        opened_at           stage_id    closed_at           amount
                d1  c1          ann         shop        drill       new         2023-12-20T09:00    won         2024-01-05T18:00    120
                d2  c2          cat         web         saw         upsell      2024-01-10T09:00    lost        2024-02-10T09:00    1000
                d3  c3          ann         web         saw         new         2024-01-15T09:00    won         2024-02-14T08:00    150
                d4  c3          ann         shop        drill       upsell      2024-02-01T09:00    won         2024-02-20T09:00    101
                d5  c4          bob         shop        saw         new         -                   won         2024-02-25T09:00    80
                d6  c5          bob         web         drill       new         2024-02-05T09:00    offer       -                   1000
                d7  c6          bob         shop        glue        cross_sell  2024-03-31T23:00    lost        2024-04-30T09:00    200.04
                d8  c4          bob         -           -           renewal     2024-03-05T09:00    talk        -                   -

# d3 goes back a stage; d2 is moved on twice on the last day of January; d6 moves on the last day of February.
deal_stages     deal_id stage_id    entered_at
                d1      talk        2023-12-20T09:00
                d1      won         2024-01-05T18:00
                d2      talk        2024-01-10T09:00
                d2      talk        2024-01-31T09:00
                d2      offer       2024-01-31T23:30
                d2      lost        2024-02-10T09:00
                d3      talk        2024-01-15T09:00
                d3      offer       2024-01-20T09:00
                d3      talk        2024-01-25T09:00
                d3      offer       2024-02-10T09:00
                d3      won         2024-02-14T08:00
                d4      talk        2024-02-01T09:00
                d4      won         2024-02-20T09:00
                d6      talk        2024-02-05T09:00
                d6      offer       2024-02-29T17:00
                d7      talk        2024-03-31T23:00
                d7      lost        2024-04-30T09:00
                d8      talk        2024-03-05T09:00

# d6 begins as Ann's, goes to Eve at the same amount, grows as hers, and ends as Bob's.
deal_changes    deal_id changed_at          amount  owner_id
                d6      2024-02-05T09:00    400     ann
                d6      2024-03-10T09:00    -       eve
                d6      2024-04-05T09:00    1000    -
                d6      2024-06-20T09:00    -       bob

# q3 follows a deal already won; q4 is sent on the day of winning; q5 has no deal.
quotes          id  deal_id customer_id owner_id    sent_at             amount
                q1  d3      c3          ann         2024-01-20T10:00    150
                q2  d2      c2          cat         2024-01-15T10:00    1000
                q3  d5      c4          bob         2024-02-26T10:00    80
                q4  d4      c3          ann         2024-02-20T17:00    101
                q5  -       c1          bob         2024-02-01T10:00    70
                q6  d6      c5          ann         2024-02-05T10:00    400

leads           id  created_at          owner_id    converted_at        customer_id deal_id
                k1  2024-01-03T10:00    ann         2024-01-05T10:00    c1          d1
                k2  2024-02-25T10:00    bob         2024-04-01T10:00    -           -
                k3  2024-02-26T10:00    bob         -                   -           -
                k4  2024-02-10T10:00    -           -                   -           -

# a4 was planned and not done; a5 and a6 are a minute apart; nobody is named for a8.
activities      id  kind    owner_id    customer_id deal_id done_at
                a1  call    ann         c1          d1      2024-01-10T10:00
                a2  email   ann         c3          d3      2024-02-14T10:00
                a3  visit   ann         c3          d4      2024-02-15T10:00
                a4  meeting bob         c4          -       -
                a5  call    dan         c4          -       2024-02-29T23:59
                a6  call    dan         c4          -       2024-03-01T00:00
                a7  demo    cat         c2          -       2024-03-15T10:00
                a8  message -           -           -       2024-02-28T10:00

# i2 is paid too much; i3 late; i4 has no due day; i5 in part, once before it was due; i6 belongs to no order.
invoices        id  customer_id order_id    issued_at           due_at              amount  owner_id
                i1  c1          o03         2024-01-05T10:00    2024-01-20T00:00    120     -
                i2  c3          o04         2024-01-31T10:00    2024-01-31T00:00    10      -
                i3  c3          o06         2024-02-14T10:00    2024-02-28T00:00    50      -
                i4  c4          o05         2024-02-01T10:00    -                   99.99   -
                i5  c3          o07         2024-02-15T10:00    2024-02-29T00:00    100     -
                i6  c2          -           2024-02-01T10:00    2024-02-15T00:00    30      cat

payments        id  invoice_id  paid_at             amount
                p1  i1          2024-01-18T10:00    60
                p2  i1          2024-02-03T10:00    60
                p3  i2          2024-01-31T10:00    15
                p4  i3          2024-03-01T00:15    50
                p5  i5          2024-02-29T23:30    40
                p6  i5          2024-02-20T10:00    10

# Only Ann's four and Bob's first are quotas of people for revenue; Ann's last never ends.
levels          member_kind member_id   kpi         valid_from  valid_to    norm    is_quota
                person      ann         revenue     2024-01-01  2024-02-01  100     true
                person      ann         revenue     2024-01-16  2024-02-16  200     true
                person      ann         revenue     2024-02-16  2024-03-16  100     true
                person      ann         revenue     2024-03-16  -           77      true
                person      bob         revenue     2024-02-01  2024-03-01  50      true
                person      bob         win_rate    2024-02-01  2024-03-01  60      true
                person      cat         revenue     2024-02-01  2024-03-01  10      false
                team        n1          revenue     2024-02-01  2024-03-01  999     true
"""

OTHER = """
people          id      name
                ann     Ann

customers       id      name    segment
                c1      Ash     large

orders          id      customer_id owner_id    location_id ordered_at          status      currency
                o01     c1          ann         -           2024-06-11T10:00    complete    EUR

order_lines     id      order_id    product_id  quantity    amount
                l01     o01         -           1           7.00

exchange_rates  currency    date        rate
                EUR         2024-06-10  1.20
                EUR         2024-06-11  1.11
                EUR         2024-06-12  1.30
"""


def stage_tiny(workdir: Path) -> tuple[Staged, Staged]:
    """Stage both sources under `workdir`."""
    return _stage(workdir / "tiny.duckdb", "tiny", TINY), _stage(workdir / "other.duckdb", "other", OTHER)


def _stage(database: Path, source: str, text: str) -> Staged:
    found = tables(text)
    with duckdb.connect(str(database)) as con:
        con.execute(f"SET TimeZone = '{ZONE}'")
        for name, (header, rows) in found.items():
            types = ", ".join(f'"{column}" {TABLES[name].column(column).type.sql}' for column in header)
            con.execute(f"CREATE TABLE {name} ({types}, _file VARCHAR, _row BIGINT)")
            marks = ", ".join("?" * (len(header) + 2))
            con.executemany(f"INSERT INTO {name} VALUES ({marks})", [[*row, f"{name}.txt", i] for i, row in enumerate(rows, 2)])
    staged = tuple(StagedTable(name, covers=COVERS if TABLES[name].event else None, read=len(rows)) for name, (_, rows) in found.items())
    return Staged(database, source, staged, "A company worked out by hand")


def tables(text: str) -> dict[str, tuple[list[str], list[list[str | None]]]]:
    """Table -> its columns and rows: the first word of a block's first line names the table, the others its columns."""
    found: dict[str, tuple[list[str], list[list[str | None]]]] = {}
    for block in text.strip().split("\n\n"):
        lines = [line.split() for line in block.splitlines() if not line.startswith("#")]
        name, *header = lines[0]
        assert all(len(line) == len(header) for line in lines[1:]), name
        found[name] = header, [[None if word == "-" else word for word in line] for line in lines[1:]]
    return found
