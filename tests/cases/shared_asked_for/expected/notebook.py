"""The notebook, top to bottom (cells 1-2 of the notebook)."""

from typing import Any

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> Any:
    """The notebook, top to bottom (notebook cells 1-2).

    In one piece, on module globals: cell 1 assigns global counter inside a function.
    """
    global Bag, counter, error, seen, tick
    try:
        counter
    except NameError:
        counter = 10

    def tick():
        global counter
        counter += 1
        return counter

    print(tick(), tick())

    class Bag:
        def add(self, value):
            seen.append(value)
            return len(seen)

    try:
        print(Bag().add(0))
    except NameError as error:
        print("not yet:", error)
    seen = []
    print(Bag().add(1), Bag().add(2))
    return seen
