"""prefix, loud, add of the notebook."""

prefix = "-" * 2


def loud(f):
    def wrapper(*args):
        print(prefix, f.__name__)
        return f(*args)

    return wrapper


@loud
def add(a, b):
    return a + b
