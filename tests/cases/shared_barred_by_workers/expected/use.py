"""Use (cell 4 of the notebook)."""

from typing import Any

from joblib import Parallel


def use(tasks: list[Any]) -> None:
    """Use (notebook cell 4)."""
    print(Parallel(n_jobs=1)(tasks))
