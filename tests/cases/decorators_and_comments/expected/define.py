"""counted, block of the notebook."""

import contextlib
import functools


# what this does
@functools.lru_cache(
    maxsize=None,
)
# between
@functools.wraps(len)
def counted(x):  # on the header
    # first in the body

    return len(x)  # at the end

    # last in the body


@contextlib.contextmanager
def block(name):
    print("in", name)
    yield name
    print("out", name)
