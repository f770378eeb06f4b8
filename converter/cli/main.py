"""The single error boundary: whatever happens below ends here, with a documented exit code.

0 good · 1 the notebook is wrong · 2 usage or environment · 3 our own fault (a trace file)
4 the kernel died · 5 a time limit · 6 a memory limit · 130 interrupted · 143 terminated · 141 reader went away
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from converter.cli import render
from converter.errors import EXIT_OK, EXIT_USAGE

EXIT_BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command that `arguments` (by default the process's own) ask for."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _code(given)
    except render.OutputClosed:
        return EXIT_BROKEN_PIPE
    except KeyboardInterrupt as exc:
        return _reported(exc, given)
    except Exception as exc:  # the one boundary of the program
        return _reported(exc, given)


def _code(given: Sequence[str]) -> int:
    if given in ([], ["-h"], ["--help"]):
        return _help(given)
    from converter.cli.group import nbship
    from converter.cli.signals import terminate_by_exception

    terminate_by_exception()
    render.prepare_streams()
    code = nbship.main(given, prog_name="nbship", standalone_mode=False)
    render.flush()
    return code if isinstance(code, int) else EXIT_OK


def _help(given: Sequence[str]) -> int:
    # Without click, which would take most of the time: help must not make anybody wait.
    from converter.cli.commands import help_text

    if given:
        render.say(help_text().rstrip())
        return EXIT_OK
    render.remark(help_text().rstrip())
    return EXIT_USAGE


def _reported(exc: BaseException, given: Sequence[str]) -> int:
    from converter.cli.failure import failure_of

    failure = failure_of(exc, given)
    try:
        render.failure(failure, as_json="--json" in given)
    except render.OutputClosed:
        return EXIT_BROKEN_PIPE
    return failure.exit_code


if __name__ == "__main__":
    sys.exit(main())
