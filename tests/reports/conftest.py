"""Workbooks recalculated by LibreOffice, which knows nothing of what Scoreline had worked out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.running import missing

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""LibreOffice's setting to reckon every formula anew when a file is opened; otherwise it shows what the file says."""


@pytest.fixture(scope="session")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Opens a workbook in LibreOffice, reckons it anew and saves it as XLSX again; gives the new file."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        missing("LibreOffice", "soffice is not installed (sh tools/engines.sh)")
    profile = tmp_path_factory.mktemp("office")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE)

    def resave(path: Path) -> Path:
        out = path.parent / "resaved"
        command = [str(office), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=120)
        assert (out / path.name).is_file(), done.stderr
        return out / path.name

    return resave
