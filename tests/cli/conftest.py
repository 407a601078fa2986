"""A desk to type commands at: Enigmo's, with its fictional shop, as a fresh copy for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typist import Typist

from chikai.cli.main import main


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("furnished") / "home"
    assert main(["setup", "enigmo", "--demo", "--home", str(root)]) == 0
    return root


@pytest.fixture
def desk(
    furnished: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Typist:
    root = tmp_path / "home"
    shutil.copytree(furnished, root)
    monkeypatch.setenv("CHIKAI_HOME", str(root))
    monkeypatch.setenv("CHIKAI_ACTOR", "clerk-1")
    for name in ("CHIKAI_LANG", "CHIKAI_COMPANY", "CHIKAI_DEBUG", "CHIKAI_STORE_URL"):
        monkeypatch.delenv(name, raising=False)
    return Typist(root, capsys)
