"""Types of the values between stages, as text: what a run showed, else what the code itself states.

A recorded class that the module imports anyway stands as it is; any other is quoted, and imported
for type checkers only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from converter.emit.lint import sorted_imports
from converter.emit.wording import one_line
from converter.model.plan import ObservedValue, Plan, Stage

LONGEST = 160
WIDEST = 60
QUOTED_ANY = re.compile(r'(?:->|:|[\[,]) *"[^"\n]*\bAny\b[^"\n]*"')
Key = tuple[str, str, str]


def observed_by_key(plan: Plan) -> Mapping[Key, ObservedValue]:
    """What was observed, by stage, name and moment."""
    return {(each.stage, each.name, each.moment): each for each in plan.observed}


def input_type(stage: Stage, name: str, plan: Plan, available: frozenset[str]) -> str:
    """The type of a value that enters a stage."""
    return _quoted(_type(plan, (stage.name, name, "in"), available))


def return_type(stage: Stage, plan: Plan, available: frozenset[str]) -> str:
    """The type of what a stage returns."""
    kinds = [_type(plan, (stage.name, name, "out"), available) for name in stage.outputs]
    if not kinds:
        return "None"
    if len(kinds) == 1:
        return _quoted(kinds[0])
    whole = f"tuple[{', '.join(text for text, _ in kinds)}]"
    if len(whole) > WIDEST:  # a text cannot be wrapped: only the parts that need it are quoted
        return f"tuple[{', '.join(_quoted(kind) for kind in kinds)}]"
    return _quoted((whole, any(late for _, late in kinds)))


def result_types(plan: Plan) -> dict[str, str]:
    """The type of each result by its name in the code."""
    return {
        each.value: _quoted(_type(plan, (each.stage, each.value, "out"), frozenset()))
        for each in plan.results
    }


def _type(plan: Plan, key: Key, available: frozenset[str]) -> tuple[str, bool]:
    """(type text, whether it names something that the module does not have when it runs)."""
    seen = observed_by_key(plan).get(key)
    if seen is None:
        return dict(plan.types).get(key[1], "Any"), False
    return seen.annotation, _is_late(seen, available)


def _is_late(seen: ObservedValue, available: frozenset[str]) -> bool:
    return any(_bound_by(line) not in available for line in seen.imports)


def _bound_by(line: str) -> str:
    """The name that an import line gives its module: `pd`, or `os` for `import os.path`."""
    words = line.split()
    return words[-1] if "as" in words or words[0] == "from" else words[-1].split(".")[0]


def _quoted(found: tuple[str, bool]) -> str:
    text, late = found
    return f'"{text}"' if late else text


def checking_imports(
    seen: Iterable[ObservedValue],
    available: frozenset[str],
    module: str,
    package: str,
    there: frozenset[str] = frozenset(),
) -> str:
    """The lines of the block `if TYPE_CHECKING:`, or ""; those that are `there` are none of it."""
    own = f"from {package}.{module} import "
    lines = {
        line
        for each in seen
        if _is_late(each, available)
        for line in each.imports
        if not line.startswith(own) and line not in there
    }
    if not lines:
        return ""
    ordered = sorted_imports("\n".join(sorted(lines)) + "\n", package).rstrip("\n")
    return "if TYPE_CHECKING:\n" + "\n".join(f"    {line}" for line in ordered.split("\n")) + "\n"


def needs_any(text: str) -> bool:
    """True when a quoted annotation of `text` names `Any`: the names in strings are not looked for."""
    return bool(QUOTED_ANY.search(text))


def module_values(module: str, plan: Plan) -> Sequence[ObservedValue]:
    """The observed values of the stages in a module."""
    stages = {stage.name for stage in plan.stages if stage.module == module}
    return [each for each in plan.observed if each.stage in stages]


def recorded_lines(stage: Stage, plan: Plan) -> list[str]:
    """What a docstring tells of the values of a stage: shapes and columns."""
    seen = observed_by_key(plan)
    found = []
    for name in [*stage.inputs, *(each for each in stage.outputs if each not in stage.inputs)]:
        moment = "out" if name in stage.outputs else "in"
        each = seen.get((stage.name, name, moment))
        if each is not None and each.told:
            found.append(f"{name}: {one_line(each.told, LONGEST)}")
    return found
