"""What serving reads of what training made, and in which format each is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from converter.model.plan import ObservedValue
from converter.model.service import Artifact, Format

PLAIN = ("bool", "dict", "float", "int", "list", "str")
# Classes whose libraries have a format of their own for them, by their module's root.
NATIVE: dict[str, tuple[Format, frozenset[str]]] = {
    "xgboost": (
        "xgboost",
        frozenset(
            "Booster XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor".split()
        ),
    ),
    "lightgbm": ("lightgbm", frozenset({"Booster"})),
    "keras": ("keras", frozenset({"Model", "Sequential", "Functional"})),
}


def artifacts_of(
    names: Iterable[str], observed: Iterable[ObservedValue], imports: Mapping[str, str]
) -> tuple[Artifact, ...]:
    """An artifact for each value, typed as a run of the notebook had it.

    `imports` are the notebook's imports by the name that they bind.
    """
    types: dict[str, ObservedValue] = {}
    for each in observed:
        if each.moment == "out":
            types[each.name] = each
    return tuple(_artifact(name, types.get(name), imports) for name in names)


def _artifact(name: str, seen: ObservedValue | None, imports: Mapping[str, str]) -> Artifact:
    if seen is None or seen.annotation == "Any":
        return Artifact(name)
    first = seen.annotation.split("[")[0].split(".")[0]
    lines = seen.imports or ((imports[first],) if first in imports else ())
    if not lines and first not in PLAIN:
        return Artifact(name)
    return Artifact(name, _format(seen.annotation, lines), seen.annotation, lines)


def _format(annotation: str, lines: tuple[str, ...]) -> Format:
    bare = annotation.split("[")[0]
    last = bare.rpartition(".")[2]
    roots = {line.split()[1].split(".")[0] for line in lines}
    for root, (kind, classes) in NATIVE.items():
        if root in roots and last in classes:
            return kind
    if bare in PLAIN:
        return "json"
    if last == "DataFrame" and "pandas" in roots:
        return "parquet"
    if last == "ndarray":
        return "npy"
    return "joblib"
