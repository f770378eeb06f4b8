import os

MODE = os.environ.get("DEMO_TEST_MODE", "none")


def mode_of():
    return MODE


class Mode:
    def __init__(self, name):
        self.name = name


def twice(function):
    return lambda number: 2 * function(number)
