"""What scoring has to say, as an id and values, so that pages can say it in another language; `text` is the English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal

Value = Decimal | float | str
_WIDE = Context(prec=400)

ENGLISH: Mapping[str, str] = {
    "total.provisional": "{total} on {coverage} % of the weight: provisional, because facts are missing for {missing}.",
    "total.nothing_known": "There is no total yet: facts are missing for {missing}.",
    "total.nothing_applies": "There is no total: no scored row applies in this period.",
    "total.scaled": "Not applicable: {kpis}. The other weights are scaled to 1.",
    "total.undefined_zero": "Undefined, which counts as index 0 as agreed: {kpis}.",
    "total.levels_added": (
        "This period has no matrix of its own: rows and weights are its last month's, the levels of {kpis} the sums of its months'."
    ),
    "total.levels_kept": "This period has no matrix of its own: rows and weights are its last month's, and so are the levels of {kpis}.",
    "total.to_date": "So far, provisional: plan and facts of {days} of {all} working days.",
    "total.prorated": "{days} of {all} working days: the levels of {kpis} are for these, with the full ones beside.",
    "total.closed": "Closed on {day} by {by}: these are the figures of then, version {version}.",
    "total.entered": "Entered by hand: {facts}.",
    "total.carried_in": "Of which late data carried from closed periods: {facts}.",
    "total.carried_out": "Not counted here, but carried into later periods: {facts}.",
    "total.disputed": "In dispute, by number: {kpis}.",
    "row.indicator": "Watched only: it carries no weight and no index.",
    "row.missing": "The data does not cover the whole period, so there is no index yet; so far: {fact}.",
    "row.missing_all": "The data does not cover the period, so there is no index yet.",
    "row.not_applicable": "Does not apply in this period; the other rows carry its weight.",
    "row.undefined": "There was nothing to divide by, so the row does not apply, as agreed; the other rows carry its weight.",
    "row.undefined_zero": "There was nothing to divide by, which counts as index 0, as agreed.",
    "row.base_norm": "100 x ({fact} - base {base}) / (norm {norm} - base {base}) = {raw}.",
    "row.ratio_up": "100 x {fact} / norm {norm} = {raw}.",
    "row.ratio_down": "100 x norm {norm} / {fact} = {raw}.",
    "row.ratio_cap": "Less is better and the fact is {fact}, so the index takes the cap, {raw}.",
    "row.piecewise": "{fact} on the line through 0 at base {base}, 100 at norm {norm} and {at_target} at target {target} gives {raw}.",
    "row.steps": "{fact} falls in the step with index {raw}.",
    "row.range": "{fact} against a norm of {norm} with base {base} gives {raw}.",
    "row.capped": "Counted as {index}, capped from {raw}.",
    "row.floored": "Counted as {index}, the floor.",
    "row.weighted": "With weight {weight} it adds {weighted} points.",
}


@dataclass(frozen=True)
class Message:
    """One sentence: its id in `ENGLISH`, and the unrounded values that belong into it."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in English, numbers to one decimal."""
        return ENGLISH[self.id].format_map({name: _shown(value) for name, value in self.values.items()})


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return value
    number = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    digits = Decimal("0.1") if abs(number) >= 1 else Decimal("0.001")
    return f"{number.quantize(digits, ROUND_HALF_UP, _WIDE).normalize():,f}"
