"""Config, which shares version with the stages."""

from typing import Any

version: Any = None  # bound in cell 2


class Config:
    version = "2"
    names = [n.upper() for n in ("a", "b")]

    class Inner:
        depth = 2

    def show(self):
        return version, self.version, self.Inner.depth
