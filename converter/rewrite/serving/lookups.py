"""Tables that training makes of all rows, and what serving looks up in them."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.bunches import reads_data
from converter.rewrite.serving.chain import EVERY, Columns, Kind, Refused
from converter.rewrite.serving.expressions import is_about_rows, kind_of
from converter.rewrite.serving.groups import STATISTICS
from converter.rewrite.serving.parts import constant_or_base, texts_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.text import Edit


def grouped_table(node: ast.Call, func: ast.Attribute, work: Work) -> Kind | None:
    """`df.groupby(…)[…].mean()` is one value for each group: frozen. None for other calls."""
    if func.attr not in rowwise.OVER_ROWS | rowwise.OF_GROUPS and not _is_statistic(node, func):
        return None
    inner: ast.expr = func.value
    while True:
        match inner:
            case ast.Call(func=ast.Attribute(value=owner, attr="groupby")):
                if not is_about_rows(owner, work):
                    return "frozen"
                return work.freeze(node, f"{constant_or_base(func.value)}_{func.attr}")
            case ast.Attribute(value=value) | ast.Subscript(value=value):
                inner = value
            case _:
                return None


def _is_statistic(node: ast.Call, func: ast.Attribute) -> bool:
    """True for `apply(lambda values: (values == "yes").mean())`, which gives one value for each group."""
    match node.args:
        case [ast.Lambda(body=ast.Call(func=ast.Attribute(attr=name), args=[], keywords=[]))]:
            return func.attr == "apply" and name in STATISTICS
    return False


def merged(node: ast.Call, left: ast.expr, others: list[ast.expr], work: Work) -> Kind:
    """`left.merge(table, how="left")`: rows with what the table says of each. Raises Refused."""
    name = last_name(node.func)
    words = {word.arg: word.value for word in node.keywords}
    table = words.get("right") or words.get("other") or (others[0] if others else None)
    if table is None or not _is_table(table, left, work):
        if table is not None and _by_index(name, words):
            if kind_of(table, work) == "rows":  # columns of the same rows
                return "rows"
        raise Refused(rowwise.why_across(name), work.order)
    how = _how(name, words)
    if how != "left" and not (how == "inner" and _keys(words) and None not in words):
        raise Refused(
            f'{name}() leaves out rows that the table does not know; say how="left"', work.order
        )
    if how == "inner" and "validate" not in words:
        _know_each_once(node, work)
    return "rows"  # one that a table does not know has no answer where training left it out


def _know_each_once(node: ast.Call, work: Work) -> None:
    """Nothing; the join fails for a table that has a key twice: such a row would take the place of one left out."""
    end = work.offsets.end(node) - 1
    comma = "" if work.statement.text[:end].rstrip().endswith(",") else ", "
    work.serve.append(Edit(end, end, f'{comma}validate="many_to_one"'))


def joins_what_was_read(value: ast.expr, work: Work) -> bool:
    """True for `pd.merge(customers, contracts, on="id")` of two tables as they were read, by what is dropped
    then: rows begin with what they say together, for nobody could look up new ones."""
    match value:
        case ast.Call(func=ast.Attribute(value=left, attr="merge"), args=[ast.Name() as right]):
            sides = [left, right]
        case ast.Call(args=[ast.Name() as left, ast.Name() as right]) if (
            last_name(value.func) == "merge"
        ):
            sides = [left, right]
        case _:
            return False
    words = {word.arg: word.value for word in value.keywords}
    keys = texts_of(words["on"]) if "on" in words else []
    if _how("merge", words) != "inner" or not keys or not _dropped(work) >= {*keys}:
        return False
    return all(isinstance(side, ast.Name) and _as_read(side.id, work) for side in sides)


def _as_read(name: str, work: Work) -> bool:
    """True for a frame that a statement reads, or joins of such, and that nothing changes until here."""
    before = [s for s in work.tracer.statements if s.order < work.order]
    touched = [s for s in before if name in s.binds | s.mutates]
    if len(touched) != 1 or not isinstance(touched[0].node, ast.Assign):
        return False
    value, made = touched[0].node.value, Work(touched[0], work.tracer.aside())
    reads = isinstance(value, ast.Call) and reads_data(last_name(value.func))
    return reads or joins_what_was_read(value, made)


def _dropped(work: Work) -> set[str]:
    """Columns that the notebook drops later, by their names."""
    later = (s.node for s in work.tracer.statements if s.order > work.order)
    calls = (part for node in later for part in ast.walk(node) if isinstance(part, ast.Call))
    given = (
        each
        for call in calls
        if last_name(call.func) in ("drop", "pop")
        for each in (*call.args, *(word.value for word in call.keywords))
    )
    return {text for each in given for text in texts_of(each)}


def _how(name: str, words: Mapping[str | None, ast.expr]) -> str:
    how = words.get("how")
    default = "left" if name == "join" else "inner"
    return str(how.value) if isinstance(how, ast.Constant) else "" if how else default


def _keys(words: Mapping[str | None, ast.expr]) -> list[ast.expr]:
    """What says by which columns rows are looked up, where that is written out."""
    keys = [words[each] for each in ("on", "left_on") if each in words]
    return keys if all(map(_is_literal, keys)) else []


def before_merge(node: ast.Call, columns: Columns) -> Columns:
    """The columns wanted of the rows that a table is merged with: with those by which it is looked up.

    Those that are asked for by name may get theirs by it, where both have one.
    """
    words = {word.arg: word.value for word in node.keywords}
    told = any(each in words for each in ("on", "left_on"))
    keys = _keys(words)
    if columns.named is not None or (told and not keys):
        return EVERY
    return columns.also(frozenset(text for each in keys for text in texts_of(each)))


def _is_literal(node: ast.expr) -> bool:
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return all(isinstance(each, ast.Constant) for each in parts)


def _by_index(name: str, words: Mapping[str | None, ast.expr]) -> bool:
    """True where rows find each other by their index: `join`, and `merge` that is told so of both."""
    if name == "join":
        return "on" not in words
    sides = [words.get("left_index"), words.get("right_index")]
    return all(isinstance(each, ast.Constant) and each.value is True for each in sides)


def _is_table(table: ast.expr, left: ast.expr, work: Work) -> bool:
    """True for a table that training made, or that was read besides the rows of `left`."""
    aside = work.tracer.aside()
    if kind_of(table, Work(work.statement, aside)) == "frozen":
        return True
    if not isinstance(table, ast.Name):
        return False
    other = work.tracer.aside()
    kind_of(left, Work(work.statement, other))
    return aside.chain.source != other.chain.source


def categorised(node: ast.Call, func: ast.Attribute, work: Work) -> None:
    """Nothing; `astype("category")` has the categories that training saw. Raises Refused."""
    of = func.value
    column = _column_in(of, work)
    if column is None:
        raise Refused('astype("category") of several columns; set one at a time', work.order)
    text = f'{work.source(of)}.astype("category").dtype'
    kept = work.frozen_before(text, f"{constant_or_base(column)}_dtype")
    work.replace(node.args[0], kept, training=True)


# Methods that make a frame of one column.
WIDENING = frozenset("extract get_dummies partition reset_index rpartition split to_frame".split())


def _column_in(node: ast.expr, work: Work) -> ast.expr | None:
    """The one column that an expression is of, which its methods may have made other values of; or None."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method not in WIDENING:
            return _column_in(owner, work)
        case ast.Attribute(
            value=ast.Attribute() | ast.Call() | ast.Subscript() as owner, attr="dt" | "str"
        ) | ast.Subscript(value=ast.Attribute(attr="str") as owner):
            return _column_in(owner, work)
        case ast.Attribute():
            return node
        case ast.Subscript(slice=index):
            local = isinstance(index, ast.Name) and index.id in work.tracer.local
            return node if local or work.tracer.text_of(index) is not None else None
    return None


def is_category(call: ast.Call) -> bool:
    """True for `astype("category")`."""
    match call:
        case ast.Call(func=ast.Attribute(attr="astype"), args=[ast.Constant(value="category")]):
            return True
    return False
