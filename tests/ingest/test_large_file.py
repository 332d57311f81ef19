"""A large file in little memory: the reading runs in a process of its own, whose peak is measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SIZE = 300_000_000
SCRIPT = """
import resource, sys
from pathlib import Path
from scoreline.ingest import stage
from scoreline.ingest.mapping_file import parse_mapping
mapping = parse_mapping('''
source: shop
files: {lines: lines.csv}
tables:
  order_lines: {from: lines, columns: {id: id, order_id: order, amount: amount}}
''', "shop.yaml")
result = stage(Path(sys.argv[1]), mapping, workdir=Path(sys.argv[2]), time_zone="UTC", currency="USD")
table = result.staged.tables[0]
status = Path("/proc/self/status")  # on Linux, ru_maxrss counts the process that started this one, too
own = int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024 if status.exists() else None
peak = own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(table.read, table.refused, peak)
"""


def test_300_mb_of_csv_take_less_than_1_gb_of_memory(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    comment = "a customer's remark " * 15
    lines = 0
    with (source / "lines.csv").open("w") as file:
        file.write("id,order,amount,comment\n")
        while file.tell() < SIZE:
            file.write("".join(f'{n},{n // 3},{n % 997}.25,"{comment}"\n' for n in range(lines, lines + 10_000)))
            lines += 10_000
    ran = subprocess.run([sys.executable, "-c", SCRIPT, str(source), str(tmp_path / "work")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    read, refused, peak = map(int, ran.stdout.split())
    assert (read, refused) == (lines, 0)
    assert peak < 1_000_000_000
