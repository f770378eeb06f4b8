"""Use (cells 1, 3 of the notebook)."""

from typing import Any


def use(
    *, FRACTION: float, K: int, NAMES: list[str], SEED: int
) -> tuple[Any, str, Any]:
    """Use (notebook cells 1, 3)."""
    TWICE = K * 2
    LABEL = f"{K} of {TWICE}"
    half = K * FRACTION
    print(LABEL, half, NAMES, SEED)
    return TWICE, LABEL, half
