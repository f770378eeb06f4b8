"""Names that are read inside strings: formulas, `query`, `eval`, `duckdb.sql` and the like.

Such a name is not in the syntax tree, yet the library looks it up in the calling frame, so it has
to be a local or a global of that frame.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

# Calls whose string argument is code that sees the caller's names.
EXPRESSIONS = frozenset({"eval", "exec", "evaluate", "timeit", "repeat"})
QUERIES = frozenset({"query"})
SQL = frozenset({"sql", "execute", "sqldf", "from_query"})
FORMULAS = frozenset("""
    Bambi Formula GEE GLM Logit MixedLM Model OLS bs cph dmatrices dmatrix fit from_formula gee
    glm gls glsar logit mixedlm mnlogit model_matrix negativebinomial ols ordinal_gee phreg
    poisson probit quantreg rlm wls
    """.split())
WORD = re.compile(r"[^\W\d]\w*")


def names_in_strings(node: ast.AST, formulas: frozenset[str]) -> frozenset[str]:
    """Identifiers inside strings that `node` gives to calls which read them as code.

    `formulas` are the identifiers of all formula strings of the notebook: a formula is often
    built in one cell and used in another.
    """
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            found.update(_of_call(part, formulas))
    return frozenset(found)


def formula_names(node: ast.AST) -> frozenset[str]:
    """Identifiers of the formula strings (`y ~ np.log(x)`) in `node`."""
    return frozenset(
        word
        for text in _constants(node)
        if "~" in text and "\n\n" not in text
        for word in WORD.findall(text)
    )


def _of_call(call: ast.Call, formulas: frozenset[str]) -> Iterator[str]:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            pass
        case _:
            return
    arguments = [*call.args, *(word.value for word in call.keywords)]
    text = " ".join(constant for argument in arguments for constant in _constants(argument))
    if name in QUERIES or (name == "eval" and isinstance(call.func, ast.Attribute)):
        yield from re.findall(r"@([^\W\d]\w*)", text)
    if name in EXPRESSIONS or name in SQL:
        yield from WORD.findall(text)
    if name in FORMULAS or any(word.arg == "formula" for word in call.keywords):
        yield from formulas


def _constants(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
