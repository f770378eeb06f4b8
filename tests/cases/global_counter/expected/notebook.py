"""The notebook, top to bottom (cells 2, 4 of the notebook)."""

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> None:
    """The notebook, top to bottom (notebook cells 2, 4).

    In one piece, on module globals: cell 2 assigns global counter inside a function.
    """
    global bump, counter
    counter = 0

    def bump(by=1):
        global counter
        counter += by
        return counter

    bump()
    print(counter)
    bump(2)
    print(counter, bump())
