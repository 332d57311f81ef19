"""The example of docs/how-to/write-a-matrix.md is read as it stands there."""

import re
from pathlib import Path

from scoreline.engine.members import Member
from scoreline.planning.levels import Direction
from scoreline.planning.matrix_file import read_matrices
from scoreline.planning.people import Directory
from tests.planning.test_matrix_file import Kpi

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-matrix.md"
MEMBERS = Directory([Member("person", "Anna Snelling", "1"), Member("team", "Central", "2")])


def test_the_written_example_is_read(tmp_path: Path) -> None:
    example, steps = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), flags=re.S)
    file = tmp_path / "matrix.yaml"
    file.write_text(example, "utf-8")
    kpis = {name: Kpi() for name in ("revenue", "win_rate", "opportunities_created")} | {"sales_cycle": Kpi("down")}
    found = read_matrices(file, directory=MEMBERS, kpis=kpis)
    assert [m.period.label for m in found] == [*(f"2017-{month:02}" for month in range(1, 13)), "2017-Q3"]
    assert found[0].rows[2].direction is Direction.DOWN
    file.write_text("matrices:\n  - team: Central\n    period: 2017-07\n    rows:\n" + steps.replace("0.2", "1"), "utf-8")
    assert len(read_matrices(file, directory=MEMBERS, kpis={"calls": Kpi()})[0].rows[0].steps) == 3
