"""Use (cell 4 of the notebook)."""

from typing import Any


def use(version: str, Config: Any) -> Any:
    """Use (notebook cell 4)."""
    config = Config()
    print(config.show(), Config.names, version)
    return config
