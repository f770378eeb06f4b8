"""Use (cell 4 of the notebook)."""

from typing import Any

from demo.figures import close_figures


def use(version: str, Config: Any) -> Any:
    """Use (notebook cell 4)."""
    config = Config()
    print(config.show(), Config.names, version)
    close_figures()
    return config
