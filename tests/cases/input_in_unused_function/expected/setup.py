"""Setup (cell 2 of the notebook)."""


def ask():
    return int(input("how many? "))


def play(*, limit):
    return ask() * limit


def setup(*, limit: int) -> None:
    """Setup (notebook cell 2)."""
    print(limit)
