"""Setup (cell 3 of the notebook)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any


def setup(
    *,
    big: int,
    day: date,
    flag: bool,
    limit: int | None,
    minus: float,
    moment: datetime,
    names: list[str],
    nothing: Any | None,
    rate: float,
    sizes: tuple[int, ...],
    table: dict[str, int],
    tagged: set[str],
    text: str,
    where: Path,
) -> None:
    """Setup (notebook cell 3)."""
    print(
        flag,
        rate,
        names,
        sizes,
        table,
        nothing,
        limit,
        day,
        moment,
        where,
        big,
        minus,
        text,
    )
    print(sorted(tagged), type(sizes).__name__, type(table).__name__)
