"""Where the run store is: `--store`, else NBSHIP_STORE, else a file in the user's data folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from converter.errors import UsageError

VARIABLE = "NBSHIP_STORE"
FILE = "runs.db"
_SCHEME = re.compile(r"[a-z][a-z0-9+]*://", re.IGNORECASE)
_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "sqlite": "sqlite",
}


def store_url(wanted: str | None, environ: Mapping[str, str]) -> str:
    """The SQLAlchemy URL of the store; a bare path means a SQLite file."""
    text = wanted or environ.get(VARIABLE, "") or str(default_file())
    if not _SCHEME.match(text):
        return f"sqlite:///{Path(text).expanduser().absolute()}"
    scheme, _, rest = text.partition("://")
    driver = _DRIVERS.get(scheme.lower(), scheme.lower())
    if driver.partition("+")[0] not in ("sqlite", "postgresql"):
        raise UsageError(
            f"a run store is SQLite or PostgreSQL, not {scheme}",
            hint="give a file, sqlite:///FILE or postgresql://USER@HOST/DATABASE",
        )
    if driver == "sqlite" and rest in ("", "/", "/:memory:"):
        raise UsageError("a run store in memory would be gone at once", hint="give a file")
    return f"{driver}://{rest}"


def default_file() -> Path:
    """The SQLite file in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("nbship", appauthor=False) / FILE


def shown_url(url: str) -> str:
    """The store for messages: a file by its path, a database without its password."""
    if url.startswith("sqlite:///"):
        return url.removeprefix("sqlite:///")
    return re.sub(r"(://[^/@]*?):[^/@]*@", r"\1:***@", url).replace("+psycopg", "")
