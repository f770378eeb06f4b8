"""What control flow says of the names of a block: does it go on, may it swallow an error."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass
class Names:
    """The names of one statement, gathered while walking it."""

    binds: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    assigns_late: set[str] = field(default_factory=set)
    deletes: set[str] = field(default_factory=set)
    guarded: int = 0  # depth of try blocks that catch NameError
    catches_name_error: bool = False


# Calls that use up a generator before they return.
EAGER = frozenset(
    "all any bytes dict frozenset join list max min set sorted sum tuple extend update "
    "array fromiter Counter OrderedDict mean fmean median".split()
)


# Context managers that may swallow an exception: what their body binds is not certain.
SWALLOWING = frozenset({"suppress", "raises", "assertRaises", "warns"})


EXITS = frozenset({"exit", "quit"})


TRIES: tuple[type[ast.AST], ...] = (ast.Try, getattr(ast, "TryStar", ast.Try))


def leaves(body: list[ast.stmt]) -> bool:
    """True when control never runs past `body`."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.Raise | ast.Return | ast.Continue | ast.Break):
        return True
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return ast.unparse(last.value.func) in {"sys.exit", "exit", "quit", "os._exit"}
    return False


def may_exit(node: ast.AST) -> bool:
    """True when `node` may end the run without an error: `sys.exit()`, `raise SystemExit`."""
    return any(
        called_name(part) in EXITS or (isinstance(part, ast.Name) and part.id == "SystemExit")
        for part in ast.walk(node)
    )


def may_return_none(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True when a call may end without a value: by `return None`, or past the last statement."""
    inner = {
        id(part)
        for nested in ast.walk(function)
        if nested is not function
        and isinstance(nested, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for part in ast.walk(nested)
    }
    for part in ast.walk(function):
        if isinstance(part, ast.Return) and id(part) not in inner:
            if part.value is None or (
                isinstance(part.value, ast.Constant) and part.value.value is None
            ):
                return True
    return not _ends(function.body)


def _ends(body: list[ast.stmt]) -> bool:
    """True when no call runs past `body`, all its branches considered."""
    match body[-1] if body else None:
        case ast.If(body=one, orelse=other):
            return _ends(one) and _ends(other)
        case ast.With(body=inner) | ast.AsyncWith(body=inner):
            return _ends(inner)
        case ast.While(test=ast.Constant(value=1), body=inner):
            return not any(isinstance(part, ast.Break) for each in inner for part in ast.walk(each))
        case ast.Try(body=tried, handlers=handlers, orelse=orelse, finalbody=finally_):
            whole = [*tried, *orelse] if orelse else tried
            return _ends(finally_) or (_ends(whole) and all(_ends(each.body) for each in handlers))
        case ast.Match(
            cases=[*_, ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None)] as cases
        ):
            return all(_ends(each.body) for each in cases)
    return leaves(body)


def called_name(node: ast.AST) -> str:
    """`f` for `f(...)` and `a.b.f(...)`, else an empty string."""
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def catches_a_name_error(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = {part.id for part in ast.walk(handler.type) if isinstance(part, ast.Name)}
    return bool(caught & {"NameError", "UnboundLocalError", "Exception", "BaseException"})


def guarded_reads(node: ast.AST) -> frozenset[str]:
    """Names that `node` reads only in `try` blocks with an `except NameError` of their own."""
    asked, others = _asked_and_others(node)
    return asked - others


def asked_names(node: ast.AST) -> frozenset[str]:
    """Names that `node` reads in a `try` block with an `except NameError`, there at least."""
    return _asked_and_others(node)[0]


def _asked_and_others(node: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
    guarded = {
        id(part)
        for block in ast.walk(node)
        if isinstance(block, ast.Try) and any(map(_expects_a_name_error, block.handlers))
        for statement in block.body
        for part in ast.walk(statement)
    }
    reads = [
        part
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    ]
    asked = frozenset(part.id for part in reads if id(part) in guarded)
    return asked, frozenset(part.id for part in reads if id(part) not in guarded)


def _expects_a_name_error(handler: ast.ExceptHandler) -> bool:
    parts = ast.walk(handler.type) if handler.type is not None else ()
    return any(isinstance(part, ast.Name) and part.id == "NameError" for part in parts)
