"""Use (cell 5 of the notebook)."""

from typing import Any

from demo.define import chosen, counted


def use(
    weights: dict[Any, Any], limit: int, rebound: Any, handed: Any, *, THRESH: float
) -> None:
    """Use (notebook cell 5)."""
    again = 2
    print(
        chosen([0.2, 0.9], threshold=THRESH, table=weights),
        chosen([0.2, 0.9], 0.1, table=weights),
        chosen([0.2, 0.9], table={"a": 1}, threshold=THRESH),
    )
    print(
        counted([0.2, 0.9], n=limit, THRESH=THRESH, limit=limit, weights=weights),
        counted([0.2, 0.9], 1, skip=0, THRESH=THRESH, limit=limit, weights=weights),
        rebound(1),
        list(map(handed, [1])),
    )
    print([chosen([t], threshold=t, table=weights) for t in (0.3, 0.4)])
