"""Make / Rebind (cells 2, 4 of the notebook)."""


def make() -> None:
    """Make / Rebind (notebook cells 2, 4)."""
    bias = int("1")
    handlers = [lambda x: x + bias]
    print(handlers[0](1))
    bias = 10
    print(handlers[0](1))
