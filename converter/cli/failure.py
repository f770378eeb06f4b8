"""What ended a command, as one value that can be printed as text or as JSON."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import click

from converter.cli.signals import was_terminated
from converter.cli.trace import trace_file
from converter.errors import (
    EXIT_INTERNAL,
    EXIT_INTERRUPTED,
    EXIT_TERMINATED,
    EXIT_USAGE,
    InternalError,
    NbshipError,
    NotebookError,
)
from converter.model.diagnostic import Diagnostic

OWN = __name__.partition(".")[0]
# The machine refuses: nothing that a notebook or nbship could have done otherwise.
_WORLD = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})


@dataclass(frozen=True)
class Failure:
    """Why a command ended without its result. `notebook` is its name for diagnostics."""

    kind: str
    message: str
    exit_code: int
    hint: str = ""
    notebook: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


def failure_of(exc: BaseException, arguments: Sequence[str]) -> Failure:
    """What `exc` means to the user who typed `arguments`."""
    if was_terminated(exc):
        return Failure("Terminated", "terminated", EXIT_TERMINATED)
    match exc:
        case KeyboardInterrupt() | click.Abort():
            return Failure("Interrupted", "interrupted", EXIT_INTERRUPTED)
        case click.ClickException():
            return _usage_failure(exc)
        case NotebookError():
            return Failure(
                kind=type(exc).__name__,
                message=exc.message,
                exit_code=exc.exit_code,
                hint=exc.hint,
                notebook=notebook_name(arguments),
                diagnostics=tuple(d for d in exc.diagnostics if isinstance(d, Diagnostic)),
            )
        case NbshipError() if not isinstance(exc, InternalError):
            return Failure(type(exc).__name__, exc.message, exc.exit_code, exc.hint)
        case ModuleNotFoundError(name=str(module)) if module.partition(".")[0] != OWN:
            return Failure(
                kind="IncompleteInstallation",
                message=f"nbship's installation is incomplete: there is no module '{module}'",
                exit_code=EXIT_USAGE,
                hint=f"install nbship again, with its dependencies: {sys.executable} -m pip install nbship",
            )
        case OSError() if exc.errno in _WORLD:
            return Failure(type(exc).__name__, str(exc), EXIT_USAGE)
    return _fault(exc, arguments)


def _usage_failure(exc: click.ClickException) -> Failure:
    context = exc.ctx if isinstance(exc, click.UsageError) else None
    hint = f"see `{context.command_path} --help`" if context else ""
    return Failure("UsageError", exc.format_message(), EXIT_USAGE, hint)


def _fault(exc: BaseException, arguments: Sequence[str]) -> Failure:
    first_line = (str(exc).splitlines() or [""])[0][:200]
    return Failure(
        kind="InternalError",
        message=f"this is a fault of nbship: {type(exc).__name__}: {first_line}",
        exit_code=EXIT_INTERNAL,
        hint=f"please report it with the trace in {trace_file(exc, arguments)}",
    )


def notebook_name(arguments: Sequence[str]) -> str:
    """The notebook that `arguments` name, as messages call it."""
    if "-" in arguments:
        return "<stdin>"
    for suffix in (".ipynb", ".py", ""):
        for word in arguments[1:]:
            if word.endswith(suffix) and not word.startswith("-"):
                return PurePath(word).name
    return "notebook"
