"""Setup (cells 1-2 of the notebook)."""


def setup() -> None:
    """Setup (notebook cells 1-2)."""
    if True:
        where = "notebook"
    else:
        where = "module"
    print(where)
    if False:
        print("imported")
    if True and where:
        print("both")
