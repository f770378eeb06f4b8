"""What `%timeit` does besides: its trials are left out, and with them what they change."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from converter.analyse.effects import effects_called_of, effects_of, only_reads_files
from converter.analyse.mutation import mutations_of
from converter.model.dataflow import ENVIRON, FILES, OPTIONS, RNG
from converter.model.diagnostic import Diagnostic
from converter.model.program import Magic, Program
from converter.syntax.names import names_of
from converter.syntax.trials import trial_of

DOES = {
    RNG: "draws random numbers",
    FILES: "writes files",
    ENVIRON: "changes the environment",
    OPTIONS: "sets options",
}
HINT = "run the statement in a cell of its own if the project needs what it does"


def trial_remarks(program: Program, bound: frozenset[str]) -> tuple[Diagnostic, ...]:
    """A warning for each timed statement that is left out and did more than compute a value.

    `bound` are the notebook's names: those that a trial assigns itself are its own.
    """
    trials = list(_trials(program))
    if not trials:
        return ()
    nodes = [node for cell in program.cells for node in cell.tree.body]
    changed = mutations_of([*nodes, *(node for _, body in trials for node in body)]).changed
    remarks = []
    for magic, body in trials:
        own = frozenset().union(*(names_of(node).binds for node in body))
        names = frozenset().union(*(changed[id(node)] for node in body)) & bound - own
        does = [f"changes {', '.join(sorted(names))}"] if names else []
        does += [words for effect, words in DOES.items() if effect in _effects(body, nodes)]
        if does:
            remarks.append(
                Diagnostic(
                    "NB408",
                    "warning",
                    f"'{magic.text.split(maxsplit=1)[0]}' is left out, "
                    f"but what it times {' and '.join(does)}",
                    HINT,
                    magic.span,
                )
            )
    return tuple(remarks)


def _trials(program: Program) -> Iterator[tuple[Magic, Sequence[ast.stmt]]]:
    """The timed code that was left out, with its magic."""
    sources = {cell.number: cell.source for cell in program.notebook.cells}
    for cell in program.cells:
        for magic in cell.magics:
            name, _, argument = magic.text.partition(" ")
            if magic.action != "drop" or name.lstrip("%") != "timeit":
                continue
            code = trial_of(argument).code
            if name.startswith("%%"):
                below = sources.get(cell.number, "").split("\n")[magic.span.line :]
                code = "\n".join([code, *below])
            try:
                yield magic, ast.parse(code).body
            except (SyntaxError, ValueError):
                continue


def _effects(body: Sequence[ast.stmt], nodes: Sequence[ast.stmt]) -> frozenset[str]:
    """The resources that running `body` changes, through functions of the notebook too."""
    functions = {
        node.name: node
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = frozenset().union(*map(effects_of, body))
    writes = not all(map(only_reads_files, body))
    waiting = {part.id for node in body for part in ast.walk(node) if isinstance(part, ast.Name)}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in functions:
            continue
        seen.add(name)
        found |= effects_called_of(functions[name])
        writes |= not only_reads_files(functions[name])
        waiting |= {p.id for p in ast.walk(functions[name]) if isinstance(p, ast.Name)}
    return found if writes else found - {FILES}
