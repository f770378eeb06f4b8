"""The products of the job: what `output:` tags name, else what no cell reads after its last change."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from converter.model.program import Program
from converter.plan.effective import Step
from converter.plan.idle import literal_of
from converter.syntax.charts import charts_of


def result_names(program: Program, steps: Sequence[Step], hidden: Iterable[str]) -> tuple[str, ...]:
    """Names of the results in the order of their last binding; `hidden` are never results."""
    chosen = _chosen(program, steps, hidden)
    metrics = _metric_names(program, steps, hidden)
    return (*chosen, *(name for name in metrics if name not in chosen))


def _chosen(program: Program, steps: Sequence[Step], hidden: Iterable[str]) -> tuple[str, ...]:
    """What `output:` tags name, else what no cell reads after it was last bound or changed."""
    tagged = [name for cell in program.cells for name in cell.marks.outputs]
    bound: dict[str, Step] = {}
    sure: set[str] = set()
    for step in steps:
        for name in step.binds:
            bound[name] = step
        # What only the body of a loop binds may be missing after an empty round.
        sure |= step.statement.surely
        sure -= step.statement.deletes - step.statement.surely
    if tagged:
        return tuple(dict.fromkeys(name for name in tagged if name in sure))
    unwanted = set(hidden)
    own = {
        node.name
        for cell in program.cells
        for node in cell.tree.body
        if isinstance(node, DEFINITIONS)
    }
    fitted = {name for step in steps for name in _fitted(step)}
    # Charts are saved where they are shown.
    unwanted |= charts_of(cell.tree for cell in program.cells).charts
    changed, used = _last_changes(bound, steps), _last_uses(steps)
    return tuple(
        name
        for name, step in sorted(bound.items(), key=lambda item: (item[1].order, item[0]))
        if name in sure
        and name not in unwanted
        and _is_product(name, step, own)
        and not (changed[name] is step and _is_written_down(name, step, steps))
        and (name in fitted or used.get(name, 0) <= changed[name].statement.cell)
    )


def _metric_names(
    program: Program, steps: Sequence[Step], hidden: Iterable[str]
) -> tuple[str, ...]:
    """Names that cells tagged `metrics` surely assign: results too, whoever reads them later."""
    cells = {cell.number for cell in program.cells if cell.marks.metrics}
    unwanted = set(hidden)
    return tuple(
        dict.fromkeys(
            name
            for step in steps
            if step.statement.cell in cells
            for name in sorted(step.binds & step.statement.surely)
            if name not in unwanted and _is_product(name, step)
        )
    )


def unknown_outputs(program: Program, steps: Sequence[Step]) -> tuple[tuple[int, str], ...]:
    """(cell, name) of `output:` tags that name nothing the notebook surely binds."""
    sure = {name for step in steps for name in step.surely}
    return tuple(
        (cell.number, name)
        for cell in program.cells
        for name in cell.marks.outputs
        if name not in sure
    )


def _last_changes(bound: Mapping[str, Step], steps: Sequence[Step]) -> Mapping[str, Step]:
    """For each name the last statement that binds it or changes its object."""
    found = dict(bound)
    for step in steps:
        for name in step.statement.mutates & found.keys():
            if step.order > found[name].order:
                found[name] = step
    return found


def _last_uses(steps: Sequence[Step]) -> Mapping[str, int]:
    """For each name the last cell that computes with its value; displaying it is no use of it."""
    found: dict[str, int] = {}
    for step in steps:
        if not (step.statement.displayed and step.statement.pure):
            for name in step.reads:
                found[name] = max(step.statement.cell, found.get(name, 0))
    return found


def _fitted(step: Step) -> Iterator[str]:
    """Names of estimators that the statement fits: a model is a product, whoever reads it."""
    for part in ast.walk(step.statement.node):
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="fit" | "fit_transform")
            ):
                yield name
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Attribute(attr="fit")),
            ):
                yield name


# Calls whose value is a canvas, a handle or a setting, not a product.
CANVAS = ("plt.", "sns.", "fig.", "ax.", "open", "logging.", "warnings.", "argparse.")
HANDLES = frozenset(
    "csv.writer csv.DictWriter csv.reader csv.DictReader re.compile object "
    "sqlite3.connect connect cursor create_engine Thread Timer Lock RLock Semaphore Queue SimpleQueue "
    "LifoQueue PriorityQueue ThreadPool Pool ThreadPoolExecutor ProcessPoolExecutor default_rng "
    "RandomState Random partial Event Condition Session ClientSession start_server HTTPServer "
    "ThreadingHTTPServer lambdify symbols Symbol Bottle Dash FastAPI Flask JupyterDash gr.Blocks "
    "gr.ChatInterface gr.Interface gr.TabbedInterface "
    "add_axes add_subplot gca gcf subplot_mosaic subplots twinx twiny".split()
)
CLOCKS = frozenset(
    "time.time time.perf_counter time.monotonic time.process_time perf_counter".split()
)
BLOCKS = (ast.If, ast.Try, ast.With, ast.AsyncWith, ast.For, ast.AsyncFor, ast.While, ast.Match)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _is_product(name: str, step: Step, own: Collection[str] = ()) -> bool:
    """True for values that somebody may want: no loop variables, lambdas, canvases or handles.

    `own` are the functions and classes of the notebook: what they make is no library's handle.
    """
    if name.startswith("_"):
        return False
    node = step.statement.node
    if isinstance(node, BLOCKS):
        return name not in _passing(node) or name in _computed(node)
    match node:
        case ast.Assign(value=ast.Lambda()):
            return False
        case ast.Assign(value=value) if _is_time_taken(value):
            return False
        case ast.Assign(value=ast.Await(value=value)):
            return not _is_handle(value)
        case ast.Assign(value=ast.Call(func=function)) | ast.AnnAssign(
            value=ast.Call(func=function)
        ):
            text = ast.unparse(function)
            return text in own or not _is_handle(ast.Call(function, [], []))
    return not isinstance(node, (*DEFINITIONS, ast.Import, ast.ImportFrom))


def _is_time_taken(value: ast.expr) -> bool:
    """True for `time.time() - start`: how long it took, and nothing else."""
    calls = [ast.unparse(part.func) for part in ast.walk(value) if isinstance(part, ast.Call)]
    return any(each in CLOCKS for each in calls) and all(
        each in CLOCKS or each in ("round", "int", "float") for each in calls
    )


def _is_written_down(name: str, step: Step, steps: Sequence[Step]) -> bool:
    """True for a literal that nothing may have changed: it says nothing that was not known before."""
    value = literal_of(step.statement.node)
    if value is None:
        return False
    # An empty list is there to be filled; what is in one already is looked at.
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            pass
        case _:
            return True
    return not any(name in each.statement.touches for each in steps if each.order > step.order)


def _passing(block: ast.AST) -> set[str]:
    """Names that a block binds on its way: aliases, loop variables, imports, functions, handles."""
    found: set[str] = set()
    for part in ast.walk(block):
        match part:
            case ast.withitem(optional_vars=ast.expr() as target):
                found |= _names(target)
            case ast.For(target=target) | ast.AsyncFor(target=target):
                found |= _names(target)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found |= {(alias.asname or alias.name).partition(".")[0] for alias in aliases}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=targets, value=value) if _is_passing(value):
                found.update(*map(_names, targets))
    return found


def _is_passing(value: ast.expr) -> bool:
    return isinstance(value, ast.Lambda) or _is_handle(value)


def _computed(block: ast.AST) -> set[str]:
    """Names that assignments in a block bind to something else than a lambda."""
    found: set[str] = set()
    for part in ast.walk(block):
        match part:
            case ast.Assign(targets=targets, value=value) if not _is_passing(value):
                found.update(*map(_names, targets))
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                found |= _names(target)
            case ast.NamedExpr(target=target):
                found |= _names(target)
    return found


def _is_handle(value: ast.expr) -> bool:
    """True for what opens or connects something, or draws."""
    if not isinstance(value, ast.Call):
        return False
    text = ast.unparse(value.func)
    if text.startswith(CANVAS) or ".plot" in text:
        return True
    return text in HANDLES or "." in text and text.rpartition(".")[2] in HANDLES


def _names(target: ast.expr) -> set[str]:
    return {
        part.id
        for part in ast.walk(target)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
