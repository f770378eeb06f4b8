"""Setup (cell 1 of the notebook)."""

import os

from demo.shell_lines import run_shell


def setup() -> None:
    """Setup (notebook cell 1)."""
    run_shell("mkdir -p made/{raw,done}", executable="/bin/bash")
    print(sorted(os.listdir("made")))
    run_shell("rm -r made")
    run_shell("echo plain")
