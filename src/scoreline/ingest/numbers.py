"""Numbers as people write them: 1,234.50 · 1.234,50 · 1 234,50 · $22,247.63 · $115.00K · (99) · full-width digits.

The reading is DuckDB SQL, so that it runs over whole columns. Where the mapping declares a format, that format holds; else a
text is read only if every usual format that can read it gives the same number: 1,234 and 1.234 are refused, 1,234.50 is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoreline.mart.columns import Type
from scoreline.mart.sql import text as literal

_FULL = "０１２３４５６７８９．，－＋（）＄％−\u00a0\u202f\u2009\u3000’"
_HALF = "0123456789.,-+()$%-    '"
_CURRENCY = "$€£¥￥₽₫₹₩₴₺₱฿"
_GROUPS = (",", ".", " ", "'")
FORMATS = {f"1{group}234{point}50": (point, group) for point in ".," for group in (*_GROUPS, "") if group != point}
"""The formats that a mapping may declare, by their sample -> (decimal mark, group mark)."""


@dataclass(frozen=True)
class NumberFormat:
    """A declared way to write numbers: the decimal mark and the mark between groups of three (may be empty)."""

    point: str
    group: str

    @staticmethod
    def of(sample: str) -> NumberFormat | None:
        """The format that a sample such as 1.234,50 shows; None for an unknown sample."""
        found = FORMATS.get(sample.strip().replace("\u00a0", " "))
        return NumberFormat(*found) if found else None


_FIRST = r"([1-9]\d{0,2}|0\d{1,2})"
_SHAPE = (
    rf"(\(?)\s*([-+]?)\s*([{_CURRENCY}]?)\s*([-+]?)\s*([\d.,' ]*\d(?:[eE][-+]?\d{{1,2}})?)"
    rf"\s*([KMBkmb%]?)\s*([{_CURRENCY}]?)\s*(-?)\s*(\)?)"
)
_NAMES = "['opened', 'sign', 'money', 'sign_after', 'body', 'unit', 'money_after', 'sign_last', 'closed']"


def _any_body() -> str:
    """SQL over b: the body in plain form, or NULL where it cannot be read or can be read in two ways."""
    return rf"""CASE
        WHEN regexp_full_match(b, '\d+') THEN b
        WHEN regexp_full_match(b, '{_FIRST}[.,]\d{{3}}') THEN NULL
        WHEN regexp_full_match(b, '\d*[.,]\d+') THEN replace(b, ',', '.')
        WHEN regexp_full_match(b, '{_FIRST}(,\d{{3}})+\.\d+|{_FIRST}(,\d{{3}}){{2,}}') THEN replace(b, ',', '')
        WHEN regexp_full_match(b, '{_FIRST}(\.\d{{3}})+,\d+|{_FIRST}(\.\d{{3}}){{2,}}') THEN replace(replace(b, '.', ''), ',', '.')
        WHEN regexp_full_match(b, '{_FIRST}( \d{{3}})+([.,]\d+)?') THEN replace(replace(b, ' ', ''), ',', '.')
        WHEN regexp_full_match(b, '{_FIRST}(''\d{{3}})+([.,]\d+)?') THEN replace(replace(b, '''', ''), ',', '.')
        WHEN regexp_full_match(b, '\d+(\.\d+)?[eE][-+]?\d{{1,2}}') THEN b
    END"""


def _declared_body(format: NumberFormat) -> str:
    point, group = re.escape(format.point), re.escape(format.group).replace("'", "''")
    grouped = f"|{_FIRST}({group}\\d{{3}})+" if format.group else ""
    plain = "b" if not format.group else f"replace(b, {literal(format.group)}, '')"
    scientific = r"WHEN regexp_full_match(b, '\d+(\.\d+)?[eE][-+]?\d{1,2}') THEN b" if format.point == "." else ""
    return rf"""CASE
        WHEN regexp_full_match(b, '\d*{point}\d+|(\d+{grouped})({point}\d+)?') THEN replace({plain}, '{format.point}', '.')
        {scientific}
    END"""


def _quick(text: str, format: NumberFormat | None) -> str:
    """The most frequent forms, ten times as fast as the full reading below."""
    if format is None:
        plain, grouped = r"-?\d+(\.\d{1,2}|\.\d{4,})?", rf"-?{_FIRST}(,\d{{3}})+\.\d+"
        return (
            f"WHEN regexp_full_match({text}, '{plain}') THEN {text} "
            f"WHEN regexp_full_match({text}, '{grouped}') THEN replace({text}, ',', '')"
        )
    group = re.escape(format.group).replace("'", "''")
    grouped = rf"|{_FIRST}({group}\d{{3}})+" if format.group else ""
    without = f"replace({text}, {literal(format.group)}, '')" if format.group else text
    shape = rf"-?(\d+{grouped})({re.escape(format.point)}\d+)?"
    return f"WHEN regexp_full_match({text}, '{shape}') THEN replace({without}, '{format.point}', '.')"


def number_sql(text: str, format: NumberFormat | None, *, percent: bool = False) -> str:
    """SQL that turns the text expression into a plain number as text ("-1234.5"), NULL where it is none.

    `percent` lets 12.5% be read as 0.125.
    """
    body = _declared_body(format) if format else _any_body()
    percent_unit = "WHEN '%' THEN CAST(TRY_CAST(c AS DECIMAL(38,12)) * 0.01 AS VARCHAR)" if percent else "WHEN '%' THEN NULL"
    return rf"""CASE {_quick(text, format)} ELSE list_transform(
      [regexp_extract(translate({text}, {literal(_FULL)}, {literal(_HALF)}), {literal("^" + _SHAPE + "$")}, {_NAMES})],
      lambda s: CASE
        WHEN s.body = '' OR (s.opened = '') <> (s.closed = '') OR (s.money <> '' AND s.money_after <> '')
          OR len(s.opened || s.sign || s.sign_after || s.sign_last) > 1 THEN NULL
        ELSE (CASE WHEN '+' IN (s.sign, s.sign_after) OR len(s.opened || s.sign || s.sign_after || s.sign_last) = 0
                   THEN '' ELSE '-' END) ||
          list_transform([list_transform([s.body], lambda b: {body})[1]], lambda c: CASE upper(s.unit)
            WHEN '' THEN c
            WHEN 'K' THEN CAST(TRY_CAST(c AS DECIMAL(38,12)) * 1000 AS VARCHAR)
            WHEN 'M' THEN CAST(TRY_CAST(c AS DECIMAL(38,12)) * 1000000 AS VARCHAR)
            WHEN 'B' THEN CAST(TRY_CAST(c AS DECIMAL(38,12)) * 1000000000 AS VARCHAR)
            {percent_unit} END)[1]
      END)[1] END"""


def explain_number(text: str, format: NumberFormat | None, type: Type) -> str:
    """Why a text could not be read as a number of that type, and what to do."""
    plain = text.translate(str.maketrans(_FULL, _HALF)).strip()
    if re.fullmatch(r"[-+]?(nan|inf|infinity)", plain, re.IGNORECASE):
        return f"{plain} is not a number; leave the cell empty where the value is unknown"
    if re.fullmatch(r"#.*[!?A]", plain):
        return "this is a spreadsheet's error; mend the formula"
    if format is None and re.search(rf"(^|[^\d.,])({_FIRST})[.,]\d{{3}}($|[^\d.,])", plain):
        return "this can be read in two ways: declare the format with number: '1,234.50' or number: '1.234,50'"
    if plain.endswith("%") and type is not Type.FRACTION:
        return "a percentage does not fit here; give the plain number"
    if type is Type.INTEGER and re.search(r"\d", plain):
        return "this is not a whole number of at most 18 digits"
    if not re.fullmatch(rf"[-+\d.,' ()%KMBkmbeE{_CURRENCY}]*", plain) or not re.search(r"\d", plain):
        return "this is not a number; write NULL markers under nulls: in the mapping"
    if type is Type.FRACTION:
        return "this is not a share between 0 and 1"
    if len(re.sub(r"[.,]\d{1,8}$", "", plain).strip("-()0")) > 12:
        return f"the number is too large for {type.sql}"
    sample = f"{format.point} as decimal mark" if format else "any known format"
    return f"this is not a number in {sample}; declare another with number: '1.234,50'"
