"""Use (cell 5 of the notebook)."""

import os

from demo.where import known, root


def use() -> None:
    """Use (notebook cell 5)."""
    print(
        root(),
        known(),
        [known(name) for name in ("a", "b")],
        os.__file__.endswith("os.py"),
    )
