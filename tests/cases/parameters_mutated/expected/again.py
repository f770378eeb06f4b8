"""Again (cell 5 of the notebook)."""


def again(*, names: list[str]) -> None:
    """Again (notebook cell 5)."""
    print(names)
