"""Files of incentives: YAML to schemes by role. A mistake names file, line and rule.

incentives:
  - role: account_executive
    per: quarter
    draw: 1500                          # or {amount: 1500, recoverable: false}
    rows:
      - kpi: revenue
        table: marginal                 # or retroactive
        on: percent of norm             # or fact; percent of norm unless told
        threshold: 60
        rates:
          - {to: 100, rate: 0.01}
          - {from: 100, rate: 0.02}
        accelerator: {from: 120, times: 1.5}
        cap: 9000
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoreline.errors import IncentiveError, nearest
from scoreline.periods import Grain
from scoreline.planning.matrix import KpiFacts
from scoreline.scoring.incentives_fields import Fields
from scoreline.scoring.rates import Accelerator, On, Rate, Rule, Table, check_rates
from scoreline.scoring.scheme import Scheme
from scoreline.scoring.settlement import Draw
from scoreline.yaml_lines import Step, load

SCHEME = ("role", "per", "draw", "rows")
RULE = ("kpi", "table", "on", "threshold", "rates", "accelerator", "cap")
Path_ = tuple[Step, ...]


def read_incentives(path: Path, kpis: Mapping[str, KpiFacts], roles: Collection[str] | None = None) -> dict[str, Scheme]:
    """The schemes of a file by role. IncentiveError with file and line; a file is taken as a whole.

    `roles` are those that somebody has held; another is refused, unless it is not known who held what (None).
    """
    data, lines = load(path, IncentiveError)
    file = _File(lines, kpis)
    if not isinstance(data, dict) or not isinstance(data.get("incentives"), list) or not data["incentives"]:
        raise file.wrong("The file has no list of incentives.", "Begin with incentives:, then - role: NAME.")
    file.known(data, ("incentives",))
    found: dict[str, Scheme] = {}
    for position, entry in enumerate(data["incentives"]):
        scheme = file.scheme(entry, ("incentives", position))
        if scheme.role in found:
            raise file.wrong(f'The role "{scheme.role}" has two schemes.', "Keep one of them.", "incentives", position)
        if roles is not None and scheme.role not in roles:
            what = f'Nobody has ever been in the role "{scheme.role}". {nearest(scheme.role, roles)}'.strip()
            raise file.wrong(what, f"Known roles: {', '.join(sorted(roles)) or 'none'}.", "incentives", position, "role")
        found[scheme.role] = scheme
    return found


@dataclass(frozen=True)
class _File(Fields):
    """What is known while a file is read."""

    kpis: Mapping[str, KpiFacts]

    def scheme(self, data: Any, path: Path_) -> Scheme:
        entry = self.mapping(data, "- role: NAME, then per: and rows: below it", path)
        self.known(entry, SCHEME, *path)
        role = entry.get("role")
        if not isinstance(role, str) or not role:
            raise self.wrong("A scheme is for a role.", "Write - role: NAME, as memberships name it.", *path)
        per = self.one_of(Grain, entry, "per", path) or Grain.MONTH
        rows = entry.get("rows")
        if not isinstance(rows, list) or not rows:
            raise self.wrong(f"The scheme of {role} pays for nothing.", "Write rows:, then - kpi: NAME.", *path, "rows")
        rules = tuple(self.rule(row, (*path, "rows", position)) for position, row in enumerate(rows))
        twice = [kpi for kpi, count in Counter(rule.kpi for rule in rules).items() if count > 1]
        if twice:
            raise self.wrong(f"{twice[0]} is paid for twice.", "Put all its steps into one table.", *path, "rows")
        return Scheme(role, per, rules, self.draw(entry.get("draw"), (*path, "draw")))

    def rule(self, data: Any, path: Path_) -> Rule:
        row = self.mapping(data, "- kpi: NAME, then table: and rates: below it", path)
        self.known(row, RULE, *path)
        kpi = row.get("kpi")
        if kpi not in self.kpis:
            raise self.wrong(f'There is no KPI "{kpi}". {nearest(str(kpi), self.kpis)}'.strip(), "scoreline kpis lists them.", *path, "kpi")
        table = self.one_of(Table, row, "table", path)
        if table is None:
            raise self.wrong("It is not said how the rates pay.", "Write table: marginal, or table: retroactive.", *path)
        rates = self.rates(row.get("rates"), (*path, "rates"))
        threshold, cap = self.number(row, "threshold", path), self.number(row, "cap", path)
        accelerator = self.accelerator(row.get("accelerator"), (*path, "accelerator"))
        on = self.one_of(On, row, "on", path) or On.NORM
        try:
            check_rates(rates, table)
        except IncentiveError as problem:
            raise self.wrong(problem.what, problem.do, *path, "rates") from None
        try:
            return Rule(str(kpi), table, rates, on, threshold or Decimal(0), accelerator, cap)
        except IncentiveError as problem:
            raise self.wrong(problem.what, problem.do, *path) from None

    def rates(self, data: Any, path: Path_) -> tuple[Rate, ...]:
        if not isinstance(data, list):
            raise self.wrong("There is no rate table.", "Write rates: [{to: 100, rate: 0.01}, {from: 100, rate: 0.02}].", *path)
        found = []
        for position, item in enumerate(data):
            step = self.mapping(item, "{from: 100, to: 120, rate: 0.02}", (*path, position))
            self.known(step, ("from", "to", "rate"), *path, position)
            rate = self.number(step, "rate", (*path, position))
            if rate is None:
                raise self.wrong(f"Step {position + 1} has no rate.", "Write rate: and what one unit pays.", *path, position)
            low = self.number(step, "from", (*path, position))
            found.append(Rate(low or Decimal(0), self.number(step, "to", (*path, position)), rate))
        return tuple(found)

    def accelerator(self, data: Any, path: Path_) -> Accelerator | None:
        if data is None:
            return None
        item = self.mapping(data, "accelerator: {from: 120, times: 1.5}", path)
        self.known(item, ("from", "times"), *path)
        start, times = self.number(item, "from", path), self.number(item, "times", path)
        if start is None or times is None:
            raise self.wrong("An accelerator has from and times.", "Write accelerator: {from: 120, times: 1.5}.", *path)
        return Accelerator(start, times)

    def draw(self, data: Any, path: Path_) -> Draw | None:
        if data is None:
            return None
        item = data if isinstance(data, dict) else {"amount": data}
        self.known(item, ("amount", "recoverable"), *path)
        amount, recoverable = self.number(item, "amount", path), item.get("recoverable", True)
        if amount is None or amount < 0 or not isinstance(recoverable, bool):
            raise self.wrong("This is no draw.", "Write draw: 1500, or draw: {amount: 1500, recoverable: false}.", *path)
        return Draw(amount, recoverable)
