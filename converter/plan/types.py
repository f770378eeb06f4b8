"""What type a value surely has, read off the expression that makes it.

Only where the expression says so itself (a constructor, a literal, a loader of pandas); anything
else has no entry and is annotated `Any`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.model.plan import ImportLine
from converter.plan.effective import Step

FRAMES = frozenset(
    "DataFrame read_csv read_excel read_parquet read_table merge json_normalize".split()
)
ARRAYS = frozenset("array arange asarray empty eye linspace ones zeros full".split())
# Methods of a frame that give a frame.
FRAME_TO_FRAME = frozenset(
    "assign astype copy drop drop_duplicates dropna fillna head merge query rename reset_index "
    "set_index sort_index sort_values tail".split()
)
PLAIN_CALLS = {"len": "int", "int": "int", "str": "str", "float": "float", "bool": "bool"}
CONTAINERS = {
    "list": "list[Any]",
    "sorted": "list[Any]",
    "set": "set[Any]",
    "dict": "dict[Any, Any]",
}
SCORES = frozenset(
    "accuracy_score r2_score roc_auc_score mean_absolute_error mean_squared_error silhouette_score "
    "balanced_accuracy_score".split()
)


def types_of(steps: Iterable[Step], imports: Iterable[ImportLine]) -> Mapping[str, str]:
    """Type text by name, for names whose every binding gives the same type."""
    sources = {
        name: line.text
        for line in imports
        if not line.late and not line.block
        for name in line.names
    }
    found: dict[str, set[str]] = {}
    for step in steps:
        for name in step.binds:
            current = {
                known: next(iter(kinds)) for known, kinds in found.items() if len(kinds) == 1
            }
            found.setdefault(name, set()).add(
                _type_bound(name, step.statement.node, sources, current)
            )
    return {
        name: kind
        for name, kinds in found.items()
        if len(kinds) == 1 and (kind := next(iter(kinds)))
    }


def _type_bound(
    name: str, node: ast.stmt, sources: Mapping[str, str], known: Mapping[str, str]
) -> str:
    """The type that `node` surely gives `name`, or ""."""
    match node:
        case ast.Assign(targets=[ast.Name()], value=value):
            return _type_of(value, sources, known)
        case ast.AnnAssign(target=ast.Name(), value=ast.expr() as value):
            return _type_of(value, sources, known)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            for target, value in zip(targets, values, strict=False):
                if isinstance(target, ast.Name) and target.id == name:
                    return _type_of(value, sources, known)
    return ""


def _type_of(node: ast.expr, sources: Mapping[str, str], known: Mapping[str, str]) -> str:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return type(value).__name__
        case ast.JoinedStr():
            return "str"
        case ast.List() | ast.ListComp():
            return "list[Any]"
        case ast.Dict() | ast.DictComp():
            return "dict[Any, Any]"
        case ast.Set() | ast.SetComp():
            return "set[Any]"
        case ast.Call():
            return _type_of_call(node, sources, known)
    return ""


def _type_of_call(node: ast.Call, sources: Mapping[str, str], known: Mapping[str, str]) -> str:
    words = {word.arg for word in node.keywords}
    match node.func:
        case ast.Name(id=name) if name in sources:
            return _imported_call(name, sources[name], words)
        case ast.Name(id=name) if name not in known:
            return PLAIN_CALLS.get(name, "") or CONTAINERS.get(name, "")
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in sources:
            if sources[module].startswith("import pandas") and name in FRAMES:
                chunked = words & {"chunksize", "iterator", "squeeze", None}
                several = name == "read_excel" and not _is_one_sheet(node)
                return "" if chunked or several else f"{module}.DataFrame"
            if sources[module].startswith("import numpy") and name in ARRAYS:
                return f"{module}.ndarray"
        case ast.Attribute(value=ast.Name(id=owner), attr=method):
            kind = known.get(owner, "")
            if kind.endswith(".DataFrame") and method in FRAME_TO_FRAME and "inplace" not in words:
                return kind
        case ast.Attribute(value=ast.Call() as made, attr="fit"):
            kind = _type_of_call(made, sources, known)
            return kind if sources.get(kind, "").startswith("from sklearn") else ""
    return ""


def _is_one_sheet(node: ast.Call) -> bool:
    """True unless `read_excel` may be asked for several sheets, which come as a dictionary."""
    asked = [word.value for word in node.keywords if word.arg == "sheet_name"] + node.args[1:2]
    return all(
        isinstance(sheet, ast.JoinedStr)
        or (isinstance(sheet, ast.Constant) and isinstance(sheet.value, str | int))
        for sheet in asked
    )


def _imported_call(name: str, source: str, words: set[str | None]) -> str:
    """The class itself for a call of an imported class, `float` for a plain score."""
    if (
        name in SCORES
        and source.startswith("from sklearn")
        and not words & {"multioutput", "average"}
    ):
        return "float"
    is_class = name[:1].isupper() and not name.isupper() and " as " not in source
    if name == "Counter" and source.startswith("from collections import Counter"):
        return "Counter[Any]"
    return name if is_class and source.startswith(("from sklearn", "from pathlib")) else ""
