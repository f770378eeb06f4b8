"""Read (cells 1, 3 of the notebook)."""

import os
from typing import Any


def read() -> tuple[Any, Any, Any, Any]:
    """Read (notebook cells 1, 3)."""
    os.environ["DEMO_SPEED"] = "1"
    mode = os.environ.get("DEMO_SPEED", "0")
    fast = "DEMO_SPEED" in os.environ

    def speed(x, unit=os.environ["DEMO_SPEED"]):
        return mode, x, fast, unit

    class Options:
        SPEED = os.environ["DEMO_SPEED"]

    print(speed(1), Options.SPEED)
    return mode, fast, speed, Options
