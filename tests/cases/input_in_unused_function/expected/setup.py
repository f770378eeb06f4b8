"""Setup (cells 1-2 of the notebook)."""


def ask():
    return int(input("how many? "))


def play(*, limit):
    return ask() * limit


def setup() -> None:
    """Setup (notebook cells 1-2)."""
    limit = 3
    print(limit)
