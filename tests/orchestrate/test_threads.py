"""How many threads native libraries get in runs that share the machine."""

from __future__ import annotations

import os

import pytest

from converter.errors import UsageError
from converter.observe.launch import THREADS
from converter.orchestrate import threads
from converter.orchestrate.threads import shared_cores

pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_cores", lambda: 4)
    for name in THREADS:
        monkeypatch.delenv(name, raising=False)


def said() -> list[str | None]:
    return [os.environ.get(name) for name in THREADS]


@pytest.mark.parametrize(
    ("workers", "wanted", "found"),
    [(2, None, "2"), (3, None, "1"), (9, None, "1"), (2, 8, "8"), (1, 3, "3"), (1, None, None)],
)
def test_workers_share_the_cores(workers: int, wanted: int | None, found: str | None) -> None:
    with shared_cores(workers, wanted, on="local"):
        assert said() == [found] * len(THREADS)
    assert said() == [None] * len(THREADS)


def test_what_the_user_has_set_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with shared_cores(2, None, on="local"):
        assert said() == ["7", None, None, None]
    with pytest.raises(KeyError), shared_cores(2, 3, on="local"):
        assert said() == ["3"] * len(THREADS)
        raise KeyError
    assert said() == ["7", None, None, None]


def test_a_cluster_sees_to_its_workers() -> None:
    with shared_cores(2, None, on="dask"):
        assert said() == [None] * len(THREADS)
    with pytest.raises(UsageError, match="not a cluster's"), shared_cores(2, 2, on="dask"):
        pass
