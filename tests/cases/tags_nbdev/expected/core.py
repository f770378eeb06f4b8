"""doubled of the notebook."""


def doubled(x):
    "Twice `x`."
    return x * 2
