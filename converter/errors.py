"""What can go wrong, and who has to act.

    ConverterError              exit 2: usage or environment; carries a hint
    ├── InputError              the path, the file or the notebook format
    ├── UsageError              an option, a parameter name or value
    ├── TargetError             the folder to write to
    ├── EnvironmentProblem      a tool, kernel or package is missing
    │   └── StoreProblem        the run store cannot be opened, read or written
    └── KernelDied              exit 4: the kernel vanished or was killed for memory
        └── MemoryExceeded      exit 6: the run used more memory than it was given
    NotebookError               exit 1: the notebook is wrong; carries Diagnostics
    RunTimeout                  exit 5: a cell or the whole run took too long
    RunStopped                  exit 130: whoever watches the run asked it to end
    InternalError               exit 3: our own fault; a trace file is written

A notebook's own mistakes are collected as `Diagnostic` values (see `model.diagnostic`) and raised
together, once, as `NotebookError`.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_NOTEBOOK = 1
EXIT_USAGE = 2
EXIT_INTERNAL = 3
EXIT_KERNEL_DIED = 4
EXIT_TIMEOUT = 5
EXIT_MEMORY = 6
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


class NbshipError(Exception):
    """An error that nbship raises on purpose; `exit_code` is what the command ends with."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConverterError(NbshipError):
    """The world is wrong: a file, an option, the environment. The user can mend it."""


class InputError(ConverterError):
    """The notebook cannot be read: path, permission, format, language."""


class UsageError(ConverterError):
    """An option, a parameter name or a parameter value is not acceptable."""


class TargetError(ConverterError):
    """The folder to write to is not ours to write."""


class EnvironmentProblem(ConverterError):
    """Something the command needs is not installed or not running."""


class StoreProblem(EnvironmentProblem):
    """The run store cannot be opened, read or written."""


class KernelConflict(EnvironmentProblem):
    """A warm kernel found that the run needs another process than its server can fork."""


class KernelDied(ConverterError):
    """The kernel ended without an answer: crashed, or killed for memory."""

    exit_code = EXIT_KERNEL_DIED


class MemoryExceeded(KernelDied):
    """The run used more memory than its limit and was stopped."""

    exit_code = EXIT_MEMORY


class RunTimeout(ConverterError):
    """A cell or the whole run exceeded its time limit."""

    exit_code = EXIT_TIMEOUT


class RunStopped(ConverterError):
    """Whoever watches the run asked it to end: a search that has seen enough."""

    exit_code = EXIT_INTERRUPTED


class NotebookError(NbshipError):
    """The notebook is wrong; `diagnostics` say where and what to do."""

    exit_code = EXIT_NOTEBOOK

    def __init__(
        self, message: str, *, diagnostics: tuple[object, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.diagnostics = diagnostics


class InternalError(NbshipError):
    """nbship contradicts itself; never the user's fault."""

    exit_code = EXIT_INTERNAL

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail
