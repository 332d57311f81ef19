"""Who may say what in a dispute, and when.

The member opens it, the manager answers, and then somebody other than the member resolves it. Anybody comments.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scoreline.errors import PeriodError
from scoreline.planning.disputes import Dispute, Remark, Stand
from scoreline.planning.lifecycle import is_called, is_own

_AS = "Say who acts with --as NAME."


def refuse_opener(dispute: Dispute, name: str, managers: Collection[str]) -> None:
    """PeriodError where somebody opens a dispute about another's matrix. For a team or a place, whoever is not its manager does."""
    member = dispute.member
    if member.kind == "person" and not is_own(member, name):
        raise PeriodError(f"{name} may not dispute it: it is the matrix of {member.name}.", where=dispute.about, do=_AS)
    if member.kind != "person" and is_called(name, *managers):
        raise PeriodError(f"{name} proposed the matrix of {member.name}.", where=dispute.about, do="Let one of its people open it.")


def answered(dispute: Dispute, said: Remark, managers: Collection[str]) -> Dispute:
    """The dispute with the manager's answer: of whoever proposed the matrix, or, of a draft, of anyone but the member.

    PeriodError for anybody else, without a text, and where it is resolved.
    """
    _refuse_ended(dispute)
    _refuse_opener(dispute, said.by, "answers")
    if managers and not is_called(said.by, *managers):
        names = " or ".join(sorted(managers))
        raise PeriodError(f"{said.by} may not answer it: {names} does, who proposed the matrix.", where=dispute.where, do=_AS)
    return replace(dispute, stand=Stand.ANSWERED, remarks=(*dispute.remarks, _with_text(dispute, said)))


def commented(dispute: Dispute, said: Remark) -> Dispute:
    """The dispute with a comment, of anybody. PeriodError without a text, and where it is resolved."""
    _refuse_ended(dispute)
    return replace(dispute, remarks=(*dispute.remarks, _with_text(dispute, said)))


def resolved(dispute: Dispute, said: Remark, end: Stand, settled_by: int | None) -> Dispute:
    """The dispute resolved. A refusal needs a reason; the others name what settled it.

    PeriodError where the member resolves it, where it was not answered, and where it is resolved already.
    """
    _refuse_ended(dispute)
    _refuse_opener(dispute, said.by, "resolves")
    if dispute.stand is Stand.OPEN:
        raise PeriodError("It was not answered yet.", where=dispute.where, do="Let the manager answer first: scoreline dispute answer.")
    if end is Stand.REFUSED:
        said = _with_text(dispute, said, "A refusal needs a reason.", "Say it with --reason TEXT.")
    return replace(dispute, stand=end, settled_by=settled_by, remarks=(*dispute.remarks, said))


def refuse_unnamed_record(dispute: Dispute) -> None:
    """PeriodError where it names neither a record nor what is missing, or both."""
    if (dispute.record is None) == (not dispute.missing.strip()):
        raise PeriodError(
            "It must be about a record, or say which one is missing.",
            where=dispute.about,
            do="Name it with --record TABLE/ID (scoreline why lists them), or say it with --missing TEXT.",
        )


def _refuse_ended(dispute: Dispute) -> None:
    if dispute.ended:
        last = dispute.remarks[-1]
        raise PeriodError(f"It is {dispute.stand} since {last.at:%Y-%m-%d}, by {last.by}.", where=dispute.where, do="Open another one.")


def _refuse_opener(dispute: Dispute, name: str, does: str) -> None:
    if is_own(dispute.member, name) or is_called(name, dispute.remarks[0].by):
        raise PeriodError(f"Nobody {does} an own dispute.", where=dispute.where, do=f"Let the manager do it. {_AS}")


def _with_text(dispute: Dispute, said: Remark, what: str = "It says nothing.", do: str = "Say it with --text TEXT.") -> Remark:
    if not said.text.strip():
        raise PeriodError(what, where=dispute.where, do=do)
    return said
