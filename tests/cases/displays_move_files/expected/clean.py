"""Clean: the data made fit for use (cells 3-4, 7 of the notebook)."""

import os
import shutil
from pathlib import Path
from typing import Any


def clean(path: Path, done: list[Any]) -> None:
    """Clean: the data made fit for use (notebook cells 3-4, 7)."""
    path.rename("b.txt")
    os.rename("b.txt", "c.txt")
    shutil.copy("c.txt", "d.txt")
    Path("d.txt").replace("e.txt")
    print(done, sorted(each.name for each in Path(".").glob("?.txt")))
    with open("c.txt", "r+") as file:
        file.truncate(2)
    print(Path("c.txt").read_text())
