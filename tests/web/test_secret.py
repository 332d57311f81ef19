"""The key that signs cookies."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scoreline.web.secret import secret_key


def test_a_workspace_has_one_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) >= 64
    assert secret_key(tmp_path) == key
    file = tmp_path / ".secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == [".secret-key"]


def test_two_workspaces_have_two_keys(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_without_a_workspace_the_key_lives_as_long_as_the_process() -> None:
    assert secret_key(None) != secret_key(None)


def test_a_folder_that_is_gone_gets_a_key_of_the_process(tmp_path: Path) -> None:
    assert len(secret_key(tmp_path / "nowhere")) >= 64
    assert not (tmp_path / "nowhere").exists()


def test_threads_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(secret_key, [tmp_path] * 16))) == 1
