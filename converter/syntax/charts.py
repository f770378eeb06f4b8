"""Which expressions are charts of plotly, and where the notebook shows one."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from converter.syntax.media import SHOWING, is_display
from converter.syntax.references import local_names
from converter.syntax.scopes import FUNCTIONS

# Modules all of whose functions and classes of these beginnings give a chart.
MAKERS = {
    "plotly.express": "",
    "plotly.graph_objects": "Figure",
    "plotly.graph_objs": "Figure",
    "plotly.figure_factory": "create_",
    "plotly.subplots": "make_subplots",
    "plotly.tools": "make_subplots",
}
# What plotly.express has besides.
NO_CHARTS = frozenset("colors data get_trendline_results set_mapbox_access_token".split())
SHOWERS = {"plotly.io": "show", "plotly.offline": "iplot"}
# Methods of a chart that give the chart itself.
SAME = ("add_", "update", "for_each_", "set_subplots")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Charts:
    """What a notebook calls plotly's things.

    `modules` are names of modules, with the full name; `makers` names of functions and classes that
    give a chart, `showers` of functions that show one; `charts` names that only ever mean charts.
    """

    modules: dict[str, str] = field(default_factory=dict)
    makers: frozenset[str] = frozenset()
    showers: frozenset[str] = frozenset()
    charts: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """All names that mean something of plotly's, or lead to it."""
        return frozenset(self.modules) | self.makers | self.showers | self.charts

    def __bool__(self) -> bool:
        return bool(self.modules or self.makers)


@dataclass(frozen=True)
class Shown:
    """A call that shows a chart, and the expression of the chart; `displayed` by `display(chart)`."""

    call: ast.Call
    chart: ast.expr
    displayed: bool


def charts_of(trees: Iterable[ast.AST]) -> Charts:
    """What the notebook's statements say of charts; nothing where it does not import plotly."""
    trees = list(trees)
    modules: dict[str, str] = {}
    makers: set[str] = set()
    showers: set[str] = set()
    for node in (part for tree in trees for part in ast.walk(tree)):
        match node:
            case ast.Import(names=aliases):
                for each in aliases:
                    if each.asname and each.name.startswith("plotly"):
                        modules[each.asname] = each.name
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                for each in aliases:
                    name, full = each.asname or each.name, f"{module}.{each.name}"
                    if full in MAKERS or full in SHOWERS:
                        modules[name] = full
                    elif _makes(module, each.name):
                        makers.add(name)
                    elif SHOWERS.get(module) == each.name:
                        showers.add(name)
    found = Charts(modules, frozenset(makers), frozenset(showers))
    return _with_own(found, trees) if found else found


def _makes(module: str, name: str) -> bool:
    begins = MAKERS.get(module)
    return begins is not None and name.startswith(begins) and name not in NO_CHARTS


def _with_own(charts: Charts, trees: list[ast.AST]) -> Charts:
    """`charts` with the notebook's own names and functions, as far as one leads to another."""
    functions = [
        part for tree in trees for part in ast.walk(tree) if isinstance(part, FunctionNode)
    ]
    declared = frozenset(
        name
        for tree in trees
        for part in ast.walk(tree)
        if isinstance(part, ast.Global)
        for name in part.names
    )
    while True:
        makers = charts.makers | {each.name for each in functions if _returns_chart(each, charts)}
        known = Charts(charts.modules, makers, charts.showers)
        names = _chart_names(_bindings(trees), known, declared)
        grown = Charts(charts.modules, makers, charts.showers, names)
        if grown == charts:
            return charts
        charts = grown


def _returns_chart(function: FunctionNode, charts: Charts) -> bool:
    inner = within(function, charts)
    returns = [part for part in _own_parts(function) if isinstance(part, ast.Return)]
    return bool(returns) and all(
        each.value is not None and is_chart(each.value, inner) for each in returns
    )


def within(function: FunctionNode, charts: Charts) -> Charts:
    """What names mean in a function: its own hide the notebook's."""
    own = local_names(function)
    names = _chart_names(_bindings(function.body), charts, frozenset(_arguments(function)))
    return Charts(
        {name: full for name, full in charts.modules.items() if name not in own},
        charts.makers - own,
        charts.showers - own,
        (charts.charts - own) | (names & own),
    )


def _arguments(function: FunctionNode) -> Iterator[str]:
    arguments = function.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield each.arg
    for one in (arguments.vararg, arguments.kwarg):
        if one is not None:
            yield one.arg


def _bindings(trees: Iterable[ast.AST]) -> list[tuple[str, ast.expr | None]]:
    """Every name that one scope binds, with the expression if it is a plain assignment."""
    found: list[tuple[str, ast.expr | None]] = []
    waiting: list[ast.AST] = list(trees)
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    plain = isinstance(target, ast.Name)
                    found += [(name, value if plain else None) for name in _stored(target)]
                waiting.append(value)
                continue
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.append((name, None))
                continue
            case ast.ClassDef(name=name):
                found.append((name, None))
                continue
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found += [((a.asname or a.name).split(".")[0], None) for a in aliases]
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.append((name, None))
            case ast.ExceptHandler(name=str(name)):
                found.append((name, None))
        waiting += [
            child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.Lambda)
        ]
    return found


def _stored(target: ast.expr) -> Iterator[str]:
    for part in ast.walk(target):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def _chart_names(
    bindings: list[tuple[str, ast.expr | None]],
    charts: Charts,
    others: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Names all of whose values are charts; `others` may be anything."""
    values: dict[str, list[ast.expr | None]] = {}
    for name, value in bindings:
        values.setdefault(name, []).append(value)
    # A name may be made of itself (`fig = fig.update_layout(...)`): all count until one value speaks against it.
    names = frozenset(values) - others
    while True:
        known = Charts(charts.modules, charts.makers, charts.showers, names | charts.charts)
        left = frozenset(
            name
            for name in names
            if all(value is not None and is_chart(value, known) for value in values[name])
        )
        if left == names:
            return names
        names = left


def is_chart(node: ast.expr, charts: Charts) -> bool:
    """True for an expression whose value surely is a chart."""
    match node:
        case ast.Name(id=name):
            return name in charts.charts
        case ast.Call(func=ast.Name(id=name)):
            return name in charts.makers
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)) if (
            module in charts.modules
        ):
            return _makes(charts.modules[module], name)
        case ast.Call(func=ast.Attribute(value=owner, attr=name)):
            return name.startswith(SAME) and is_chart(owner, charts)
    return False


def shown_charts(node: ast.AST, charts: Charts) -> Iterator[Shown]:
    """The calls in `node` that show a chart, as statements of their own."""
    if not charts:
        return
    if isinstance(node, FunctionNode):
        charts = within(node, charts)
    elif isinstance(node, FUNCTIONS):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        chart = _shown(node.value, charts)
        if chart is not None:
            yield Shown(node.value, chart, is_display(node))
            return
    for child in ast.iter_child_nodes(node):
        yield from shown_charts(child, charts)


def _shown(call: ast.Call, charts: Charts) -> ast.expr | None:
    if not all(isinstance(word.value, ast.Constant) for word in call.keywords):
        return None
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="show"), args=args) if is_chart(
            owner, charts
        ) and all(isinstance(each, ast.Constant) for each in args):
            return owner
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name), args=[chart]) if (
            SHOWERS.get(charts.modules.get(module, "")) == name
        ):
            return chart if is_chart(chart, charts) else None
        case ast.Call(func=ast.Name(id=name), args=[chart]) if name in charts.showers | SHOWING:
            return chart if is_chart(chart, charts) else None
    return None


def _own_parts(function: FunctionNode) -> Iterator[ast.AST]:
    """The nodes of a function that are not of a function or class inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)
