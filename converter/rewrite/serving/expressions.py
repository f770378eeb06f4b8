"""Expressions of the chain: about rows, or frozen."""

from __future__ import annotations

import ast

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.rewrite.serving.tracing import (
    EVERY,
    Columns,
    Kind,
    Refused,
    Work,
    base_of,
    constant_of,
    last_name,
    texts_of,
)
from converter.syntax.text import Edit

PLAIN = (ast.Constant, ast.JoinedStr, ast.Lambda, ast.Slice)


def kind_of(node: ast.expr, work: Work, columns: Columns = EVERY) -> Kind:
    """Whether `node` is about rows; `columns` are those of its value that are wanted."""
    match node:
        case ast.Name(id=name):
            return work.tracer.name(name, work.order, columns)
        case ast.Attribute():
            return _attribute(node, work, columns)
        case ast.Subscript():
            return _subscript(node, work, columns)
        case ast.Call():
            return _call(node, work, columns)
        case ast.ListComp(generators=[generator], elt=element):
            return _comprehension(node, generator, element, work)
        case _ if isinstance(node, PLAIN):
            return "frozen"
        case ast.IfExp() | ast.NamedExpr() | ast.Await() | ast.GeneratorExp():
            kinds = [kind_of(part, work) for part in _parts(node)]
            if "rows" in kinds:
                raise Refused("rows in an expression that decides or counts", work.order)
            return "frozen"
    kinds = [kind_of(part, work) for part in _parts(node)]
    return "rows" if "rows" in kinds else "frozen"


def _parts(node: ast.AST) -> list[ast.expr]:
    return [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]


def _attribute(node: ast.Attribute, work: Work, columns: Columns) -> Kind:
    if _is_module(node, work):
        return "frozen"
    attr = node.attr
    wanted = columns
    if isinstance(node.value, ast.Name) and attr not in rowwise.ROW_ATTRIBUTES | {"loc", "iloc"}:
        wanted = Columns(frozenset({attr}))  # `df.age` is a column
    if attr in rowwise.FROZEN_ATTRIBUTES or attr in ("shape", "index", "T"):
        wanted = EVERY
    kind = kind_of(node.value, work, wanted)
    if kind == "frozen":
        return "frozen"
    if attr in rowwise.FROZEN_ATTRIBUTES:
        return work.freeze(node, f"{base_of(node)}_{attr}")
    if attr == "index":
        return "frozen"  # certain rows of training
    if attr in ("shape", "T", "size"):
        raise Refused(f".{attr} is about all rows", work.order)
    return "rows"


def _is_module(node: ast.expr, work: Work) -> bool:
    """True for `np.nan`, `pd.NA`: a name in an imported module."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in work.tracer.static


def _subscript(node: ast.Subscript, work: Work, columns: Columns) -> Kind:
    index = node.slice
    if isinstance(node.value, ast.Attribute) and node.value.attr in ("loc", "iloc"):
        return _located(node, node.value, work, columns)
    wanted = _selected(index, work, columns)
    kind = kind_of(node.value, work, wanted)
    if kind == "frozen":
        if not isinstance(index, ast.Slice | ast.Tuple) and kind_of(index, work) == "rows":
            raise Refused("a value is looked up by rows; use map with a table", work.order)
        return "frozen"
    if isinstance(index, ast.Slice):  # `df[:100]`: all rows of a request are answered
        work.replace(node, work.served(node.value))
        return "rows"
    if isinstance(index, ast.Tuple):
        first = index.elts[0]
        if not isinstance(first, ast.Slice) or first.lower or first.upper:
            work.replace(first, ":")
        return "rows"
    if kind_of(index, work) == "rows":  # a mask chooses rows
        work.replace(node, work.served(node.value))
    return "rows"


def _located(node: ast.Subscript, owner: ast.Attribute, work: Work, columns: Columns) -> Kind:
    """`df.loc[rows, columns]`: rows are not chosen when serving, columns are."""
    index = node.slice
    if not isinstance(index, ast.Tuple):
        kind = kind_of(owner.value, work, columns)
        if kind == "rows":
            work.replace(node, work.served(owner.value))
        return kind
    chosen = index.elts[-1]
    by_place = owner.attr == "iloc"
    wanted = EVERY if by_place else _selected(chosen, work, columns)
    kind = kind_of(owner.value, work, wanted)
    if kind == "frozen":
        return "frozen"
    if by_place or isinstance(chosen, ast.Slice) and (chosen.lower or chosen.upper):
        whole = work.tree
        if (
            isinstance(whole, ast.Assign)
            and whole.value is node
            and isinstance(whole.targets[0], ast.Name)
        ):
            target = whole.targets[0].id
            name = work.freeze_after(f"{target}.columns.tolist()", f"{target}_columns")
            work.replace(node, f"{work.served(owner.value)}[{name}]")
            return "rows"
        raise Refused("columns chosen by place; choose them by name", work.order)
    work.replace(node, f"{work.served(owner.value)}[{work.source(chosen)}]")
    return "rows"


def _selected(index: ast.expr, work: Work, columns: Columns) -> Columns:
    """The columns that an index wants of its frame."""
    column = work.tracer.text_of(index)
    if column is not None:
        return Columns(frozenset({column}))
    names = _column_names(index, work)
    return Columns(names) if names is not None else columns


def _column_names(node: ast.expr, work: Work) -> frozenset[str] | None:
    """The column names that a list is, where they are plain."""
    match node:
        case ast.List() | ast.Tuple():
            if all(isinstance(each, ast.Constant) for each in node.elts):
                return frozenset(texts_of(node))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _column_names(left, work), _column_names(right, work)
            return one | other if one is not None and other is not None else None
        case ast.Name(id=name):
            for statement in work.tracer.statements:
                if name not in statement.binds:
                    continue
                match statement.node:
                    case ast.Assign(
                        value=ast.List() | ast.Tuple() | ast.BinOp() as value
                    ) | ast.AnnAssign(value=ast.List() | ast.Tuple() as value):
                        return _column_names(value, work)
                return None
    return None


def _comprehension(
    node: ast.ListComp, generator: ast.comprehension, element: ast.expr, work: Work
) -> Kind:
    if kind_of(generator.iter, work) == "frozen":
        return "frozen"
    if generator.ifs or generator.is_async or not isinstance(generator.target, ast.Name):
        raise Refused("a comprehension that leaves rows out", work.order)
    local = work.tracer.local
    before = local.get(generator.target.id)
    local[generator.target.id] = "frozen"
    try:
        if kind_of(element, work) == "rows":
            raise Refused("a comprehension in which each row sees others", work.order)
    finally:
        if before is None:
            del local[generator.target.id]
        else:
            local[generator.target.id] = before
    return "rows"


def _call(node: ast.Call, work: Work, columns: Columns) -> Kind:
    name = last_name(node.func)
    method = isinstance(node.func, ast.Attribute) and not _is_module(node.func, work)
    if method:
        assert isinstance(node.func, ast.Attribute)
        return _method(node, node.func, name, work, columns)
    arguments = [*node.args, *(word.value for word in node.keywords)]
    wanted = columns if name in ("DataFrame", "get_dummies") else EVERY
    kinds = [kind_of(argument, work, wanted) for argument in arguments]
    if "rows" not in kinds:
        return "frozen"
    if name in rowwise.FREEZING:
        return _freezing(node, name, work)
    if name in ("len", *rowwise.OVER_ROWS) and not _by_axis(node):
        return work.freeze(node, f"{base_of(node.args[0]) or 'rows'}_{name}")
    if name == "concat" and not _by_axis(node):
        raise Refused("rows of several frames are put together", work.order)
    if name in rowwise.ACROSS:
        raise Refused(rowwise.why_across(name), work.order)
    if name in rowwise.FUNCTIONS | rowwise.PLAIN_FUNCTIONS | rowwise.OVER_ROWS:
        return "rows"
    why = _across_in(name, work)
    if why is None:
        raise Refused(f"{name}() is not known to work row by row", work.order)
    if why:
        raise Refused(why, work.order)
    return "rows"


def _across_in(name: str, work: Work) -> str | None:
    """Why a function of the notebook works across rows, "" where it does not, None if it is no such."""
    node = next(
        (s.node for s in work.tracer.statements if getattr(s.node, "name", "") == name), None
    )
    if not isinstance(node, ast.FunctionDef):
        return None
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            called = last_name(part.func)
            if called in rowwise.ACROSS | rowwise.LEARNING | {"fit"}:
                return f"{name}() calls {called}(): {rowwise.why_across(called)}"
            if called in rowwise.OVER_ROWS and not _by_axis(part):
                return (
                    f"{name}() computes {called}() over all rows it is given; compute it outside, "
                    "once, and pass it"
                )
    return ""


def _by_axis(call: ast.Call) -> bool:
    """True for `axis=1`: along a row."""
    return any(
        word.arg == "axis"
        and isinstance(word.value, ast.Constant)
        and word.value.value in (1, "columns")
        for word in call.keywords
    )


def _method(node: ast.Call, func: ast.Attribute, name: str, work: Work, columns: Columns) -> Kind:
    wanted = columns
    if name == "drop":
        for column in work.tracer.dropped(node):
            wanted = wanted.without(column)
    elif name not in rowwise.BY_ROW | rowwise.FILTERS:
        wanted = EVERY
    kind = kind_of(func.value, work, wanted)
    arguments = [*node.args, *(word.value for word in node.keywords)]
    if kind == "frozen":
        return _asked(node, func, name, arguments, work)
    if name in rowwise.FILTERS:
        work.replace(node, work.served(func.value))
        return "rows"
    if name in ("rank", *rowwise.ACROSS):
        raise Refused(rowwise.why_across(name), work.order)
    if name in rowwise.OVER_ROWS and not _by_axis(node):
        owner = func.value
        text = constant_of(owner.slice) if isinstance(owner, ast.Subscript) else None
        about = text or (owner.attr if isinstance(owner, ast.Attribute) else base_of(owner))
        return work.freeze(_with_index(node, work), f"{about}_{name}")
    if name == "factorize":
        return _freezing(node, name, work)
    if name == "drop":
        work.forgive_drop(node)
    if name not in rowwise.BY_ROW | rowwise.OVER_ROWS:
        raise Refused(f"{name}() is not known to work row by row", work.order)
    for argument in arguments:
        kind_of(argument, work)
    return "rows"


def _with_index(node: ast.Call, work: Work) -> ast.expr:
    """`x.mode()[0]` is frozen as a whole where that is how it stands."""
    for part in ast.walk(work.tree):
        if isinstance(part, ast.Subscript) and part.value is node:
            return part
        if (
            isinstance(part, ast.Subscript)
            and isinstance(part.value, ast.Attribute)
            and part.value.value is node
        ):
            return part
    return node


def _asked(
    node: ast.Call, func: ast.Attribute, name: str, arguments: list[ast.expr], work: Work
) -> Kind:
    """A method of something frozen, given rows: an estimator that transforms or predicts."""
    kinds = [kind_of(argument, work) for argument in arguments]
    if "rows" not in kinds:
        return "frozen"
    if name in rowwise.LEARNING:
        return _learned(node, func, work)
    if name in rowwise.ASKED or name in ("get", "map", "strftime", "format"):
        return "rows"
    if name in ("fit", "partial_fit", "fit_predict", "score"):
        return "frozen"
    raise Refused(f"{name}() is not known to work row by row", work.order)


def _learned(node: ast.Call, func: ast.Attribute, work: Work) -> Kind:
    """`scaler.fit_transform(X)` is served as `scaler.transform(X)`, by what was learned here."""
    call_start, name_end = work.offsets.start(node), work.offsets.end(func)
    if isinstance(func.value, ast.Name):
        again = [
            s
            for s in work.tracer.statements
            if s.order > work.order and (func.value.id in s.binds or _fits(s, func.value.id))
        ]
        owner = func.value.id
        if again:
            owner = work.freeze_after(f"copy.deepcopy({owner})", f"{owner}_then")
        work.serve.append(Edit(call_start, name_end, f"{owner}.transform"))
        return "rows"
    name = work.frozen_before(work.source(func.value), "transformer")
    work.train.append(Edit(call_start, work.offsets.end(func.value), name))
    work.serve.append(Edit(call_start, name_end, f"{name}.transform"))
    return "rows"


def _fits(statement: Statement, name: str) -> bool:
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in ("fit", "fit_transform", "partial_fit")
        and isinstance(part.func.value, ast.Name)
        and part.func.value.id == name
        for part in ast.walk(statement.node)
    )


def _freezing(node: ast.Call, name: str, work: Work) -> Kind:
    """Calls that see all rows once: dummies' columns and bins' edges are what training made."""
    whole = work.tree
    if name == "get_dummies":
        if isinstance(whole, ast.Assign) and isinstance(whole.targets[0], ast.Name):
            if whole.value is node:
                target = whole.targets[0].id
                columns = work.freeze_after(f"{target}.columns.tolist()", f"{target}_columns")
                first = any(
                    word.arg == "drop_first" and getattr(word.value, "value", False) is True
                    for word in node.keywords
                )
                text = work.served(node)
                if first:  # the first category is left out by what training's columns are
                    text = text.replace("drop_first=True", "drop_first=False")
                work.replace(node, f"{text}.reindex(columns={columns}, fill_value=0)")
                return "rows"
        raise Refused("get_dummies() inside an expression; give its value a name", work.order)
    if name in ("cut", "qcut"):
        return _binned(node, name, work)
    raise Refused(f"{name}() numbers values by all rows; use a fixed table with map", work.order)


def _binned(node: ast.Call, name: str, work: Work) -> Kind:
    """Bins that training's rows made: their edges are kept."""
    words = {word.arg: word.value for word in node.keywords}
    bins = words.get("bins" if name == "cut" else "q")
    if bins is None and len(node.args) > 1:
        bins = node.args[1]
    if bins is None:
        raise Refused(f"{name}() without bins", work.order)
    if name == "cut" and isinstance(bins, ast.List | ast.Tuple):
        return "rows"
    called = work.source(node.func)
    module = called.rpartition(".")[0]
    column = node.args[0]
    text = f"{called}({work.source(column)}, {work.source(bins)}, retbins=True)[1]"
    edges = work.frozen_before(text, f"{constant_or_base(column)}_edges")
    kept = [
        f"{word.arg}={work.source(word.value)}"
        for word in node.keywords
        if word.arg not in ("bins", "q", "duplicates", "retbins")
    ]
    if name == "qcut":
        kept.append("include_lowest=True")
    cut = f"{module}.cut" if module else "cut"
    work.replace(node, ", ".join([f"{cut}({work.served(column)}", edges, *kept]) + ")")
    return "rows"


def constant_or_base(node: ast.expr) -> str:
    """A word for what an expression is about: its column, or its frame."""
    if isinstance(node, ast.Subscript) and (column := constant_of(node.slice)):
        return column
    return node.attr if isinstance(node, ast.Attribute) else base_of(node) or "rows"
