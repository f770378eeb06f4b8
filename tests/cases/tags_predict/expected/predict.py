"""predict of the notebook."""


def predict(xs, *, mean):
    """Distance of each from the mean."""
    return [x - mean for x in xs]
