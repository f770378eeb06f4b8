"""Prepare (cells 4-8 of the notebook)."""

import os

from demo.shell_lines import run_shell


def prepare() -> None:
    """Prepare (notebook cells 4-8)."""
    run_shell("mkdir -p made")
    os.chdir("made")
    with open("note.txt", "w") as file:
        file.write("one\n")
    run_shell("cat note.txt")
    os.chdir("..")
