"""The train/serve split of a notebook: what serving calls, what it reads, and what makes that.

From the served functions back: their code; the values that it reads (artifacts, where they are made,
parameters, constants); the statements that these need. What neither artifacts nor reported metrics need
is exploration, and falls away.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from converter.model.dataflow import STDOUT, Dataflow, Statement
from converter.model.diagnostic import Diagnostic
from converter.model.split import Candidate, Split
from converter.plan.across import across_rows
from converter.plan.certainty import bound_by_rounds, surely_read
from converter.plan.constants import literal_constants
from converter.plan.definitions import Placement
from converter.plan.dependencies import Dependencies, dependencies_of
from converter.plan.gains import gains_of
from converter.plan.nothing_served import IN_ONE_PIECE
from converter.plan.own_files import reading_own_files
from converter.plan.scores import metrics_of, scores
from converter.plan.served import asking_call, candidates_of, chosen, outermost
from converter.plan.shown import shown_of
from converter.plan.split_troubles import troubles_of, unmade
from converter.plan.styling import styling
from converter.plan.told import kept_in_stages, told_values
from converter.syntax.caches import is_cache


@dataclass(frozen=True)
class Ground:
    """What the split is decided on: all running statements and how their definitions were placed."""

    flow: Dataflow
    running: tuple[Statement, ...]
    placement: Placement
    literal: str
    given: frozenset[str]


def split_of(
    ground: Ground, wanted: tuple[str, ...], profile: str = ""
) -> tuple[Split | None, tuple[Diagnostic, ...]]:
    """The split, or why there is none.

    `wanted` are the functions asked for by name, `profile` is a value that training keeps besides.
    """
    statements = {each.order: each for each in ground.running}
    obstacles = _obstacles(ground)
    candidates = candidates_of(ground.flow, ground.running, obstacles, wanted)
    if not candidates and not any(asking_call(each.node) for each in ground.flow.statements):
        candidates = shown_of(ground.running, obstacles, ground.placement.lifted.keys())
    served = outermost(chosen(candidates, wanted), statements)
    troubles = tuple(troubles_of(ground.running, candidates, served, wanted))
    if troubles or not served:
        return None, troubles
    code = _code(served, ground)
    values = {value for name in code for value, _ in ground.placement.lifted.get(name, ())}
    cut = _last_use(served, ground)
    before = tuple(each for each in ground.running if each.order <= cut)
    literals = literal_constants(ground.running)
    dependencies = dependencies_of(before, ground.given)
    metrics = metrics_of(before, ground.flow.program)
    kept = (*metrics, *filter(None, [profile]))
    told: frozenset[str] = frozenset()
    while True:  # what is told is made by training, too, or is a constant
        fixed = ((values | told) - ground.given) & literals.keys()
        artifacts = tuple(sorted((values | told) - ground.given - fixed))
        missing = [
            name
            for name in artifacts
            # A loop that had no round ends training as it ended the notebook: without the name.
            if not any(name in each.surely | bound_by_rounds(each.node) for each in before)
            and not _fails_without(name, ground.running)
        ]
        if missing:
            return None, tuple(unmade(name, served[0], ground.running) for name in missing)
        train = _train(before, dependencies, artifacts, kept, served)
        more = told_values(code, (s for s in before if s.order in train), ground.placement)
        if more <= told:
            break
        told |= more
    training = [each for each in before if each.order in train]
    if held := tuple(kept_in_stages(training, artifacts, ground.placement)):
        return None, held
    read = _parameters_read(train, ground) | told & ground.given
    own = values & ground.given
    split = Split(
        served=served,
        code=code,
        artifacts=artifacts,
        constants=frozenset(literals[name] for name in fixed),
        train=train,
        frozen=tuple(sorted(read)),
        settings=tuple(sorted(own - read)),
        metrics=metrics,
        candidates=candidates,
        alone=tuple((each.name, _across_rows(each.name, ground)) for each in served),
        told=tuple(sorted(told - fixed)),
        gains=gains_of(artifacts, training, ground.running),
    )
    return split, ()


def _fails_without(name: str, running: tuple[Statement, ...]) -> bool:
    """True where the notebook itself ends with an error if a name was not bound: what a search found best."""
    bound = [each.order for each in running if name in each.binds]
    return any(
        each.order > bound[0] and name in surely_read(each.node) for each in running if bound
    )


def _obstacles(ground: Ground) -> dict[str, str]:
    """Why functions cannot be called from a service."""
    movable = ground.placement.movable
    found = {**reading_own_files(ground.running), **ground.placement.stays}
    for name in ground.placement.sharing:
        decorators = getattr(movable[name].node, "decorator_list", [])
        if not all(is_cache(each) for each in decorators):
            found[name] = "it is decorated, and shares values with the stages"
    if ground.literal:
        for each in ground.running:
            if isinstance(each.node, ast.FunctionDef):
                found[each.node.name] = f"{IN_ONE_PIECE}: {ground.literal}"
    return found


def _code(served: tuple[Candidate, ...], ground: Ground) -> tuple[str, ...]:
    """The served functions and every definition that they use."""
    movable = ground.placement.movable
    found: set[str] = set()
    waiting = [each.name for each in served]
    while waiting:
        name = waiting.pop()
        if name not in found and name in movable:
            found.add(name)
            waiting += (movable[name].late | movable[name].reads) & movable.keys()
    return tuple(sorted(found, key=lambda name: movable[name].order))


def _last_use(served: tuple[Candidate, ...], ground: Ground) -> int:
    """The last statement that calls a served function; the notebook's end where none does."""
    names = {each.name for each in served}
    uses = [each.order for each in ground.running if each.reads & names]
    return max(uses) if uses else ground.running[-1].order


def _train(
    before: tuple[Statement, ...],
    dependencies: Dependencies,
    artifacts: tuple[str, ...],
    metrics: tuple[str, ...],
    served: tuple[Candidate, ...],
) -> frozenset[int]:
    """The statements that make the artifacts and the metrics, and the prints that report these."""
    needed = dependencies.values([*artifacts, *metrics])
    served_names = {each.name for each in served}
    free = _free(before)
    for each in before:
        prints = each.effects == {STDOUT} and isinstance(each.node, ast.Expr)
        scored = isinstance(each.node, ast.Expr) and scores(each.node.value)
        reports = (each.reads & set(metrics) or scored) and not each.reads & served_names
        if prints and reports and (scored or dependencies.needs[each.order] <= needed | free):
            needed |= dependencies.of([each.order])
    return needed - styling(before, needed)


def _free(before: tuple[Statement, ...]) -> frozenset[int]:
    """Imports and definitions: they are there for whoever needs them."""
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(each.order for each in before if isinstance(each.node, kinds))


def _parameters_read(train: frozenset[int], ground: Ground) -> frozenset[str]:
    """Parameters that training reads, in the functions that it calls too."""
    found: set[str] = set()
    lifted = ground.placement.lifted
    for each in ground.running:
        if each.order in train:
            names = each.reads | each.late | each.strings
            found |= names & ground.given
            for name in names & lifted.keys():
                found |= {value for value, _ in lifted[name]} & ground.given
    return frozenset(found)


def _across_rows(name: str, ground: Ground) -> str:
    """What in the code of a served function may make rows depend on each other, or ""."""
    movable, made = ground.placement.movable, ground.flow.program.made
    code = _code((Candidate(name, 0, 0, "named"),), ground)
    found = (across_rows(movable[inner].node, made=inner in made) for inner in code)
    return next((f"it calls {each}()" for each in found if each), "")
