"""The conformance suite on Spark: a master and two workers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.conformance import starting
from tests.conformance.companies import Asked
from tests.conformance.running import Running, missing, needs
from tests.conformance.suite import Suite


@pytest.fixture(scope="module")
def running(asked: Mapping[str, Asked], folder: Path) -> Iterator[Running]:
    """A cluster of its own, and one session for all."""
    needs("Spark", "pyspark")
    if shutil.which("java") is None:
        missing("Spark", "there is no Java 17 or newer (sh tools/engines.sh)")
    conf = "\n".join(f'"{name}" = "{value}"' for name, value in starting.SPARK_CONF.items())
    with starting.spark(folder) as master:
        lines = dict.fromkeys(asked, f'engine = "spark"\n[spark]\nmaster = "{master}"\n[spark.conf]\n{conf}')
        found = Running("spark", folder, asked, lines)
        yield found
        found.bare.session.stop()  # type: ignore[attr-defined]


class TestSuite(Suite):
    """What all engines are held against."""

    quick = False
