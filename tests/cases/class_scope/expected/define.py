"""Define (cell 2 of the notebook)."""

from typing import Any


def define() -> tuple[str, Any]:
    """Define (notebook cell 2)."""
    version = "1"

    class Config:
        version = "2"
        names = [n.upper() for n in ("a", "b")]

        class Inner:
            depth = 2

        def show(self):
            return version, self.version, self.Inner.depth

    return version, Config
