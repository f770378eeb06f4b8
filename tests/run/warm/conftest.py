"""What the tests of warm kernels share: a pool whose findings stay in the tests' own folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from converter.run.warm.pool import WarmPool, warm_pool


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmPool]:
    """A pool that the tests of a module share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        making = warm_pool(workers=4)
        one = making.__enter__()
    with contextlib.ExitStack() as stack:
        stack.push(making)
        yield one
        assert one.remarks == []
