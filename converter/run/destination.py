"""Where the executed notebook goes, and how it gets there: complete or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from converter.errors import TargetError, UsageError
from converter.model.notebook import Notebook


def output_path(notebook: Notebook, output: Path | None) -> Path:
    """The path to write to: `output`, or `STEM.out.ipynb` in the current folder."""
    if output is None:
        if notebook.path is None:
            raise UsageError("a notebook from standard input needs an OUTPUT path")
        output = Path(f"{notebook.path.stem}.out.ipynb")
    target = output.absolute()
    if target.suffix.lower() != ".ipynb":
        raise UsageError(f"{output}: the output is a notebook", hint="give a name in .ipynb")
    if notebook.path and target.resolve() == notebook.path.absolute().resolve():
        raise UsageError(f"{output}: is the notebook itself", hint="give another OUTPUT")
    if not target.parent.is_dir():
        raise TargetError(f"{output}: its folder does not exist", hint=f"mkdir -p {target.parent}")
    if target.is_dir():
        raise TargetError(f"{output}: is a folder", hint="give the name of a file")
    if not os.access(target.parent, os.W_OK):
        raise TargetError(f"{output}: no permission to write there", hint="give another OUTPUT")
    return target


def save(text: str, target: Path) -> None:
    """Write `text` to `target` in one step: a reader sees the old file or the new one."""
    staged = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        try:
            # Not mkstemp: the umask, which threads share, then makes the file's mode.
            with staged.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            staged.replace(target)
        except BaseException:  # ^C too: clean up, then on with the error
            staged.unlink(missing_ok=True)
            raise
    except OSError as exc:
        hint = "the run's output is lost"
        raise TargetError(f"{target}: cannot be written: {exc.strerror}", hint=hint) from exc
