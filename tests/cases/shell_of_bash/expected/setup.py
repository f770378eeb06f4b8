"""Setup (cell 1 of the notebook)."""

import os
import subprocess


def setup() -> None:
    """Setup (notebook cell 1)."""
    print(
        subprocess.run(
            "mkdir -p made/{raw,done}",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            executable="/bin/bash",
        ).stdout,
        end="",
    )
    print(sorted(os.listdir("made")))
    print(
        subprocess.run(
            "rm -r made",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout,
        end="",
    )
    print(
        subprocess.run(
            "echo plain",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout,
        end="",
    )
