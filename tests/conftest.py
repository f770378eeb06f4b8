"""Options of the whole suite."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

# What the golden cases emit is no test of ours, whatever a stage is called there.
collect_ignore_glob = ["cases/*"]
_STORE = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="write what the golden cases emit (the run fails; read the diff, then run again)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update") and os.environ.get("CI"):
        raise pytest.UsageError("--update writes expected files; it is not for CI")
    # Whatever a test runs keeps its records here, and not in the developer's own store.
    config.stash[_STORE] = tempfile.mkdtemp(prefix="nbship-tests-")
    os.environ["NBSHIP_STORE"] = os.path.join(config.stash[_STORE], "runs.db")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_STORE], ignore_errors=True)
