"""Whole numbers that sum exactly: one amount shared out by weights, within bounds, by largest remainder."""

from __future__ import annotations

from collections.abc import Sequence


class NoRoomError(Exception):
    """The amount does not fit: the bounds leave too little room, or too much."""


def apportion(total: int, weights: Sequence[int], low: Sequence[int] | None = None, high: Sequence[int | None] | None = None) -> list[int]:
    """Shares of `total` in proportion to the weights, each a whole number from its low to its high bound (None is open).

    Whoever's share lies outside a bound gets the bound, and the others share the rest in the same way. What whole numbers leave
    over goes to the largest remainders, the first of equal ones. NoRoomError where the bounds exclude the total, or where something
    is left and all the weights that could take it are 0.
    """
    low = low or [0] * len(weights)
    high = high or [None] * len(weights)
    if sum(low) > total:
        raise NoRoomError
    found: list[int | None] = [None] * len(weights)
    while True:
        free = [place for place, value in enumerate(found) if value is None]
        rest = total - sum(value for value in found if value is not None)
        weight = sum(weights[place] for place in free)
        if not free or (not weight and rest > sum(low[place] for place in free)):
            if rest or not all(value is not None for value in found):
                raise NoRoomError
            return [value for value in found if value is not None]
        weight = weight or 1
        bounds = _broken(free, rest, weight, weights, low, high)
        if not bounds:
            return _rounded(found, free, rest, weight, weights)
        for place, bound in bounds.items():
            found[place] = bound


def _broken(
    free: list[int], rest: int, weight: int, weights: Sequence[int], low: Sequence[int], high: Sequence[int | None]
) -> dict[int, int]:
    """Those whose share breaks a bound, with the bound: the low ones where these ask for more than the high ones give back."""
    under, over, asked = {}, {}, 0
    for place in free:
        share = rest * weights[place]
        top = high[place]
        if share < low[place] * weight:
            under[place] = low[place]
            asked += low[place] * weight - share
        elif top is not None and share > top * weight:
            over[place] = top
            asked -= share - top * weight
    if asked == 0:
        return under | over
    return under if asked > 0 else over


def _rounded(found: list[int | None], free: list[int], rest: int, weight: int, weights: Sequence[int]) -> list[int]:
    parts = {place: divmod(rest * weights[place], weight) for place in free}
    left = rest - sum(whole for whole, _ in parts.values())
    raised = set(sorted(free, key=lambda place: (-parts[place][1], place))[:left])
    return [parts[place][0] + (place in raised) if value is None else value for place, value in enumerate(found)]
