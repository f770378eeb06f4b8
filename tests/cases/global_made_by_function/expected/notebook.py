"""The notebook, top to bottom (cells 2, 4 of the notebook)."""

from typing import Any

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> Any:
    """The notebook, top to bottom (notebook cells 2, 4).

    In one piece, on module globals: cell 2 assigns global settings_made inside a function.
    """
    global settings_made, setup, total

    def setup():
        global settings_made
        settings_made = {"a": 1}

    setup()
    print(settings_made["a"])
    total = sum(settings_made.values())
    return total
