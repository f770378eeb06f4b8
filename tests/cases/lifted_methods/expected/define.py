"""unit, Weight of the notebook."""

unit = "k" + "g"


class Weight:
    """A weight."""

    def __init__(self, value):
        self.value = value

    def text(self):
        return f"{self.value} {unit}"

    def __add__(self, other):
        return Weight(self.value + other.value)
