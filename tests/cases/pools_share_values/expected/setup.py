"""Setup (cells 1-4 of the notebook)."""

from concurrent.futures import ProcessPoolExecutor

from demo import shared
from demo.shared import Model, simulate


def setup() -> None:
    """Setup (notebook cells 1-4)."""
    bonus = len("abc")
    shared.bonus = bonus
    factor = len("ab")
    shared.factor = factor
    with ProcessPoolExecutor(max_workers=1) as executor:
        print(list(executor.map(simulate, [1, 2])))
        print(list(executor.map(Model(3).run, [1, 2])))
    bonus = 10
    shared.bonus = bonus
    factor = 20
    shared.factor = factor
    with ProcessPoolExecutor(max_workers=1) as executor:
        print([executor.submit(simulate, rate).result() for rate in (1, 2)])
    print(sum(simulate(rate) for rate in (1, 2)))
