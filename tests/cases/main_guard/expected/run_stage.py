"""Run / After (cells 4, 6 of the notebook)."""

from demo.define import main


def run_stage() -> None:
    """Run / After (notebook cells 4, 6)."""
    code = main()
    print("code", code)
    print(code + 1)
