"""Price, Discounted, which share off, rate with the stages."""

from typing import Any

off: Any = None  # bound in cells 2, 5
rate: Any = None  # bound in cells 2, 4


class Price:
    def __init__(self, net):
        self.net = net

    def gross(self):
        return self.net * (1 + rate)

    @property
    def told(self):
        return f"{self.gross()} at {rate}"

    @staticmethod
    def current():
        return rate


class Discounted(Price):
    def gross(self):
        return super().gross() - off
