"""Setup (cells 1-2, 4 of the notebook)."""

import os


def setup() -> None:
    """Setup (notebook cells 1-2, 4)."""
    os.environ["DEMO_TEST_MODE"] = "fast"
    import reads_environment

    print(reads_environment.MODE)
    from reads_environment import mode_of

    print(mode_of(), os.environ["DEMO_TEST_MODE"])
