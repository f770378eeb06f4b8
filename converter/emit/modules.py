"""Emit: Plan + bodies -> Modules.

The text of the package's modules: imports merged, formatted by black, checked for free names, and
mapped line by line to the notebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from converter.emit.annotations import checking_imports, module_values, needs_any
from converter.emit.formatting import formatted
from converter.emit.functions import definition_lines, literal_lines, shared_lines, stage_lines
from converter.emit.headers import import_block, kept_imports, needed_names
from converter.emit.lines import Line, origins_of, own_lines, text_of
from converter.emit.lint import broken_rules, sorted_imports
from converter.emit.origins import import_origins, pipeline_origins
from converter.emit.pipeline_module import pipeline_text
from converter.emit.wording import cells_text, one_line
from converter.model.plan import Definition, ImportLine, Plan, Stage
from converter.model.project import Module
from converter.model.rewritten import Rewritten

WORKERS = 4
SENTENCE = 90


def modules_of(plan: Plan, bodies: Mapping[int, Rewritten]) -> tuple[Module, ...]:
    """The modules with the notebook's code, in stage order, and `pipeline` last."""
    names = _module_names(plan)
    available = {name: _available(name, plan, bodies) for name in names}
    codes = {name: _code_lines(name, plan, bodies, available[name]) for name in names}
    homes = {definition.name: definition.module for definition in plan.definitions}
    texts = {name: text_of(lines) for name, lines in codes.items()}
    kept = () if plan.literal else kept_imports(plan, texts)
    drafts = [
        _draft(name, codes[name], plan, homes, kept if name == names[0] else (), available[name])
        for name in names
    ]
    # ruff runs in processes of its own: they work while black does.
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        headers = pool.map(
            lambda draft: sorted_imports(draft.imports, plan.package, plan.beside), drafts
        )
        written: list[tuple[Module, Future[tuple[str, ...]]]] = []
        for draft, header in zip(drafts, headers, strict=True):
            module = _module(draft, header, plan)
            written.append(
                (module, pool.submit(broken_rules, module.text, plan.package, plan.beside))
            )
        modules = [replace(module, ignores=broken.result()) for module, broken in written]
    return (*modules, _pipeline(plan))


@dataclass(frozen=True)
class _Draft:
    """A module before its imports are in order: docstring, import lines, import blocks, code."""

    name: str
    document: str
    imports: str
    blocks: str
    code: tuple[Line, ...]


def _module_names(plan: Plan) -> tuple[str, ...]:
    """All modules in the order of the notebook."""
    first: dict[str, int] = {}
    for stage in plan.stages:
        first[stage.module] = min(stage.statements)
    for definition in plan.definitions:
        known = first.get(definition.module, definition.statement)
        first[definition.module] = min(known, definition.statement)
    return tuple(sorted(first, key=lambda name: (first[name], name)))


def _available(name: str, plan: Plan, bodies: Mapping[int, Rewritten]) -> frozenset[str]:
    """Names that the module's own code needs when it runs, whatever its annotations say."""
    if not plan.observed:
        return frozenset()
    bare = replace(plan, observed=(), types=())
    provided = {each for line in plan.imports for each in line.names}
    provided |= {definition.name for definition in plan.definitions}
    own = {each.name for each in plan.definitions if each.module == name}
    return needed_names(text_of(_code_lines(name, bare, bodies)), provided) | own


def _code_lines(
    name: str,
    plan: Plan,
    bodies: Mapping[int, Rewritten],
    available: frozenset[str] = frozenset(),
) -> list[Line]:
    parts: list[list[Line]] = [
        definition_lines(definition, bodies, plan)
        for definition in sorted(plan.definitions, key=lambda each: each.statement)
        if definition.module == name
    ]
    if name == plan.shared.module:
        parts.insert(0, shared_lines(plan))
    for stage in plan.stages:
        if stage.module == name:
            if plan.literal:
                parts.append(literal_lines(stage, plan, bodies))
            else:
                parts.append(stage_lines(stage, plan, bodies, available))
    return [line for part in parts for line in [*part, Line(""), Line("")]]


def _draft(
    name: str,
    code: Sequence[Line],
    plan: Plan,
    homes: Mapping[str, str],
    kept: tuple[ImportLine, ...],
    available: frozenset[str],
) -> _Draft:
    strings = _names_in_strings(name, plan)
    imports, blocks = import_block(name, text_of(code), plan, homes, kept, strings)
    seen = () if plan.literal else module_values(name, plan)
    checking = checking_imports(seen, available, name, plan.package)
    if seen and needs_any(text_of(code)):
        imports += "\nfrom typing import Any"
    if checking:
        imports += "\nfrom typing import TYPE_CHECKING"
        blocks = "\n".join(part for part in (blocks, checking) if part)
    lines = "\n".join([*_future_imports(plan), imports])
    return _Draft(name, _document(name, plan), lines, blocks, tuple(code))


def _module(draft: _Draft, header: str, plan: Plan) -> Module:
    lines = [
        *own_lines(f'"""{draft.document}"""\n'),
        *own_lines(header),
        *own_lines(draft.blocks),
        *own_lines("\n"),
        *draft.code,
    ]
    text = formatted(text_of(lines))
    origins = (*import_origins(text, plan), *origins_of(lines, text))
    return Module(draft.name, text, tuple(sorted(origins)))


def _names_in_strings(name: str, plan: Plan) -> frozenset[str]:
    orders = {order for stage in plan.stages if stage.module == name for order in stage.statements}
    orders |= {each.statement for each in plan.definitions if each.module == name}
    return frozenset(
        word for each in plan.dataflow.statements if each.order in orders for word in each.strings
    )


def _future_imports(plan: Plan) -> list[str]:
    """`from __future__` lines of the notebook: they hold for all its code."""
    return sorted(
        {
            statement.text.strip().split("\n")[-1].split("#")[0].strip()
            for statement in plan.dataflow.statements
            if getattr(statement.node, "module", None) == "__future__"
        }
    )


def _document(name: str, plan: Plan) -> str:
    stages = [stage for stage in plan.stages if stage.module == name]
    definitions = [each for each in plan.definitions if each.module == name]
    if stages:
        return _stage_sentence(stages[0])
    if name == plan.shared.module:
        values = ", ".join(plan.shared.names[:4])
        who, verb = ("it", "shares") if len(definitions) == 1 else ("they", "share")
        told = f"{_listed(definitions)}, which {verb} {values} with the stages"
        if len(told) > SENTENCE:
            told = f"{_listed(definitions)}, and what {who} {verb}"
        return one_line(told, SENTENCE) + "."
    made = {each.name for each in plan.made}
    if any(each.name in made for each in definitions):
        return f"What answers requests: {_listed(definitions)}."
    return f"{_listed(definitions)} of the notebook."


def _stage_sentence(stage: Stage) -> str:
    title = one_line(stage.title, 60) or stage.name.replace("_", " ").capitalize()
    return f"{title} ({cells_text(stage.cells)} of the notebook)."


def _listed(definitions: Iterable[Definition]) -> str:
    names = [definition.name for definition in definitions]
    shown = ", ".join(names[:4])
    return f"{shown} and more" if len(names) > 4 else shown


def _pipeline(plan: Plan) -> Module:
    text = formatted(pipeline_text(plan))
    origins = (*import_origins(text, plan), *pipeline_origins(text, plan))
    return Module("pipeline", text, tuple(sorted(origins)), ())
