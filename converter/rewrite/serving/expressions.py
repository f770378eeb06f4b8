"""Expressions of the chain: about rows, or frozen."""

from __future__ import annotations

import ast

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.chain import EVERY, NONE, Columns, Kind, Refused
from converter.rewrite.serving.choices import chooses_rows
from converter.rewrite.serving.comprehensions import kind_of_comprehension
from converter.rewrite.serving.indexed import has_own_index, numbered_anew
from converter.rewrite.serving.leaving_out import left_out_by
from converter.rewrite.serving.listed_names import names_listed
from converter.rewrite.serving.numbered import numbered
from converter.rewrite.serving.of_texts import replaces
from converter.rewrite.serving.one_row import one_value_of
from converter.rewrite.serving.parts import base_of, parts_of, quoted, texts_of
from converter.rewrite.serving.work import Work
from converter.rewrite.serving.written import is_one_of_a_list
from converter.syntax.dotted import last_name
from converter.syntax.text import Edit

PLAIN = (ast.Constant, ast.JoinedStr, ast.Lambda, ast.Slice)


def kind_of(node: ast.expr, work: Work, columns: Columns = EVERY) -> Kind:
    """Whether `node` is about rows; `columns` are those of its value that are wanted."""
    if node is work.rows:
        return "rows"
    match node:
        case ast.Name(id=name):
            return work.tracer.name(name, work.order, columns)
        case ast.Attribute():
            return _attribute(node, work, columns)
        case ast.Subscript():
            return _subscript(node, work, columns)
        case ast.Call():
            from converter.rewrite.serving.calls import kind_of_call

            return kind_of_call(node, work, columns)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return kind_of_comprehension(node, work)
        case _ if isinstance(node, PLAIN):
            return "frozen"
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            from converter.rewrite.serving.algebra import kind_of_product

            return kind_of_product(node, left, right, work)
        case ast.IfExp() | ast.NamedExpr() | ast.Await():
            kinds = [kind_of(part, work) for part in parts_of(node)]
            if "rows" in kinds:
                raise Refused("rows in an expression that decides or counts", work.order)
            return "frozen"
    of_each = isinstance(node, ast.BinOp | ast.UnaryOp | ast.List | ast.Tuple)
    of_each = of_each and columns.named is None
    wanted = columns if of_each else EVERY  # `flats / 1000` has the columns of `flats`
    kinds = [kind_of(part, work, wanted) for part in parts_of(node)]
    return "rows" if "rows" in kinds else "frozen"


def is_about_rows(node: ast.expr, work: Work) -> bool:
    """True for what a statistic of all rows is of: training keeps that, however the rows came about."""
    try:
        return kind_of(node, work.aside(shallow=True)) == "rows"
    except Refused:
        return True


def _attribute(node: ast.Attribute, work: Work, columns: Columns) -> Kind:
    if is_module(node, work):
        return "frozen"
    attr = node.attr
    wanted = columns
    if isinstance(node.value, ast.Name) and attr not in rowwise.ROW_ATTRIBUTES | {"loc", "iloc"}:
        wanted = Columns(frozenset({attr}))  # `df.age` is a column
    if attr in rowwise.FROZEN_ATTRIBUTES | {"index"}:
        wanted = NONE
    elif attr in ("shape", "T"):
        wanted = EVERY
    kind = kind_of(node.value, work, wanted)
    if kind == "frozen":
        return "frozen"
    if attr in rowwise.FROZEN_ATTRIBUTES:
        return work.freeze(node, f"{base_of(node)}_{attr}")
    if attr == "index":  # else certain rows of training
        return "rows" if has_own_index(node.value, work) else "frozen"
    if attr in ("shape", "T", "size"):
        raise Refused(f".{attr} is about all rows", work.order)
    if attr == "str" and isinstance(node.value, ast.Call) and replaces(node.value):
        end = work.offsets.end(node.value)
        work.serve.append(Edit(end, end, ".astype(object)"))
    return "rows"


def is_module(node: ast.expr, work: Work) -> bool:
    """True for `np.nan`, `pd.NA`: a name in an imported module."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in work.tracer.static


def _subscript(node: ast.Subscript, work: Work, columns: Columns) -> Kind:
    index = node.slice
    match node.value:
        case ast.Attribute(attr="shape", value=inner) if is_about_rows(inner, work):
            return work.freeze(node, f"{base_of(inner) or 'rows'}_shape")  # of all rows: one number
        case ast.Attribute(attr="c_") if is_module(node.value, work):
            parts = index.elts if isinstance(index, ast.Tuple) else [index]
            return "rows" if "rows" in [kind_of(each, work) for each in parts] else "frozen"
    if isinstance(node.value, ast.Call) and last_name(node.value.func) == "factorize":
        return numbered(node, node.value, work)
    if isinstance(node.value, ast.Attribute) and node.value.attr in ("loc", "iloc"):
        return _located(node, node.value, work, columns)
    if (frame := numbered_anew(node)) and not has_own_index(frame, work):
        if kind_of(frame, work, columns) == "rows":
            work.replace(node, f"{work.served(frame)}.reset_index(drop=True)")
            return "rows"
        return "frozen"
    if is_one_of_a_list(node, work):
        return "frozen"
    wanted = _selected(index, work, columns)
    kind = kind_of(node.value, work, wanted)
    if kind == "frozen":
        if not isinstance(index, ast.Slice | ast.Tuple) and kind_of(index, work) == "rows":
            raise Refused("a value is looked up by rows; use map with a table", work.order)
        return "frozen"
    if one := one_value_of(node, work):
        return one
    if isinstance(node.value, ast.Attribute) and node.value.attr == "str":
        return "rows"  # `df["Cabin"].str[:1]`: letters of each row's text
    if isinstance(index, ast.Slice):  # `df[:100]`: all rows of a request are answered
        work.replace(node, work.served(node.value))
        return "rows"
    if isinstance(index, ast.Tuple):
        first = index.elts[0]
        if is_new_axis(first):
            raise Refused("an axis is put before that of the rows", work.order)
        whole = isinstance(first, ast.Slice) and not (first.lower or first.upper)
        if not whole and not is_ellipsis(first):
            work.replace(first, ":")
        return "rows"
    if chooses_rows(node, work) or kind_of(index, work) == "rows":
        work.replace(node, work.served(node.value))
    else:
        _without_unwanted(node, index, work, columns)
    return "rows"


def is_ellipsis(node: ast.expr) -> bool:
    """True for `...`, which takes all rows as they are."""
    return isinstance(node, ast.Constant) and node.value is ...


def is_new_axis(node: ast.expr) -> bool:
    """True for `None` and `np.newaxis` as an index."""
    return (isinstance(node, ast.Constant) and node.value is None) or (
        isinstance(node, ast.Attribute) and node.attr == "newaxis"
    )


def _without_unwanted(node: ast.Subscript, index: ast.expr, work: Work, columns: Columns) -> None:
    """Nothing; columns that are listed and dropped later, such as the target, are not asked for."""
    names = _column_names(index, work)
    if names is None:
        return
    if columns.placed or _learned(index, names, work, columns):
        # Which of them are wanted, training tells; what it learned to tell is none of a request's.
        work.replace(node, f"{work.served(node.value)}.reindex(columns={work.source(index)})")
        return
    if not isinstance(index, ast.List):
        return
    listed, place = work.tracer.chain.listed, (work.order, work.offsets.start(index))
    # Others may want other columns of it. Who wants but some does not say that the others are none of it.
    of_name, of_whole = listed.get(place, (frozenset(), None))
    if columns.named is not None:
        of_name |= names & columns.named
    else:
        of_whole = names - columns.left_out | (of_whole or frozenset())
    listed[place] = of_name, of_whole
    if of_whole is None:
        if len(of_name) < len(names):  # they keep their places
            frame = work.served(node.value)
            work.replace(node, f"{frame}.reindex(columns={work.source(index)})")
        return
    kept = [text for text in texts_of(index) if text in of_name | of_whole]
    if kept and len(kept) < len(names):
        work.replace(index, f"[{', '.join(map(quoted, kept))}]")


def _located(node: ast.Subscript, owner: ast.Attribute, work: Work, columns: Columns) -> Kind:
    """`df.loc[rows, columns]`: rows are not chosen when serving, columns are."""
    index = node.slice
    if not isinstance(index, ast.Tuple):
        kind = kind_of(owner.value, work, columns)
        if kind == "rows":
            if one := one_value_of(node, work):
                return one
            work.replace(node, work.served(owner.value))
        return kind
    chosen = index.elts[-1]
    by_place = owner.attr == "iloc"
    wanted = Columns(placed=True) if by_place else _selected(chosen, work, columns)
    kind = kind_of(owner.value, work, wanted)
    if kind == "frozen":
        return "frozen"
    if one := one_value_of(node, work):
        return one
    if by_place or isinstance(chosen, ast.Slice) and (chosen.lower or chosen.upper):
        name = _columns_by_place(node, owner, chosen, work)
        work.replace(node, f"{work.served(owner.value)}[{name}]")
        return "rows"
    if isinstance(chosen, ast.Call | ast.UnaryOp | ast.Compare | ast.BinOp):  # by what columns are
        told = f"{work.source(owner.value)}.loc[:, {work.source(chosen)}].columns.tolist()"
        name = work.frozen_before(told, f"{base_of(owner.value)}_columns")
        frame = work.served(owner.value)  # a request has no target
        work.replace(node, f"{frame}.loc[:, {frame}.columns.isin({name})]")
        return "rows"
    every = isinstance(chosen, ast.Slice) and chosen.step is None  # `df.loc[mask, :]`
    columns_text = "" if every else f"[{work.source(chosen)}]"
    work.replace(node, f"{work.served(owner.value)}{columns_text}")
    return "rows"


def _columns_by_place(
    node: ast.Subscript, owner: ast.Attribute, chosen: ast.expr, work: Work
) -> str:
    """The name under which training keeps which columns `df.iloc[:, 1:4]` chooses, or the one. Raises Refused."""
    called = any(isinstance(part, ast.Call) for part in ast.walk(owner.value))
    frame, hint = work.source(owner.value), f"{base_of(owner.value) or 'rows'}_columns"
    one = isinstance(chosen, ast.UnaryOp) or isinstance(chosen, ast.Constant)
    if one and not called:
        return work.frozen_before(f"{frame}.columns[{work.source(chosen)}]", hint)
    match work.tree:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if value is node and not one:
            return work.frozen_after(f"{target}.columns.tolist()", f"{target}_columns")
    several = isinstance(chosen, ast.Slice | ast.List) or _is_frozen(
        chosen, work
    )  # `np.r_[1:5, 9]`
    if several and not called:
        text = f"{frame}.{owner.attr}[:, {work.source(chosen)}].columns.tolist()"
        return work.frozen_before(text, hint)
    raise Refused("columns chosen by place; choose them by name", work.order)


def _selected(index: ast.expr, work: Work, columns: Columns) -> Columns:
    """The columns that an index wants of its frame."""
    column = work.tracer.text_of(index)
    if column is not None:
        return Columns(frozenset({column}))
    names = _column_names(index, work)
    if names is not None:
        return Columns(names - _learned(index, names, work, columns))
    left_out = left_out_by(index, work)
    if left_out:
        return Columns(None, left_out, chosen=True)
    if isinstance(index, ast.Name | ast.Call | ast.BinOp) and _is_frozen(index, work):
        return Columns(chosen=True)
    return columns


def _learned(
    index: ast.expr, names: frozenset[str], work: Work, columns: Columns
) -> frozenset[str]:
    """Targets among columns that are chosen together, which no request has, where nothing else leaves them out."""
    if columns.named is not None or not (columns.chosen or isinstance(index, ast.Name)):
        return frozenset()
    return names & work.tracer.targets - columns.left_out


def _is_frozen(node: ast.expr, work: Work) -> bool:
    try:
        return kind_of(node, Work(work.statement, work.tracer.aside())) == "frozen"
    except Refused:
        return False


def _column_names(node: ast.expr, work: Work) -> frozenset[str] | None:
    """The column names that a list is, where they are plain."""
    names = names_listed(node, work.order, work.tracer.statements)
    return frozenset(names) if names is not None else None
