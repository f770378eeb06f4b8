"""Train: fit the model (cells 6, 8 of the notebook)."""

from typing import Any

from demo.functions import stepped


def train(y: Any, *, lr: float) -> None:
    """Train: fit the model (notebook cells 6, 8)."""
    z = stepped(y, lr=lr)
    print(round(z, 3))
    print(round(z, 1))
