"""Prepare (cells 2-3 of the notebook)."""

import sys


def prepare() -> None:
    """Prepare (notebook cells 2-3)."""
    sys.path.append("lib")
    sys.path.insert(0, "lib/inner")
    from beside import greeting
    import inside

    print(greeting("world"), inside.DEPTH)
