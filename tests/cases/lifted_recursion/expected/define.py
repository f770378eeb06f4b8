"""Define (cell 2 of the notebook)."""


def countdown(n, *, step):
    if n <= 0:
        return []
    return [n] + countdown(n - step, step=step)


def even(n, *, step):
    return n == 0 or odd(n - step // 2, step=step)


def odd(n, *, step):
    return n != 0 and even(n - step // 2, step=step)


def define() -> int:
    """Define (notebook cell 2)."""
    step = len("ab")
    return step
