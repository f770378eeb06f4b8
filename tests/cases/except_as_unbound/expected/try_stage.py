"""Try (cell 2 of the notebook)."""

from typing import Any


def try_stage() -> tuple[Any, Any, Any]:
    """Try (notebook cell 2)."""
    try:
        value = int("x")
    except ValueError as e:
        value = -1
        message = str(e)
    else:
        message = ""
    finally:
        done = True
    return value, message, done
