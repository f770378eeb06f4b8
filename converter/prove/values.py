"""The values of two recordings, moment by moment."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from converter.model.proof import Finding, Tolerance
from converter.model.recording import Point, Recording
from converter.probe.compare import Comparison
from converter.probe.store import Arrays
from converter.probe.trees import general, is_excused
from converter.probe.words import short

RESULTS = "results"


@dataclass
class Values:
    """What comparing values found; `parts` counts all that was compared."""

    findings: list[Finding] = field(default_factory=list)
    names: int = 0
    parts: int = 0
    results: int = 0
    points: set[str] = field(default_factory=set)
    unseen: dict[str, str] = field(default_factory=dict)
    sampled: dict[str, str] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)
    paths: set[tuple[str, str]] = field(default_factory=set)


def compared_values(
    left: Recording,
    right: Recording,
    *,
    tolerance: Tolerance,
    package: str = "",
    unstable: AbstractSet[tuple[str, str]] = frozenset(),
) -> Values:
    """All names at all moments that both recordings have; `unstable` are (moment, path)."""
    found = Values()
    arrays = Arrays(left.folder / "values"), Arrays(right.folder / "values")
    for point in left.points:
        other = right.point(point.name)
        if other is not None:
            found.points.add(point.name)
            comparison = Comparison(
                *arrays, rtol=tolerance.rtol, atol=tolerance.atol, package=package
            )
            _point(point, other, comparison, found, unstable)
    return found


def _point(
    point: Point,
    other: Point,
    comparison: Comparison,
    found: Values,
    unstable: AbstractSet[tuple[str, str]],
) -> None:
    for name in sorted({*point.nodes, *other.nodes}):
        if (point.name, name) in unstable:
            found.excused.add(name)
            continue
        if name not in point.nodes or name not in other.nodes:
            side = "notebook" if name in point.nodes else "project"
            here = short(point.nodes.get(name, other.nodes.get(name)))
            both = (here, "(absent)") if side == "notebook" else ("(absent)", here)
            found.findings.append(
                Finding("value", point.name, name, *both, f"bound in the {side} only")
            )
            continue
        comparison.differences.clear()
        comparison.compare(name, point.nodes[name], other.nodes[name])
        found.names += 1
        found.results += point.name == RESULTS
        for each in comparison.differences:
            found.paths.add((point.name, general(each.path)))
            if is_excused(point.name, each.path, unstable):
                found.excused.add(each.path)
            else:
                found.findings.append(Finding("value", point.name, *each))
    found.parts += comparison.leaves
    found.unseen.update(comparison.unseen)
    found.unseen.update(
        {path: f"{kind}, by its class only" for path, kind in comparison.drawn.items()}
    )
    found.sampled.update(comparison.sampled)
    found.findings += _shared(point, other)


def _shared(point: Point, other: Point) -> list[Finding]:
    """Names that are one object on one side and two on the other."""
    common = point.nodes.keys() & other.nodes.keys()
    left = {tuple(n for n in names if n in common) for names in point.shared}
    right = {tuple(n for n in names if n in common) for names in other.shared}
    return [
        Finding(
            "shared",
            point.name,
            " is ".join(names),
            str(names in left),
            str(names in right),
            "names of one object on one side only",
        )
        for names in sorted(left ^ right)
        if len(names) > 1
    ]


def differing_generators(left: Recording, right: Recording) -> str:
    """The first moment at which a global random generator stands elsewhere, in words, or "".

    Only for generators that stood alike before: without a seed they start anywhere.
    """
    alike = {"random", "numpy", "torch"} if left.seed is not None else set()
    for point in left.points:
        other = right.point(point.name)
        for name, state in point.generators.items() if other else ():
            if other and other.generators.get(name) == state:
                alike.add(name)
            elif name in alike:
                return (
                    f"the global generator of `{name}` stands elsewhere at the end of "
                    f"{point.name}: one side drew numbers that the other did not"
                )
    return ""
