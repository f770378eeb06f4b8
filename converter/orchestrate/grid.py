"""The points of a sweep, typed and checked against the parameters before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import UsageError
from converter.model.parameter import Parameter, ParameterSet
from converter.run.types import words_in
from converter.run.values import checked_values, named, problem_of
from converter.sweep.axes import axis_of
from converter.sweep.grid_file import Grid, grid_in
from converter.sweep.points import Point, combined

_TOLD = 10
"""Problems of a grid that are told one by one."""


@dataclass(frozen=True)
class Checked:
    """The points of a sweep, and the secrets that every run of it is given (kept nowhere)."""

    points: tuple[Point, ...]
    secrets: Mapping[str, object]


def checked_points(
    parameters: ParameterSet,
    texts: Mapping[str, str],
    files: Sequence[Path],
    grid: Path | None,
) -> Checked:
    """What `-p`, `-f` and `--grid` amount to. Raises UsageError for all that is wrong with them."""
    given = grid_in(grid) if grid else Grid()
    wrong: list[str] = []
    axes = [(name, _axis(named(parameters, name), text, wrong)) for name, text in texts.items()]
    axes = [
        *((name, _typed(named(parameters, name), values, wrong)) for name, values in given.axes),
        *axes,
    ]
    _refuse_twice([name for name, _ in axes])
    rows = [_row(parameters, number, row, wrong) for number, row in enumerate(given.points, 1)]
    if wrong:
        more = [f"... and {len(wrong) - _TOLD} more"] if len(wrong) > _TOLD else []
        raise UsageError("\n".join([*wrong[:_TOLD], *more]), hint=_HINT)
    varied = {name for name, _ in axes} | {name for row in rows for name in row}
    fixed = _fixed(parameters, files, varied)
    secret = {one.name for one in parameters.parameters if one.secret}
    secrets = {name: value for name, value in fixed.items() if name in secret}
    axes = [
        *((name, (value,)) for name, value in fixed.items() if name not in secret),
        *axes,
    ]
    return Checked(combined(rows, axes), secrets)


_HINT = "nothing has run"


def known_points(
    parameters: ParameterSet, points: Sequence[Mapping[str, object]], files: Sequence[Path]
) -> Checked:
    """The points that a manifest lists, typed again; `files` give the secrets once more.

    Another value in a file than the manifest's makes other points.
    """
    wrong: list[str] = []
    rows = [_row(parameters, number, row, wrong) for number, row in enumerate(points, 1)]
    if wrong:
        raise UsageError("\n".join(wrong[:_TOLD]), hint="the parameters are others than they were")
    varied = {name for row in rows for name in row}
    # What no file gives keeps the manifest's value.
    given = _fixed(parameters, files, varied, keep=True)
    secret = {one.name for one in parameters.parameters if one.secret}
    plain = {name: value for name, value in given.items() if name not in secret}
    found = tuple(Point(number, {**row, **plain}) for number, row in enumerate(rows, 1))
    return Checked(found, {name: given[name] for name in given if name in secret})


def _axis(one: Parameter, text: str, wrong: list[str]) -> tuple[object, ...]:
    _refuse_secret(one)
    return _typed(one, axis_of(one.name, text, words_in(one.annotation)), wrong)


def _typed(one: Parameter, values: Sequence[object], wrong: list[str]) -> tuple[object, ...]:
    """The values of an axis as the parameter's type; those that do not fit are told in `wrong`."""
    _refuse_secret(one)
    found = []
    problems = []
    for value in values:
        typed, problem = problem_of(one, value)
        problems += [problem] if problem else []
        found.append(typed)
    nested = one.annotation.startswith(("list", "tuple", "set", "frozenset"))
    if problems and nested:
        problems.append(
            f"  ({one.name} is a list itself: write [[...], [...]], the values in a list)"
        )
    wrong += problems
    return tuple(found)


def _row(
    parameters: ParameterSet, number: int, row: Mapping[str, object], wrong: list[str]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in row.items():
        one = named(parameters, name)
        _refuse_secret(one)
        typed, problem = problem_of(one, value)
        wrong += [f"point {number} of the grid: {problem}"] if problem else []
        found[name] = typed
    return found


def _refuse_secret(one: Parameter) -> None:
    if one.secret:
        raise UsageError(
            f"parameter {one.name}: is a secret, and the values of a sweep are written down",
            hint="give it to all runs alike, in a file: -f FILE",
        )


def _refuse_twice(names: Sequence[str]) -> None:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        message = f"parameter {twice[0]}: is given by -p and by the grid file"
        raise UsageError(message, hint="give it in one place")


def _fixed(
    parameters: ParameterSet, files: Sequence[Path], varied: set[str], *, keep: bool = False
) -> dict[str, object]:
    """The values of `-f`, the same in every run. Raises UsageError when one is missing still."""
    # What -p or the grid varies needs no value here, and is stronger than one in a file.
    known = tuple(
        replace(one, default=one.default or "None") if one.name in varied else one
        for one in parameters.parameters
    )
    needed = ParameterSet(known, parameters.derived, parameters.taken)
    found = checked_values(needed, {}, files)
    return {name: value for name, value in found.items() if keep or name not in varied}
