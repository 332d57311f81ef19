"""Nothing is counted twice where one record has many others: an order lines and payments, a deal quotes and activities."""

from __future__ import annotations

import duckdb
import pytest

from tests.checks import tiny
from tests.checks.answers import Answers, workspace
from tests.checks.comparing import agrees

CUTS: tuple[tuple[str, ...], ...] = (
    (),
    ("person",),
    ("team",),
    ("location",),
    ("product",),
    ("customer",),
    ("deal_kind",),
    ("contact_method",),
)
# Every line and payment in two halves; three more activities, planned for no time and not done, for every deal; every quote three times.
MORE = """
UPDATE order_lines SET quantity = quantity / 2, discount = discount / 2, amount = amount / 2;
INSERT INTO order_lines SELECT * REPLACE (id || '-half' AS id, _row + 1000 AS _row) FROM order_lines;
UPDATE payments SET amount = amount / 2;
INSERT INTO payments SELECT * REPLACE (id || '-half' AS id, _row + 1000 AS _row) FROM payments;
INSERT INTO activities BY NAME
SELECT 'idle-' || n || '-' || d.id AS id, 'message' AS kind, d.id AS deal_id, d.customer_id, 'activities.txt' AS _file,
    1000 * n + d._row AS _row
FROM deals d, range(1, 4) AS times(n);
INSERT INTO quotes SELECT q.* REPLACE (n || q.id AS id, 1000 * n + _row AS _row) FROM quotes q, range(1, 3) AS times(n);
"""
# What counts quotes.
OTHERS = {"quotes_sent": 3, "quote_to_close": 1 / 3}


@pytest.fixture(scope="module")
def more_answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The tiny company with more of what does not count."""
    folder = tmp_path_factory.mktemp("more")
    staged = tiny.stage_hanoi(folder)
    with duckdb.connect(str(staged[0].database)) as con:
        con.execute(MORE)
    return Answers(workspace(folder / "workspace", staged, tiny.HANOI), tiny.HANOI.spans)


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: "+".join(cut) or "company")
def test_more_rows_of_another_table_change_nothing(cut: tuple[str, ...], hanoi_answers: Answers, more_answers: Answers) -> None:
    wrong = []
    for kpi in hanoi_answers.allowing(cut):
        before, after = hanoi_answers.cells(kpi, cut, "month"), more_answers.cells(kpi, cut, "month")
        for cell, value in before.items():
            wanted = value if value is None or kpi not in OTHERS else float(value) * OTHERS[kpi]
            if not agrees(after.get(cell), wanted):
                wrong.append(f"{kpi} {cell}: {wanted} became {after.get(cell)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kpi", ["revenue", "order_count", "sales_volume", "gross_margin", "opportunity_value", "activities"])
@pytest.mark.parametrize("cut", ["team", "team:region", "customer", "deal_kind", "contact_method", "segment"])
def test_members_make_up_the_company(kpi: str, cut: str, hanoi_answers: Answers) -> None:
    company = hanoi_answers.cells(kpi, (), "month")
    if cut.partition(":")[0] not in hanoi_answers.cuts[kpi]:
        return
    members = hanoi_answers.cells(kpi, (cut,), "month")
    for (_, period), value in company.items():
        assert sum(part or 0 for (_, month), part in members.items() if month == period) == value, period
