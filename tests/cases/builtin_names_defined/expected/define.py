"""compile, hash of the notebook."""

from math import pow


def compile(x, by=2):
    return pow(x, by)


def hash(x):
    return compile(x) + 1
