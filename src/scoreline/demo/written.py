"""The hand-written part of the company as temporary tables, for the SQL files to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from itertools import accumulate
from typing import Any

import duckdb

from scoreline.demo import campaigns, company, names, products

Rows = Iterable[Sequence[Any]]


def write(con: duckdb.DuckDBPyConnection) -> None:
    """Make and fill the tables, and the macro `pace_of`."""
    for definition, rows in _tables():
        con.execute(f"CREATE TEMP TABLE {definition}")
        name = definition.split("(")[0]
        for row in rows:
            con.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", list(row))
    con.execute(f"CREATE TEMP MACRO pace_of(market, day) AS CASE {_paces()} ELSE 1 END")


def _tables() -> Iterator[tuple[str, Rows]]:
    region = {team.id: team.parent for team in company.TEAMS}
    yield (
        "team_list(id VARCHAR, name VARCHAR, parent_id VARCHAR, kind VARCHAR, place INTEGER)",
        [(team.id, team.name, team.parent, team.kind, place) for place, team in enumerate(company.TEAMS)],
    )
    yield (
        "roster(team VARCHAR, role VARCHAR, seats BIGINT, place INTEGER)",
        [(*row, place) for place, row in enumerate(company.ROSTER)],
    )
    yield (
        "moves(team VARCHAR, role VARCHAR, nth BIGINT, on_day DATE, to_team VARCHAR, to_role VARCHAR)",
        company.MOVES,
    )
    yield (
        "stage_list(id VARCHAR, name VARCHAR, position BIGINT, probability DECIMAL(9,8), kind VARCHAR)",
        company.STAGES,
    )
    yield (
        "markets(team VARCHAR, city VARCHAR, country VARCHAR, culture VARCHAR, calendar VARCHAR, hours INTEGER, region VARCHAR)",
        [(m.team, m.city, m.country, m.culture, m.calendar, m.hours, region[m.team]) for m in company.MARKETS],
    )
    columns = "segment VARCHAR, orders DOUBLE, stays DOUBLE, units DOUBLE, percent_off BIGINT, terms INTEGER, deals DOUBLE"
    more = "machines DOUBLE, more_machines DOUBLE, deal_percent_off BIGINT, deal_days DOUBLE, deal_chance DOUBLE"
    yield f"segments({columns}, {more}, touches DOUBLE, care DOUBLE)", [astuple(segment) for segment in company.SEGMENTS]
    yield "market_slots(existing BOOLEAN, team VARCHAR, low DOUBLE, high DOUBLE)", _market_slots()
    yield (
        "product_list(category VARCHAR, name VARCHAR, place INTEGER, list_price DECIMAL(18,4), unit_cost DECIMAL(18,4), place_all INTEGER)",
        [(category, name, place, price, cost, i) for i, (category, name, place, price, cost) in enumerate(products.PRODUCTS)],
    )
    yield (
        "campaign_list(id VARCHAR, name VARCHAR, channel VARCHAR, since DATE, until DATE, daily DOUBLE, currency VARCHAR)",
        [astuple(campaign) for campaign in campaigns.campaigns()],
    )
    yield "pools(pool VARCHAR, culture VARCHAR, words VARCHAR[], latin VARCHAR[])", _pools()
    yield "business_names(culture VARCHAR, pattern VARCHAR)", names.BUSINESS.items()


def _market_slots() -> Rows:
    """Each market's piece of 0..1: among the customers of the start, and among those that came later."""
    for existing in (True, False):
        shares = [market.weight if existing else market.growth for market in company.MARKETS]
        ends = [end / sum(shares) for end in accumulate(shares)]
        for market, low, high in zip(company.MARKETS, [0.0, *ends], [*ends[:-1], 1.0], strict=False):
            yield existing, market.team, low, high


def _pools() -> Rows:
    pools = {
        "family": names.FAMILY, "given": names.GIVEN, "trades": names.TRADES, "brands": names.BRANDS, "cities": names.CITIES,
    }  # fmt: skip
    for pool, texts in pools.items():
        for culture, text in texts.items():
            yield pool, culture, names.words(text), names.latin(text)


def _paces() -> str:
    return " ".join(
        f"WHEN market = '{market.team}' AND year(day) = {company.START.year + year} THEN {pace}"
        for market in company.MARKETS
        for year, pace in enumerate(market.pace)
    )
