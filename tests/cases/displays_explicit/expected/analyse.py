"""Analyse: what the data say (cell 2 of the notebook)."""


def analyse() -> None:
    """Analyse: what the data say (notebook cell 2)."""
    print("before")
    print("after")
