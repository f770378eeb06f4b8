"""The notebook as it is given to papermill: values injected, secrets left out."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from converter.errors import UsageError
from converter.model.dataflow import Dataflow, Statement
from converter.model.parameter import Parameter, ParameterSet
from converter.run.cells import Piece, cut, statements_by_cell
from converter.run.parametrize import recut, with_parameters_cell
from converter.run.source import assignments

INJECTED = "injected-parameters"
NOT_STORED = "  # a secret: given to the run, not stored"
SECRET_PREFIX = "NBSHIP_SECRET_"  # of the variables that carry secrets to a run
_SHORTEST_LITERAL = 4


@dataclass(frozen=True)
class Prepared:
    """A notebook ready to run.

    `pieces` tell where each of its cells came from, `environment` what the kernel needs to know
    of secrets, `hidden` the texts that no output may show.
    """

    document: dict[str, Any]
    pieces: tuple[Piece, ...]
    recorded: dict[str, object]
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)


def prepared(flow: Dataflow, parameters: ParameterSet, values: Mapping[str, object]) -> Prepared:
    """The notebook with `values` in cells after its parameters cells, before what derives."""
    document = json.loads(flow.program.notebook.text)
    texts, environment = _secrets(parameters, values)
    named = {one.name: one for one in parameters.parameters}
    variables = {name: (named[name], variable) for name, variable in texts.items()}
    plain = {name: value for name, value in values.items() if named[name].secret is False}
    given = {name: values[name] for name in named if name in values}
    given |= {name: None for name in given if named[name].secret and name not in texts}
    pieces, moved = with_parameters_cell(flow, parameters, document["cells"])
    cells = [
        piece
        for whole in pieces
        for piece in _with_values(flow, parameters, whole, given, variables, moved)
    ]
    document["cells"] = [piece.cell for piece in cells]
    masked = {name: "**********" for name in given if named[name].secret}
    return Prepared(
        document,
        tuple(cells),
        {**plain, **masked},
        environment,
        tuple(sorted({*environment.values(), *_literals(flow, parameters)} - {""}, key=len))[::-1],
    )


def _secrets(
    parameters: ParameterSet, values: Mapping[str, object]
) -> tuple[dict[str, str], dict[str, str]]:
    """The variable of each given secret, and the variables with their texts."""
    variables: dict[str, str] = {}
    environment: dict[str, str] = {}
    for position, one in enumerate(parameters.parameters):
        value = values.get(one.name)
        if not one.secret or value is None:
            continue
        reveal = getattr(value, "get_secret_value", None)
        text = str(reveal() if reveal else value)
        if "\0" in text:
            raise UsageError(f"parameter {one.name}: has a NUL character in it")
        variables[one.name] = f"{SECRET_PREFIX}{position}"
        environment[variables[one.name]] = text
    return variables, environment


def _with_values(
    flow: Dataflow,
    parameters: ParameterSet,
    piece: Piece,
    given: Mapping[str, object],
    variables: Mapping[str, tuple[Parameter, str]],
    moved: frozenset[str],
) -> Iterator[Piece]:
    """One cell as the cells that run in its place."""
    here = {one.name: one for one in parameters.parameters if _stands_in(flow, one, piece, moved)}
    if not here:
        yield piece
        return
    mine = {name: given[name] for name in here if name in given}
    if piece.number == 0:
        yield piece
        yield from _injected(mine, variables, piece)
        return
    statements = statements_by_cell(flow)[piece.number]
    source = "".join(piece.cell["source"])
    if all(one.offered for one in here.values()):
        yield _in_place(source, statements, here, mine, variables, piece)
        return
    instead = {
        one.statement: _undisclosed(flow.statements[one.statement], one)
        for one in here.values()
        if one.secret and one.default is None
    }
    late = _late(statements, parameters) if mine else frozenset()
    early = cut(source, statements, without=late, instead=_written(instead, statements))
    yield recut(piece.cell, early, piece.number)
    yield from _injected(mine, variables, piece)
    if late:
        others = {one.order for one in statements} - late
        yield _fresh(
            recut(piece.cell, cut(source, statements, without=others, rest=False), piece.number)
        )


def _undisclosed(statement: Statement, one: Parameter) -> str:
    """The declaration of a secret without its value, so that the next run asks for it too."""
    node = statement.node
    if isinstance(node, ast.AnnAssign):
        return f"{one.name}: {ast.unparse(node.annotation)}{NOT_STORED}"
    called = node.value if isinstance(node, ast.Assign) else None
    kind = ast.unparse(called.func) if isinstance(called, ast.Call) and not one.reveal else "str"
    return f"{one.name}: {kind}{NOT_STORED}"


def _stands_in(flow: Dataflow, one: Parameter, piece: Piece, moved: frozenset[str]) -> bool:
    if piece.number == 0:
        return one.name in moved
    cell = flow.statements[one.statement].cell
    return cell == piece.number and not (one.offered and one.name in moved)


def _in_place(
    source: str,
    statements: list[Statement],
    here: Mapping[str, Parameter],
    mine: Mapping[str, object],
    variables: Mapping[str, tuple[Parameter, str]],
    piece: Piece,
) -> Piece:
    """The cell with values written where the constants stood: some could not move."""
    instead = {
        here[name].statement: assignments({name: value}, variables) for name, value in mine.items()
    }
    if not instead:
        return piece
    return recut(piece.cell, cut(source, statements, instead=instead), piece.number)


def _late(statements: list[Statement], parameters: ParameterSet) -> frozenset[int]:
    """The statements that have to run after values are replaced.

    From the first one that reads a parameter, all but the parameters themselves and what they
    need imported.
    """
    known = {one.name for one in parameters.parameters}
    known |= {n for s in statements if s.order in parameters.derived for n in s.binds}
    first = next(
        (
            one.order
            for one in statements
            if one.order not in parameters.taken
            and (one.order in parameters.derived or (one.reads | one.mutates) & known)
        ),
        None,
    )
    if first is None:
        return frozenset()
    needed = {name for one in statements if one.order in parameters.taken for name in one.reads}
    return frozenset(
        one.order
        for one in statements
        if one.order >= first
        and one.order not in parameters.taken
        and not (isinstance(one.node, ast.Import | ast.ImportFrom) and one.binds & needed)
    )


def _written(instead: Mapping[int, str], statements: list[Statement]) -> dict[int, str]:
    """The replacements, each under the comment lines that its statement has above it."""
    found: dict[int, str] = {}
    for one in statements:
        if one.order in instead:
            above = one.text.split("\n")
            count = next((i for i, line in enumerate(above) if line.strip()[:1] != "#"), 0)
            found[one.order] = "\n".join([*above[:count], instead[one.order]])
    return found


def _injected(
    mine: Mapping[str, object], variables: Mapping[str, tuple[Parameter, str]], piece: Piece
) -> Iterator[Piece]:
    if not mine:
        return
    source = "# Parameters\n" + assignments(mine, variables)
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": f"injected-{piece.number}",
        "metadata": {"tags": [INJECTED]},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
    yield Piece(cell, 0)


def _fresh(piece: Piece) -> Piece:
    """The second half of a parameters cell: an id of its own, no tag."""
    metadata = dict(piece.cell["metadata"])
    metadata["tags"] = ["derived-parameters"]
    cell = {**piece.cell, "id": f"derived-{piece.number}", "metadata": metadata}
    return Piece(cell, piece.number, piece.lines)


def _literals(flow: Dataflow, parameters: ParameterSet) -> Iterator[str]:
    """The texts that the notebook itself gives its secrets."""
    for one in parameters.parameters:
        if not one.secret:
            continue
        node = flow.statements[one.statement].node
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for part in ast.walk(value) if value else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                if len(part.value) >= _SHORTEST_LITERAL:
                    yield part.value
