"""Change (cell 4 of the notebook)."""

from typing import Any

from demo import shared


def change(
    weights: dict[Any, Any], steps: list[Any], registry: dict[Any, Any], chain: Any
) -> None:
    """Change (notebook cell 4)."""
    shared.bias += 10
    weights["a"] = 3
    print(chain(1), registry["two"](1), [f(2) for f in steps])
    del shared.bias
    shared.bias = 0
    print(chain(1))
