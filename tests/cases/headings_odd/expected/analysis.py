"""数据加载 (cell 5 of the notebook)."""

from typing import Any


def analysis(a: int) -> Any:
    """数据加载 (notebook cell 5)."""
    b = a + 1
    return b
