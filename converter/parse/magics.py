"""A cell's text with every magic replaced by Python, or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from converter.model.diagnostic import Diagnostic, Span
from converter.model.program import Magic
from converter.parse.cell_magics import Script, cell_magic, keeps_code
from converter.parse.ipython_calls import as_magic
from converter.parse.line_magics import line_magic, shell_command
from converter.parse.logical import Logical, logical_lines
from converter.parse.rewriting import Rewritten, dropped, refused
from converter.parse.rows import Row, cleaned, rows_of, text_of


@dataclass(frozen=True)
class Plain:
    """A cell without magics: valid Python as far as the magics are concerned.

    `quiet_from` is the source line of the last magic that shows no value of its own, or 0.
    """

    rows: tuple[Row, ...]
    magics: tuple[Magic, ...] = ()
    requirements: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    quiet_from: int = 0


def plain(rows: tuple[Row, ...], cell: int, known: frozenset[str]) -> Plain:
    """`rows` of cell number `cell` with magics replaced; `known` are names to interpolate."""
    rows = _without_cell_call(cleaned(rows))
    head = rows[0].text if rows else ""
    name = head[2:].split(maxsplit=1)[0] if head[2:].strip() else ""
    if not head.startswith("%%") or name.endswith("?"):
        return _plain_lines(rows, cell, known)
    argument = head[2:].strip()[len(name) :].strip()
    inner = plain(rows[1:], cell, known) if keeps_code(name) else Plain(rows[1:])
    new = cell_magic(Script(name, argument, rows[0], inner.rows), known)
    quiet = max((row.number for row in rows), default=0) if new.quiet else inner.quiet_from
    return Plain(
        rows=new.rows,
        magics=(_magic(new, head, rows[0], cell), *inner.magics),
        requirements=(*new.requirements, *inner.requirements),
        diagnostics=(*_diagnostics(new, rows[0], cell), *inner.diagnostics),
        quiet_from=quiet,
    )


def _without_cell_call(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows`; where all they say is `get_ipython().run_cell_magic(...)`, the cell that it names."""
    first = next((row for row in rows if _is_code(row.text)), None)
    if first is None or "run_cell_magic" not in first.text:
        return rows
    magic = as_magic(text_of(rows))
    if magic is None:
        return rows
    return tuple(Row(row.text, first.number) for row in rows_of(magic.removesuffix("\n")))


def _is_code(text: str) -> bool:
    return bool(text.strip()) and not text.lstrip().startswith("#")


def _plain_lines(rows: tuple[Row, ...], cell: int, known: frozenset[str]) -> Plain:
    new_rows: list[Row] = []
    found: list[tuple[Rewritten, str, Row]] = []
    for part in logical_lines(rows):
        text, new = _rewritten(part, known)
        if new is None:
            new_rows += part.rows
            continue
        found.append((new, text, part.rows[0]))
        new_rows += _placed(new, part.rows[0], text)
    return Plain(
        rows=tuple(new_rows),
        magics=tuple(_magic(new, text, row, cell) for new, text, row in found),
        requirements=tuple(line for new, _, _ in found for line in new.requirements),
        diagnostics=tuple(d for new, _, row in found for d in _diagnostics(new, row, cell)),
        quiet_from=max((row.number for new, _, row in found if new.quiet), default=0),
    )


def _rewritten(part: Logical, known: frozenset[str]) -> tuple[str, Rewritten | None]:
    """The text of the magic in `part` and what it becomes; None when there is none."""
    first = part.rows[0].text
    if part.help:
        return first.strip(), dropped("asks for documentation or source")
    if part.escape >= 0:
        text = _joined(part)
        return (first[: part.escape] + text).strip(), _one(
            text, first[: part.escape].strip(), known
        )
    if "get_ipython" in first:
        call = as_magic(text_of(part.rows))
        if call and call.startswith("%%"):
            hint = "put it into a cell of its own"
            return first.strip(), refused("a cell magic inside other code", hint, code="NB403")
        if call:
            magic = next(logical_lines([Row(call, part.rows[0].number)]))
            if magic.escape >= 0:
                target = call[: magic.escape].strip()
                return call, _one(call[magic.escape :], target, known)
    return first, None


def _joined(part: Logical) -> str:
    """The magic as one line, as IPython joins it over backslashes."""
    pieces = [part.rows[0].text[part.escape :], *(row.text for row in part.rows[1:])]
    return " ".join([*(piece.rstrip()[:-1] for piece in pieces[:-1]), pieces[-1].rstrip()])


def _one(text: str, left: str, known: frozenset[str]) -> Rewritten:
    """What the magic `text` becomes; `left` is the text before it (`x =`)."""
    target = left.removesuffix("=").strip()
    if text.startswith("!"):
        return shell_command(text[1:], target=target, known=known)
    if text.startswith("?") or text.rstrip().endswith("?"):
        return dropped("asks for documentation or source")
    if text.startswith("%%"):
        hint = "move it to the first line of its cell"
        return refused(f"'{text.split()[0][:40]}' is not the first line", hint, code="NB403")
    name, _, argument = text[1:].partition(" ")
    if "\t" in name:
        name, _, argument = text[1:].partition("\t")
    return line_magic(name, argument.strip(), target=target, known=known)


def _placed(new: Rewritten, row: Row, text: str) -> Iterator[Row]:
    """The rows of a line magic's Python, at the indent of the magic."""
    indent = row.text[: len(row.text) - len(row.text.lstrip())]
    if not new.lines:
        if indent:
            yield Row(f"{indent}pass  # {text}", row.number, filler=True)
        return
    for line in new.lines:
        yield replace(row, text=indent + line)


def _magic(new: Rewritten, text: str, row: Row, cell: int) -> Magic:
    return Magic(text=text.strip(), action=new.action, reason=new.reason, span=_span(row, cell))


def _span(row: Row, cell: int) -> Span:
    return Span(cell, row.number, len(row.text) - len(row.text.lstrip()) + 1)


def _diagnostics(new: Rewritten, row: Row, cell: int) -> Iterator[Diagnostic]:
    for remark in new.remarks:
        yield Diagnostic(
            remark.code, remark.severity, remark.message, remark.hint, _span(row, cell)
        )
