"""`%run other.ipynb`: the code of the other file stands where the line stood."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from converter.model.diagnostic import Diagnostic, Span
from converter.model.notebook import Included
from converter.model.program import Magic
from converter.parse.literals import quoted
from converter.parse.logical import logical_lines
from converter.parse.magics import Plain, plain
from converter.parse.rows import Row, rows_of
from converter.syntax.names import names_of

_RUN = re.compile(r"%run\s+(?P<rest>.+)")
_HARMLESS = frozenset({"-i", "-e"})  # its namespace is the notebook's; `sys.exit` is no error


@dataclass(frozen=True)
class Run:
    """A `%run` line: options, the file's name, the words behind it."""

    options: tuple[str, ...]
    target: str
    words: tuple[str, ...]


def with_included(
    rows: tuple[Row, ...],
    cell: int,
    known: frozenset[str],
    files: Mapping[str, Included],
    inside: tuple[str, ...] = (),
) -> Plain:
    """`rows` with the code of the files that `%run` lines name; all else is as it was.

    `inside` are the files that are being included: one that runs itself is left to be refused.
    """
    if not files or not any("%run" in row.text for row in rows):
        return Plain(rows)
    parts = [
        _part(part.rows, part.escape, cell, known, files, inside) for part in logical_lines(rows)
    ]
    return Plain(
        rows=tuple(row for part in parts for row in part.rows),
        magics=tuple(magic for part in parts for magic in part.magics),
        requirements=tuple(line for part in parts for line in part.requirements),
        diagnostics=tuple(remark for part in parts for remark in part.diagnostics),
        quiet_from=max((part.quiet_from for part in parts), default=0),
    )


def _part(
    rows: tuple[Row, ...],
    escape: int,
    cell: int,
    known: frozenset[str],
    files: Mapping[str, Included],
    inside: tuple[str, ...],
) -> Plain:
    run = _run(rows, escape)
    file = files.get(run.target) if run else None
    if run is None or file is None or run.target in inside or set(run.options) - _HARMLESS:
        return Plain(rows)
    first = rows[0]
    texts: list[Row] = [Row(line, first.number) for line in _arguments(run, file)]
    told: list[Plain] = []
    for source in file.cells:
        inner = with_included(rows_of(source), cell, known, files, (*inside, run.target))
        done = plain(inner.rows, cell, known)
        told += [inner, done]
        texts += [replace(row, number=first.number) for row in done.rows]
    reason = f"runs {run.target} in the notebook's namespace: its code stands here"
    return Plain(
        rows=tuple(texts),
        magics=(
            Magic(first.text.strip(), "translate", reason, Span(cell, first.number)),
            *(magic for each in told for magic in _moved(each.magics, cell, first)),
        ),
        requirements=tuple(line for each in told for line in each.requirements),
        diagnostics=tuple(
            replace(
                remark, span=Span(cell, first.number), message=f"{run.target}: {remark.message}"
            )
            for each in told
            for remark in each.diagnostics
        ),
        quiet_from=first.number,
    )


def _moved(magics: tuple[Magic, ...], cell: int, row: Row) -> Iterator[Magic]:
    yield from (replace(magic, span=Span(cell, row.number)) for magic in magics)


def _run(rows: tuple[Row, ...], escape: int) -> Run | None:
    match = _RUN.fullmatch(rows[0].text.strip()) if escape == 0 and len(rows) == 1 else None
    if match is None:
        return None
    try:
        words = shlex.split(match["rest"], comments=True)
    except ValueError:
        return None
    options: list[str] = []
    while words and words[0].startswith("-"):
        options.append(words.pop(0))
    return Run(tuple(options), words[0], tuple(words[1:])) if words else None


def _arguments(run: Run, file: Included) -> Iterator[str]:
    """The lines that set the command line of a script that looks at it."""
    if any("argv" in text or "argparse" in text or "click" in text for text in file.cells):
        yield "import sys"
        yield f"sys.argv = [{', '.join(quoted(word) for word in (run.target, *run.words))}]"


def namespace_clashes(
    files: tuple[Included, ...], trees: Mapping[int, ast.Module], runs: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """Errors for scripts whose functions read globals that the notebook binds to something else.

    IPython runs a Python file in a namespace of its own and hands its names over afterwards: its
    functions go on seeing the file's own values. `runs` says which cell runs each file.
    """
    for file in files:
        if not file.script or file.target not in runs:
            continue
        try:
            names = names_of(*ast.parse(file.cells[0]).body)
        except SyntaxError:
            continue  # the parser names it where it stands
        own = names.late & names.binds
        for number, tree in trees.items():
            clash = sorted(own & names_of(*tree.body).binds) if number != runs[file.target] else []
            if clash:
                yield Diagnostic(
                    "NB407",
                    "error",
                    f"'{clash[0]}' is bound here, but the functions of {file.target} go on seeing "
                    "their file's own value",
                    f"give '{clash[0]}' another name, or import what you need from {file.target}",
                    Span(number),
                )
