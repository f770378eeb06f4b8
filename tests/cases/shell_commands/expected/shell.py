"""Shell (cells 2-3 of the notebook)."""

import subprocess
from typing import Any


def shell() -> tuple[str, int, Any, Any]:
    """Shell (notebook cells 2-3)."""
    print(
        subprocess.run(
            "echo one",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout,
        end="",
    )
    name = "two words"
    n = 3
    print(
        subprocess.run(
            "echo {name} $n {n + 1} $HOME_NOT_THERE end",
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout,
        end="",
    )
    lines = subprocess.run(
        "printf 'a\\nb\\n'",
        shell=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout.splitlines()
    print(list(lines), len(lines))
    for i in range(2):
        print(
            subprocess.run(
                f"echo {i}",
                shell=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            ).stdout,
            end="",
        )
    out = subprocess.run(
        f"echo {name.upper()}",
        shell=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout.splitlines()
    print(out[0])
    return name, n, lines, out
