"""Import (cell 4 of the notebook)."""


def import_stage() -> int:
    """Import (notebook cell 4)."""
    a = 1
    return a
