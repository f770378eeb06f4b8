"""Setup (cells 1-2, 4 of the notebook)."""

import contextlib
import io
import types


def setup() -> None:
    """Setup (notebook cells 1-2, 4)."""
    _kept_text = io.StringIO()
    with (
        contextlib.redirect_stdout(_kept_text),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        print("inside")
        x = 1
    kept = types.SimpleNamespace(
        stdout=_kept_text.getvalue(),
        stderr="",
        outputs=[],
        show=lambda: print(_kept_text.getvalue(), end=""),
    )
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        print("gone")
        y = 2
    print(x, y, repr(kept.stdout))
    kept.show()
