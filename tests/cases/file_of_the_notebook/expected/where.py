"""Where (cell 2 of the notebook)."""

import os
from pathlib import Path
from typing import Any


def root():
    try:
        folder = os.path.dirname(os.path.abspath(__notebook_file__))
    except NameError:
        folder = "."
    return folder


def known(name="none"):
    try:
        return f"{name} {never_bound}"
    except NameError:
        return name


def where() -> Any:
    """Where (notebook cell 2)."""
    try:
        here = Path(__notebook_file__).parent
    except NameError:
        here = Path(".")
    print(here)
    return here
