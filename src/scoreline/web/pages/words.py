"""Words for states, bands, units, kinds and the sentences of scoring, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.utils.translation.trans_null import gettext_noop  # marks a text without needing the settings

from scoreline.engine.facts import Fact, FactState
from scoreline.engine.members import Member
from scoreline.insight.smart import Answer, Letter
from scoreline.insight.standing import Verdict
from scoreline.planning.disputes import Kind, Stand
from scoreline.planning.lifecycle import Part, Status
from scoreline.reports.formats import DASH, Formats
from scoreline.scoring.index import Band
from scoreline.scoring.messages import ENGLISH, Message
from scoreline.scoring.scorecard import Level

BANDS = {
    Band.INEFFECTIVE: gettext_noop("Ineffective"),
    Band.BELOW_NORM: gettext_noop("Below norm"),
    Band.ON_PLAN: gettext_noop("On plan"),
    Band.BEYOND_TARGET: gettext_noop("Beyond target"),
}
STATES = {
    FactState.MISSING: gettext_noop("Missing: the data does not cover the whole period"),
    FactState.UNDEFINED: gettext_noop("Undefined: nothing to divide by"),
    FactState.NOT_APPLICABLE: gettext_noop("Not applicable"),
}
SHORT_STATES = {
    FactState.MISSING: gettext_noop("missing"),
    FactState.UNDEFINED: gettext_noop("undefined"),
    FactState.NOT_APPLICABLE: gettext_noop("not applicable"),
}
KINDS = {
    "person": gettext_noop("Person"),
    "team": gettext_noop("Team"),
    "location": gettext_noop("Location"),
    "location_kind": gettext_noop("Kind of location"),
    "location_region": gettext_noop("Region of location"),
    "product": gettext_noop("Product"),
    "category": gettext_noop("Product category"),
    "customer": gettext_noop("Customer"),
    "segment": gettext_noop("Customer segment"),
    "industry": gettext_noop("Industry"),
    "country": gettext_noop("Country"),
    "deal_kind": gettext_noop("Kind of deal"),
    "campaign": gettext_noop("Campaign"),
    "channel": gettext_noop("Channel"),
    "contact_method": gettext_noop("Contact method"),
    "device": gettext_noop("Device"),
    "page_kind": gettext_noop("Kind of page"),
    "page": gettext_noop("Page"),
    "company": gettext_noop("Company"),
}
STATUSES = {
    Status.DRAFT: gettext_noop("Draft"),
    Status.AGREED: gettext_noop("Agreed"),
    Status.RUNNING: gettext_noop("Running"),
    Status.CLOSED: gettext_noop("Closed"),
    Status.RESTATED: gettext_noop("Restated"),
}
PARTS = {
    Part.PROPOSAL: gettext_noop("Proposed"),
    Part.MEMBER: gettext_noop("Signed as the member"),
    Part.MANAGER: gettext_noop("Signed as the manager"),
}
STANDS = {
    Stand.OPEN: gettext_noop("Open"),
    Stand.ANSWERED: gettext_noop("Answered"),
    Stand.CORRECTED: gettext_noop("Corrected"),
    Stand.RESTATED: gettext_noop("Restated"),
    Stand.REFUSED: gettext_noop("Refused with a reason"),
}
REMARKS = {
    Kind.OPENING: gettext_noop("opened it"),
    Kind.ANSWER: gettext_noop("answered"),
    Kind.COMMENT: gettext_noop("commented"),
    Kind.RESOLUTION: gettext_noop("resolved it"),
}
VERDICTS = {
    Verdict.STRENGTH: gettext_noop("Strength"),
    Verdict.WEAKNESS: gettext_noop("Weakness"),
    Verdict.LIKE_PEERS: gettext_noop("Like the peers"),
    Verdict.NOT_JUDGED: gettext_noop("Not judged"),
    Verdict.TOO_FEW: gettext_noop("Too few to tell"),
}
LETTERS = {
    Letter.SPECIFIC: gettext_noop("Specific"),
    Letter.MEASURABLE: gettext_noop("Measurable"),
    Letter.ACHIEVABLE: gettext_noop("Achievable"),
    Letter.RELEVANT: gettext_noop("Relevant"),
    Letter.TIME_BOUND: gettext_noop("Time-bound"),
}
ANSWERS = {
    Answer.YES: gettext_noop("yes"),
    Answer.NO: gettext_noop("no"),
    Answer.TOO_FEW: gettext_noop("too few to tell"),
    Answer.NOT_NEEDED: gettext_noop("not needed"),
}
WORDS: Mapping[str, Mapping[Any, str]] = {
    "status": STATUSES,
    "part": PARTS,
    "stand": STANDS,
    "remark": REMARKS,
    "verdict": VERDICTS,
    "letter": LETTERS,
    "answer": ANSWERS,
}
"""The tables that templates take words from, by what they name; keys are text (StrEnum)."""
CHANGES = {
    "dispute": gettext_noop("Dispute opened"),
    "dispute answer": gettext_noop("Dispute answered"),
    "dispute comment": gettext_noop("Comment on a dispute"),
    "dispute resolution": gettext_noop("Dispute resolved"),
    "pay-out": gettext_noop("Pay-out"),
    "plan": gettext_noop("Plan"),
    "correction carried": gettext_noop("Correction carried over"),
    "matrix": gettext_noop("Matrix"),
    "signatures lost": gettext_noop("Signatures lost"),
    "proposal": gettext_noop("Proposal"),
    "signature": gettext_noop("Signature"),
    "fact": gettext_noop("Fact entered by hand"),
    "closing": gettext_noop("Closing"),
    "restatement": gettext_noop("Restatement"),
}
DIMENSIONS = {
    "financial": gettext_noop("Financial"),
    "customer": gettext_noop("Customers"),
    "process": gettext_noop("Process"),
    "online store": gettext_noop("Online store"),
    "capability": gettext_noop("Capability"),
}
DIRECTIONS = {
    "up": gettext_noop("Higher is better"),
    "down": gettext_noop("Lower is better"),
    "range": gettext_noop("Best within a range"),
    "none": gettext_noop("Neither higher nor lower is better"),
}
UNITS = {
    "money": gettext_noop("Money"),
    "count": gettext_noop("Count"),
    "percent": gettext_noop("Percent"),
    "ratio": gettext_noop("Ratio"),
    "days": gettext_noop("Days"),
    "months": gettext_noop("Months"),
    "hours": gettext_noop("Hours"),
    "minutes": gettext_noop("Minutes"),
    "ms": gettext_noop("Milliseconds"),
    "score": gettext_noop("Score"),
}


def band_word(band: Band | str | None) -> str:
    """The word of a band; a dash where there is none."""
    return _(BANDS[Band(band)]) if band else DASH


def state_words(fact_state: FactState, *, short: bool = False) -> str:
    """Why there is no number, in words; empty for a measured one."""
    found = (SHORT_STATES if short else STATES).get(fact_state, "")
    return _(found) if found else ""


def change_word(kind: str) -> str:
    """The word for a kind of change in the audit trail; the trail's own where there is none."""
    return _(CHANGES[kind]) if kind in CHANGES else kind[:1].upper() + kind[1:]


def member_name(member: Member | None) -> str:
    """A member's name; the whole company where there is none."""
    return member.name if member and member.kind != "company" else pgettext("member", "Whole company")


def fact_words(fact: Fact, unit: str, show: Formats) -> str:
    """A fact in one phrase: a number, or why there is none, with the partial value where there is one."""
    if fact.known:
        return show.value(fact.value, unit)
    if fact.state is FactState.MISSING and fact.value is not None:
        return _("%(value)s so far, the period is not wholly covered") % {"value": show.value(fact.value, unit)}
    return state_words(fact.state)


def level_words(level: Level, unit: str, show: Formats, digits: int | None = None) -> str:
    """A level; for a range its two ends."""
    if isinstance(level, tuple):
        return _("%(low)s to %(high)s") % {
            "low": show.value(level[0], unit, digits=digits),
            "high": show.value(level[1], unit, digits=digits),
        }
    return show.value(level, unit, digits=digits)


def message_words(message: Message, show: Formats) -> str:
    """A sentence of scoring, its numbers in the reader's format. Titles of KPIs in it are translated one by one."""
    values = {name: _message_value(value, show) for name, value in message.values.items()}
    return _(ENGLISH[message.id]).format_map(values)


def _message_value(value: Decimal | float | str, show: Formats) -> str:
    if isinstance(value, str):
        return ", ".join(_(part) for part in value.split(", ")) if value else value
    return show.number(value, 1 if abs(float(value)) >= 1 else None)


def cell_words(value: object, show: Formats, digits: int | None = None) -> str:
    """One cell of the mart's rows: numbers and times in the reader's format, a dash for none."""
    match value:
        case None | "":
            return DASH
        case bool():
            return _("yes") if value else _("no")
        case int() | float() | Decimal():
            return show.number(value, digits)
        case datetime():
            return show.time(value)
        case date():
            return show.date(value)
        case _:
            return str(value)
