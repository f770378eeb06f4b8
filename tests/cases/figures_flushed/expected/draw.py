"""Draw (cells 2-4 of the notebook)."""

from typing import Any

import matplotlib.pyplot as plt

from demo.figures import close_figures


def draw() -> Any:
    """Draw (notebook cells 2-4)."""
    plt.plot([1, 2], [3, 4])
    plt.title("one")
    print(plt.get_fignums(), len(plt.gca().lines))
    close_figures()
    print(plt.get_fignums())
    plt.plot([1, 2])
    print(len(plt.gca().lines))
    close_figures()
    fig, ax = plt.subplots()
    ax.set_title("kept")
    ax.plot([1])
    close_figures()
    return ax
