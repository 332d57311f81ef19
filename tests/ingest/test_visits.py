"""Cutting the rows of a shop's files into visits."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scoreline.errors import MappingError
from scoreline.ingest.mapping import Visits, VisitsOf
from tests.ingest.staging_help import rows, run

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "cut-visits.md").read_text("utf-8")
MAPPING = """
source: web
files: {{hits: {{path: {path}}}}}
visits:
  from: {{hits: {{visitor: who, at: time, campaign: ad}}}}
  {more}
tables:
  shop_events:
    from: hits
    columns: {{id: id, visit_id: visit_id, occurred_at: time, kind: {{value: search}}}}
"""
HEAD = "id,who,time,ad\n"


def visits(folder: Path, text: str, more: str = "", time_zone: str = "UTC") -> list[str]:
    """The visits of the lines, a letter a line: the same letter, the same visit; - where there is none."""
    found = rows(
        run(folder, {"hits.csv": HEAD + text}, MAPPING.format(path="hits.csv", more=more), time_zone=time_zone),
        "shop_events",
        "id, visit_id",
    )
    names: dict[str, str] = {}
    return [
        names.setdefault(visit, chr(ord("a") + len(names))) if visit else "-" for _, visit in sorted(found, key=lambda row: int(row[0]))
    ]


def test_half_an_hour_without_activity_ends_a_visit(tmp_path: Path) -> None:
    text = """\
1,u1,2024-05-02T10:00,
2,u2,2024-05-02T10:01,
3,u1,2024-05-02T10:29:59,
4,u1,2024-05-02T10:59:58,
5,u1,2024-05-02T11:29:58,
6,,2024-05-02T11:30,
"""
    assert visits(tmp_path, text) == ["a", "b", "a", "a", "c", "-"]
    assert visits(tmp_path, text, "gap: 29") == ["a", "b", "c", "d", "e", "-"]


def test_midnight_and_campaigns_cut_only_where_told(tmp_path: Path) -> None:
    text = """\
1,u1,2024-05-02T23:50+07:00,
2,u1,2024-05-03T00:05+07:00,spring
3,u1,2024-05-03T00:06+07:00,
4,u1,2024-05-03T00:07+07:00,spring
5,u1,2024-05-03T00:08+07:00,summer
"""
    assert visits(tmp_path, text, time_zone="Asia/Ho_Chi_Minh") == ["a"] * 5
    assert visits(tmp_path, text, "cut_at: [midnight]", "Asia/Ho_Chi_Minh") == ["a", "b", "b", "b", "b"]
    assert visits(tmp_path, text, "cut_at: [midnight]", "UTC") == ["a"] * 5
    assert visits(tmp_path, text, "cut_at: [campaign]") == ["a", "b", "b", "b", "c"]


def test_json_lines_and_numbers_as_visitors(tmp_path: Path) -> None:
    lines = [{"id": n, "who": who, "time": f"2024-05-02T1{n}:00", "ad": None} for n, who in enumerate((7, 7, 8))]
    content = "\n".join(json.dumps(line) for line in lines)
    found = run(tmp_path, {"hits.jsonl": content}, MAPPING.format(path="hits.jsonl", more=""))
    assert [visit for _, visit in rows(found, "shop_events", "id, visit_id")] == [
        "7 20240502T100000.000000", "7 20240502T110000.000000", "8 20240502T120000.000000"]  # fmt: skip


def test_the_page_does_what_it_says(tmp_path: Path) -> None:
    seen, done = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    (mapping,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    result = run(tmp_path, {"pages.csv": seen, "events.csv": done}, mapping, refused_limit=0)
    assert rows(result, "visits", "visitor_id, started_at::VARCHAR, ended_at::VARCHAR, channel", "started_at") == [
        ("c1", "2026-02-03 09:00:00+00", "2026-02-03 09:20:00+00", "ads"),
        ("c1", "2026-02-03 12:00:00+00", "2026-02-03 12:00:00+00", None),
    ]
    assert len({visit for (visit,) in rows(result, "page_views", "visit_id")}) == 2
    assert rows(result, "shop_events", "count(DISTINCT visit_id)") == [(1,)]
    assert result.unknown_references == ()


def test_every_key_is_explained() -> None:
    for name in (*Visits.model_fields, *VisitsOf.model_fields):
        assert f"`{name.removesuffix('_')}`" in PAGE, name


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("from: {hits: {visitor", "from: {hitz: {visitor", 5, 'Did you mean "hits"?'),
        ("campaign: ad", "campain: ad", 5, 'Did you mean "campaign"?'),
        (", campaign: ad", "", 4, "cut_at: [campaign] needs campaign:"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    mapping = MAPPING.format(path="hits.csv", more="cut_at: [campaign]")
    with pytest.raises(MappingError) as caught:
        run(tmp_path, {"hits.csv": HEAD}, mapping.replace(old, new))
    assert said in str(caught.value) and f"line {line}" in str(caught.value)


def test_a_file_that_has_visits_is_not_cut(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="has a column visit_id already"):
        run(tmp_path, {"hits.csv": "id,who,time,ad,visit_id\n1,u,2024-05-02T10:00,,v\n"}, MAPPING.format(path="hits.csv", more=""))
