"""Figures as pixels: every open figure drawn the same way at the moment when it is shown."""

from __future__ import annotations

import functools
import io
import sys
import warnings
from collections.abc import Callable
from typing import Any

from .imports import after_import

DPI = 60
INTERACT = "ipywidgets.widgets.interaction"
INLINE = ("matplotlib_inline.backend_inline", "ipykernel.pylab.backend_inline")


def drawn(figure: Any) -> bytes:
    """The figure as PNG, by the Agg renderer at one resolution."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure.savefig(target, format="png", dpi=DPI)
    return target.getvalue()


def open_figures() -> list[Any]:
    """The pyplot figures that have something on them."""
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    if helpers is None:
        return []
    figures = [manager.canvas.figure for manager in helpers.Gcf.get_all_fig_managers()]
    return [figure for figure in figures if figure.axes or figure.texts]


def watch_notebook(capture: Callable[..., None]) -> None:
    """Nothing; `capture` gets the open figures whenever the notebook shows them.

    Where showing does not close them, it is told to take only those that look otherwise.
    """

    def hook_inline(module: Any) -> None:
        # One function shows figures at `plt.show()` and when a cell ends; it keeps its state in
        # attributes of itself, which its module finds under the module's own name for it.
        own = module.show
        module.show = _before(own, lambda: capture(_shown()))
        # Imported by itself, it has made itself the backend before its import has ended.
        backend = getattr(sys.modules.get("matplotlib.pyplot"), "_backend_mod", None)
        if getattr(backend, "show", None) is own:
            backend.show = module.show  # type: ignore[union-attr]

    def hook_pyplot(module: Any) -> None:
        module.show = _before(
            module.show, lambda: None if is_inline() else capture(_shown(), changed=True)
        )

    for name in INLINE:
        after_import(name, hook_inline)
    after_import("matplotlib.pyplot", hook_pyplot)


def _shown() -> list[Any]:
    """The open figures; none within a widget that `interact` made, which only a browser shows."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == INTERACT:
            return []
        frame = frame.f_back  # type: ignore[assignment]
    return open_figures()


def is_inline() -> bool:
    """True when the backend shows figures in the notebook and closes them."""
    matplotlib = sys.modules.get("matplotlib")
    return matplotlib is not None and "inline" in str(matplotlib.get_backend()).lower()


def _before(shown: Any, action: Callable[[], None]) -> Any:
    @functools.wraps(shown)
    def watched(*args: Any, **words: Any) -> Any:
        action()
        return shown(*args, **words)

    return watched
