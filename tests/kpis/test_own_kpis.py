"""A workspace's own definitions: what they change is said, and all their mistakes are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoreline.errors import DefinitionError
from scoreline.kpis import registry
from scoreline.kpis.problems import Problems
from scoreline.kpis.registry import Registry

USUAL = "title: T, dimension: process, question: Q?, direction: up"


def own(folder: Path, **files: str) -> list[Path]:
    """Files of a workspace's folder `kpis` by name."""
    home = folder / "kpis"
    home.mkdir(exist_ok=True)
    for name, text in files.items():
        (home / f"{name}.yaml").write_text(text, "utf-8")
    return sorted(home.glob("*.yaml"))


def read(folder: Path, **files: str) -> Registry:
    return registry.with_own(own(folder, **files))


def told(folder: Path, **files: str) -> list[str]:
    """All mistakes of these files."""
    problems = Problems(keeps=True)
    registry.with_own(own(folder, **files), problems)
    return [str(problem) for problem in problems.found]


def test_an_own_measure_that_replaces_a_shipped_one_names_the_kpis_it_changes(tmp_path: Path) -> None:
    found = read(tmp_path, a="measures:\n  won_value: {from: deals, sum: amount, at: closed_on}\n")
    assert found.notices == ("The measure won_value in kpis/a.yaml, line 2, replaces the shipped one, which win_rate_value uses.",)


def test_a_later_file_replaces_an_earlier_one_with_notice(tmp_path: Path) -> None:
    kpi = f"kpis:\n  ours: {{{USUAL}, unit: count, formula: won_deals}}\n"
    found = read(tmp_path, a=kpi, b="# two\n" + kpi)
    assert found.notices == ("The KPI ours in kpis/b.yaml, line 3, replaces that of kpis/a.yaml, line 2.",)


def test_a_shipped_kpi_is_retired_by_its_id(tmp_path: Path) -> None:
    found = read(tmp_path, a="retire:\n  - win_rate_value\n")
    assert found.kpis["win_rate_value"].status == "retired"
    assert found.notices == ("The KPI win_rate_value is retired by kpis/a.yaml, line 2.",)
    assert found.hash != registry.shipped().hash


def test_a_formula_may_build_on_a_retired_kpi(tmp_path: Path) -> None:
    found = read(tmp_path, a=f"retire: [win_rate]\nkpis:\n  ours: {{{USUAL}, unit: percent, formula: 100 - win_rate}}\n")
    assert found.kpis["ours"].status == "active"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("retire: [win_rat]", 'kpis/a.yaml, line 1: There is no KPI "win_rat" to retire. Did you mean "win_rate"?'),
        ("retire: win_rate", "kpis/a.yaml, line 1: retire is not a list of KPI ids."),
        ("retired: [win_rate]", 'kpis/a.yaml, line 1: "retired" is not known here. Did you mean "retire"?'),
        ("- win_rate", "kpis/a.yaml, line 1: A definition file holds measures:, kpis: or retire:."),
        ("kpis: [win_rate]", "kpis/a.yaml, line 1: kpis holds no definitions by name."),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read(tmp_path, a=text)
    assert said in str(caught.value)


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        a=f"""\
measures:
  one: {{from: deels, count: id, at: closed_on}}
  two: {{from: deals, sum: amont, at: closd_on, where: stag.kind = 'won' and amonut > 0}}
  three: {{from: deals, cuont: id, at: closed_on}}
kpis:
  first: {{{USUAL}, unit: count, formula: one + two}}
  second: {{{USUAL}, unit: count, formula: nothing + won_deals + nobody}}
  third: {{title: T, dimension: proces, question: Q?, directon: up, unit: pct, formula: won_deals}}
retire: [no_such_kpi]
""",
        b="kpis:\n - broken\n",
        c="kpis: {\n",
        d=f"""\
kpis:
  egg: {{{USUAL}, unit: count, formula: hen + 1}}
  hen: {{{USUAL}, unit: count, formula: egg + 1}}
  on_third: {{{USUAL}, unit: count, formula: third + first}}
  money: {{{USUAL}, unit: percent, formula: won_value + won_deals, needs_cut: [produkt]}}
""",
    )
    for place, what in (
        ("kpis/a.yaml, line 2, measure one", 'no table "deels"'),
        ("kpis/a.yaml, line 3, measure two", 'no date "closd_on"'),
        ("kpis/a.yaml, line 3, measure two", 'no column "amont"'),
        ("kpis/a.yaml, line 3, measure two", 'no parent "stag"'),
        ("kpis/a.yaml, line 3, measure two", 'no column "amonut"'),
        ("kpis/a.yaml, line 4, measure three", 'no field "cuont"'),
        ("kpis/a.yaml, line 7, KPI second", '"nothing"'),
        ("kpis/a.yaml, line 7, KPI second", '"nobody"'),
        ("kpis/a.yaml, line 8, KPI third", 'no field "directon"'),
        ("kpis/a.yaml, line 8, KPI third", 'dimension is "proces"'),
        ("kpis/a.yaml, line 8, KPI third", 'unit is "pct"'),
        ("kpis/a.yaml, line 9", "no_such_kpi"),
        ("kpis/b.yaml, line 1", "kpis holds no definitions"),
        ("kpis/c.yaml, line", "not YAML"),
        ("kpis/d.yaml, line 2, KPI egg", "egg -> hen -> egg"),
        ("kpis/d.yaml, line 5, KPI money", "adds money to a plain number"),
        ("kpis/d.yaml, line 5, KPI money", 'no cut by "produkt". Did you mean "product"?'),
    ):
        assert any(place in text and what in text for text in found), (place, what, found)
    assert len(found) == 17, found


def test_what_is_right_is_there_beside_what_is_wrong(tmp_path: Path) -> None:
    problems = Problems(keeps=True)
    text = f"kpis:\n  bad: {{{USUAL}, unit: count, formula: x}}\n  good: {{{USUAL}, unit: count, formula: won_deals}}\n"
    found = registry.with_own(own(tmp_path, a=text), problems)
    assert "good" in found.kpis and "bad" not in found.kpis


def test_whole_needs_a_cut(tmp_path: Path) -> None:
    share = f"kpis:\n  share: {{{USUAL}, unit: percent, formula: 100 * won_value / whole(won_value)"
    assert "no cut is named" in told(tmp_path, a=share + "}\n")[0]
    assert told(tmp_path, a=share + ", needs_cut: [product]}\n") == []
