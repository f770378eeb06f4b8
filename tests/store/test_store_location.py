"""Where the run store is."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import UsageError
from converter.store.location import default_file, shown_url, store_url

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("wanted", "environ", "url"),
    [
        (None, {}, f"sqlite:///{default_file()}"),
        (None, {"NBSHIP_STORE": "/a/b.db"}, "sqlite:////a/b.db"),
        ("x.db", {"NBSHIP_STORE": "/a/b.db"}, f"sqlite:///{Path('x.db').absolute()}"),
        ("sqlite:////a/b.db", {}, "sqlite:////a/b.db"),
        ("postgresql://me@h/d", {}, "postgresql+psycopg://me@h/d"),
        ("postgres://me@h/d", {}, "postgresql+psycopg://me@h/d"),
        ("postgresql+psycopg://me@h/d", {}, "postgresql+psycopg://me@h/d"),
    ],
)
def test_the_url(wanted: str | None, environ: dict[str, str], url: str) -> None:
    assert store_url(wanted, environ) == url


@pytest.mark.parametrize("wanted", ["mysql://h/d", "sqlite://", "sqlite:///:memory:", "http://x"])
def test_what_is_no_store(wanted: str) -> None:
    with pytest.raises(UsageError):
        store_url(wanted, {})


def test_messages_have_no_password() -> None:
    assert shown_url("postgresql+psycopg://me:pw@h:5/d") == "postgresql://me:***@h:5/d"
    assert shown_url("sqlite:////a/b.db") == "/a/b.db"
