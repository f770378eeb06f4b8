"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import arrow, bare, many, only, stars


def use(k: Any) -> None:
    """Use (notebook cell 4)."""
    kw = {"z": 1}
    args = (1, 2)
    print(
        stars(*args, **kw, k=k),
        stars(k=k),
        only(1, c=1, k=k),
        bare(k=k),
        many(1, 2, 3, k=k),
        many(*args, k=k),
        arrow(k=k),
    )
