"""Third (cell 6 of the notebook)."""

from typing import Any

from demo.first import outer


def third(scored: Any) -> None:
    """Third (notebook cell 6)."""
    print(scored(1), outer(1, scored=scored))
