"""area, Circle, text of the notebook."""

import math


def area(r):
    return math.pi * r * r


class Circle:
    def __init__(self, r):
        self.r = r

    def area(self):
        return area(self.r)


def text(shape, *, UNIT):
    return f"{shape.area():.1f} {UNIT}²"
