"""Later (cells 5-6 of the notebook)."""

from typing import Any


def later(Told: Any, shown: Any, counted: Any) -> None:
    """Later (notebook cells 5-6)."""
    import reads_environment
    from reads_environment import MODE

    print(reads_environment.mode_of(), Told(MODE).told(), shown(), counted(1))
    print([reads_environment.MODE for _ in range(2)])
    import reads_environment

    print(reads_environment.mode_of())
