"""Prepare (cells 2-3 of the notebook)."""

import os
from typing import Any


def prepare() -> tuple[Any, Any, Any]:
    """Prepare (notebook cells 2-3)."""
    os.environ["DEMO_TEST_MODE"] = "fast"
    import reads_environment
    from reads_environment import MODE, Mode

    print(reads_environment.MODE)

    class Told(Mode):
        def told(self):
            return f"told {self.name}"

    def shown(mode=MODE):
        return f"shown {mode}"

    @reads_environment.twice
    def counted(number: Mode):
        return number + 1

    return Told, shown, counted
