"""What is installed in the environment that the conversion runs in."""

from __future__ import annotations

import importlib.metadata
from functools import cache


def installed_distribution(name: str) -> tuple[str, str] | None:
    """(distribution, version) for a distribution or an import name, or None."""
    try:
        found = importlib.metadata.distribution(name)
    except (importlib.metadata.PackageNotFoundError, ValueError):
        owners = _owners().get(name, [])
        if not owners:
            return None
        found = importlib.metadata.distribution(owners[0])
    return found.metadata["Name"].lower(), found.version


@cache
def _owners() -> dict[str, list[str]]:
    """Distributions by import name (reads every installed package's record: slow, so late)."""
    return dict(importlib.metadata.packages_distributions())
