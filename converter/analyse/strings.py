"""Names that are read inside strings: formulas, `query`, `eval`, `duckdb.sql` and the like.

Such a name is not in the syntax tree, yet the library looks it up in the calling frame, so it has
to be a local or a global of that frame.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

# Calls whose string argument is code that sees the caller's names.
EXPRESSIONS = frozenset({"eval", "exec", "evaluate", "timeit", "repeat"})
QUERIES = frozenset({"query"})
SQL = frozenset({"sql", "execute", "sqldf", "from_query"})
FORMULAS = frozenset("""
    Bambi Formula GEE GLM Logit MixedLM Model OLS bs cph dmatrices dmatrix fit from_formula gee
    glm gls glsar logit mixedlm mnlogit model_matrix negativebinomial ols ordinal_gee phreg
    poisson probit quantreg rlm wls
    """.split())
AT = re.compile(r"@([^\W\d]\w*)")
WORD = re.compile(r"[^\W\d]\w*")


# Libraries whose queries find frames by the names of the caller's variables.
FRAMES_BY_NAME = frozenset({"duckdb", "pandasql", "polars", "chdb"})


@dataclass(frozen=True)
class Texts:
    """What the notebook's strings may be when a call reads them as code.

    `formulas` are the identifiers of all its formula strings: one is often built in one cell and
    used in another. `named` are the strings that each name may be bound to, `marked` the
    identifiers behind an `@` in any string. With `frames`, queries may name frames.
    """

    formulas: frozenset[str] = frozenset()
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    frames: bool = False


def texts_of(trees: Iterable[ast.AST]) -> Texts:
    """The strings of a notebook's cells."""
    trees = list(trees)
    values: dict[str, list[ast.expr]] = {}
    roots: set[str] = set()
    for part in (part for tree in trees for part in ast.walk(tree)):
        match part:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        values.setdefault(target.id, []).append(value)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                values.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                values.setdefault(name, []).append(value)
            case ast.Import(names=aliases):
                roots |= {alias.name.split(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module)):
                roots.add(module.split(".")[0])
    every = [text for tree in trees for text in _constants(tree)]
    return Texts(
        frozenset(word for tree in trees for word in formula_names(tree)),
        _named(values),
        frozenset(name for text in every for name in AT.findall(text)),
        bool(roots & FRAMES_BY_NAME),
    )


def _named(values: Mapping[str, list[ast.expr]]) -> dict[str, tuple[str, ...]]:
    """The strings that each name may be pieced together from, through other names."""
    found = {name: {t for v in known for t in _constants(v)} for name, known in values.items()}
    uses = {
        name: {
            part.id
            for value in known
            for part in ast.walk(value)
            if isinstance(part, ast.Name) and part.id in values
        }
        for name, known in values.items()
    }
    grew = True
    while grew:
        grew = False
        for name, others in uses.items():
            more = set().union(*(found[other] for other in others))
            if not more <= found[name]:
                found[name] |= more
                grew = True
    return {name: tuple(sorted(texts)) for name, texts in found.items() if texts}


def names_in_strings(node: ast.AST, texts: Texts) -> frozenset[str]:
    """Identifiers inside strings that `node` gives to calls which read them as code."""
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            found.update(_of_call(part, texts))
    return frozenset(found)


def formula_names(node: ast.AST) -> frozenset[str]:
    """Identifiers of the formula strings (`y ~ np.log(x)`) in `node`."""
    return frozenset(
        word
        for text in _constants(node)
        if "~" in text and "\n\n" not in text
        for word in WORD.findall(text)
    )


def _of_call(call: ast.Call, texts: Texts) -> Iterator[str]:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            pass
        case _:
            return
    arguments = [*call.args, *(word.value for word in call.keywords)]
    text = " ".join(part for argument in arguments for part in _readable(argument, texts))
    if name in QUERIES and texts.frames:
        yield from WORD.findall(text)
    if name in QUERIES or (name == "eval" and isinstance(call.func, ast.Attribute)):
        yield from AT.findall(text)
        if not text:  # it was given to the function that queries
            yield from texts.marked
    if name in EXPRESSIONS or name in SQL:
        yield from WORD.findall(text)
    if name in FORMULAS or any(word.arg == "formula" for word in call.keywords):
        yield from texts.formulas


def _readable(argument: ast.expr, texts: Texts) -> Iterator[str]:
    """The strings in an argument, and those that the names in it may be bound to."""
    yield from _constants(argument)
    for part in ast.walk(argument):
        if isinstance(part, ast.Name):
            yield from texts.named.get(part.id, ())


def _constants(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
