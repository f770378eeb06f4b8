"""The Mermaid text of a plan: its stages, and what flows between them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from converter.model.plan import Plan, Stage
from converter.scaffold.text import one_line

SHOWN = 4
"""Names written on one arrow; the rest are counted."""

# Everything but letters, digits and these is written as an entity: labels are the notebook's own
# words, and Mermaid reads quotes, brackets, backticks, `%%{...}%%` and HTML anywhere.
_PLAIN = frozenset(" _-.,:()/+=")
_BULLET = re.compile(r"^(\d*)([-+.)])(?= )")


def mermaid(plan: Plan) -> str:
    """The stages of `plan` as a Mermaid flowchart, one line each, ending in a newline."""
    lines = ["flowchart TD"]
    if any(stage.settings for stage in plan.stages):
        lines.append('    parameters[/"parameters"/]')
    lines += [f'    s{i}["{_title(stage)}"]' for i, stage in enumerate(plan.stages, 1)]
    if plan.results:
        lines.append('    results(["results"])')
    lines += [
        f'    parameters -.->|"{_names(stage.settings)}"| s{i}'
        for i, stage in enumerate(plan.stages, 1)
        if stage.settings
    ]
    for source, target, names in _flows(plan):
        arrow = f'-->|"{_names(names)}"|' if names else "-->"
        lines.append(f"    {source} {arrow} {target}")
    return "\n".join(lines) + "\n"


def _flows(plan: Plan) -> list[tuple[str, str, list[str]]]:
    """Node, node and the names that go from the one to the other, in the order of the stages."""
    makers: dict[str, str] = {}
    flows: dict[tuple[str, str], list[str]] = {}
    for i, stage in enumerate(plan.stages, 1):
        sources = [(makers[name], name) for name in stage.inputs if name in makers]
        if not sources and i > 1 and not stage.inputs:
            flows[(f"s{i - 1}", f"s{i}")] = []
        for source, name in sources:
            flows.setdefault((source, f"s{i}"), []).append(name)
        makers.update({name: f"s{i}" for name in stage.outputs})
    nodes = {stage.name: f"s{i}" for i, stage in enumerate(plan.stages, 1)}
    for result in plan.results:
        if result.stage in nodes:
            flows.setdefault((nodes[result.stage], "results"), []).append(result.name)
    return [(source, target, names) for (source, target), names in flows.items()]


def _title(stage: Stage) -> str:
    name, title = label(stage.name), label(one_line(stage.title, 60))
    same = stage.title.strip().rstrip(".").lower().replace(" ", "_") == stage.name.lower()
    return name if same or not title else f"{name}<br/>{title}"


def _names(names: Iterable[str]) -> str:
    listed = list(names)
    shown = ", ".join(label(one_line(name, 40)) for name in listed[:SHOWN])
    return shown + (f" + {len(listed) - SHOWN} more" if len(listed) > SHOWN else "")


def label(text: str) -> str:
    """`text` with every character that Mermaid might act on written as an entity."""
    safe = "".join(char if char.isalnum() or char in _PLAIN else _entity(char) for char in text)
    # `1. Load` and `- Load` would be lists, which Mermaid refuses to draw.
    return _BULLET.sub(lambda match: match[1] + _entity(match[2]), safe)


def _entity(char: str) -> str:
    return f"#{ord(char)};"
