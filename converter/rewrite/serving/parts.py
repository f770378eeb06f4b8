"""Small questions about expressions: texts, names and columns in them."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Iterator, Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.eval_texts import evaluated_by
from converter.rewrite.serving.rowwise import REDUCING

# Methods of a frame that may read any of its columns, whatever they are told.
WHOLE = frozenset("""
    all any assign corrwith count dot eval filter isna isnull max mean median min notna notnull nunique
    pipe prod query std sum to_dict to_numpy transform var
    """.split())


def is_plain(node: ast.expr) -> bool:
    """True for one literal value."""
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
    )


def number_in(node: ast.expr) -> float | None:
    """A literal number, negative ones too; None for others."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            positive = number_in(inner)
            return None if positive is None else -positive
    return None


def whole_number(node: ast.expr) -> int | None:
    """A literal number that an array takes as it is, whatever numbers it has; None for others."""
    number = number_in(node)
    whole = number is not None and math.isfinite(number) and number == int(number)
    return int(number) if number is not None and whole else None


def is_written(node: ast.expr) -> bool:
    """True for literals of numbers, texts and None, tuples of them too: no rows."""
    if isinstance(node, ast.Tuple):
        return all(map(is_written, node.elts))
    return is_plain(node)


def texts_of(node: ast.expr) -> Iterator[str]:
    """The texts in a literal."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def quoted(text: str) -> str:
    """The literal of a text, in double quotes where that is plain."""
    return repr(text) if '"' in text or "\\" in text or not text.isprintable() else f'"{text}"'


def constant_of(node: ast.expr) -> str | None:
    """The text that an index is, if it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def names_in(statements: Iterable[Statement]) -> set[str]:
    """Every name that these bind or read, now or when their functions are called."""
    return {name for s in statements for name in s.binds | s.reads | s.late}


def base_of(node: ast.expr) -> str:
    """`a` for `a.b[c]`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def given_to(name: str, statement: ast.AST) -> list[ast.expr]:
    """What a plain assignment gives `name`, alone or beside others: `a, b = 0, 1`."""
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            pairs = list(zip(targets, values, strict=True)) if len(targets) == len(values) else []
        case ast.Assign(targets=[target], value=value):
            pairs = [(target, value)]
        case _:
            return []
    return [value for each, value in pairs if isinstance(each, ast.Name) and each.id == name]


def columns_read(node: ast.AST, frame: str) -> frozenset[str] | None:
    """Columns of `frame` that an expression reads; None where that cannot be told."""
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Subscript(
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="groupby")) as call,
                slice=index,
            ) if (
                name == frame
            ):
                found |= {*texts_of(call), *texts_of(index)}
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if (
                name == frame and attr in WHOLE
            ):
                does = evaluated_by(part)
                if does is None or does.why_not:
                    return None
                found |= does.reads
            case ast.Subscript(value=ast.Name(id=name), slice=index) if name == frame:
                texts = set(texts_of(index))
                if not texts:
                    return None
                found |= texts
            case ast.Attribute(value=ast.Name(id=name), attr="eval") if name == frame:
                pass  # by its call
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name == frame:
                if attr in ("loc", "iloc", "apply", "columns", "values"):
                    return None
                found.add(attr)
    return frozenset(found)


def constant_or_base(node: ast.expr) -> str:
    """A word for what an expression is about: its column, or its frame."""
    if isinstance(node, ast.Subscript) and (column := constant_of(node.slice)):
        return column
    return node.attr if isinstance(node, ast.Attribute) else base_of(node) or "rows"


def by_axis(call: ast.Call) -> bool:
    """True for `axis=1`: along a row; for `axis=(1, 2)`, too: along all that a row has."""
    axis = [word.value for word in call.keywords if word.arg == "axis"]
    named = any(isinstance(each, ast.Constant) and each.value in (1, "columns") for each in axis)
    return named or any(map(_within_rows, axis)) or _second_is(call, 1)


def _within_rows(axis: ast.expr) -> bool:
    """True for several axes without the first."""
    return isinstance(axis, ast.Tuple) and all(
        isinstance(each, ast.Constant) and isinstance(each.value, int) and each.value > 0
        for each in axis.elts
    )


def along_row(call: ast.Call) -> bool:
    """True for `axis=1`, torch's `dim=1`, or the last argument: along each row of a table of answers."""
    named = [word.value for word in call.keywords if word.arg in ("axis", "dim")]
    axis = [*named, *call.args[-1:]][:1]
    return bool(axis) and (ast.unparse(axis[0]) in ("1", "-1") or _within_rows(axis[0]))


def _second_is(call: ast.Call, axis: int) -> bool:
    """True where the axis comes without its name: `np.mean(preds, 0)`, `preds.mean(1)`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in REDUCING:
        return False
    of_module = isinstance(call.func.value, ast.Name) and call.func.value.id in ("np", "numpy")
    given = call.args[1:2] if of_module else call.args[:1]
    return any(isinstance(each, ast.Constant) and each.value is axis for each in given)


def along_answers(call: ast.Call) -> bool:
    """True for `axis=0`, and for the built-in `sum`: over what lies beside each other."""
    if isinstance(call.func, ast.Name) and call.func.id == "sum":
        return len(call.args) == 1
    axis = [word.value for word in call.keywords if word.arg == "axis"]
    named = any(isinstance(each, ast.Constant) and each.value == 0 for each in axis)
    return named or _second_is(call, 0)


def names_parts(node: ast.AST, within: ast.AST) -> bool:
    """True for what tells which columns are meant: an index, `columns=[...]`; such texts are no rows."""
    match within:
        case ast.Subscript(slice=index):
            return node is index
    return isinstance(node, ast.keyword) and node.arg in ("columns", "index", "names", "usecols")


def parts_of(node: ast.AST) -> list[ast.expr]:
    return [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]


def free_name(name: str, taken: set[str]) -> str:
    """`name`, or the next one like it that is not taken; it is taken from then on."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def arguments_of(call: ast.Call, names: list[str]) -> dict[str, ast.expr] | None:
    """The arguments of a call by parameter; None where they are not plain."""
    if any(isinstance(each, ast.Starred) for each in call.args) or len(call.args) > len(names):
        return None
    given = dict(zip(names, call.args, strict=False))
    for word in call.keywords:
        if word.arg is None:
            return None
        given[word.arg] = word.value
    return given


def is_of_elements(function: str, statements: Sequence[Statement]) -> bool:
    """True for a function that the notebook gives to others, or calls for each of several: no maker of data."""
    for part in (part for each in statements for part in ast.walk(each.node)):
        match part:
            case ast.Call(args=args, keywords=words):
                given = [*args, *(word.value for word in words)]
                if any(isinstance(each, ast.Name) and each.id == function for each in given):
                    return True
            case (
                ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp() | ast.Lambda()
            ):
                if any(
                    isinstance(inner, ast.Call) and ast.unparse(inner.func) == function
                    for inner in ast.walk(part)
                ):
                    return True
    return False


def along_columns(call: ast.Call) -> bool:
    """True for a `drop` call whose labels are columns: `axis=1`, in its place too."""
    axis = call.args[1] if len(call.args) > 1 else None
    return by_axis(call) or (isinstance(axis, ast.Constant) and axis.value in (1, "columns"))
