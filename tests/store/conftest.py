"""An empty run store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from converter.store.store import RunStore, open_store


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store: making one takes a while."""
    file = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(f"sqlite:///{file}")
    return file


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> RunStore:
    shutil.copy(empty, tmp_path / "runs.db")
    return open_store(f"sqlite:///{tmp_path / 'runs.db'}")
