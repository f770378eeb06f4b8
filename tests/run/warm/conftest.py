"""What the tests of warm kernels share: a pool whose findings stay in the tests' own folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from converter.run.warm.pool import WarmPool, warm_pool


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Findings about imports go to a folder of the tests' own."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="module")
def pool(_cache: None) -> Iterator[WarmPool]:
    """A pool that the tests of a module share."""
    with warm_pool(workers=4) as one:
        yield one
        assert one.remarks == []
