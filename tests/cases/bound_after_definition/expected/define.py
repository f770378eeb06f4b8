"""with_rate of the notebook."""


def with_rate(x, *, later_rate):
    return x * later_rate
