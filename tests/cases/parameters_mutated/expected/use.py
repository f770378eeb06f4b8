"""Use (cell 3 of the notebook)."""


def use(*, names: list[str]) -> None:
    """Use (notebook cell 3)."""
    names.append("b")
    print(names)
