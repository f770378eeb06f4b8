# %% tags=["module:shapes"]
import math


def area(r):
    return math.pi * r * r


class Circle:
    def __init__(self, r):
        self.r = r

    def area(self):
        return area(self.r)


# %% tags=["module:shapes"]
UNIT = "cm"


def text(shape):
    return f"{shape.area():.1f} {UNIT}²"


# %% tags=["stage:draw"]
small = Circle(1)
print(text(small))

# %% tags=["stage:compare"]
print(area(2) > small.area())
