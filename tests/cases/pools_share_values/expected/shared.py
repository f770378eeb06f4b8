"""Model, simulate, which share bonus, factor with the stages."""

from typing import Any

bonus: Any = None  # bound in cells 1, 4
factor: Any = None  # bound in cells 2, 4


class Model:
    def __init__(self, rate):
        self.rate = rate

    def run(self, seed):
        return seed * self.rate + bonus


def simulate(rate):
    return Model(rate).run(1) + factor
