"""Use (cell 4 of the notebook)."""

from math import ceil, floor
from os.path import basename
from typing import Any

from demo.define import area


def use(e: Any) -> list[Any]:
    """Use (notebook cell 4)."""
    print(area(1, e=e), floor(2.5), eval("ceil(1.2)"))
    e = 1
    tau = [t for t in range(2)]
    print(area(1, e=e), basename("a/b"))
    return tau
