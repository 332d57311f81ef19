from decimal import Decimal
from string import Formatter
from typing import Any

import pytest

from scoreline.engine.facts import Fact
from scoreline.planning.levels import Levels, RangeLevels, Step
from scoreline.planning.matrix import Kind, MatrixRow, Method, Undefined
from scoreline.scoring.explain import explain_row, paragraph
from scoreline.scoring.messages import ENGLISH, Message
from tests.scoring.builders import (
    MISSING,
    NOT_APPLICABLE,
    PARTIAL,
    UNDEFINED,
    between,
    down,
    row,
    scored,
    up,
    value,
)

STEPS = (Step(None, Decimal(5), Decimal(20)), Step(Decimal(5), None, Decimal(110)))


@pytest.mark.parametrize(
    ("levels", "fields", "fact", "text"),
    [
        (up(15, 45, 60), {}, value(16), "100 x (16 - base 15) / (norm 45 - base 15) = 3.3. With weight 1 it adds 3.3 points."),
        (up(90, 100, 120), {}, value(0), "(0 - base 90) / (norm 100 - base 90) = -900. Counted as 0, the floor. With"),
        (up(0, 100, 150), {}, value(212), "= 212. Counted as 150, capped from 212. With weight 1 it adds 150 points."),
        (up(0, 20, 30), {"method": Method.RATIO}, value(22), "100 x 22 / norm 20 = 110."),
        (down(60, 40, 30), {"method": Method.RATIO}, value(50), "100 x norm 40 / 50 = 80."),
        (
            down(60, 40, 30),
            {"method": Method.RATIO},
            value(0),
            "Less is better and the fact is 0, so the index takes the cap, 133.3.",
        ),
        (up(0, 10, 20), {"method": Method.PIECEWISE}, value(15), "120 at target 20 gives 110."),
        (up(0, 10, 20), {"method": Method.STEPS, "steps": STEPS}, value(7), "7 falls in the step with index 110."),
        (between(0, 10, 20, 40), {}, value(30), "30 against a norm of 10 to 20 with base 0 to 40 gives 50."),
        (up(0, 10, 20), {}, MISSING, "no index yet."),
        (up(0, 10, 20), {}, PARTIAL, "so far: 7."),
        (up(0, 10, 20), {}, UNDEFINED, "nothing to divide by, so the row does not apply"),
        (up(0, 10, 20), {"undefined": Undefined.ZERO}, UNDEFINED, "nothing to divide by, which counts as index 0"),
        (up(0, 10, 20), {}, NOT_APPLICABLE, "Does not apply"),
    ],
)
def test_a_row_in_plain_words(levels: Levels | RangeLevels, fields: dict[str, Any], fact: Fact, text: str) -> None:
    card = scored([row(levels, **fields)], {"revenue": fact})
    assert text in paragraph(explain_row(card.rows[0]))


def test_an_indicator() -> None:
    card = scored([row(up(0, 1, 2)), MatrixRow("w", kind=Kind.INDICATOR)], {"revenue": value(1), "w": value(1)})
    assert paragraph(explain_row(card.rows[1])) == "Watched only: it carries no weight and no index."


def test_the_total() -> None:
    rows = [row(up(0, 10, 20), "0.75", "a"), row(up(0, 10, 20), "0.25", "b")]
    card = scored(rows, {"a": value("8.24"), "b": MISSING})
    assert paragraph(card.notes).startswith("82.4 on 75 % of the weight: provisional")
    assert card.notes[0].values["total"] == Decimal("82.4")
    assert scored(rows, {"a": value(8), "b": value(10)}).notes == ()


def test_every_message_can_be_said_with_any_number() -> None:
    names = {name for text in ENGLISH.values() for _, name, _, _ in Formatter().parse(text) if name}
    for number in (Decimal("-1e30"), 1e300, Decimal("1234567.25"), 0.0004, "a {b}"):
        for id in ENGLISH:
            assert Message(id, dict.fromkeys(names, number)).text
    assert Message("row.missing", {"fact": Decimal("1234567.25")}).text.endswith("so far: 1,234,567.3.")
