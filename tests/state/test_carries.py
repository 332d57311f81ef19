"""Corrections that open periods carry are kept, on both databases, with an entry in the trail; or refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from scoreline.errors import PeriodError
from scoreline.periods import parse
from scoreline.planning.carries import Carry
from scoreline.state import audit, services
from scoreline.state.carries import carries, keep
from scoreline.state.closings import MovedError, close
from scoreline.state.frozen import Basis
from tests.state.test_services import ANNA, matrix

NEW = Carry(ANNA, "revenue", parse("2017-06"), parse("2017-07"), Decimal("12.340"), 1, 4, "came late")


def test_it_is_kept_to_the_digit_and_found_from_both_ends(home: Path) -> None:
    assert carries(home) == ()
    made = keep(home, NEW, at=0, by="Olga")
    assert replace(made, by="", at=NEW.at) == NEW and str(made.amount) == "12.340"
    assert carries(home) == carries(home, NEW.source) == carries(home, NEW.into) == (made,)
    assert carries(home, parse("2017-08")) == carries(home, parse("2017-Q3")) == ()
    (entry,) = audit.trail(home)
    assert (entry.kind, entry.about, entry.by, entry.why) == ("correction carried", "revenue of Anna, 2017-06", "Olga", "came late")
    assert audit.verify(home).problem == ""


def test_it_is_refused_wholly(home: Path) -> None:
    services.apply(home, [matrix()], by="Kate")
    with pytest.raises(MovedError, match="2017-06 changed while a correction was carried"):
        keep(home, NEW, at=0, by="Olga")
    with pytest.raises(PeriodError, match="who acts"):
        keep(home, NEW, at=1, by=" ")
    close(home, NEW.into, [], Basis(1, ""), version=1, at=1, by="Olga")
    with pytest.raises(PeriodError, match="2017-07: The period is closed"):
        keep(home, NEW, at=2, by="Olga")
    assert carries(home) == ()
    assert len(audit.trail(home)) == 2
