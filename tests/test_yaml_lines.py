from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.errors import MatrixError, ScorelineError
from scoreline.yaml_lines import load, loads


def read(text: str) -> object:
    return loads(text, Path("f.yaml"))[0]


def test_numbers_are_exact_and_the_rest_stays_text() -> None:
    data = read("{a: 0.1, b: 12, c: 007, d: 2017-07-03, e: yes, f: '5', g: true, h: , i: 1e3, j: -.5, k: 1.2.3, l: e, m: .inf, n: 1:30}")
    assert data == {
        "a": Decimal("0.1"), "b": 12, "c": "007", "d": "2017-07-03", "e": "yes", "f": "5", "g": True, "h": None,
        "i": Decimal("1000"), "j": Decimal("-0.5"), "k": "1.2.3", "l": "e", "m": ".inf", "n": "1:30",
    }  # fmt: skip


def test_keys_are_text_and_lines_are_known(tmp_path: Path) -> None:
    file = tmp_path / "Данные 张.yaml"
    file.write_text("# note\nrows:\n  - kpi: revenue\n    1: one\n  - kpi: win_rate\n    levels:\n      - 5\n", "utf-8-sig")
    data, lines = load(file)
    assert data == {"rows": [{"kpi": "revenue", "1": "one"}, {"kpi": "win_rate", "levels": [5]}]}
    assert lines.line("rows") == 2
    assert lines.line("rows", 0, "1") == 4
    assert lines.line("rows", 1) == 5
    assert lines.line("rows", 1, "levels", 0) == 7
    assert lines.line("rows", 1, "weight") == 5, "a value that is absent has the line of what should hold it"
    assert lines.where("rows", 1, "levels") == "Данные 张.yaml, line 6"


def test_empty_file_is_nothing() -> None:
    assert read("") is None
    assert read("# only a note\n") is None


BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (BOMB, 1, "aliases"),
        ("a: 1\nb: *a\n", 2, "alias"),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, '"c" stands twice, first in line 3'),
        ("a: !!python/object/apply:os.system [id]\n", 1, "tag"),
        ("a: !!int '3'\n", 1, "tag"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a:\n\t- b\n", 2, "not YAML"),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("? [a, b]\n: c\n", 1, "key must be text"),
        ("[" * 5000 + "]" * 5000, 1, "nested"),
    ],
)
def test_refused_with_the_line(text: str, line: int, words: str) -> None:
    with pytest.raises(MatrixError) as caught:
        loads(text, Path("f.yaml"), MatrixError)
    assert f"f.yaml, line {line}" in caught.value.where
    assert words in caught.value.text


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ScorelineError, match="cannot be read"):
        load(tmp_path / "none.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_bytes("имя".encode("cp1251"))
    with pytest.raises(ScorelineError, match="UTF-8"):
        load(bad)
    bad.write_bytes(b"a: \x00")
    with pytest.raises(ScorelineError, match="not YAML"):
        load(bad)
    bad.write_bytes(b"#" * (16 * 2**20 + 1))
    with pytest.raises(ScorelineError, match="larger"):
        load(bad)
