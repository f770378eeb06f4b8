"""Use (cell 4 of the notebook)."""

from demo.define import block, counted


def use() -> None:
    """Use (notebook cell 4)."""
    # leading comment
    with block("a") as a, block("b"):
        print(a, counted("abc"))  # trailing
    # final comment
