"""The page that explains a change: its parts add up, and are those that the workspace tells."""

from __future__ import annotations

from fractions import Fraction

from django.test import Client

from scoreline.reports.formats import formats
from scoreline.web.pages.parted import Row, Told, folded, shown
from scoreline.workspace import Workspace
from tests.web.test_pages import text


def test_a_change_of_revenue_is_told_by_volume_mix_and_rate(pages: Client, demo: Workspace) -> None:
    last = demo.last_period()
    assert last is not None
    change, _ = demo.insights.kpi_change("revenue", last.previous(), last, by="category", volume="sales_volume")
    show = formats("en", demo.settings.currency)
    said = text(pages, "/explain/?by=category")
    assert f"{show.money(round(float(change.before)))} to {show.money(round(float(change.after)))}" in said
    assert "Volume Mix Rate Part of the change" in said
    assert all(part.segment in said for part in change.parts)
    assert f"scoreline explain revenue --period {last.label} --from {last.previous().label} --by category --volume sales_volume" in said


def test_a_total_is_told_by_its_causes(pages: Client, demo: Workspace) -> None:
    last = demo.last_period()
    member = next(one.member for one in demo.matrices() if one.member.kind == "person" and one.period == last)
    said = text(pages, f"/explain/?member=person:{member.source}:{member.id}")
    assert f"What changed: Total {member.name}" in said and "In points of the total." in said
    assert f"--member {member.name}" in said.replace('"', "")


def test_what_cannot_be_told_says_why(pages: Client) -> None:
    assert "A total belongs to a matrix. Choose whose." in text(pages, "/explain/?kpi=total")
    assert "This change cannot be told" in text(pages, "/explain/?from=2025-12&period=2025-11")
    assert pages.get("/explain/?kpi=revenues").status_code == 404


def test_another_length_of_period_is_compared_with_the_one_before(pages: Client) -> None:
    assert "--period 2025-Q4 --from 2025-Q3" in text(pages, "/explain/?from=2025-11&period=2025-Q4")


def test_the_page_of_a_kpi_leads_to_it(pages: Client) -> None:
    assert b'href="/explain/?kpi=revenue&amp;period=' in pages.get("/kpi/revenue/").content


def test_cells_are_rounded_so_that_they_add_up(web: None) -> None:
    rows = tuple(Row(name, Fraction(1), Fraction(2), (Fraction(1, 3), Fraction(0), Fraction(1, 3))) for name in "abc")
    found = shown(Told(Fraction(3), Fraction(5), ("x", "never", "y"), rows, "score", 0, True), formats("en"), "By row")
    cells = [[int(cell) for cell in line.cells] for line in found.lines]
    assert sum(map(sum, cells)) == 2 and found.heads == ("x", "y")
    assert [int(line.sum) for line in found.lines] == [sum(line) for line in cells]
    assert [int(cell) for cell in found.all.cells] == [sum(column) for column in zip(*cells, strict=True)]
    assert [picture.title for picture in found.pictures] == ["By cause", "By row"]


def test_small_segments_are_told_together(web: None) -> None:
    rows = [Row(str(size), None, None, (Fraction(size),)) for size in (1, -9, 5, 2)]
    found = folded(rows, 2)
    assert [row.name for row in found] == ["-9", "5", "2 others"] and found[-1].sum == 3
