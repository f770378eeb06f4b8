"""What the tests of warm kernels share: a pool whose findings stay in the tests' own folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from converter.run.warm.pool import Mode, WarmPool, warm_pool


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmPool]:
    """A pool that the tests of a module share."""
    with _pool_of(tmp_path_factory, "in-process") as one:
        yield one


@pytest.fixture(scope="module")
def zmq_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmPool]:
    """A pool whose kernels have sockets."""
    with _pool_of(tmp_path_factory, "zmq") as one:
        yield one


@contextlib.contextmanager
def _pool_of(folders: pytest.TempPathFactory, mode: Mode) -> Iterator[WarmPool]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folders.mktemp("cache")))
        making = warm_pool(workers=4, mode=mode)
        one = making.__enter__()
    with contextlib.ExitStack() as stack:
        stack.push(making)
        yield one
        assert one.remarks == []
