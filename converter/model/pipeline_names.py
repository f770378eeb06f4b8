"""What `run()` of a generated pipeline calls the notebook's values."""

from __future__ import annotations

# Names that stand in `run()` besides the notebook's.
OWN = frozenset({"parameters", "stage", "Results", "Parameters", "run", "Any", "dataclass"})


def local_name(name: str) -> str:
    """The local variable of `run()` that holds the notebook's `name`."""
    return f"{name}_" if name in OWN else name
