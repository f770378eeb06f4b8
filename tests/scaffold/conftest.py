"""A service project that was trained once, for all tests that ask it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from services import churn_project
from started import KEY, Service, Trained, served, trained


@pytest.fixture(scope="session")
def churn(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The churn notebook as a service, trained."""
    folder = tmp_path_factory.mktemp("churn")
    project = churn_project(folder / "project")
    return Trained(project, trained(project, folder / "artifacts"))


@pytest.fixture(scope="session")
def runtime(churn: Trained) -> Iterator[Path]:
    """The churn project's package can be imported here: for tests of single modules."""
    source = str(churn.project.folder / "src")
    sys.path.insert(0, source)
    yield Path(source) / "churn"
    sys.path.remove(source)


@pytest.fixture(scope="session")
def service(churn: Trained) -> Iterator[Service]:
    """The churn service, started once, with a key and with quick time-outs."""
    with served(
        churn.project,
        churn.artifacts,
        CHURN_SERVE_API_KEYS=f"other, {KEY}",
        CHURN_SERVE_HEADER_TIMEOUT="2",
        CHURN_SERVE_BODY_TIMEOUT="2",
        CHURN_SERVE_MAX_BODY="100000",
        CHURN_SERVE_MAX_ROWS="200",
        CHURN_SERVE_MAX_UPLOAD="2000000",
    ) as started:
        yield started
