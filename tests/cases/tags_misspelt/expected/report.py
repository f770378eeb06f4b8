"""Report: figures and tables (cell 3 of the notebook)."""


def report(a: int, c: int) -> None:
    """Report: figures and tables (notebook cell 3)."""
    print(a, c)
