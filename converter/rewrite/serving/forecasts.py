"""What follows the rows that an estimator learned from, as a function of how far: `fit.forecast(12)`.

Such a question has no rows. What it is told are whole numbers, and those become the request.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.bound import Bound
from converter.rewrite.serving.parts import free_name, given_to, is_written
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

# How far, by the names that statsmodels, arch and pmdarima have for it; those of each method, in order.
AHEAD = {
    "forecast": ("steps", "horizon"),
    "get_forecast": ("steps",),
    "predict": ("n_periods",),
}
BETWEEN = ("start", "end")
MOST = 1000
"""Steps that one request may ask for: how long an answer takes is the caller's to say."""
# What gives forecasts another scale, called or as a method.
SCALES = frozenset("""
    abs around clip exp exp2 expm1 inv_boxcox inverse_transform maximum minimum power round sinh sqrt square
    """.split())
SHAPES = frozenset({"flatten", "ravel", "reshape", "squeeze", "to_numpy"})
# Results that hold forecasts, and are none: what they are asked for.
HELD = {"get_forecast": ("predicted_mean",), "horizon": ("variance", "mean", "residual_variance")}
PLAIN = frozenset({"predicted_mean", "values"})
INTERVALS = frozenset({"conf_int", "summary_frame"})
SIMPLE = (ast.Assign, ast.AnnAssign, ast.Expr)


@dataclass(frozen=True)
class _Asked:
    """A forecast in the statement `order`: its call, who is asked, by which names, and for what."""

    order: int
    text: str
    call: ast.Call
    owner: str
    method: str
    given: dict[str, str]
    rest: tuple[str, ...]

    @property
    def form(self) -> tuple[object, ...]:
        """What two forecasts that one function can answer have in common."""
        return self.owner, self.method, tuple(self.given), self.rest


def forecasts_of(statements: Sequence[Statement], taken: set[str]) -> Iterator[Bound]:
    """A function for each estimator that is asked for what follows, as the notebook asks in the end."""
    found: dict[str, list[_Asked]] = {}
    for each in statements:
        if isinstance(each.node, SIMPLE):
            for asked in _asked_in(each, statements):
                if not any(asked.owner in s.binds for s in statements if s.order >= each.order):
                    found.setdefault(asked.owner, []).append(asked)
    for owner, asks in found.items():
        last = asks[-1]
        answer = _answer(last, statements)
        if answer:
            name = free_name("forecast" if len(found) == 1 else f"forecast_{owner}", taken)
            alike = [each for each in asks if each.form == last.form]
            calls = tuple((each.order, _again(name, each.given)) for each in alike)
            yield Bound(name, _function(name, last, answer), last.order, calls)


def _asked_in(statement: Statement, statements: Sequence[Statement]) -> Iterator[_Asked]:
    bound = {name for s in statements if s.order < statement.order for name in s.binds}
    for part in ast.walk(parsed(statement.text)):
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner), attr=method)
            ) if owner in bound and (method in AHEAD):
                told = _told(part, method)
                if told is None:
                    continue
                given, rest = told
                values = [parsed(each).body[0] for each in given.values()]
                if all(
                    isinstance(each, ast.Expr) and _is_whole(each.value, statements)
                    for each in values
                ):
                    yield _Asked(statement.order, statement.text, part, owner, method, given, rest)


def _told(call: ast.Call, method: str) -> tuple[dict[str, str], tuple[str, ...]] | None:
    """How far by which names, and the settings beside; None for a question about rows."""
    words = {word.arg: word.value for word in call.keywords}
    between = method == "predict" and {*BETWEEN} <= words.keys()
    names = [*BETWEEN] if between else [name for name in AHEAD[method] if name in words]
    if method != "predict" and len(call.args) == 1 and not names:
        given = {AHEAD[method][0]: ast.unparse(call.args[0])}
    elif method == "forecast" and not (call.args or words):
        given = {"steps": "1"}
    elif len(call.args) or not names:
        return None
    else:
        given = {str(name): ast.unparse(words[name]) for name in names}
    others = {name: value for name, value in words.items() if name not in given}
    if None in others or not all(map(is_written, others.values())):
        return None  # values of other variables for those steps
    return given, tuple(f"{name}={ast.unparse(value)}" for name, value in others.items())


def _is_whole(node: ast.expr, statements: Sequence[Statement]) -> bool:
    """True for an expression that is surely a whole number: a length, a literal, sums of such."""
    match node:
        case ast.Constant(value=value):
            return type(value) is int
        case ast.Call(func=ast.Name(id="len" | "int")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=ast.Constant(value=int())):
            return True
        case ast.BinOp(
            left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv(), right=right
        ):
            return _is_whole(left, statements) and _is_whole(right, statements)
        case ast.Name(id=name):
            givers = [s for s in statements if name in s.binds]
            values = [value for s in givers for value in given_to(name, s.node)]
            earlier = [s for s in statements if givers and s.order < givers[0].order]
            return len(values) == len(givers) == 1 and _is_whole(values[0], earlier)
        case _:
            return False


def _answer(asked: _Asked, statements: Sequence[Statement]) -> str:
    """What the notebook makes of the forecast, of its call with the request's names; "" where it is none."""
    words = [*(f"{name}={name}" for name in asked.given), *asked.rest]
    call = f"{asked.owner}.{asked.method}({', '.join(words)})"
    tree = parsed(asked.text)
    text, whole = _around(asked.text, tree, asked.call, call)
    later = [s for s in statements if s.order > asked.order]
    name = _given_name(tree) if whole else ""
    kind = "horizon" if "horizon" in asked.given else asked.method
    if kind in HELD and text == call:
        uses = [tree, *(parsed(s.text) for s in later if name and name in s.reads)]
        both = any(_is_asked(use, name, asked.call) for use in uses)
        attribute, text, name = _held(name, call, HELD[kind], later)
        if kind == "get_forecast" and (not attribute or (both and _is_plain(text))):
            return f"{call}.summary_frame()" if both else f"{call}.predicted_mean"
        if not attribute:
            return ""
    for each in later:
        if not name:
            break
        if isinstance(each.node, SIMPLE) and name in each.reads:
            found = parsed(each.text)
            uses_of = [n for n in ast.walk(found) if isinstance(n, ast.Name) and n.id == name]
            loads = [n for n in uses_of if isinstance(n.ctx, ast.Load)]
            further, whole = (
                _around(each.text, found, loads[0], text) if len(loads) == 1 else ("", False)
            )
            if whole and further != text and _given_name(found):
                text, name = further, _given_name(found)
                continue
        if name in each.binds:
            break
    return text


def _held(
    name: str, call: str, attributes: tuple[str, ...], later: Sequence[Statement]
) -> tuple[str, str, str]:
    """The first attribute that is asked of a result called `name`, its text, and the name it is given."""
    for each in later if name else ():
        for part in ast.walk(parsed(each.text)):
            match part:
                case ast.Attribute(value=ast.Name(id=own), attr=attribute) if (
                    own == name and attribute in attributes
                ):
                    text = f"{call}.{attribute}"
                    found, whole = _around(each.text, parsed(each.text), part, text)
                    return attribute, found, _given_name(parsed(each.text)) if whole else ""
    return "", call, ""


def _is_plain(text: str) -> bool:
    """False where something is done to what a result holds."""
    return isinstance(ast.parse(text, mode="eval").body, ast.Attribute)


def _is_asked(tree: ast.AST, name: str, call: ast.Call) -> bool:
    """True where a result, by its name or where it is made, is asked for intervals."""
    for part in ast.walk(tree):
        match part:
            case ast.Attribute(value=ast.Name(id=own), attr=attribute) if own == name:
                if attribute in INTERVALS:
                    return True
            case ast.Attribute(value=ast.Call() as inner, attr=attribute):
                if attribute in INTERVALS and ast.dump(inner) == ast.dump(call):
                    return True
    return False


def _around(text: str, tree: ast.AST, inner: ast.expr, instead: str) -> tuple[str, bool]:
    """The widest expression around `inner` that only changes its scale, with `instead` in its place;
    and whether that is all that a name is given."""
    parents = {id(child): part for part in ast.walk(tree) for child in ast.iter_child_nodes(part)}
    target = next(
        part
        for part in ast.walk(tree)
        if type(part) is type(inner) and ast.dump(part) == ast.dump(inner) and _starts(part, inner)
    )
    top: ast.AST = target
    while (parent := parents.get(id(top))) is not None and _scales(parent, top):
        top = parent
    if top is not target and isinstance(top, ast.Attribute) and top.attr not in PLAIN:
        top = top.value  # of what it is a part: nothing was done with it
    offsets = Offsets(text)
    start, end = offsets.start(top), offsets.end(top)  # type: ignore[arg-type]
    simple = isinstance(ast.parse(instead, mode="eval").body, ast.Call | ast.Attribute)
    place = offsets.start(target) - start, offsets.end(target) - start
    edit = Edit(*place, instead if simple or top is target else f"({instead})")
    parent = parents.get(id(top))
    return apply_edits(text[start:end], [edit]), isinstance(parent, ast.Assign | ast.AnnAssign)


def _starts(one: ast.AST, other: ast.AST) -> bool:
    return (getattr(one, "lineno", 0), getattr(one, "col_offset", 0)) == (
        getattr(other, "lineno", 0),
        getattr(other, "col_offset", 0),
    )


def _scales(parent: ast.AST, inner: ast.AST) -> bool:
    """True where `parent` holds what `inner` is, in another scale or shape."""
    match parent:
        case ast.Attribute(attr=attribute):
            return attribute in SCALES | SHAPES | PLAIN | {"iloc"}
        case ast.Call(func=func, args=args, keywords=words):
            given = [*args, *(word.value for word in words)]
            if func is inner:  # a method of it
                return all(map(is_written, given))
            scaled = bool(args) and args[0] is inner and last_name(func) in SCALES
            return scaled and all(
                is_written(each) or isinstance(each, ast.Name) for each in given[1:]
            )
        case ast.Subscript(
            value=ast.Attribute(value=ast.Attribute(attr=held), attr="iloc" | "values") as whole,
            slice=index,
        ) if (
            held in HELD["horizon"]
        ):  # a row for each day that was looked ahead from: the last one
            row = index.elts[0] if isinstance(index, ast.Tuple) else index
            return whole is inner and ast.unparse(row) == "-1"
        case ast.BinOp(left=left, right=right):
            return is_written(left) or is_written(right)
        case _:
            return False


def _given_name(tree: ast.AST) -> str:
    """The name that an assignment gives its value, "" if there is none."""
    match tree:
        case ast.Module(body=[ast.Assign(targets=[ast.Name(id=name)])]):
            return name
        case ast.Module(body=[ast.AnnAssign(target=ast.Name(id=name), value=ast.expr())]):
            return name
        case _:
            return ""


def _again(name: str, given: dict[str, str]) -> str:
    """The same question to the function `name`."""
    return f"{name}({', '.join(f'{each}={value}' for each, value in given.items())})"


def _function(name: str, asked: _Asked, answer: str) -> str:
    names = list(asked.given)
    if names == list(BETWEEN):
        said = f"Values from `start` to `end`, counted from the first that `{asked.owner}` learned from."
        allowed, told = f"0 <= start <= end < start + {MOST}", f"start to end: 1 to {MOST} values"
    else:
        (ahead,) = names
        said = (
            f"The next values after those that `{asked.owner}` learned from, as many as `{ahead}`."
        )
        allowed, told = f"1 <= {ahead} <= {MOST}", f"{ahead}: 1 to {MOST}"
    return (
        f'def {name}({", ".join(names)}):\n    """{said}"""\n    if not {allowed}:\n'
        f'        raise ValueError("{told}")\n    return {answer}'
    )
