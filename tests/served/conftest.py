"""Services made of notebooks by the command, each converted and trained once for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from converted import Converted, converted


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run of the suite have."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def service_of(shared: Path) -> Callable[[str], Converted]:
    """Makes, or finds, the service of a notebook by its name."""
    pytest.importorskip("sklearn")
    return lambda name: converted(name, shared)
