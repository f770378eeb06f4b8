"""'quoted' {{x}} /n (cell 2 of the notebook)."""


def quoted_x_n() -> int:
    """'quoted' {{x}} /n (notebook cell 2)."""
    a = 1
    return a
