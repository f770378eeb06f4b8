"""Calls in the chain: row by row, over all rows (frozen), or across rows (refused)."""

from __future__ import annotations

import ast

from converter.rewrite.serving import rowwise
from converter.rewrite.serving.algebra import PRODUCTS, factors_of, kind_of_product
from converter.rewrite.serving.begun import by_length
from converter.rewrite.serving.chain import EVERY, Columns, Kind, Refused
from converter.rewrite.serving.dummies import frozen_once
from converter.rewrite.serving.eval_texts import evaluated_by
from converter.rewrite.serving.evaluated import kind_of_evaluated
from converter.rewrite.serving.expressions import is_about_rows, is_module, kind_of
from converter.rewrite.serving.frames import is_frame
from converter.rewrite.serving.groups import group_value
from converter.rewrite.serving.holders import HOLDERS, kind_of_holder
from converter.rewrite.serving.indexed import has_own_index, keys_of, without_index
from converter.rewrite.serving.lambdas import look_into
from converter.rewrite.serving.learning import as_it_was, learned, rows_of
from converter.rewrite.serving.leaving_out import dropped_by, names_columns
from converter.rewrite.serving.lookups import (
    before_merge,
    categorised,
    grouped_table,
    is_category,
    merged,
)
from converter.rewrite.serving.masked import check_pieces
from converter.rewrite.serving.of_columns import is_of_columns
from converter.rewrite.serving.of_each import is_of_each, kind_of_each
from converter.rewrite.serving.one_row import check_several
from converter.rewrite.serving.one_value import gives_one_value
from converter.rewrite.serving.own_functions import across_by, across_in, functions_of
from converter.rewrite.serving.parts import along_answers, base_of, by_axis, constant_of
from converter.rewrite.serving.several import is_several
from converter.rewrite.serving.updated import learns
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.text import Edit


def kind_of_call(node: ast.Call, work: Work, columns: Columns) -> Kind:
    name = last_name(node.func)
    if name in PRODUCTS and (factors := factors_of(node)):
        return kind_of_product(node, *factors, work)
    method = isinstance(node.func, ast.Attribute) and not is_module(node.func, work)
    if method:
        assert isinstance(node.func, ast.Attribute)
        return _method(node, node.func, name, work, columns)
    if name in HOLDERS:
        return kind_of_holder(node, work)
    arguments = [*node.args, *(word.value for word in node.keywords)]
    if name in rowwise.FILLED and by_length(node, work):
        return "rows"
    if name == "merge" and len(node.args) > 1:
        if kind_of(node.args[0], work, before_merge(node, columns)) == "rows":
            return merged(node, node.args[0], node.args[1:], work)
    if name in rowwise.REDUCING and along_answers(node) and is_several(node.args[0], work):
        for each in arguments[1:]:
            kind_of(each, work)
        return "rows"
    if name in ("stack", "vstack") and arguments:
        listed = isinstance(arguments[0], ast.ListComp) and not node.keywords  # a row of each
        if is_several(arguments[0], work) or (listed and kind_of(arguments[0], work) == "rows"):
            return "rows"
    if name in ("len", *rowwise.OVER_ROWS) and not by_axis(node):
        if any([is_about_rows(each, work) for each in arguments]):
            first = next(iter(node.args), node)
            return work.freeze(node, f"{base_of(first) or 'rows'}_{name}")
        for each in arguments:
            kind_of(each, work)  # a statistic in it is frozen there
        return "frozen"
    if name == "list" and len(arguments) == 1 and is_frame(arguments[0], work, work.order):
        if is_about_rows(arguments[0], work):
            return work.freeze(node, f"{base_of(arguments[0]) or 'rows'}_columns")
    wanted = columns if name in ("DataFrame", "get_dummies") else EVERY
    if name == "concat" and by_axis(node) and not columns.placed and len(arguments) == 2:
        wanted = _of_each_frame(columns, work)
    kinds = [kind_of(argument, work, wanted) for argument in arguments]
    if "rows" not in kinds:
        return "frozen"
    check_several(node, work)
    if name in rowwise.FREEZING:
        return frozen_once(node, name, work)
    if name == "add_constant" and across_in(name, work) is None:
        return _with_constant(node, work)
    if name == "concat" and not by_axis(node):
        return _pieces(node, work)
    if name in rowwise.SAMPLING and len(node.args) == 1:
        work.replace(node, work.served(node.args[0]))
        return "rows"
    if name in rowwise.ACROSS:
        raise Refused(rowwise.why_across(name), work.order)
    if (word := rowwise.WITH_WORD.get(name)) and name not in functions_of(work):
        if not (node.args[1:] or any(each.arg == word for each in node.keywords)):
            raise Refused(f"{name}() sees all rows; say {word}=", work.order)
        return "rows"
    own = isinstance(node.func, ast.Name) and name in functions_of(work)
    if not own and name in rowwise.FUNCTIONS | rowwise.PLAIN_FUNCTIONS | rowwise.OVER_ROWS:
        return "rows"
    if isinstance(node.func, ast.Call) and last_name(node.func.func) == "vectorize":
        return "rows"  # of each value, whatever it does
    said = ast.unparse(node.func)
    return _called(node, name, work, f"({said})" if isinstance(node.func, ast.Lambda) else said)


def _called(node: ast.Call, name: str, work: Work, said: str = "") -> Kind:
    """What a function of the notebook makes of rows. Raises Refused."""
    function = functions_of(work).get(name)
    of_each = any(isinstance(p, ast.Name) and p.id in work.tracer.local for p in ast.walk(node))
    if function is not None and not of_each and (gives_one_value(function) or learns(function)):
        return work.freeze(node, name)
    why = across_in(name, work, node)
    if why is None:
        no = f"{said or name}() is not known to work row by row"
        plain = isinstance(node.func, ast.Name | ast.Attribute)
        raise Refused(no if plain else f"{no}; what `def` makes is read", work.order)
    if why:
        raise Refused(why, work.order)
    return "rows"


def _piped(node: ast.Call, given: ast.expr, others: list[ast.expr], work: Work) -> Kind:
    """`rows.pipe(function, ...)` is the function's call."""
    name = "" if isinstance(given, ast.Call) else last_name(given)
    for argument in others:
        kind_of(argument, work)
    if name in rowwise.FREEZING:
        raise Refused(f"{name}() sees all rows; call it in a statement of its own", work.order)
    if name in rowwise.FUNCTIONS:
        return "rows"
    return _called(node, name, work, ast.unparse(given))


def _of_each_frame(columns: Columns, work: Work) -> Columns:
    """What is wanted of frames that are put side by side: nothing that is left out, and no target."""
    if columns.named is not None:
        return Columns(left_out=frozenset(work.tracer.targets) - columns.named)
    return columns


def _pieces(node: ast.Call, work: Work) -> Kind:
    """`pd.concat([few, resample(many)])`: all pieces are of the same rows, of which all are answered."""
    if not isinstance(node.args[0], ast.List | ast.Tuple):
        raise Refused("rows of several frames are put together", work.order)
    check_pieces(node.args[0].elts, work)
    work.replace(node, work.served(node.args[0].elts[0]))
    return "rows"


def _with_constant(node: ast.Call, work: Work) -> Kind:
    """`sm.add_constant(X)` leaves out the constant where a column of `X` is one: all are, of one row."""
    if len(node.args) < 3 and not any(word.arg == "has_constant" for word in node.keywords):
        last = [*node.args, *(word.value for word in node.keywords)][-1]
        end = work.offsets.end(last)
        work.serve.append(Edit(end, end, ', has_constant="add"'))
    return "rows"


def _method(node: ast.Call, func: ast.Attribute, name: str, work: Work, columns: Columns) -> Kind:
    if name == "pop" and node.args and (column := work.tracer.text_of(node.args[0])):
        return kind_of(func.value, work, Columns(frozenset({column})))
    if name == "eval" and (does := evaluated_by(node)):
        return kind_of_evaluated(does, func.value, work, columns)
    wanted = columns
    if name == "drop":
        for column in dropped_by(node, work.tracer):
            wanted = wanted.without(column)
    elif name == "set_index":
        wanted = keys_of(node, wanted)
    elif name == "merge":
        wanted = before_merge(node, wanted)
    elif name not in rowwise.BY_ROW | rowwise.FILTERS and not _beside(node, name):
        wanted = EVERY
    grouped = grouped_table(node, func, work) or group_value(node, func, work)
    if grouped is not None:
        return grouped
    if name in rowwise.REDUCING and along_answers(node) and is_several(func.value, work):
        return "rows"
    if is_of_each(func.value) and name not in rowwise.ACROSS_TEXTS:
        return kind_of_each(node, func, work)
    if name in rowwise.OVER_ROWS and not by_axis(node) and is_about_rows(func.value, work):
        owner = func.value
        text = constant_of(owner.slice) if isinstance(owner, ast.Subscript) else None
        about = text or (owner.attr if isinstance(owner, ast.Attribute) else base_of(owner))
        return work.freeze(_with_index(node, work), f"{about}_{name}")
    if is_of_columns(node, func.value) and is_about_rows(func.value, work):
        return work.freeze(node, f"{base_of(func.value) or 'rows'}_of_columns")
    kind = kind_of(func.value, work, wanted)
    arguments = [*node.args, *(word.value for word in node.keywords)]
    if name == "reshape" and kind == "rows" and by_length(node, work):
        return "rows"
    if kind == "frozen":
        return _asked(node, func, name, arguments, work)
    check_several(node, work)
    if name == "reset_index" and not node.keywords and has_own_index(func.value, work):
        return "rows"  # it is a column again
    if name in rowwise.FILTERS:
        work.replace(node, work.served(func.value))
        return "rows"
    if name in ("merge", "join"):
        return merged(node, func.value, node.args, work)
    if is_category(node):
        categorised(node, func, work)
        return "rows"
    if name in ("rank", *rowwise.ACROSS):
        raise Refused(rowwise.why_across(name), work.order)
    if name == "factorize":
        return frozen_once(node, name, work)
    if name == "drop" and not names_columns(node):
        work.replace(node, work.served(func.value))  # of rows
        return "rows"
    if name == "drop":
        work.forgive_drop(node)
    if name == "set_index":
        without_index(node, func.value, work)
    if name == "assign" and work.rows is None and work.round is None:
        for unknown in look_into(node, func.value, work):
            for part in ast.walk(unknown):
                if isinstance(part, ast.Call) and (why := across_by(part, "assign")):
                    raise Refused(why, work.order)
    if name == "pipe" and node.args:
        return _piped(node, node.args[0], arguments[1:], work)
    if name not in rowwise.BY_ROW | rowwise.OVER_ROWS:
        raise Refused(f"{name}() is not known to work row by row", work.order)
    for argument in arguments:
        kind_of(argument, work)
    return "rows"


def _beside(node: ast.Call, name: str) -> bool:
    """True for `df.join(columns)`, which looks nothing up."""
    return name == "join" and not any(word.arg == "on" for word in node.keywords)


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
    if name in rowwise.LEARNING:
        arguments = rows_of(node)  # what it learns besides is no question
    kinds = [kind_of(argument, work) for argument in arguments]
    if "rows" not in kinds:
        return "frozen"
    if name in rowwise.LEARNING:
        return learned(node, func, work)
    if name in rowwise.ASKED:
        as_it_was(func.value, work)
        return "rows"
    if name in ("get", "map", "strftime", "format"):
        return "rows"
    if name in ("fit_predict", "score", *rowwise.FITTING):
        return "frozen"
    raise Refused(f"{name}() is not known to work row by row", work.order)
