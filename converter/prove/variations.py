"""Other inputs to prove a project on: parameters with other values, data files with other rows.

Deterministic: the same notebook, files and kinds give the same variations.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, zip_longest
from pathlib import PurePosixPath
from typing import Any

from converter.model.parameter import Parameter
from converter.model.proof import VARIATIONS

UNSEEN = "unseen-category"
DELIMITERS = ",;\t|"
TABLES = frozenset({".csv", ".tsv"})
RECORDS = frozenset({".json", ".jsonl", ".ndjson"})
BINARY = frozenset({".parquet", ".xlsx", ".feather"})
"""Formats that only a library can write: they are varied by the notebook's own Python."""
KEPT = 0.6
Rows = list[Any]


@dataclass(frozen=True)
class Variation:
    """One other input: parameters given, or the content of one file, in words and as data."""

    kind: str
    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    path: str = ""
    content: bytes = b""


def variations_of(
    parameters: Sequence[Parameter],
    files: Mapping[str, bytes],
    *,
    kinds: Sequence[str],
    most: int,
    binary: Callable[[str, bytes, str], bytes | None],
) -> tuple[tuple[Variation, ...], tuple[str, ...]]:
    """At most `most` variations, kinds in turn, and what could not be varied, in words.

    `files` are the data files that the notebook reads, by path; `binary` varies one of a format
    that needs a library.
    """
    chosen = [kind for kind in VARIATIONS if kind in (kinds or VARIATIONS)]
    found: list[list[Variation]] = []
    left: list[str] = []
    for kind in chosen:
        if kind == "parameters":
            found.append(list(_parameters(parameters)))
            continue
        here = []
        for path in sorted(files):
            content = _varied(path, files[path], kind, binary)
            if content is None:
                left.append(f"{path}: {kind}")
            else:
                here.append(Variation(kind, f"{WORDS[kind]} in {path}", {}, path, content))
        found.append(here)
    turns = chain.from_iterable(zip_longest(*found))
    return tuple(each for each in turns if each is not None)[:most], tuple(left)


WORDS = {
    "subsample": "fewer rows",
    "shuffle": "rows in another order",
    "null": "a value missing",
    "category": "a category that was not seen before",
}


def _parameters(parameters: Sequence[Parameter]) -> Iterator[Variation]:
    for one in parameters:
        other = other_value(one)
        if other is not None:
            yield Variation("parameters", f"{one.name} = {other!r}", {one.name: other})


def other_value(one: Parameter) -> object:
    """Another value of the parameter's type, near its default; None where none is sure to do."""
    value = one.value
    if one.secret or value is None:
        return None
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value * 1.1 if value else 0.1
        case list() if len(value) > 1:
            return value[:-1]
        case datetime() | date():
            return value + timedelta(days=1)
    return None  # a text names something: a file, a column, a choice


def _varied(
    path: str, content: bytes, kind: str, binary: Callable[[str, bytes, str], bytes | None]
) -> bytes | None:
    """The file with other rows, or None where that cannot be done."""
    suffix = PurePosixPath(path).suffix.lower()
    draw = random.Random(f"{kind} {path}")
    try:
        if suffix in TABLES:
            return _table(content, suffix, kind, draw)
        if suffix in RECORDS:
            return _records(content, suffix, kind, draw)
    except (ValueError, csv.Error):
        return None
    return binary(path, content, kind) if suffix in BINARY else None


def _table(content: bytes, suffix: str, kind: str, draw: random.Random) -> bytes | None:
    text, coding = _decoded(content)
    delimiter = "\t" if suffix == ".tsv" else _delimiter(text)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if len(rows) < 3 or len(rows[0]) < 1:
        return None
    head, body = rows[0], rows[1:]
    if kind in ("null", "category"):
        place = _column(body, kind, draw)
        if place is None:
            return None
        row = draw.randrange(len(body))
        while len(body[row]) <= place:
            row = (row + 1) % len(body)
        body[row][place] = "" if kind == "null" else UNSEEN
    else:
        body = _chosen(body, kind, draw)
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows([head, *body])
    return target.getvalue().encode(coding)


def _decoded(content: bytes) -> tuple[str, str]:
    for coding in ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8", "latin-1"):
        try:
            return content.decode(coding), coding
        except UnicodeDecodeError:
            continue
    raise ValueError("no text")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _chosen(rows: Rows, kind: str, draw: random.Random) -> Rows:
    if kind == "shuffle":
        shuffled = list(rows)
        draw.shuffle(shuffled)
        return shuffled
    kept = [row for row in rows if draw.random() < KEPT]
    return kept if len(kept) >= 2 else rows[:2]


def _column(rows: Rows, kind: str, draw: random.Random) -> int | None:
    """A column of numbers to blank out, or of words to put an unseen one into."""
    wanted = []
    for place in range(min(map(len, rows[:50]))):
        cells = [row[place] for row in rows[:200] if len(row) > place and row[place] != ""]
        numbers = sum(map(_is_number, cells))
        if cells and (numbers == len(cells)) == (kind == "null"):
            wanted.append(place)
    return draw.choice(wanted) if wanted else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _records(content: bytes, suffix: str, kind: str, draw: random.Random) -> bytes | None:
    text = content.decode("utf-8")
    lines = suffix != ".json"
    rows = (
        [json.loads(line) for line in text.splitlines() if line.strip()]
        if lines
        else json.loads(text)
    )
    if not isinstance(rows, list) or len(rows) < 2 or not all(isinstance(r, dict) for r in rows):
        return None
    if kind in ("null", "category"):
        wanted = int | float if kind == "null" else str
        row = draw.choice(rows)
        keys = [key for key, value in row.items() if isinstance(value, wanted)]
        if not keys:
            return None
        row[draw.choice(keys)] = None if kind == "null" else UNSEEN
    else:
        rows = _chosen(rows, kind, draw)
    if lines:
        return ("\n".join(json.dumps(row) for row in rows) + "\n").encode()
    return json.dumps(rows).encode()


# Runs in the notebook's own Python: KIND SUFFIX SOURCE TARGET. Prints nothing.
SCRIPT = """
import random, sys
import pandas as pd
kind, suffix, source, target = sys.argv[1:]
read = {".parquet": pd.read_parquet, ".feather": pd.read_feather, ".xlsx": pd.read_excel}[suffix]
frame = read(source)
draw = random.Random(kind + suffix)
if kind == "shuffle":
    frame = frame.sample(frac=1, random_state=0)
elif kind == "subsample":
    frame = frame.sample(frac=0.6, random_state=0).sort_index()
else:
    numbers = [c for c in frame.columns if pd.api.types.is_numeric_dtype(frame[c]) and frame[c].dtype != bool]
    words = [c for c in frame.columns if c not in numbers and frame[c].map(type).eq(str).any()]
    columns = numbers if kind == "null" else words
    if not columns or not len(frame):
        sys.exit(3)
    column, row = draw.choice(columns), draw.randrange(len(frame))
    values = frame[column].astype(object)
    values.iloc[row] = None if kind == "null" else "unseen-category"
    frame[column] = values if kind == "category" else pd.to_numeric(values)
index = not isinstance(frame.index, pd.RangeIndex) and suffix == ".parquet"
if suffix == ".parquet":
    frame.to_parquet(target, index=index and kind not in ("shuffle", "subsample"))
elif suffix == ".feather":
    frame.reset_index(drop=True).to_feather(target)
else:
    frame.to_excel(target, index=False)
"""
