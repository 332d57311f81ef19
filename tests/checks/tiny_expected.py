"""What the tiny company's KPIs are, worked out by hand from the tables in tiny.py.

A line: KPI, cut, member, period, value; "none" where nothing was divided by. A member of `tiny` stands by its id, one of another
source as source|id, "-" is what belongs to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

# Cuts whose members are records of a source.
RECORDS = frozenset({"person", "team", "team:region", "team:company", "location", "product", "customer"})

EXPECTED = """
# Revenue. January: o03 100 + 20, o04 10. February: o05 99.99, o06 50, o07 100, o09 20, less r1 5.
# March: o10 5, o11 50, o12 100, o13 50, o14 5, o16 2.50, less r2 20. April: o17 98.01. May: 300 + 12.
revenue     company     -       2023-02     200
revenue     company     -       2024-01     130
revenue     company     -       2024-02     264.99
revenue     company     -       2024-03     192.50
revenue     company     -       2024-04     98.01
revenue     company     -       2024-05     312
revenue     company     -       2024-Q1     587.49
# Week 5 is 29 January to 4 February: o04 10 and o05 99.99. Week 6: nothing. Week 7: o06 50, o07 100, r1 -5.
# Week 9 is 26 February to 3 March: o09 20, o10 5, r2 -20.
revenue     company     -       2024-W05    109.99
revenue     company     -       2024-W06    0
revenue     company     -       2024-W07    145
revenue     company     -       2024-W09    5
# Ann in week 7: o06 in her old team, o07 and r1 in the new one.
revenue     person      ann     2024-W07    145
revenue     team        n1      2024-W07    50
revenue     team        s1      2024-W07    95
revenue     team:region north   2024-W07    50
revenue     team:region south   2024-W07    95
# Dan in week 9: the order of 29 February in his team, order and refund of March in none.
revenue     person      dan     2024-W09    5
revenue     team        n2      2024-W09    20
# February: n1 has o05 of Bob and o06 of Ann, s1 has o07 and r1, n2 has o09.
revenue     team        n1      2024-02     149.99
revenue     team        s1      2024-02     95
revenue     team        n2      2024-02     20
revenue     team:region north   2024-02     169.99
revenue     team:company hq     2024-02     264.99
# March: Ann o12 100 and o13 50; Bob o14; Dan o10 less r2; Eve o11; nobody o16.
revenue     person      ann     2024-03     150
revenue     person      bob     2024-03     5
revenue     person      dan     2024-03     -15
revenue     person      eve     2024-03     50
revenue     person      -       2024-03     2.50
revenue     team:region north   2024-03     55
revenue     team:region south   2024-03     150
# Eve stands in the region itself, so the region is her team.
revenue     team        north   2024-03     50
revenue     team        n1      2024-03     5
revenue     team        -       2024-03     -12.50
# Of the region, Dan's 5 - 20 and nobody's 2.50 are in none.
revenue     team:region -       2024-03     -12.50
# Cat in April: of her two teams the later.
revenue     team        n2      2024-04     98.01
revenue     team        s1      2024-04     0
# Places in February: a refund lies where its order lay. Shop: 99.99 + 100 + 20 - 5.
revenue     location    shop    2024-02     214.99
revenue     location    web     2024-02     50
revenue     location_kind store 2024-02     214.99
revenue     location_region -   2024-02     50
# Articles in February: saws 99.99 + 50, a drill 100, glue 20 - 5. March: r2 names no line, so no article.
revenue     product     saw     2024-02     149.99
revenue     product     glue    2024-02     15
revenue     category    tools   2024-02     249.99
revenue     product     glue    2024-03     12.50
revenue     product     -       2024-03     -20
revenue     category    supplies 2024-03    12.50
revenue     product     -       2024-05     12
# Customers: c1 in February has the refund alone. Segments in February: large -5, small 50 + 100, none 99.99 + 20.
revenue     customer    c1      2024-02     -5
revenue     segment     large   2024-02     -5
revenue     segment     small   2024-02     150
revenue     segment     -       2024-02     119.99
revenue     industry    mills   2024-02     145
revenue     country     LA      2024-02     150
# Kinds of deal: o03 and its refund belong to d1, o06 to d3 (new), o07 to d4 (upsell).
revenue     deal_kind   new     2024-01     120
revenue     deal_kind   new     2024-02     45
revenue     deal_kind   upsell  2024-02     100
revenue     deal_kind   -       2024-02     119.99
# The other source's Ann is another person: 7 euros at the rate of that day, 1.11.
# What was given back for an order that does not count does not count.
revenue     person      other|ann 2024-06   7.77
revenue     person      ann     2024-06     0
revenue     customer    other|c1 2024-06    7.77
revenue     company     -       2024-06     7.77
revenue     person      bob     2024-06     0

# Growth. January on December: 130 on 50. February: 264.99 on 130. Week 6: 0 on 109.99; week 7 on nothing.
revenue_growth  company -       2024-01     160
revenue_growth  company -       2024-02     13499/130
revenue_growth  company -       2024-W06    -100
revenue_growth  company -       2024-W07    none
# The first quarter on the last of 2023: 587.49 on 250.
revenue_growth  company -       2024-Q1     33749/250
# Team s1: February 95 on January 0. Team n1: March 5 on February 149.99.
revenue_growth  team    s1      2024-02     none
revenue_growth  team    n1      2024-03     -1449900/14999
# On the year before: o00 of 15 February 2023 lies in week 7, February and the first quarter: 200.
revenue_growth_year company -   2024-02     64.99/2
revenue_growth_year company -   2024-W07    -27.5
revenue_growth_year company -   2024-Q1     387.49/2
revenue_growth_year company -   2024-01     none
revenue_growth_year product drill 2024-02   -50

# Orders. February: o05 o06 o07 o09. March: o10 o11 o12 o13 o14 o16. April: o17 o18.
order_count     company -       2024-02     4
order_count     company -       2024-03     6
order_count     company -       2024-04     2
order_count     company -       2024-Q1     12
order_count     team    n1      2024-02     2
order_count     team    s1      2024-02     1
order_count     person  cat     2024-03     0
order_count     customer c6     2024-03     2
order_count     deal_kind new   2024-01     1
average_order_value company -   2024-02     66.2475
average_order_value company -   2024-03     192.50/6
average_order_value company -   2024-04     49.005
average_order_value person cat  2024-03     none
# Units in January: 1 + 10 + 4, of two orders. May: 3, the carriage has none.
items_per_order company -       2024-01     7.5
items_per_order company -       2024-04     1
items_per_order location web    2024-03     1
items_per_order company -       2024-W06    none
sales_volume    company -       2024-01     15
sales_volume    company -       2024-05     3
sales_volume    location shop   2024-01     11
sales_volume    location_kind online 2024-01 4
sales_volume    product glue    2024-03     5
sales_volume    category tools  2024-03     3

# First orders: c3 o04, c4 o05 (February here), c5 o11 (same moment, first by id), c6 o14 (earlier in the day; o15 was cancelled).
new_customers   company -       2024-01     1
new_customers   company -       2024-02     1
new_customers   company -       2024-03     2
new_customers   company -       2024-Q1     4
new_customers   company -       2023-11     0
new_customers   person  bob     2024-02     1
new_customers   person  eve     2024-03     1
new_customers   person  bob     2024-03     1
new_customers   person  ann     2024-03     0
new_customers   team    n1      2024-Q1     3
new_customers   segment small   2024-Q1     2
new_customers   location shop   2024-Q1     2
new_customers   location web    2024-Q1     2
new_customers   person  other|ann 2024-06   1

# Customers of the last 100 days. c1 from 20 November on without a break (96 days at most). c2 from 10 December, lost on
# 19 March, back on 2 April. c3 from 31 January, lost on 25 May. c4 from 1 February, lost on 9 June. c5 from 4 March, lost on
# 12 June. c6 from 20 March, lost on 28 June.
# Start of January c1 c2; February + c3; March + c4; April - c2 + c5 c6; May + c2; June - c3.
retention_rate  company -       2024-01     100
retention_rate  company -       2024-02     100
retention_rate  company -       2024-03     75
retention_rate  company -       2024-04     120
retention_rate  company -       2024-05     500/6
retention_rate  company -       2024-06     40
retention_rate  company -       2024-Q1     50
# Before the data reaches back 100 days, nobody knows who was a customer. May 2023 starts with c1, lost on the 26th.
retention_rate  company -       2023-03     none
retention_rate  company -       2023-05     0
retention_rate  company -       2024-Q2     40
# Week 12 is 18 to 24 March: c1 c2 c3 c4 c5, c2 lost. Week 14 begins with April: c1 c3 c4 c5 c6, c2 back.
retention_rate  company -       2024-W12    80
retention_rate  company -       2024-W14    120
# February: c1 is still Ann's on the 1st, and Ann's for the whole month. Bob has none.
retention_rate  person  ann     2024-02     100
retention_rate  person  bob     2024-02     none
# March: c1 Bob's; c2 nobody's, so Cat's by the last order that counts; c3 Ann's, c4 Dan's by their last orders.
retention_rate  person  cat     2024-03     0
retention_rate  person  bob     2024-03     100
retention_rate  team    n2      2024-03     0
retention_rate  team    s1      2024-03     100
retention_rate  team:region north 2024-03   50
# April: Ann c3 c5 c6 (the later of two orders in a moment by id, of a day by hour), Bob c1, Dan c4 in no team; c2 comes back to Cat.
retention_rate  person  ann     2024-04     100
retention_rate  person  cat     2024-04     none
retention_rate  team    s1      2024-04     100
retention_rate  team    n2      2024-04     none
retention_rate  team:region north 2024-04   200
# May: Ann c3 c5 c6, c3 lost, though Bob's from the 10th. The second quarter: Ann loses all three; Dan c4.
retention_rate  person  ann     2024-05     200/3
retention_rate  person  cat     2024-05     100
retention_rate  person  ann     2024-Q2     0
retention_rate  person  dan     2024-Q2     0
retention_rate  person  bob     2024-Q2     100
# Q1: c2 is lost to the team that Cat was in on 1 January, c1 stays with Ann and n1.
retention_rate  team    s1      2024-Q1     0
retention_rate  team    n1      2024-Q1     100
retention_rate  team    n2      2024-Q1     none
retention_rate  team:region north 2024-Q1   100
retention_rate  person  ann     2024-Q1     100
# Small: c2 c3 in March, c2 lost; c3 c6 in April, c2 back.
retention_rate  segment small   2024-03     50
retention_rate  segment small   2024-04     150
retention_rate  customer c2     2024-03     0
retention_rate  customer c2     2024-04     none

# Decided in January: d1. February: d2 lost; d3 (Ann in n1), d4 (Ann in s1), d5 (Bob) won. April: d7 lost.
win_rate    company     -       2024-01     100
win_rate    company     -       2024-02     75
win_rate    company     -       2024-03     none
win_rate    company     -       2024-04     0
win_rate    company     -       2024-Q1     80
win_rate    company     -       2024-W07    100
win_rate    team        n1      2024-02     100
win_rate    team        s1      2024-02     50
win_rate    person      cat     2024-02     0
win_rate    deal_kind   upsell  2024-02     50
win_rate    product     saw     2024-02     200/3
win_rate    category    tools   2024-02     75
# 331 of 1331; in s1 101 of 1101.
win_rate_value company  -       2024-02     33100/1331
win_rate_value team     s1      2024-02     10100/1101
win_rate_value company  -       2024-03     none

# Opened in January: d2 d3. February: d4 d6. March: d7 late on the 31st, d8 without an amount.
opportunities_created company - 2024-01     2
opportunities_created company - 2024-02     2
opportunities_created company - 2024-03     2
opportunities_created company - 2024-04     0
opportunities_created company - 2023-Q4     1
opportunities_created person bob 2024-03    2
opportunities_created team s1   2024-02     0
opportunities_created location - 2024-03    1
opportunity_value company   -   2024-01     1150
opportunity_value company   -   2024-02     1101
opportunity_value company   -   2024-03     200.04
# d6 is Bob's today; d4 was opened while Ann was in n1.
opportunity_value person    bob 2024-02     1000
opportunity_value team      n1  2024-02     1101
opportunity_value product   -   2024-03     0

# Open at the end of December: d1 120 * .1. January: d2 1000 * .5 (moved that day), d3 150 * .1 (back from offer).
# February: d6 400 * .5 (moved that day), Ann's. March: the same, Eve's; d7 200.04 * .1; d8 nothing. April: d6 1000 * .5, Eve's.
weighted_pipeline company   -   2023-12     12
weighted_pipeline company   -   2024-01     515
weighted_pipeline company   -   2024-02     200
weighted_pipeline company   -   2024-03     220.004
weighted_pipeline company   -   2024-04     500
weighted_pipeline company   -   2024-Q1     220.004
weighted_pipeline team      s1  2024-01     500
weighted_pipeline team      n1  2024-01     15
weighted_pipeline person    ann 2024-02     200
weighted_pipeline person    eve 2024-02     0
weighted_pipeline team      s1  2024-02     200
weighted_pipeline person    eve 2024-03     200
weighted_pipeline person    ann 2024-03     0
weighted_pipeline team:region north 2024-03 220.004
weighted_pipeline deal_kind new 2024-03     200
# End of week 8, 25 February: d6 in talk, 400 * .1. End of week 6, 11 February: d3 150 * .5 and d6 40 and d4 101 * .1.
weighted_pipeline company   -   2024-W08    40
weighted_pipeline company   -   2024-W06    125.1
weighted_pipeline person    eve 2024-04     500
weighted_pipeline person    bob 2024-04     0
weighted_pipeline person    bob 2024-Q2     500
weighted_pipeline company   -   2024-Q2     500

# Days: d1 16, d3 30, d4 19; d5 is unknown.
sales_cycle company     -       2024-01     16
sales_cycle company     -       2024-02     24.5
sales_cycle company     -       2024-Q1     19
sales_cycle company     -       2024-03     none
sales_cycle person      bob     2024-02     none
sales_cycle team        s1      2024-02     19
sales_cycle deal_kind   new     2024-Q1     23
sales_cycle_mean company -      2024-Q1     65/3
sales_cycle_mean person ann     2024-Q1     65/3
sales_cycle_mean team   n1      2024-Q1     23
sales_cycle_mean company -      2024-04     none

# Done in February: a2 a3 a5 a8.
activities  company     -       2024-01     1
activities  company     -       2024-02     4
activities  company     -       2024-03     2
activities  person      dan     2024-02     1
activities  person      dan     2024-03     1
activities  person      bob     2024-02     0
activities  person      -       2024-02     1
activities  team        n1      2024-02     1
activities  team        s1      2024-02     1
activities  team        n2      2024-02     1
activities  team        n2      2024-03     1
activities  customer    c4      2024-Q1     2
activities  deal_kind   upsell  2024-02     1

# January: q1 won later, q2 lost. February: q4 won that day; q3 was won before; q5 q6 not.
quote_to_close_cohort company - 2024-01     50
quote_to_close_cohort company - 2024-02     25
quote_to_close_cohort company - 2024-03     none
quote_to_close_cohort company - 2024-Q1     100/3
quote_to_close_cohort team n1   2024-02     0
quote_to_close_cohort team s1   2024-02     100
quote_to_close_cohort person bob 2024-02    0
quote_to_close_cohort deal_kind upsell 2024-Q1 50
quote_to_close_cohort customer c3 2024-Q1   100

# Leads of February: k2 became a sale in April; k3 and k4 did not.
lead_conversion_cohort company - 2024-01    100
lead_conversion_cohort company - 2024-02    100/3
lead_conversion_cohort company - 2024-03    none
lead_conversion_cohort company - 2024-Q1    50
lead_conversion_cohort person bob 2024-02   50
lead_conversion_cohort person -  2024-02    0
lead_conversion_cohort deal_kind new 2024-01 100

# Due in January: i1 120, of which 60 came in time; i2 10 (15 came). February: i3 50 (nothing yet), i5 100 (50 came), i6 30.
# By the end of March all of i1 and i3.
collection_rate company -       2024-01     7000/130
collection_rate company -       2024-02     5000/180
collection_rate company -       2024-Q1     23000/310
collection_rate company -       2024-03     none
collection_rate person  ann     2024-02     100/3
# i3 and i5 are Ann's, both due when she is in s1; i6 is Cat's, then in s1.
collection_rate team    s1      2024-02     5000/180
collection_rate team    n1      2024-02     none
collection_rate team    n1      2024-01     7000/130
collection_rate person  cat     2024-02     0
collection_rate location shop   2024-02     50
collection_rate location web    2024-02     0
collection_rate customer c3     2024-Q1     11000/160
collection_rate deal_kind new   2024-01     50
# Week 9 ends on 3 March: i3 came late, yet before the week's end.
collection_rate company -       2024-W09    10000/150

# Ann in January 130 of 100; 16 January to 15 February o04 o06 o07 160 of 200; then o12 less r1 95 of 100. Bob 99.99 of 50.
quota_attainment person ann     2024-01     130
quota_attainment person ann     2024-02     80
quota_attainment person ann     2024-03     95
quota_attainment person bob     2024-02     199.98
quota_attainment person cat     2024-02     none
quota_attainment company -      2024-02     25999/250
quota_attainment company -      2024-Q1     48499/450
quota_attainment company -      2024-04     none
# The first ended while Ann was in n1, the others in s1.
quota_attainment team   n1      2024-01     130
quota_attainment team   s1      2024-02     80
quota_attainment team   n1      2024-02     199.98
quota_attainment team   n1      2024-Q1     22999/150
quota_attainment team:region south 2024-Q1  85
"""


@dataclass(frozen=True)
class Expected:
    """One cell and its value."""

    kpi: str
    cut: tuple[str, ...]
    member: str
    period: str
    value: Fraction | None


def expected() -> list[Expected]:
    """The lines above."""
    lines = [line.split() for line in EXPECTED.splitlines() if line and not line.startswith("#")]
    return [Expected(kpi, _cut(cut), _member(cut, member), period, _number(value)) for kpi, cut, member, period, value in lines]


def _cut(word: str) -> tuple[str, ...]:
    return () if word == "company" else (word,)


def _member(cut: str, word: str) -> str:
    if cut == "company":
        return cut
    if word == "-":
        return ""
    return f"tiny|{word}" if cut in RECORDS and "|" not in word else word


def _number(word: str) -> Fraction | None:
    if word == "none":
        return None
    above, _, below = word.partition("/")
    return Fraction(above) / Fraction(below or "1")
