"""The notebook, top to bottom (cells 2, 4-5 of the notebook)."""

from typing import Any

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> Any:
    """The notebook, top to bottom (notebook cells 2, 4-5).

    In one piece, on module globals: cell 4 names the notebook's own module: a setup of timeit().
    """
    global __main__, calls, count, name, start, sys, timed, timeit
    import sys
    import timeit

    calls = []
    start = 3

    def count(step):
        calls.append(step)
        return start + step

    timed = (
        timeit.timeit("count(1)", setup="from demo.notebook import count", number=4)
        >= 0
    )
    for name in ("start", "calls"):
        timeit.Timer(
            f"count({name} and 2)", f"from demo.notebook import count, {name}"
        ).timeit(1)
    print(len(calls), calls[-1], timed)
    import demo.notebook as __main__

    start = 10
    print(__main__.start, sys.modules["demo.notebook"].count(1), "__main__")
    return timed
