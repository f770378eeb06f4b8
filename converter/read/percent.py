"""What a Python script in percent format holds (jupytext, Spyder, VS Code, nbconvert)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from converter.errors import InputError
from converter.model.notebook import Cell, CellKind
from converter.read.canonical import canonical_text, clean_text
from converter.read.ipynb import Contents
from converter.read.language import language_of

_MARKER = re.compile(r"\s*#\s*%%+(?:[ \t]+(?P<options>.*))?$")
_OTHER_MARKER = re.compile(r"\s*#\s*(?:<codecell>|<markdowncell>|In\s?\[[0-9 ]*\]:?)\s*$")
_KIND = re.compile(r"\[(markdown|md|raw|code)\]")
_OPTION = re.compile(r"""([A-Za-z_][\w.-]*)=(\[[^\]]*\]|"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'\[]+)""")
_FENCE = re.compile(r"# ---\s*$")
_ENCODING = re.compile(r"#.*?coding[:=]|#!")
_TRIPLE = re.compile(r"'''|\"\"\"")
_MAGIC = re.compile(
    r"(?P<indent>\s*)# ?(?P<rest>%{1,2}[A-Za-z]\w.*|%R\s.*|![A-Za-z.~$/{\[\"'].*"
    r"|[A-Za-z_]\w*\s*=\s*[%!][A-Za-z].*)$"
)
_LANGUAGES = (
    "bash",
    "sh",
    "sql",
    "R",
    "javascript",
    "js",
    "html",
    "latex",
    "perl",
    "ruby",
    "julia",
)


def contents_of_percent(data: bytes, name: str) -> Contents:
    """The cells and metadata of a percent script."""
    try:
        text = clean_text(data.decode("utf-8"))
    except UnicodeDecodeError as exc:
        raise InputError(
            f"{name}: is not UTF-8 text (byte {data[exc.start]:#04x})", hint="save it as UTF-8"
        ) from exc
    if not text.strip():
        raise InputError(f"{name}: is empty", hint="give a notebook with code cells")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InputError(f"{name}: line {line} holds a NUL byte", hint="is it a text file?")
    header, lines = _split_header(text.split("\n"))
    blocks = list(_blocks(lines))
    if not any(marked for _, marked, _ in blocks):
        raise InputError(
            f"{name}: has no cells: no line says '# %%'",
            hint="put a line '# %%' above each cell, or give an .ipynb file",
        )
    metadata = _metadata(header)
    language = language_of(metadata)
    if language != "python":
        raise InputError(
            f"{name}: the notebook is written in {language}, not Python",
            hint="nbship converts Python notebooks",
        )
    raw = [_raw_cell(options, body) for options, marked, body in blocks if marked or any(body)]
    kernel = metadata.get("kernelspec", {}).get("name", "")
    cells = tuple(_cell(cell, number) for number, cell in enumerate(raw, start=1))
    return Contents(
        cells=cells,
        language="python",
        kernel=kernel,
        format="percent",
        text=canonical_text(raw, metadata),
    )


def _split_header(lines: list[str]) -> tuple[list[str], list[str]]:
    """The commented YAML block at the top, and the lines below it."""
    start = 0
    while start < len(lines) and (not lines[start].strip() or _ENCODING.match(lines[start])):
        start += 1
    if start == len(lines) or not _FENCE.match(lines[start]):
        return [], lines[start:]
    for end in range(start + 1, len(lines)):
        if _FENCE.match(lines[end]):
            header = [line.removeprefix("#").removeprefix(" ") for line in lines[start + 1 : end]]
            return header, lines[end + 1 :]
        if not lines[end].startswith("#"):
            break
    return [], lines[start:]


def _metadata(header: list[str]) -> dict[str, Any]:
    """The kernelspec that the header names (the one part of it that matters here)."""
    spec: dict[str, str] = {}
    indent = -1
    for line in header:
        depth = len(line) - len(line.lstrip())
        if line.strip() == "kernelspec:":
            indent = depth
        elif indent >= 0 and depth <= indent:
            indent = -1
        elif indent >= 0 and ":" in line:
            key, _, value = line.strip().partition(":")
            spec[key] = value.strip().strip("'\"")
    return {"kernelspec": spec} if spec else {}


def _blocks(lines: list[str]) -> Iterator[tuple[str, bool, list[str]]]:
    """Each cell: the options of its marker, whether it has a marker, its lines."""
    options, marked, body = "", False, list[str]()
    quote = ""
    for line in lines:
        marker = None if quote else _MARKER.match(line) or _OTHER_MARKER.match(line)
        if marker is None:
            quote = _open_quote(line, quote)
            body.append(line)
            continue
        yield options, marked, _trimmed(body)
        found = marker.groupdict().get("options") or ""
        options = "[markdown]" if "<markdowncell>" in line else found
        marked, body = True, []
    yield options, marked, _trimmed(body)


def _open_quote(line: str, quote: str) -> str:
    """The triple quote that is open behind `line`, when `quote` is open before it."""
    if not quote and line.lstrip().startswith("#"):
        return ""
    for found in _TRIPLE.finditer(line):
        if not quote:
            quote = found.group()
        elif quote == found.group():
            quote = ""
    return quote


def _trimmed(body: list[str]) -> list[str]:
    """`body` without blank lines at its start and end."""
    start, end = 0, len(body)
    while start < end and not body[start].strip():
        start += 1
    while end > start and not body[end - 1].strip():
        end -= 1
    return body[start:end]


def _raw_cell(options: str, body: list[str]) -> dict[str, Any]:
    """One cell as nbformat would hold it."""
    kind = _KIND.search(options)
    metadata: dict[str, Any] = {name: _value(text) for name, text in _OPTION.findall(options)}
    title = _OPTION.sub("", _KIND.sub("", options)).strip()
    if title:
        metadata["title"] = title
    language = metadata.get("language")
    if kind is not None and kind.group(1) != "code":
        cell_type = "raw" if kind.group(1) == "raw" else "markdown"
        return {"cell_type": cell_type, "metadata": metadata, "source": _prose(body)}
    if language in _LANGUAGES:
        arguments = str(metadata.get("magic_args", ""))
        source = "\n".join([f"%%{language} {arguments}".rstrip(), _prose(body)])
    else:
        source = _code(body)
    return {"cell_type": "code", "metadata": metadata, "source": source}


def _value(text: str) -> object:
    """An option's value: JSON where it is JSON, else its text."""
    try:
        return json.loads(text)
    except ValueError:
        return text.strip("'\"")


def _prose(body: list[str]) -> str:
    """Text written as comments, or as one triple-quoted string."""
    text = "\n".join(body)
    for quote in ('"""', "'''"):
        for start in (quote, "r" + quote):
            if text.startswith(start) and text.endswith(quote) and len(text) >= len(start) + 3:
                return text[len(start) : -3].strip("\n")
    return "\n".join(re.sub(r"^# ?", "", line) for line in body)


def _code(body: list[str]) -> str:
    """Code with its commented magics restored."""
    quote = ""
    lines: list[str] = []
    for line in body:
        magic = None if quote else _MAGIC.match(line)
        quote = _open_quote(line, quote)
        lines.append(magic.group("indent") + magic.group("rest") if magic else line)
    if lines and lines[0].startswith("%%") and all(line.startswith("#") for line in body if line):
        lines[1:] = [re.sub(r"^# ?", "", line) for line in body[1:]]
    return "\n".join(lines)


def _cell(raw: dict[str, Any], number: int) -> Cell:
    tags = raw["metadata"].get("tags", [])
    tags = tags.split(",") if isinstance(tags, str) else tags if isinstance(tags, list) else []
    tags = [tag.strip() for tag in tags if isinstance(tag, str) and tag.strip()]
    raw["metadata"]["tags"] = tags
    if not tags:
        del raw["metadata"]["tags"]
    kind: CellKind = raw["cell_type"]
    return Cell(number=number, kind=kind, source=raw["source"], tags=tuple(dict.fromkeys(tags)))
