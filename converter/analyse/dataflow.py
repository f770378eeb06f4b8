"""Analyse: Program -> Dataflow.

Says what every top-level statement binds, reads now, reads late, deletes and changes, and which
resources it touches. Decides nothing; changes nothing.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from dataclasses import replace

from converter.analyse.displays import idle_displays, with_idle_loops
from converter.analyse.draws import with_draws
from converter.analyse.effects import (
    effects_called_of,
    effects_now_of,
    effects_of,
    only_reads_files,
)
from converter.analyse.hazards import Hazards, hazards_of
from converter.analyse.lookups import looked_up
from converter.analyse.mutation import Mutations, mutations_of
from converter.analyse.purity import callable_names, is_pure
from converter.analyse.statements import lone_comments, pieces
from converter.analyse.strings import Texts, names_in_strings, texts_of
from converter.analyse.trials import trial_remarks
from converter.model.dataflow import ENVIRON, FIGURE, Dataflow, Statement
from converter.model.program import CodeCell, Program
from converter.syntax.annotations import evaluates_no_annotations, only_annotated
from converter.syntax.charts import Charts, charts_of, is_chart, shown_charts
from converter.syntax.control import Names
from converter.syntax.media import SHOWING, inner_value, media_names, own_names
from converter.syntax.names import names_of

PLOTTING = (
    *(
        "arviz",
        "corner",
        "joypy",
        "matplotlib.pyplot",
        "matplotlib_venn",
        "missingno",
        "mplfinance",
    ),
    *("plotnine", "ptitprince", "pylab", "scikitplot", "seaborn", "shap", "squarify", "upsetplot"),
)


def dataflow_of(program: Program, known: frozenset[str] = frozenset()) -> Dataflow:
    """The statements of all cells in order, with their names and effects.

    `known` are names besides the notebook's own that strings may mean (those of star imports).
    """
    names = {id(node): names_of(node) for cell in program.cells for node in cell.tree.body}
    bound = known | frozenset(name for each in names.values() for name in each.binds)
    trees = [cell.tree for cell in program.cells]
    texts, charts = texts_of(trees), charts_of(trees)
    everything = _Known(
        bound=bound,
        texts=replace(texts, formulas=texts.formulas & bound),
        shadowed=bound & frozenset(dir(builtins)) | own_names(trees),
        callables=callable_names(trees),
        hazards=hazards_of(trees),
        unread_annotations=evaluates_no_annotations(trees),
        mutations=mutations_of(node for tree in trees for node in tree.body),
        plotting=_plotting_names(trees, charts.names),
        all_displayed=program.all_displayed,
        charts=charts,
        media=media_names(trees),
        draws=any(_is_foreign(part) for tree in trees for part in ast.walk(tree)),
    )
    found = with_draws(_statements(program, names, everything))
    return Dataflow(
        program, tuple(with_idle_loops(found, everything.is_idle)), trial_remarks(program, bound)
    )


class _Known:
    """What the whole notebook says about names, for looking at one statement."""

    def __init__(
        self,
        *,
        bound: frozenset[str],
        texts: Texts,
        shadowed: frozenset[str],
        callables: frozenset[str],
        hazards: Hazards,
        unread_annotations: bool,
        mutations: Mutations,
        plotting: frozenset[str],
        all_displayed: bool,
        charts: Charts,
        media: frozenset[str],
        draws: bool,
    ) -> None:
        self.charts = charts
        self.media = media | SHOWING - shadowed
        self.draws = draws
        self.bound = bound
        self.texts = texts
        self.shadowed = shadowed
        self.callables = callables
        self.hazards = hazards
        self.unread_annotations = unread_annotations
        self.mutations = mutations
        self.plotting = plotting
        self.all_displayed = all_displayed

    def effects_of(self, node: ast.stmt) -> frozenset[str]:
        """The resources that running `node` may touch."""
        found = effects_of(
            node, plotting=self.plotting, apart=self.charts.names, looked=looked_up(node)
        )
        return found if self.draws else found - {FIGURE}

    def is_idle(self, value: ast.expr) -> bool:
        """True for an expression that changes nothing which anything else sees."""
        return FIGURE not in self.effects_of(ast.Expr(value)) and is_pure(
            inner_value(value, self.media),
            shadowed=self.shadowed,
            callables=self.callables,
            hazards=self.hazards,
        )


def _statements(program: Program, names: dict[int, Names], known: _Known) -> Iterator[Statement]:
    order = 0
    pending = ""
    for cell in program.cells:
        comment = lone_comments(cell)
        if comment:
            pending += comment + "\n"
        for piece in pieces(cell):
            extra = pending.count("\n")
            yield _statement(
                cell,
                piece.node,
                names[id(piece.node)],
                known,
                order=order,
                text=pending + piece.text,
                lines=(0,) * extra + piece.lines,
            )
            order += 1
            pending = ""


def _statement(
    cell: CodeCell,
    node: ast.stmt,
    names: Names,
    known: _Known,
    *,
    order: int,
    text: str,
    lines: tuple[int, ...],
) -> Statement:
    strings = names_in_strings(node, known.texts) & known.bound
    is_definition = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    now = frozenset(names.reads) | (frozenset() if is_definition else strings - names.sure)
    late = frozenset(names.late) | (strings if is_definition else frozenset())
    if known.unread_annotations:
        unread = only_annotated(node)
        now -= unread & known.callables | (unread - known.bound)
        late |= unread & known.callables
    value = node.value if isinstance(node, ast.Expr) else None
    is_last = node is cell.tree.body[-1]
    displayed = value is not None and (cell.shows if is_last else known.all_displayed)
    effects = known.effects_of(node)
    # Moved to where it is imported, it would look the variable up before others set it.
    looks = frozenset({ENVIRON} if looked_up(node) else ())
    return Statement(
        order=order,
        cell=cell.number,
        text=text,
        lines=lines,
        node=node,
        span=cell.span(node),
        binds=frozenset(names.binds),
        surely=frozenset(names.sure & names.binds),
        reads=now,
        late=late,
        assigns_late=frozenset(names.assigns_late),
        deletes=frozenset(names.deletes),
        mutates=known.mutations.changed[id(node)] & known.bound,
        touches=known.mutations.touched[id(node)] & known.bound,
        strings=strings,
        effects=effects,
        effects_now=effects_now_of(node) if is_definition else effects | looks,
        effects_called=effects_called_of(node),
        reads_only=only_reads_files(node),
        guarded=names.catches_name_error,
        displayed=displayed,
        pure=isinstance(node, ast.Pass)
        or _is_bare_annotation(node)
        or (
            value is not None
            and not (displayed and is_chart(value, known.charts))
            and not any(shown_charts(node, known.charts))
            and known.is_idle(value)
        ),
        idle=idle_displays(node, known.charts, known.is_idle),
    )


def _is_bare_annotation(node: ast.stmt) -> bool:
    """True for `x: int`, which binds nothing."""
    match node:
        case ast.AnnAssign(target=ast.Name(), annotation=annotation, value=None):
            return is_pure(annotation)
    return False


def _is_foreign(node: ast.AST) -> bool:
    """True for imports from outside the standard library: only these can draw."""
    match node:
        case ast.Import(names=aliases):
            roots = [alias.name.split(".")[0] for alias in aliases]
        case ast.ImportFrom(module=str(module)):
            roots = [module.split(".")[0]]
        case _:
            return False
    return any(root not in sys.stdlib_module_names for root in roots)


def _plotting_names(trees: list[ast.Module], apart: frozenset[str]) -> frozenset[str]:
    """Names bound to plotting modules, their parts, and functions that use these.

    `apart` are names of what draws without pyplot.
    """
    found: set[str] = set()
    for node in (part for tree in trees for part in ast.walk(tree)):
        if isinstance(node, ast.Import):
            found.update(
                alias.asname or alias.name.split(".")[0]
                for alias in node.names
                if alias.name.startswith(PLOTTING)
            )
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PLOTTING):
            found.update(alias.asname or alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module == "matplotlib":
            found.update(alias.asname or "pyplot" for alias in node.names if alias.name == "pyplot")
    functions = [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    grew = True
    while grew:
        drawing = {
            node.name
            for node in functions
            if any(
                FIGURE in effects_of(part, plotting=frozenset(found), apart=apart)
                for part in node.body
            )
        }
        grew = not drawing <= found
        found |= drawing
    return frozenset(found)
