"""Shell (cells 2-3 of the notebook)."""

from typing import Any

from demo.shell_lines import run_shell, shell_output


def shell() -> tuple[str, Any, Any]:
    """Shell (notebook cells 2-3)."""
    run_shell("echo one")
    name = "two words"
    run_shell("echo {name} $n {n + 1} $HOME_NOT_THERE end")
    lines = shell_output("printf 'a\\nb\\n'").splitlines()
    print(list(lines), len(lines))
    for i in range(2):
        run_shell(f"echo {i}")
    out = shell_output(f"echo {name.upper()}").splitlines()
    print(out[0])
    return name, lines, out
