"""Define / Rebind (cells 2, 4 of the notebook)."""


def define() -> None:
    """Define / Rebind (notebook cells 2, 4)."""
    k = int("2")

    def power(x, n=k, *, m=k + 1):
        return x**n + m + k

    print(power(3))
    k = 5
    print(power(3))
