"""What a notebook makes of a forecast: `np.exp(fit.get_forecast(12).predicted_mean)` is what it tells."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.each_answer import BACK, BACK_AND_KEPT
from converter.rewrite.serving.levels import SUMMING, Levels
from converter.rewrite.serving.parts import is_written
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

SIMPLE = (ast.Assign, ast.AnnAssign, ast.Expr)
# What gives forecasts another scale, called or as a method.
SCALES = frozenset("""
    abs around clip cumsum exp exp2 expm1 inv_boxcox inverse_transform maximum minimum power round sinh sqrt square
    """.split())
SHAPES = frozenset({"flatten", "ravel", "reshape", "squeeze", "to_numpy"})
# Results that hold forecasts, and are none: what they are asked for.
HELD = {"get_forecast": ("predicted_mean",), "horizon": ("variance", "mean", "residual_variance")}
PLAIN = frozenset({"predicted_mean", "values"})
INTERVALS = frozenset({"conf_int", "summary_frame"})


@dataclass(frozen=True)
class Forecast:
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


def answer_of(asked: Forecast, statements: Sequence[Statement], levels: Levels) -> str:
    """What the notebook makes of the forecast, of its call with the request's names; "" where it is none."""
    words = [*(f"{name}={name}" for name in asked.given), *asked.rest]
    call = f"{asked.owner}.{asked.method}({', '.join(words)})"
    tree = parsed(asked.text)
    kind = "horizon" if "horizon" in asked.given else asked.method
    inner, said = _held_at_once(tree, asked.call, call, HELD.get(kind, ()))
    text, whole = _around(asked.text, tree, inner, said, levels)
    later = [s for s in statements if s.order > asked.order]
    name = _given_name(tree) if whole else ""
    # Sums of what no differences were taken of are totals beside the forecast.
    differs = any(".diff(" in s.text for s in statements)
    if kind in HELD and text == call:
        uses = [tree, *(parsed(s.text) for s in later if name and name in s.reads)]
        both = any(_is_asked(use, name, asked.call) for use in uses)
        attribute, text, name = _held(name, call, HELD[kind], later, levels)
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
                _around(each.text, found, loads[0], text, levels)
                if len(loads) == 1
                else ("", False)
            )
            kept = _given_name(found)
            back = _takes_back(found) or _adds_level(further, text)
            back = back or (differs and f".{SUMMING}(" in each.text)
            if whole and further != text and kept and (kept == name or back):
                text, name = further, kept
                continue
        if name in each.binds:
            break
    return text


def _held_at_once(
    tree: ast.AST, asked: ast.Call, call: str, attributes: tuple[str, ...]
) -> tuple[ast.expr, str]:
    """What is asked of the result where it is made, and its text; else the call itself."""
    for part in ast.walk(tree):
        match part:
            case ast.Attribute(value=ast.Call() as made, attr=attribute) if attribute in attributes:
                if ast.dump(made) == ast.dump(asked):
                    return part, f"{call}.{attribute}"
    return asked, call


def _held(
    name: str,
    call: str,
    attributes: tuple[str, ...],
    later: Sequence[Statement],
    levels: Levels,
) -> tuple[str, str, str]:
    """The first attribute that is asked of a result called `name`, its text, and the name it is given."""
    for each in later if name else ():
        for part in ast.walk(parsed(each.text)):
            match part:
                case ast.Attribute(value=ast.Name(id=own), attr=attribute) if (
                    own == name and attribute in attributes
                ):
                    text, tree = f"{call}.{attribute}", parsed(each.text)
                    found, whole = _around(each.text, tree, part, text, levels)
                    if attribute in PLAIN and not (_is_plain(found) or _takes_back(tree)):
                        return attribute, text, ""  # a scenario: a tenth more
                    return attribute, found, _given_name(tree) if whole else ""
    return "", call, ""


def _takes_back(tree: ast.AST) -> bool:
    """True for a statement that takes a transformation back; others make something else of forecasts."""
    calls = (part for part in ast.walk(tree) if isinstance(part, ast.Call))
    return any(last_name(each.func) in BACK | {BACK_AND_KEPT} for each in calls)


def _adds_level(further: str, text: str) -> bool:
    """True where a level was added to the sums of differences in `text`."""
    match ast.parse(further or "0", mode="eval").body:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return f"{SUMMING}(" in text and not (is_written(left) or is_written(right))
    return False


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


def _around(
    text: str, tree: ast.AST, inner: ast.expr, instead: str, levels: Levels
) -> tuple[str, bool]:
    """The widest expression around `inner` that only changes its scale, with `instead` in its place;
    and whether that is all that a name is given."""
    parents = {id(child): part for part in ast.walk(tree) for child in ast.iter_child_nodes(part)}
    target = next(
        part
        for part in ast.walk(tree)
        if type(part) is type(inner) and ast.dump(part) == ast.dump(inner) and _starts(part, inner)
    )
    top: ast.AST = target
    added: list[tuple[ast.expr, str]] = []
    while (parent := parents.get(id(top))) is not None:
        other = _added_to(parent, top)
        if other is not None and f"{SUMMING}(" in f"{instead} {ast.unparse(top)}":
            if not (level := levels.name_of(other)):
                break
            added.append((other, level))
        elif not _scales(parent, top):
            break
        top = parent
    if top is not target and isinstance(top, ast.Attribute) and top.attr not in PLAIN:
        top = top.value  # of what it is a part: nothing was done with it
    offsets = Offsets(text)
    start, end = offsets.start(top), offsets.end(top)  # type: ignore[arg-type]
    simple = isinstance(ast.parse(instead, mode="eval").body, ast.Call | ast.Attribute)
    alone = simple or top is target or isinstance(parents.get(id(target)), ast.Call)
    new = [(target, instead if alone else f"({instead})"), *added]
    edits = [Edit(offsets.start(at) - start, offsets.end(at) - start, said) for at, said in new]
    parent = parents.get(id(top))
    return apply_edits(text[start:end], sorted(edits)), isinstance(
        parent, ast.Assign | ast.AnnAssign
    )


def _starts(one: ast.AST, other: ast.AST) -> bool:
    return (getattr(one, "lineno", 0), getattr(one, "col_offset", 0)) == (
        getattr(other, "lineno", 0),
        getattr(other, "col_offset", 0),
    )


def _added_to(parent: ast.AST, inner: ast.AST) -> ast.expr | None:
    """What is added to `inner`, if that is no number that is written there."""
    match parent:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            other = right if left is inner else left
            return None if is_written(other) else other
    return None


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
