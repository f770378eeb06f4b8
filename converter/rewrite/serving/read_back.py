"""What a notebook saves together and reads back is what it saved: `bundle["model"]` is `model`.

    joblib.dump({"model": model, "threshold": best}, "churn.joblib")
    bundle = joblib.load("churn.joblib")
    risky = bundle["model"].predict_proba(X_new)[:, 1] >= bundle["threshold"]

One estimator that is read back is known by its file (`other_names.py`); parts of a dict are said by the names
that were put into it, and so are parts of a tuple.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.other_names import LOADING, SAVING
from converter.rewrite.serving.parts import constant_of
from converter.rewrite.serving.weaving import program_of
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

SIMPLE = (ast.Assign, ast.Expr, ast.With)


@dataclass(frozen=True)
class _Saved:
    """What a statement saved: names and literals by their keys, or in their order; "" for other values."""

    order: int
    names: Mapping[str, str]


def read_back(flow: Dataflow) -> Program | None:
    """The program in which parts of what is read back have the names that were saved; None where it has none."""
    statements = flow.statements
    texts = {each.order: each.text for each in statements}
    for name, load, saved in _loads(statements):
        readers = [s for s in statements if name in s.reads | s.late]
        if all(_parts_only(each, name, load, saved, statements) for each in readers):
            for each in readers:
                texts[each.order] = _with_names(texts[each.order], name, saved.names)
    for load, saved in _unpacked(statements):
        texts[load.order] = _of_names(load, saved)
    if all(texts[each.order] == each.text for each in statements):
        return None
    return program_of(flow, texts, {}, {}, {}, {})


def _loads(statements: tuple[Statement, ...]) -> Iterator[tuple[str, Statement, _Saved]]:
    """Names that are bound once, to a dict read back from where it was saved."""
    for each in statements:
        for target, path in read_in(each.node):
            saved = _saved_as(path, each, statements)
            if saved and isinstance(target, ast.Name):
                if [s.order for s in statements if target.id in s.binds] == [each.order]:
                    yield target.id, each, saved


def _unpacked(statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, _Saved]]:
    """Statements that bind a name to each part of a tuple read back, where neither is changed from then on."""
    for each in statements:
        for target, path in read_in(each.node):
            saved = _saved_as(path, each, statements)
            if saved and isinstance(target, ast.Tuple) and isinstance(each.node, ast.Assign):
                bound = [part.id for part in target.elts if isinstance(part, ast.Name)]
                once = all(sum(name in s.binds for s in statements) == 1 for name in bound)
                later = [s for s in statements if s.order > saved.order and s is not each]
                changed = {*bound, *saved.names.values()} & changed_by(later)
                whole = len(bound) == len(target.elts) == sum(map(bool, saved.names.values()))
                if whole and once and not changed:
                    yield each, saved


def read_in(node: ast.stmt) -> Iterator[tuple[ast.expr, str]]:
    """What a statement binds to what it reads back, with the file: `load(path)`, also of an opened one."""
    opened = _opened(node)
    for inner in node.body if isinstance(node, ast.With) else [node]:
        match inner:
            case ast.Assign(targets=[target], value=ast.Call(func=function, args=[given])) if (
                last_name(function) in LOADING
            ):
                if path := _path_of(given, opened):
                    yield target, path


def _saved_as(path: str, load: Statement, statements: tuple[Statement, ...]) -> _Saved | None:
    """The names last saved in that file before `load`; None where that is not plain."""
    writers = [s for s in statements if s.order < load.order and path in written_by(s)]
    if not writers or not isinstance(writers[-1].node, SIMPLE):
        return None
    last = writers[-1]
    value = written_by(last)[path]
    if isinstance(value, ast.Name):
        binders = [s for s in statements if value.id in s.binds]
        between = [s for s in statements if binders and binders[-1].order < s.order < last.order]
        match [s.node for s in binders]:
            case [ast.Assign(targets=[ast.Name()], value=made)]:
                names = _names_in(made)
                changed = {value.id, *names.values()} & changed_by(between)
                return _Saved(last.order, names) if names and not changed else None
        return None
    names = _names_in(value) if value else {}
    return _Saved(last.order, names) if names else None


def written_by(statement: Statement) -> dict[str, ast.expr | None]:
    """What a statement saves, by the file; None for what is written there otherwise."""
    opened = _opened(statement.node)
    found: dict[str, ast.expr | None] = {}
    for part in ast.walk(statement.node):
        match part:
            case ast.Call(func=function, args=[value, place, *_]) if last_name(function) in SAVING:
                if path := _path_of(place, opened):
                    found[path] = value
            case ast.Call(func=function, args=[ast.Constant(value=str(path)), *rest]) if (
                last_name(function) != "open" or not rest
            ):
                if last_name(function) not in LOADING | {"open"}:
                    found.setdefault(path, None)
    return found


def _opened(node: ast.stmt) -> dict[str, str]:
    """Names of files that a `with` opens, with their paths."""
    found: dict[str, str] = {}
    for item in node.items if isinstance(node, ast.With) else ():
        path = _path_of(item.context_expr, {})
        if path and isinstance(item.optional_vars, ast.Name):
            found[item.optional_vars.id] = path
    return found


def _path_of(place: ast.expr, opened: Mapping[str, str]) -> str:
    match place:
        case ast.Constant(value=str(path)):
            return path
        case ast.Name(id=name):
            return opened.get(name, "")
        case ast.Call(func=ast.Name(id="open"), args=[ast.Constant(value=str(path)), *_]):
            return path
    return ""


def _names_in(value: ast.expr) -> dict[str, str]:
    """The names and literals in a dict by its keys, in a tuple or list by their places; "" for other values."""
    match value:
        case ast.Dict(keys=keys, values=values):
            texts = [constant_of(key) if key else None for key in keys]
        case ast.Tuple(elts=values) | ast.List(elts=values):
            texts = [str(place) for place in range(len(values))]
        case _:
            return {}
    known = [text for text in texts if text is not None]
    if len(known) < len(values) or len(set(known)) < len(known):
        return {}
    said = [ast.unparse(v) if isinstance(v, ast.Name | ast.Constant) else "" for v in values]
    return dict(zip(known, said, strict=True)) if any(said) else {}


def changed_by(statements: list[Statement]) -> set[str]:
    """Names that are bound again or whose object is changed in place."""
    return {name for s in statements for name in s.binds | s.mutates | s.assigns_late | s.deletes}


def _parts_only(
    reader: Statement,
    name: str,
    load: Statement,
    saved: _Saved,
    statements: tuple[Statement, ...],
) -> bool:
    """True where a statement reads what was read back but by its keys, and the names still mean the same."""
    if name in reader.late or isinstance(reader.node, ast.FunctionDef | ast.ClassDef):
        return False
    keyed = [_key_of(part, name) for part in ast.walk(reader.node)]
    read = [p for p in ast.walk(reader.node) if isinstance(p, ast.Name) and p.id == name]
    keys = [key for key in keyed if key is not None]
    if len(keys) != len(read) or not set(keys) <= saved.names.keys():
        return False
    between = [s for s in statements if saved.order < s.order < reader.order and s is not load]
    return not {saved.names[key] for key in keys} & changed_by(between)


def _key_of(part: ast.AST, name: str) -> str | None:
    match part:
        case ast.Subscript(value=ast.Name(id=own), slice=index, ctx=ast.Load()) if own == name:
            return constant_of(index)
    return None


def _with_names(text: str, name: str, names: Mapping[str, str]) -> str:
    offsets = Offsets(text)
    edits = [
        Edit(offsets.start(part), offsets.end(part), names[_key_of(part, name) or ""])
        for part in ast.walk(parsed(text))
        if isinstance(part, ast.expr) and names.get(_key_of(part, name) or "")
    ]
    return apply_edits(text, sorted(edits))


def _of_names(load: Statement, saved: _Saved) -> str:
    """The statement that unpacks the names themselves."""
    text = load.text
    tree = parsed(text).body[0]
    assert isinstance(tree, ast.Assign)
    offsets = Offsets(text)
    start, end = offsets.start(tree.value), offsets.end(tree.value)
    return apply_edits(text, [Edit(start, end, ", ".join(saved.names.values()))])
