"""Clean: the data made fit for use (cells 1-4, 7 of the notebook)."""

import functools
import os
import shutil
import threading
import time
from pathlib import Path


def work(*, done):
    time.sleep(0.05)
    done.append(1)


def clean() -> None:
    """Clean: the data made fit for use (notebook cells 1-4, 7)."""
    path = Path("a.txt")
    path.write_text("hello")
    done = []
    thread = threading.Thread(target=functools.partial(work, done=done))
    thread.start()
    thread.join()
    path.rename("b.txt")
    os.rename("b.txt", "c.txt")
    shutil.copy("c.txt", "d.txt")
    Path("d.txt").replace("e.txt")
    print(done, sorted(each.name for each in Path(".").glob("?.txt")))
    with open("c.txt", "r+") as file:
        file.truncate(2)
    print(Path("c.txt").read_text())
