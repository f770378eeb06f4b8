"""The notebook, top to bottom (cells 1-2 of the notebook)."""

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> None:
    """The notebook, top to bottom (notebook cells 1-2).

    In one piece, on module globals: cell 1 calls globals().
    """
    global place
    if "__notebook_file__" in globals():
        place = "script"
    else:
        place = "notebook"
    print(
        place,
        globals().get("__notebook_file__"),
        "__notebook_file__" not in sorted(globals()),
    )
