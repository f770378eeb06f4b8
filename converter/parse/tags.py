"""Marks of a cell: its tags and the `#|` comments above its code."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from converter.model.diagnostic import Diagnostic, Severity, Span
from converter.model.program import Marks
from converter.parse.dialects import (
    FOREIGN,
    FOREIGN_NAMED,
    KALE,
    KALE_METRICS,
    OWN,
    OWN_NAMED,
    RAISES,
    SILENT,
    SILENT_DIRECTIVES,
    SILENT_PREFIXES,
    Meaning,
)
from converter.parse.rows import Row
from converter.parse.slugs import output_name, shown, slug_of

_DIRECTIVE = re.compile(r"\s*#\s?\|\s?(?P<name>[\w.-]+)\s*(?::\s*|\s+|$)(?P<value>.*)$")
_OLD_NBDEV = re.compile(r"#\s?(?P<name>exports?|default_exp)\s*(?P<value>[\w.]*)\s*$")
_RULE = re.compile(r"\s*#\s?\|\s*$")


@dataclass(frozen=True)
class Directive:
    """`#| name: value` with the source line it stands on."""

    name: str
    value: str
    line: int


@dataclass(frozen=True)
class Tagged:
    """A cell's marks. `hidden` says why another tool leaves the cell out of its documents."""

    marks: Marks
    diagnostics: tuple[Diagnostic, ...] = ()
    hidden: str = ""
    metrics: bool = False


def directives_of(rows: tuple[Row, ...]) -> tuple[tuple[Directive, ...], tuple[Row, ...]]:
    """The `#|` comments at the top of a cell, and the rows without them."""
    found: list[Directive] = []
    kept: list[Row] = []
    for position, row in enumerate(rows):
        text = row.text.strip()
        if text and not text.startswith("#"):
            return tuple(found), (*kept, *rows[position:])
        match = _DIRECTIVE.match(row.text) or _OLD_NBDEV.match(text)
        if match:
            found.append(Directive(match["name"], match["value"].strip(), row.number))
        if not (_DIRECTIVE.match(row.text) or _RULE.match(row.text)):
            kept.append(row)
    return tuple(found), tuple(kept)


def default_module(directives: tuple[Directive, ...]) -> str:
    """The module that nbdev's `#| default_exp NAME` names, or ""."""
    for directive in directives:
        if directive.name == "default_exp":
            return directive.value.rsplit(".", 1)[-1]
    return ""


def uses_kale(tags: tuple[str, ...]) -> bool:
    """True when one of the tags is Kale's."""
    return any(tag.startswith(KALE) for tag in tags)


def tagged(
    number: int, tags: tuple[str, ...], directives: tuple[Directive, ...], *, exported_to: str
) -> Tagged:
    """What the tags and directives of cell `number` say; `exported_to` is nbdev's module."""
    reader = _Reader(number, exported_to)
    for tag in tags:
        reader.read(tag.strip(), line=1)
    for directive in directives:
        reader.direct(directive)
    if reader.fails_at and "skip" not in reader.said:
        message = "the cell is expected to fail: a job tells the error on stderr, and goes on"
        hint = "tag it 'skip' if a job should not run it"
        reader.remark("NB105", "note", message, hint=hint, line=reader.fails_at)
    return Tagged(
        marks=Marks(
            parameters="parameters" in reader.said,
            stage=reader.names.get("stage"),
            imports="imports" in reader.said,
            module=reader.names.get("module"),
            predict="predict" in reader.said,
            outputs=tuple(dict.fromkeys(reader.outputs)),
            test="test" in reader.said,
            skip=reader.said.get("skip"),
            metrics="metrics" in reader.said,
            raises=bool(reader.fails_at) and "test" not in reader.said,
        ),
        diagnostics=tuple(reader.diagnostics),
        hidden=reader.said.get("hidden", ""),
        metrics=KALE_METRICS in tags,
    )


@dataclass
class _Reader:
    """Gathers what one cell's tags say."""

    number: int
    exported_to: str
    fails_at: int = 0
    """The line of the tag that says so; 0 where none does."""
    said: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def remark(self, code: str, severity: Severity, message: str, *, hint: str, line: int) -> None:
        span = Span(self.number, line)
        self.diagnostics.append(Diagnostic(code, severity, message, hint, span))

    def direct(self, directive: Directive) -> None:
        """Take one `#|` comment."""
        name, value, line = directive.name, directive.value, directive.line
        if name in ("tags", "tag"):
            for tag in _listed(value):
                self.read(tag, line=line)
        elif name == "eval" and value.lower() in ("false", "no"):
            self.said["skip"] = "'#| eval: false'"
        elif name in ("export", "exports"):
            self.place("module", value or self.exported_to, line=line, tag=f"#| {name} {value}")
        elif name in ("default_exp", "eval") or name in SILENT_DIRECTIVES:
            return
        elif name in OWN_NAMED or name in OWN or difflib.get_close_matches(name, ["tags"]):
            meant = f"{name}:{value}" if name in OWN_NAMED else name if name in OWN else value
            hint = f"did you mean '#| tags: {shown(meant)}'?"
            message = f"'#| {shown(name)}' is no tag line"
            self.remark("NB502", "warning", message, hint=hint, line=line)

    def read(self, tag: str, *, line: int) -> None:
        """Take one tag."""
        name, colon, value = tag.partition(":")
        if tag in OWN or tag in FOREIGN:
            meaning, place = OWN.get(tag) or FOREIGN[tag]
            self.mean(meaning, place, line=line, tag=tag)
        elif colon and name in OWN_NAMED:
            self.mean(OWN_NAMED[name], value, line=line, tag=tag)
        elif colon and name in FOREIGN_NAMED:
            # Kale's `block:` without a name is a cell that goes on with the step before.
            if value.strip():
                self.mean(FOREIGN_NAMED[name], value, line=line, tag=tag)
        elif tag == RAISES:
            self.fails_at = line
        elif tag and tag not in SILENT and tag != KALE_METRICS:
            if not tag.startswith(SILENT_PREFIXES):
                self.unknown(tag, line=line)

    def mean(self, meaning: Meaning, value: str, *, line: int, tag: str) -> None:
        if meaning == "output":
            self.take_outputs(value, line=line, tag=tag)
        elif meaning in ("stage", "module"):
            value = value or (self.exported_to if tag.startswith("export") else "")
            if value or not tag.startswith("export"):
                self.place(meaning, value, line=line, tag=tag)
        else:
            self.said.setdefault(meaning, value)

    def place(self, meaning: Meaning, value: str, *, line: int, tag: str) -> None:
        """A stage or a module: a name fit for a file."""
        if not value and tag.startswith("#|"):
            return
        slug = slug_of(value)
        if slug is None:
            message = f"tag '{shown(tag)}': '{shown(value)}' cannot be the name of a {meaning}"
            hint = f"use letters, digits and _, as in {meaning}:load_data"
            self.remark("NB503", "error", message, hint=hint, line=line)
            return
        first = self.names.setdefault(meaning, slug)
        if first != slug:
            message = f"the cell is in two {meaning}s: {first} and {slug}"
            hint = f"keep one of the tags; {first} counts"
            self.remark("NB504", "warning", message, hint=hint, line=line)

    def take_outputs(self, value: str, *, line: int, tag: str) -> None:
        for part in value.split(",") or [value]:
            name = output_name(part)
            if name is None:
                message = f"tag '{shown(tag)}': '{shown(part)}' is no variable's name"
                hint = "write output:NAME with the name of a variable of the notebook"
                self.remark("NB503", "error", message, hint=hint, line=line)
            else:
                self.outputs.append(name)

    def unknown(self, tag: str, *, line: int) -> None:
        meant = _meant(tag)
        if meant:
            message = f"tag '{shown(tag)}' is not known"
            hint = f"did you mean '{shown(meant)}'?"
            self.remark("NB502", "warning", message, hint=hint, line=line)
        else:
            message = f"tag '{shown(tag)}' is not known to nbship; it is left alone"
            self.remark("NB501", "note", message, hint="", line=line)


def _listed(value: str) -> Iterator[str]:
    """The tags in `a, b` or `[a, "b"]`; `output:x,y` stays one tag."""
    pieces = [piece.strip().strip("'\"") for piece in value.strip().strip("[]").split(",")]
    pending = ""
    for piece in pieces:
        if pending and piece and ":" not in piece and piece not in OWN and piece not in FOREIGN:
            pending += f",{piece}"
            continue
        if pending:
            yield pending
            pending = ""
        if piece.startswith("output:"):
            pending = piece
        elif piece:
            yield piece
    if pending:
        yield pending


def _meant(tag: str) -> str | None:
    """The tag of ours that `tag` is probably a slip of."""
    if len(tag) > 100:
        return None
    name, colon, value = tag.partition(":")
    if colon:
        close = difflib.get_close_matches(name.strip().lower(), list(OWN_NAMED), cutoff=0.75)
        return f"{close[0]}:{value.strip()}" if close else None
    close = difflib.get_close_matches(tag.lower(), list(OWN), cutoff=0.8)
    return close[0] if close else None
