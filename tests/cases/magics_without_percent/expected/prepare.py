"""Prepare (cells 4-8 of the notebook)."""

import os
import subprocess


def prepare() -> None:
    """Prepare (notebook cells 4-8)."""
    print(
        subprocess.run(
            "mkdir -p made",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout,
        end="",
    )
    os.chdir("made")
    with open("note.txt", "w") as file:
        file.write("one\n")
    print(
        subprocess.run(
            "cat note.txt",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout,
        end="",
    )
    os.chdir("..")
