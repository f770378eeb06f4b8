"""Define (cell 3 of the notebook)."""

from typing import Any


def chosen(rows, threshold, *, table):
    return [table["a"] * row for row in rows if row > threshold]


def counted(rows, n, skip=0, *, THRESH, limit, weights):
    return (
        len(chosen(rows, threshold=THRESH, table=weights))
        + len(chosen(rows[skip:n], 0.1, table=weights))
        + limit
    )


def define() -> tuple[dict[Any, Any], int, Any, Any]:
    """Define (notebook cell 3)."""
    weights = {"a": len("xy")}
    limit = len("abc")
    again = 1

    def rebound(x, k=again):
        return x + k

    def handed(x, k=limit):
        return x + k

    return weights, limit, rebound, handed
