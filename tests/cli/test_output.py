"""Answers as tables, JSON and CSV: numbers stay exact, text stays text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from scoreline.cli import output, screen
from scoreline.cli.options import Format

EXACT = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e20"), max_value=Decimal("1e20"))


def _sheet(*rows: list[object]) -> output.Sheet:
    shown = [["–" if cell is None else str(cell) for cell in row] for row in rows]
    return output.Sheet([output.Column("Name"), output.Column("Sum", number=True)], shown, ["name", "sum"], rows)


@given(EXACT)
def test_json_keeps_every_digit(number: Decimal) -> None:
    text = simplejson.dumps(output.plain([number]), use_decimal=True)
    assert simplejson.loads(text, use_decimal=True)[0] == number


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_no_number_is_null_in_json(number: object, capsys: pytest.CaptureFixture[str]) -> None:
    output.write_json({"value": number})
    assert simplejson.loads(capsys.readouterr().out) == {"value": None}


def test_json_writes_days_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    output.write_json([dt.date(2017, 7, 3), "张伟"])
    assert simplejson.loads(capsys.readouterr().out) == ["2017-07-03", "张伟"]


@given(EXACT)
def test_csv_keeps_every_digit_and_signs(number: Decimal) -> None:
    cell = output.csv_cell(output.plain(number))
    assert Decimal(str(cell)) == number
    assert "E" not in str(cell).upper()


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-", "@sum", "\t=1"])
def test_csv_text_is_never_a_formula(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.write(Format.CSV, _sheet([text, Decimal("-1.5")]), None)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["name", "sum"], ["'" + text, "-1.5"]]


def test_csv_has_an_empty_cell_where_there_is_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    output.write(Format.CSV, _sheet(["Müller, & Co", None]), None)
    assert capsys.readouterr().out == 'name,sum\n"Müller, & Co",\n'


def test_table_aligns_numbers_right_and_shows_no_colour_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.write(Format.TABLE, _sheet(["Anna", 5], ["张伟", 1234]), None)
    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert [line.rstrip()[-4:].strip() for line in text.splitlines() if line.startswith(("Anna", "张伟"))] == ["5", "1234"]


def test_table_takes_no_commands_from_data(capsys: pytest.CaptureFixture[str]) -> None:
    output.write(Format.TABLE, _sheet(["\x1b[31mred[/] [bold]x[/bold]\x07", 1]), None)
    text = capsys.readouterr().out
    assert "\x1b" not in text and "\x07" not in text
    assert "[bold]x[/bold]" in text


def _on_a_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> io.StringIO:
    """Standard output as a terminal of that width."""
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    return stream


def _plain(stream: io.StringIO) -> str:
    """What it shows, without bold."""
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())


@given(st.lists(st.tuples(st.text("ab 张", min_size=1, max_size=30).map(lambda text: f"x{text}x"), st.integers()), min_size=1, max_size=5))
def test_a_narrow_terminal_still_shows_every_cell(rows: list[tuple[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stream = _on_a_terminal(patch, 45)
        screen.print_sheet(_sheet(*map(list, rows)))
    text = _plain(stream)
    for name, number in rows:
        assert name in text
        assert str(number) in text


def test_a_table_too_wide_becomes_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _on_a_terminal(monkeypatch, 30)
    screen.print_sheet(_sheet(["Anna " * 5, 10**12]))
    assert [line.rstrip() for line in _plain(stream).splitlines()] == [("Anna " * 5).rstrip(), f"  Sum {10**12}"]
