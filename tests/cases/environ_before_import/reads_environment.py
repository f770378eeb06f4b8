import os

MODE = os.environ.get("DEMO_TEST_MODE", "none")


def mode_of():
    return MODE
