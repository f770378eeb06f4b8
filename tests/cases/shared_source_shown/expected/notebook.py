"""The notebook, top to bottom (cell 1 of the notebook)."""

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> None:
    """The notebook, top to bottom (notebook cell 1).

    In one piece, on module globals: cell 1 assigns global hits inside a function.
    """
    global hit, hits
    hits = 0

    def hit():
        global hits
        hits += 1

    hit()
    print(f"{hits=}")
