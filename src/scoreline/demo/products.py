"""What Halden & Roth sells: category, name, list price and unit cost in EUR, best sellers first."""

from __future__ import annotations

_RANGE = {
    "Office machines": """
        Roth R1 bean-to-cup|1490|860
        Roth R2 bean-to-cup with milk|2290|1310
        Roth R3 twin grinder|3450|1940
        Filterstation 90|690|372
        Roth R3 self-service with card reader|4280|2460
        Roth Compact capsule|420|236
    """,
    "Café machines": """
        Halden H2 two-group|6890|3980
        Halden H1 one-group|3990|2350
        Halden H3 three-group|9450|5520
        Grinder M64|890|488
        Halden H2 lever|7950|4700
        Batch brewer B5|1250|702
    """,
    "Home machines": """
        Roth Mini bean-to-cup|389|231
        Pour-over set|64.90|24.20
        Hand grinder G20|89|37.50
        Moka pot 6 cups|34.90|12.80
        Milk frother|59|26.40
    """,
    "Coffee": """
        House blend beans 1 kg|18.90|9.60
        Espresso Hafen beans 1 kg|21.50|10.90
        Robusta Đắk Lắk beans 1 kg|16.90|7.70
        Decaf beans 1 kg|20.90|11.20
        Organic blend beans 1 kg|23.90|12.70
        Arabica Cầu Đất beans 1 kg|26.50|13.90
        Yunnan 云南 single origin 1 kg|28.90|15.60
        Filter roast ground 500 g|9.90|4.80
        Capsules 100 pieces|31.90|13.40
        Cold brew concentrate 5 l|38.50|17.80
    """,
    "Cups & consumables": """
        Paper cups 200 ml, 1000 pieces|58|31
        Cleaning tablets, 100 pieces|27.50|9.80
        Water filter cartridge|34.90|13.10
        Milk cleaner 1 l|14.90|5.40
        Sugar sticks, 500 pieces|9.50|4.20
        Paper cups 300 ml, 1000 pieces|72|39
        Descaler 5 l|39|15.20
        Oat drink barista 12 x 1 l|27.90|18.60
        Wooden stirrers, 2000 pieces|16.50|7.90
        Napkins, 2400 pieces|24.90|13.30
    """,
    "Office supplies": """
        Copy paper A4, 5 x 500 sheets|26.90|18.40
        Tea assortment, 180 bags|24.50|11.90
        Mineral water 24 x 0.5 l|13.90|8.20
        Whiteboard markers, 10 pieces|11.90|5.10
        Biscuits in portions, 300 pieces|29.90|15.80
        Envelopes C5, 500 pieces|19.50|9.70
        Hand soap 5 l|17.90|7.60
        Ring binders, 10 pieces|23.50|12.10
    """,
    "Service": """
        Starter kit and installation|149|61
        Yearly maintenance|285|118
        Repair call-out|129|74
        Barista training, half a day|340|150
    """,
}

PRODUCTS: tuple[tuple[str, str, int, str, str], ...] = tuple(
    (category, name, place, price, cost)
    for category, lines in _RANGE.items()
    for place, line in enumerate(lines.split("\n")[1:-1])
    for name, price, cost in [line.strip().split("|")]
)
"""Category, name, place in the category from 0, list price, unit cost."""
