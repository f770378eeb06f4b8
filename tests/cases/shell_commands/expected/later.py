"""Later (cell 5 of the notebook)."""

import subprocess


def later(name: str) -> None:
    """Later (notebook cell 5)."""
    print(
        subprocess.run(
            f"echo \"quoted {name}\" 'single $n' 100%",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout,
        end="",
    )
