"""What is known of carried corrections at the version of the data that a workspace stands on."""

from __future__ import annotations

from collections import defaultdict

from scoreline.periods import Period
from scoreline.planning.carries import Moved, moved
from scoreline.workspace.ground import Ground


def known(ground: Ground, when: Period) -> dict[tuple[str, str, str], dict[str, Moved]]:
    """By member and KPI, what was carried into a period and out of it."""
    from scoreline.state.carries import carries

    told = [one for one in carries(ground.path, when) if ground.as_of is None or (one.mart_version or 0) <= ground.as_of]
    found: dict[tuple[str, str, str], dict[str, Moved]] = defaultdict(dict)
    for (member, kpi), what in moved(told, when).items():
        found[member][kpi] = what
    return found
