"""The examples of docs/how-to/write-a-matrix.md are read as they stand there."""

import re
from pathlib import Path

from scoreline.engine.members import Member
from scoreline.planning.levels import Direction, Levels
from scoreline.planning.matrix_file import read_matrices
from scoreline.planning.people import Directory
from tests.planning.test_matrix_file import Kpi

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-matrix.md"
MEMBERS = Directory([Member("person", "Anna Snelling", "1"), Member("team", "Central", "2")])
JO, KIM = Member("person", "Jo Lind", "3"), Member("person", "Kim Moe", "4")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), flags=re.S)


def test_the_written_example_is_read(tmp_path: Path) -> None:
    example, steps, _ = EXAMPLES
    file = tmp_path / "matrix.yaml"
    file.write_text(example, "utf-8")
    kpis = {name: Kpi() for name in ("revenue", "win_rate", "opportunities_created")} | {"sales_cycle": Kpi("down")}
    found = read_matrices(file, directory=MEMBERS, kpis=kpis)
    assert [m.period.label for m in found] == [*(f"2017-{month:02}" for month in range(1, 13)), "2017-Q3"]
    assert found[0].rows[2].direction is Direction.DOWN
    file.write_text("matrices:\n  - team: Central\n    period: 2017-07\n    rows:\n" + steps.replace("0.2", "1"), "utf-8")
    assert len(read_matrices(file, directory=MEMBERS, kpis={"calls": Kpi()})[0].rows[0].steps) == 3


def test_the_role_with_personal_changes_is_read(tmp_path: Path) -> None:
    """From April on Jo has less to visit, new customers, and no strike rate; Kim has what the role has."""
    file = tmp_path / "matrix.yaml"
    file.write_text(EXAMPLES[2], "utf-8")
    kpis = {name: Kpi() for name in ("visits_made", "revenue", "strike_rate", "new_customers")}
    found = read_matrices(file, directory=Directory([JO, KIM], {"field": [JO, KIM]}), kpis=kpis)
    norms = {
        (one.member.name, one.period.label): {row.kpi: int(row.levels.norm) for row in one.rows if isinstance(row.levels, Levels)}
        for one in found
    }
    assert len(found) == 24
    assert norms["Jo Lind", "2027-03"] == norms["Kim Moe", "2027-06"] == {"visits_made": 60, "revenue": 12000, "strike_rate": 35}
    assert norms["Jo Lind", "2027-07"] == {"visits_made": 50, "revenue": 13000, "new_customers": 2}
