"""The notebook with its settings in a cell tagged `parameters`, so that papermill can run it."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from converter.model.dataflow import Dataflow, Statement
from converter.model.parameter import Parameter, ParameterSet
from converter.run.cells import Cut, Piece, cut, statements_by_cell

TAG = "parameters"


def parametrized(flow: Dataflow, parameters: ParameterSet) -> str:
    """The notebook's JSON with a tagged cell that holds the offered constants.

    A notebook that has a parameters cell keeps its cells; only a missing tag is added.
    """
    document = json.loads(flow.program.notebook.text)
    pieces, _ = with_parameters_cell(flow, parameters, document["cells"])
    document["cells"] = [piece.cell for piece in pieces]
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def with_parameters_cell(
    flow: Dataflow, parameters: ParameterSet, cells: list[dict[str, Any]]
) -> tuple[list[Piece], frozenset[str]]:
    """The cells with a tagged one among them, and the names that stand in it.

    A constant stays where it is when a star import of its own cell might bind it too.
    """
    tagged = {cell.number for cell in flow.program.cells if cell.marks.parameters}
    offered = {one.statement: one for one in parameters.parameters if one.offered}
    if tagged or not offered:
        pieces = [
            _tagged(cell, n) if n in tagged else Piece(cell, n) for n, cell in _counted(cells)
        ]
        return pieces, frozenset(one.name for one in parameters.parameters if not one.offered)
    place, moved = _place(flow, offered)
    statements = statements_by_cell(flow)
    texts = [_declaration(flow.statements[order], offered[order]) for order in sorted(moved)]
    imports = _imports(flow, [flow.statements[order] for order in sorted(moved)])
    pieces = []
    for number, cell in _counted(cells):
        if number == place and moved:
            pieces.append(Piece(_new_cell("\n".join([*imports, *texts])), 0))
        gone = {one.order for one in statements.get(number, [])} & moved
        if not gone:
            pieces.append(Piece(cell, number))
            continue
        left = cut("".join(cell["source"]), statements[number], without=gone)
        if left.text:
            pieces.append(recut(cell, left, number))
    return pieces, frozenset(offered[order].name for order in moved)


def recut(cell: Mapping[str, Any], new: Cut, number: int) -> Piece:
    """The cell with other text."""
    return Piece({**cell, "source": new.text.splitlines(keepends=True)}, number, new.lines)


def _counted(cells: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(cells, 1))


def _tagged(cell: dict[str, Any], number: int) -> Piece:
    tags = cell.get("metadata", {}).get("tags", [])
    if TAG in tags:
        return Piece(cell, number)
    metadata = {**cell.get("metadata", {}), "tags": [*tags, TAG]}
    return Piece({**cell, "metadata": metadata}, number)


def _new_cell(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": TAG,
        "metadata": {"tags": [TAG]},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def _place(flow: Dataflow, offered: Mapping[int, Parameter]) -> tuple[int, frozenset[int]]:
    """The number of the cell to stand before, and the statements that can move there.

    Best is where most can move; among those, after the leading imports.
    """
    starred = [one for one in flow.statements if _is_star(one)]
    ranges: dict[int, tuple[int, int]] = {}
    for order in offered:
        statement = flow.statements[order]
        below = max((star.cell for star in starred if star.order < order), default=0)
        ranges[order] = (below + 1, statement.cell)
    wanted = _after_imports(flow)
    places = sorted({wanted, *(end for _, end in ranges.values())})

    def moving(place: int) -> frozenset[int]:
        return frozenset(o for o, (low, high) in ranges.items() if low <= place <= high)

    best = max(places, key=lambda place: (len(moving(place)), place == wanted, place))
    return best, moving(best)


def _after_imports(flow: Dataflow) -> int:
    """The number of the first code cell that does more than import."""
    for cell in flow.program.cells:
        if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in cell.tree.body):
            return cell.number
    return flow.program.cells[-1].number if flow.program.cells else 1


def _is_star(statement: Statement) -> bool:
    node = statement.node
    return isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)


def _imports(flow: Dataflow, moved: list[Statement]) -> list[str]:
    """Import lines for the names that the moved statements read; importing twice is harmless."""
    needed = {name for one in moved for name in one.reads}
    bound = Counter(name for one in flow.statements for name in one.binds)
    lines: list[str] = []
    for statement in flow.statements:
        node = statement.node
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            if name in needed and bound[name] >= 1:
                lines.append(ast.unparse(_single(node, alias)))
    return list(dict.fromkeys(lines))


def _single(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    if isinstance(node, ast.Import):
        return ast.Import([alias])
    return ast.ImportFrom(node.module, [alias], node.level)


def _declaration(statement: Statement, parameter: Parameter) -> str:
    """The statement's own text; a secret is declared without its value."""
    if not parameter.secret:
        return "\n".join(
            line for line in statement.text.split("\n") if not line.startswith(("#|", "# %%"))
        )
    comment = f"  # {parameter.comment}" if parameter.comment else ""
    return f"{parameter.name}: str{comment or '  # a secret: give it to the run'}"
