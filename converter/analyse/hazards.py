"""What makes an expression that looks harmless change something: learned from the whole notebook.

Methods of the notebook's own classes may print or count; an iterator is used up by whoever looks
through it; a name that was imported is no value with well-known methods.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from converter.syntax.scopes import bound_names

# What gives an iterator, by the last part of its name. `map` and `split` may: a Series' `map` and a
# text's `split` do not, but who is asked cannot always be told.
MAKERS = frozenset("""
    DictReader accumulate as_completed chain combinations combinations_with_replacement cycle
    dropwhile enumerate execute executemany filter filterfalse finditer from_iterable glob groupby
    iglob imap imap_unordered islice iter iter_content iter_lines iterdir iterparse iterrows
    itertuples map open pairwise permutations product reader repeat reversed rglob scandir starmap
    takewhile tee tqdm walk zip zip_longest
    """.split())
# Names of these that well-known values have too: there they give no iterator.
ONLY_FUNCTIONS = frozenset("filter groupby product repeat zip".split())
CHUNKS = frozenset({"chunksize", "iterator"})

# Calls that do not look through their argument.
LOOKS_AT = frozenset("callable getattr hasattr hash id isinstance issubclass repr str type".split())

# Methods that are called by a call by name only, never by an operator or a built-in.
NOT_OPERATORS = frozenset(
    "__init__ __new__ __post_init__ __del__ __enter__ __exit__ __aenter__ __aexit__ __call__ "
    "__init_subclass__ __set_name__ __class_getitem__ __repr__ __reduce__ __getstate__".split()
)
OPERATORS = (ast.Subscript, ast.BinOp, ast.Compare, ast.UnaryOp, ast.BoolOp, ast.JoinedStr)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Hazards(NamedTuple):
    """`active` methods and properties of the notebook's classes do more than compute a value;
    `operators` is True when one of these is what an operator or a built-in calls. `iterators` are
    names that may mean iterators, `imported` those that imports bind.
    """

    active: frozenset[str] = frozenset()
    operators: bool = False
    iterators: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()


HARMLESS = Hazards()


def hazards_of(trees: Iterable[ast.AST]) -> Hazards:
    """The hazards of a notebook."""
    parts = [part for tree in trees for part in ast.walk(tree)]
    methods = {
        method.name: method
        for part in parts
        if isinstance(part, ast.ClassDef)
        for method in part.body
        if isinstance(method, FUNCTIONS)
    }
    active = frozenset(name for name, method in methods.items() if _does_something(method))
    operators = any(
        name.startswith("__") and name.endswith("__") for name in active - NOT_OPERATORS
    )
    if not SUMMING_UP & (roots := _roots(parts)) or PRINTING & roots:
        active |= {"summary", "summary2"}
    return Hazards(active, operators, _iterators(parts), frozenset(_imported(parts)))


# Libraries whose `summary()` gives a table, and such where it prints.
SUMMING_UP = frozenset({"arch", "linearmodels", "statsmodels"})
PRINTING = frozenset({"keras", "pymc", "pyspark", "tensorflow", "torch", "torchsummary"})


def _roots(parts: Iterable[ast.AST]) -> frozenset[str]:
    """The libraries that are imported."""
    found: set[str] = set()
    for part in parts:
        match part:
            case ast.Import(names=aliases):
                found |= {alias.name.split(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module)):
                found.add(module.split(".")[0])
    return frozenset(found)


def _does_something(method: ast.AST) -> bool:
    """True unless the method only reads and computes: no call, no change, no declaration."""
    for part in ast.walk(method):
        match part:
            case ast.Call() | ast.Global() | ast.Nonlocal() | ast.Delete() | ast.Import():
                return True
            case ast.Await() | ast.ImportFrom() | ast.Yield() | ast.YieldFrom():
                return True
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                return True
            case ast.AugAssign(target=ast.Attribute() | ast.Subscript()):
                return True
    return False


def _imported(parts: Iterable[ast.AST]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.split(".")[0] for alias in part.names)


def _iterators(parts: list[ast.AST]) -> frozenset[str]:
    """Names that may be bound to an iterator, and functions that give one."""
    found: set[str] = set()
    while True:
        more = set(_more_iterators(parts, found)) - found
        if not more:
            return frozenset(found)
        found |= more


def _more_iterators(parts: Iterable[ast.AST], known: set[str]) -> Iterator[str]:
    for part in parts:
        match part:
            case ast.Assign(targets=targets, value=value) if _gives_iterator(value, known):
                yield from (name for target in targets for name in bound_names(target))
            case ast.NamedExpr(target=target, value=value) if _gives_iterator(value, known):
                yield from bound_names(target)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                if _gives_iterator(value, known):
                    yield from bound_names(target)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                if _gives_iterator(value, known):
                    yield from bound_names(target)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if _is_maker(part, known):
                    yield name


def _is_maker(function: ast.AST, known: set[str]) -> bool:
    return any(
        isinstance(part, ast.Yield | ast.YieldFrom)
        or (isinstance(part, ast.Return) and part.value and _gives_iterator(part.value, known))
        for part in ast.walk(function)
    )


def _gives_iterator(value: ast.expr, known: set[str]) -> bool:
    match value:
        case ast.GeneratorExp():
            return True
        case ast.Name(id=name):
            return name in known
        case ast.IfExp(body=body, orelse=orelse):
            return _gives_iterator(body, known) or _gives_iterator(orelse, known)
        case ast.Tuple(elts=parts):
            return any(_gives_iterator(part, known) for part in parts)
        case ast.Call(func=ast.Name(id=name)):
            return name in MAKERS or name in known or _by_chunks(value)
        case ast.Call(func=ast.Attribute(value=receiver, attr=name), args=arguments):
            if name == "split":  # of a cross-validator
                return bool(arguments) and not isinstance(arguments[0], ast.Constant)
            if name in ONLY_FUNCTIONS:
                return isinstance(receiver, ast.Name) and receiver.id in ("itertools", "it")
            return name in MAKERS or name in known or _by_chunks(value)
    return False


def _by_chunks(call: ast.Call) -> bool:
    return any(word.arg in CHUNKS for word in call.keywords)


def looks_through(node: ast.expr, iterators: frozenset[str]) -> bool:
    """True when evaluating `node` may take something from one of the `iterators`."""
    if isinstance(node, ast.Name):
        return False  # to name it is not to use it
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKS_AT:
        return any(looks_through(each, iterators) for each in node.args)
    if not _only_names(node):
        return _holds(node, iterators)
    parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return any(looks_through(part, iterators) for part in parts)


def _only_names(node: ast.expr) -> bool:
    """True for expressions that hold their parts and do nothing with them."""
    return isinstance(node, ast.Tuple | ast.List | ast.Dict | ast.Attribute)


def _holds(node: ast.AST, iterators: frozenset[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in iterators for part in ast.walk(node))
