"""Report: figures and tables (cells 1, 3 of the notebook)."""

import matplotlib
import matplotlib.pyplot as plt

from demo.figures import close_figures


def report() -> None:
    """Report: figures and tables (notebook cells 1, 3)."""
    matplotlib.use("svg")
    close_figures()
    plt.plot([1, 2])
    print(matplotlib.get_backend().lower())
    close_figures()
