"""The notebook, top to bottom (cells 1, 3 of the notebook)."""

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> None:
    """The notebook, top to bottom (notebook cells 1, 3).

    In one piece, on module globals: cell 1 imports * from math.
    """
    global a
    exec("from math import *", globals())
    a = 1
    globals()["b"] = 2
    print(a + b, sqrt(4), "a" in globals(), "nope" in globals())
    exec("c = a + 5", globals())
    print(c)
