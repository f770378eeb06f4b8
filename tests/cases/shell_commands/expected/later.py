"""Later (cell 5 of the notebook)."""

from demo.shell_lines import run_shell


def later(name: str) -> None:
    """Later (notebook cell 5)."""
    run_shell(f"echo \"quoted {name}\" 'single $n' 100%")
