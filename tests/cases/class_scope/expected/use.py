"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.define import Config, version


def use() -> Any:
    """Use (notebook cell 4)."""
    config = Config()
    print(config.show(), Config.names, version)
    return config
