"""The notebook, top to bottom (cell 1 of the notebook)."""

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> None:
    """The notebook, top to bottom (notebook cell 1).

    In one piece, on module globals: cell 1 imports * from nothing_of_this_name.
    """
    exec("from nothing_of_this_name import *", globals())
    print(1)
