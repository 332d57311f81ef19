"""The pages over real files: what they show is what the workspace answers, and they are quick."""

from __future__ import annotations

import re
import shutil
import statistics
import time
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from django.test import Client, override_settings

import scoreline
from scoreline.engine.members import Member
from scoreline.kpis.dimensions import DIMENSIONS
from scoreline.reports.formats import formats
from scoreline.workspace import Workspace

WARM_SECONDS = 0.1


def source(pages: Client, address: str) -> str:
    response = pages.get(address)
    assert response.status_code == 200, response.content.decode()[-2000:]
    return response.content.decode()


@pytest.fixture(scope="module")
def first(pages: Client) -> str:
    """The address of the member on top of the overview."""
    found = re.search(r'href="(/member/person/[^"]+)"', source(pages, "/"))
    assert found
    return unescape(found[1])


def member_of(demo: Workspace, address: str) -> Member:
    source_, id = address.split("/")[3:5]
    return next(member for member in demo.members("person") if (member.source, member.id) == (source_, id))


def test_the_member_page_shows_what_the_workspace_scores(pages: Client, demo: Workspace, first: str) -> None:
    period = demo.last_period()
    assert period is not None
    card = demo.score(member_of(demo, first), period)
    page = source(pages, first)
    show = formats("en", demo.settings.currency)
    assert f'<p class="figure">{show.index(card.total)}</p>' in page
    for row in card.rows:
        assert row.title in page
        if row.index is not None:
            assert f">{show.index(row.index)}" in page
        if row.state.value in ("value", "zero") and row.unit in ("count", "percent"):
            assert f">{show.value(row.fact, row.unit)}</a>" in page


def test_the_overview_lists_everyone_with_a_matrix(pages: Client, demo: Workspace) -> None:
    period = demo.last_period()
    wanted = {matrix.member.id for matrix in demo.matrices() if matrix.member.kind == "person" and matrix.period == period}
    found = set(re.findall(r'scope="row"><a href="/member/person/[^/]+/([^/]+)/', source(pages, "/")))
    assert found == wanted
    assert len(found) > 20


def test_every_member_page_opens(pages: Client) -> None:
    for kind in ("person", "team"):
        links = set(re.findall(rf'href="(/member/{kind}/[^"]+)"', source(pages, f"/?kind={kind}")))
        assert links
        for link in sorted(links):
            source(pages, unescape(link))


def test_every_kpi_page_opens_and_every_cut(pages: Client, demo: Workspace) -> None:
    """Each KPI with its usual cut and with one more, so chosen that all cuts have their turn."""
    opened: Counter[str] = Counter()
    for item in demo.availability():
        assert item.ok, "the made-up company fills every table"
        kpi = demo.registry.kpi(item.kpi)
        cuts = [cut for cut in demo.cuts(kpi.id) if not kpi.needs_cut or cut in kpi.needs_cut]
        page = source(pages, f"/kpi/{kpi.id}/")
        assert kpi.question in unescape(page)
        if cuts:
            cut = min(cuts, key=lambda name: opened[name])
            opened[cut] += 1
            source(pages, f"/kpi/{kpi.id}/?by={cut}")
    assert set(opened) == set(DIMENSIONS)


def test_a_team_filter_leaves_the_people_of_the_team(pages: Client, demo: Workspace) -> None:
    everyone = set(re.findall(r"/member/person/[^/]+/[^/]+", source(pages, "/")))
    options = re.findall(r'<option value="(demo:[^"]+)"', source(pages, "/"))
    assert len(options) > 5
    parts = [set(re.findall(r"/member/person/[^/]+/[^/]+", source(pages, f"/?team={option}"))) for option in options]
    assert all(part <= everyone for part in parts)
    assert set().union(*parts) == everyone
    assert any(part and part < everyone for part in parts)


def test_a_figure_leads_to_the_rows_that_make_it(pages: Client, demo: Workspace, first: str) -> None:
    link = next(unescape(found) for found in re.findall(r'href="(/why/[^"]+)"', source(pages, first)) if "/why/revenue/" in found)
    page = source(pages, link)
    why = demo.why("revenue", member_of(demo, first), demo.last_period() or "")
    assert why.definition_version in page
    for part in why.parts:
        assert f"of {formats('en').number(part.rows, 0)}</p>" in page or not part.rows


def test_a_member_page_is_quick_when_warm(pages: Client, first: str) -> None:
    """In processor time, so that what else the machine does is not counted."""
    source(pages, first)
    times = []
    for _ in range(7):
        begun = time.process_time()
        source(pages, first)
        times.append(time.process_time() - begun)
    assert statistics.median(times) < WARM_SECONDS


def test_a_matrix_whose_kpi_is_gone_is_shown_all_the_same(web: None, demo: Workspace, tmp_path: Path) -> None:
    place = shutil.copytree(demo.path, tmp_path / "demo")
    own = place / "kpis" / "own.yaml"
    own.write_text(
        "measures:\n  own_orders: {from: orders, count: id, at: ordered_on}\n"
        "kpis:\n  own_count: {title: Own, dimension: financial, question: How many?, formula: own_orders, unit: count, direction: up}\n",
        "utf-8",
    )
    period, who = demo.last_period(), demo.members("person")[0]
    assert period is not None
    matrix = tmp_path / "matrix.yaml"
    matrix.write_text(
        f"matrices:\n  - {{person: {who.id}, period: '{period.label}', rows: [\n"
        "      {kpi: own_count, weight: 0.5, base: 1, norm: 5, target: 9}, {kpi: revenue, weight: 0.5, base: 1, norm: 5, target: 9}]}\n",
        "utf-8",
    )
    scoreline.open(place).apply_matrices(matrix)
    with override_settings(WORKSPACE=place):
        pages = Client(HTTP_HOST="localhost")
        address = f"/member/person/{who.source}/{who.id}/?period={period.label}"
        assert ">Own<" in source(pages, address)
        own.unlink()
        found = source(pages, address)
        assert ">own_count<" in found
        overview = source(pages, f"/?period={period.label}")
        assert "own_count" in overview
        for page in (found, overview):
            assert "/kpi/own_count/" not in page
            assert "/why/own_count/" not in page
        assert b"own_count" in b"".join(pages.get(f"/members.csv?period={period.label}").streaming_content)  # type: ignore[arg-type]
