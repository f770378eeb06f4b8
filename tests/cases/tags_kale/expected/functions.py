"""stepped of the notebook."""


def stepped(x, *, lr):
    return x - lr
