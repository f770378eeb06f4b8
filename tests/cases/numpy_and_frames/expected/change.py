"""Change (cell 4 of the notebook)."""

from typing import Any


def marked(frame, *, limit):
    out = frame.copy()
    out["big"] = out["x"] > limit
    return out


def change(df: Any, limit: Any) -> tuple[Any, Any]:
    """Change (notebook cell 4)."""
    df = marked(df, limit=limit)
    df["x"] = df["x"].fillna(0)
    df.loc[df["k"] == "a", "x"] += 1
    groups = df.groupby("k")["x"].agg(["sum", "max"])
    return df, groups
