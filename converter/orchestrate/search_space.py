"""The space of a search: from `-p`, from comments in the parameters cell, typed and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from converter.errors import UsageError
from converter.model.parameter import Parameter, ParameterSet
from converter.run.types import words_in
from converter.run.values import checked_values, named, problem_of
from converter.search.space import Choices, Range, declared_in, range_of


@dataclass(frozen=True)
class Space:
    """What is searched, what every run is given alike, and the secrets (kept nowhere)."""

    ranges: Mapping[str, Range]
    fixed: Mapping[str, object]
    secrets: Mapping[str, object]


def space_of(parameters: ParameterSet, texts: Mapping[str, str], files: Sequence[Path]) -> Space:
    """The space; `texts` of `-p` are stronger than comments. Raises UsageError."""
    declared = {
        one.name: text
        for one in parameters.parameters
        if (text := declared_in(one.comment)) and one.name not in texts
    }
    ranges = {
        name: _typed(named(parameters, name), text) for name, text in {**declared, **texts}.items()
    }
    if not ranges:
        hint = (
            "-p NAME RANGE, or a comment `alpha = 0.1  # search: 1e-4..1 log`;"
            " --suggest proposes some"
        )
        raise UsageError("nothing is searched", hint=hint)
    known = tuple(
        replace(one, default=one.default or "None") if one.name in ranges else one
        for one in parameters.parameters
    )
    given = checked_values(replace(parameters, parameters=known), {}, files)
    both = sorted(set(given) & set(ranges))
    if both:
        message = f"parameter {both[0]}: is searched, and a file gives its value"
        raise UsageError(message, hint="take it out of one of the two")
    secret = {one.name for one in parameters.parameters if one.secret}
    return Space(
        ranges,
        {name: value for name, value in given.items() if name not in secret},
        {name: value for name, value in given.items() if name in secret},
    )


def _typed(one: Parameter, text: str) -> Range:
    """The range with its choices in the parameter's type."""
    if one.secret:
        raise UsageError(f"parameter {one.name}: is a secret, and values are written down")
    found = range_of(one.name, text, words_in(one.annotation))
    if not isinstance(found, Choices):
        return found
    values = []
    for value in found.values:
        typed, problem = problem_of(one, value)
        if problem:
            raise UsageError(problem, hint="nothing has run")
        values.append(typed)
    return Choices(tuple(values))
