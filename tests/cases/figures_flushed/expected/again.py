"""Again (cell 6 of the notebook)."""

from typing import Any

import matplotlib.pyplot as plt

from demo.figures import close_figures


def again(ax: Any) -> None:
    """Again (notebook cell 6)."""
    ax.plot([2])
    print(len(ax.lines), ax.get_title(), plt.get_fignums())
    close_figures()
