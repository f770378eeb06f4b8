"""Load / Match / Report (cells 2, 4, 6 of the notebook)."""


def load() -> None:
    """Load / Match / Report (notebook cells 2, 4, 6)."""
    if (n := len("abcd")) > 3:
        print("long")
    firsts = [last := x * 2 for x in (1, 2)]
    command = ["go", "north", "fast"]
    match command:
        case ["go", direction, *rest]:
            print(direction, rest)
        case _:
            direction, rest = None, []
    print(n, firsts, last, direction, rest)
