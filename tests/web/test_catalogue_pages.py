"""The list of KPIs, the page of a KPI, and the overview of one dimension group."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from scoreline.engine.availability import Availability, Lack
from scoreline.engine.source_days import SourceDays
from scoreline.kpis import examples, registry
from scoreline.kpis.registry import shipped
from scoreline.periods import parse
from tests.web.fake import FIRST, LAST, FakeWorkspace
from tests.web.test_pages import source, text

GROUPS = ("financial", "customer", "process", "online store", "capability")
COHORT = "quote_to_close_cohort"


def shown(page: str) -> list[str]:
    """The KPIs that a list shows, by their ids."""
    return re.findall(r'<li class="card[^"]*" id="(\w+)"', page)


def columns(page: str) -> list[str]:
    """The KPIs that a table of members has as columns."""
    return re.findall(r'href="/kpi/(\w+)/', page.partition("<thead>")[2].partition("</thead>")[0])


def test_the_list_has_every_kpi_with_its_definition(client: Client) -> None:
    page = source(client, "/kpis/")
    assert sorted(shown(page)) == sorted(shipped().kpis)
    found = text(client, "/kpis/")
    for kpi in shipped().kpis.values():
        assert [said for said in (kpi.title, kpi.question, kpi.used_for, kpi.not_used_for) if said not in found] == []


@pytest.mark.parametrize("group", GROUPS)
def test_the_list_is_narrowed_to_a_group(client: Client, group: str) -> None:
    page = source(client, f"/kpis/?group={group.replace(' ', '%20')}")
    assert shown(page) == [kpi.id for kpi in shipped().kpis.values() if kpi.dimension == group]
    assert re.findall(r'aria-current="true">([^<]+)</a>', page.partition('class="groups"')[2].partition("</nav>")[0]) != ["All"]


def test_the_list_shows_worked_examples(client: Client) -> None:
    found = text(client, "/kpis/")
    for example in examples.shipped().values():
        assert example.story in found and f"{example.kpi} = {example.answer}" in found


def test_an_unknown_group_is_refused(client: Client) -> None:
    assert "is not a choice for group" in text(client, "/kpis/?group=sales", 404)


def test_what_the_data_allows_in_part_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def part(self: FakeWorkspace) -> list[Availability]:
        months, gaps = ((parse("2024-02"), parse("2026-10")),), ((parse("2024-01"), parse("2024-01")),)
        short = SourceDays("orders", "web shop", FIRST, LAST, people=4, locations=1, gaps=((dt.date(2024, 3, 1), dt.date(2024, 3, 31)),))
        lack = Lack("previous", (("order_lines", FIRST, LAST),))
        return [Availability("revenue", "Revenue", True, (), None, months, gaps, "", lack, (short,))]

    monkeypatch.setattr(FakeWorkspace, "availability", part)
    found = text(client, "/kpis/")
    assert "This data allows 1 of 1. 1 of them in part." in found
    assert "in part February 2024 to October 2026" in found
    assert "Not computable: January 2024 · It needs the period before too. The data covers: order lines Jan 1, 2024 – Nov 1, 2026" in found
    assert "The orders of the source web shop cover" in found and "its 4 people and 1 locations" in found
    assert "outside of these days. Not computable: Mar 1, 2024 – Mar 31, 2024" in found


def test_own_and_retired_definitions_are_told(client: Client, workspace: FakeWorkspace, tmp_path: Path) -> None:
    own = tmp_path / "kpis" / "own.yaml"
    own.parent.mkdir()
    usual = "title: Ours, dimension: process, question: How many?, unit: count, direction: up"
    own.write_text(f"kpis:\n  ours: {{{usual}, formula: won_deals}}\nretire: [win_rate]\n", "utf-8")
    workspace.registry = registry.with_own([own])
    page = source(client, "/kpis/")
    assert "ours" in shown(page) and "win_rate" not in shown(page)
    found = text(client, "/kpis/")
    assert "Ours your own" in found
    assert "The KPI win_rate is retired by kpis/own.yaml, line 3." in found
    retired = text(client, "/kpi/win_rate/")
    assert "This KPI is retired" in retired and "Definition" in retired


def test_a_kpi_that_needs_a_cut_is_shown_by_it(client: Client) -> None:
    page = source(client, "/kpi/exit_rate/")
    needed = shipped().kpis["exit_rate"].needs_cut
    assert re.findall(r'<option value="(\w+)"', page.partition('id="by"')[2].partition("</select>")[0]) == list(needed)
    assert 'class="picture"' not in page
    assert f"{needed[0]} 0" in text(client, "/kpi/exit_rate/")
    assert "is not a choice for by" in text(client, "/kpi/exit_rate/?by=person", 404)


def test_what_stands_beside_a_kpi_is_shown_for_the_company_and_each_member(client: Client) -> None:
    found = source(client, f"/kpi/{COHORT}/?by=team")
    label = next(iter(shipped().kpis[COHORT].beside))
    assert f"<dt>{label}</dt><dd>7</dd>" in found
    table = found.partition('id="cut"')[2]
    assert f'<th scope="col" class="n">{label}</th>' in table
    assert table.count('<td class="n">7</td>') == 4
    csv = b"".join(client.get(f"/kpi/{COHORT}.csv?by=team").streaming_content).decode()  # type: ignore[arg-type]
    assert csv.splitlines()[0].endswith(f"state,{label}") and csv.splitlines()[1].endswith(",7")


def test_the_page_of_a_kpi_says_its_whole_definition(client: Client) -> None:
    kpi = shipped().kpis[COHORT]
    found = text(client, f"/kpi/{COHORT}/")
    said = [kpi.rationale, kpi.attribution, kpi.traps, kpi.used_for, kpi.not_used_for, kpi.data, examples.shipped()[COHORT].working]
    assert [part for part in said if part not in found] == []


def test_the_overview_is_narrowed_to_a_group(client: Client) -> None:
    process = {kpi.id for kpi in shipped().kpis.values() if kpi.dimension == "process"}
    whole, page = source(client, "/"), source(client, "/?group=process")
    assert set(columns(page)) == process & set(columns(whole)) != set(columns(whole))
    tiles = re.findall(r'<h3><a href="/kpi/(\w+)/', page)
    assert tiles and set(tiles) <= process
    assert re.findall(r'class="n total"><a[^>]*>([\d.]+)<', page) == re.findall(r'class="n total"><a[^>]*>([\d.]+)<', whole)
    csv = b"".join(client.get("/members.csv?group=process").streaming_content).decode()  # type: ignore[arg-type]
    assert {line.split(",")[2] for line in csv.splitlines()[1:]} <= process


def test_the_group_stays_when_team_or_period_change(client: Client) -> None:
    page = source(client, "/?group=process&team=demo:t1")
    assert '<input type="hidden" name="group" value="process">' in page
    links = [unescape(link) for link in re.findall(r'<a href="(/\?[^"]*)" hx-get', page)]
    assert links and all("team=demo%3At1" in link for link in links)


def test_a_group_that_no_matrix_scores_says_so(client: Client) -> None:
    page = source(client, "/?group=capability")
    assert "No matrix of this period scores a KPI of this group" in page
    assert page.count('class="button"') == 1
