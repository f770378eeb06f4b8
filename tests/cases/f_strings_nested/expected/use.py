"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import wide


def use(width: int, d: dict[Any, Any]) -> None:
    """Use (notebook cell 4)."""
    print(f"{d['k']:.2f} {d['n']['m']:03d}")
    print(f"{wide(1, width=width)}|{wide(d['k'], width=width)!r}|{{}}|{width=}")
    print(
        f"{'a' if d else 'b'} {[wide(i, width=width) for i in range(2)]} {(lambda v: v * 2)(3)}"
    )
    print(
        f'{"x".join(["1", "2"])}'
        f"{wide('é', width=width)}"
        "ü{}".format(wide(2, width=width))
    )
