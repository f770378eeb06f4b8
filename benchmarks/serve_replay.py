"""A service's answers to its recorded rows and to rows like them, in a fork, with one thing changed."""

from __future__ import annotations

import importlib
import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

PERTURBED = 120
MOST_ROWS = 80
CLOSE = 1e-9
MOST_CELLS = 3
"""Cells of one array that are changed, one at a time: the first, the last, one in the middle."""


def replay(request: Mapping[str, Any]) -> None:
    """Nothing; writes to `report`: the answers, whether they are others than `base`, who noticed.

    `frozen` is the number of the frozen value to change, or None; `places` asks for their list.
    """
    import sys

    sys.path[:0] = [request["source"], request["tests"]]
    package, version = request["package"], Path(request["version"])
    report: dict[str, Any] = {"caught": "", "changes": False, "error": ""}
    try:
        artifacts = importlib.import_module(f"{package}.artifacts")
        if request["places"]:
            values = artifacts.loaded(version, _manifest(version))
            report["places"] = [what for what, _ in _frozen(values)]
        if request["frozen"] is not None:
            _change_when_loaded(artifacts, request["frozen"])
        report["caught"] = _noticed(version)
        report["answers"] = _answers(package, version, Path(request["tests"]))
        if request["base"]:
            base = json.loads(Path(request["base"]).read_text(encoding="utf-8"))["answers"]
            report["changes"] = not alike(report["answers"], base)
    except BaseException as error:
        report.update(changes=True, error=f"{type(error).__name__}: {error}"[:300])
    Path(request["report"]).write_text(json.dumps(report), encoding="utf-8")


def _manifest(version: Path) -> dict[str, Any]:
    return dict(json.loads((version / "manifest.json").read_text(encoding="utf-8")))


def _noticed(version: Path) -> str:
    """What the project's own test of the notebook's answers says, or ""."""
    try:
        test = importlib.import_module("test_service")
        close = max(test.CLOSE, float(_manifest(version)["bound"]))
        for name in test.ENDPOINTS:
            test.test_the_notebooks_answers_in_process(name, version.parent, close)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300] or "failed"
    return ""


def _answers(package: str, version: Path, tests: Path) -> dict[str, list[Any]]:
    """Each endpoint's answers to recorded and perturbed rows, one by one where one of them fails."""

    def module(name: str) -> Any:
        return importlib.import_module(f"{package}.{name}")

    as_json = module("serving.answers").as_json
    manifest = _manifest(version)
    parameters = module("serving.loading").parameters_of(manifest, {})
    values = module("endpoints").values_of(module("artifacts").loaded(version, manifest), parameters)
    found: dict[str, list[Any]] = {}
    for name, reader in module("serving.rows").readers(any_field=False).items():
        recorded = json.loads((tests / "reference" / f"{name}.json").read_text(encoding="utf-8"))
        rows = rows_like([row for each in recorded for row in each["rows"]][:MOST_ROWS], reader)
        answer = module("endpoints").ANSWERS[name]
        try:
            found[name] = json.loads(as_json(answer(rows, values)))
        except Exception:
            found[name] = [_one(answer, row, values, as_json) for row in rows]
    return found


def _one(answer: Any, row: Any, values: Any, as_json: Any) -> Any:
    try:
        return json.loads(as_json(answer([row], values)))
    except Exception as error:
        return f"raised {type(error).__name__}"


def rows_like(rows: list[dict[str, Any]], reader: Any) -> list[dict[str, Any]]:
    """The rows, and others like them, as far as the service accepts them; the same every time."""
    draw = random.Random(11)
    fields = sorted({name for row in rows for name in row})
    found = [_accepted(row, reader) for row in rows]
    for _ in range(PERTURBED):
        row = dict(draw.choice(rows))
        for name in fields:
            other = draw.choice(rows)
            if name in other and draw.random() < 0.5:
                row[name] = other[name]
            if name in row and draw.random() < 0.5:
                row[name] = _near(row[name], draw)
        found.append(_accepted(row, reader))
    return [row for row in found if row is not None]


def _near(value: Any, draw: random.Random) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + draw.choice([-2, -1, 1, 2])
        case float():
            return value * draw.uniform(0.5, 1.5)
        case str():
            words = value.split()
            draw.shuffle(words)
            return " ".join(words[: max(1, len(words) - 1)])
    return value


def _accepted(row: dict[str, Any], reader: Any) -> dict[str, Any] | None:
    try:
        (read,) = reader.of_json(json.dumps(row).encode())
    except Exception:
        return None
    return dict(read)


def alike(one: Any, other: Any) -> bool:
    """Whether answers are the same; numbers with a fraction within `CLOSE`."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(alike(one[k], other[k]) for k in one)
        case list(), list():
            return len(one) == len(other) and all(map(alike, one, other))
        case float(), float():
            return one == other or abs(one - other) <= CLOSE * max(1.0, abs(other))
    return type(one) is type(other) and bool(one == other)


def _change_when_loaded(artifacts: Any, number: int) -> None:
    """Nothing; from here on what is loaded has its frozen value of this number changed."""
    plain = artifacts.loaded

    def loaded(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = plain(folder, manifest)
        list(_frozen(values))[number][1]()
        return values

    artifacts.loaded = loaded


def _frozen(values: dict[str, Any]) -> Iterator[tuple[str, Callable[[], None]]]:
    """(what, how to change it) for the single values that artifacts hold."""
    for name in sorted(values):
        yield from _within(values, name, values[name], name, 0)


def _within(holder: Any, key: Any, value: Any, what: str, depth: int) -> Iterator[Any]:
    import numpy

    if depth > 8:
        return
    if isinstance(value, bool | int | float | str):
        yield what, lambda: _put(holder, key, _other(value))
    elif isinstance(value, numpy.ndarray):
        for place in sorted({0, value.size // 2, value.size - 1} if value.size else ())[:MOST_CELLS]:
            yield f"{what}[{place}]", lambda place=place: _put_cell(value, place)
    elif isinstance(value, dict):
        for each in list(value)[:4]:
            yield from _within(value, each, value[each], f"{what}[{each!r}]", depth + 1)
    elif isinstance(value, list):
        for i, each in enumerate(value[:4]):
            yield from _within(value, i, each, f"{what}[{i}]", depth + 1)
    elif isinstance(value, tuple):
        for i, each in enumerate(value):
            if not isinstance(each, str):
                yield from _within(value, i, each, f"{what}[{i}]", depth + 1)
    elif type(value).__name__ == "Tree" and hasattr(value, "threshold"):
        for part in ("threshold", "value", "feature"):
            yield from _within(value, part, getattr(value, part), f"{what}.{part}", depth + 1)
    elif hasattr(value, "to_numpy") and hasattr(value, "index"):
        for place in range(min(len(value), MOST_CELLS)):
            if getattr(value, "ndim", 0) == 1 and hasattr(value, "iloc"):
                yield f"{what}[{place}]", lambda place=place: _put_row(value, place)
    elif type(value).__module__.partition(".")[0] not in ("builtins", "numpy", "pandas", "re"):
        for part in sorted(vars(value)) if hasattr(value, "__dict__") else ():
            if not part.startswith("_") or part in ("_idf_diag", "_tfidf"):
                inner = vars(value)[part]
                learned = part.endswith("_") or isinstance(inner, list | dict) or part[0] == "_"
                if (learned and part not in ("n_features_in_", "feature_names_in_")) or part == "func":
                    yield from _within(value, part, inner, f"{what}.{part}", depth + 1)


def _other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case str():
            return f"{value}x"
        case int():
            return value + 1
    return value * 1.1 + 0.01


def _put(holder: Any, key: Any, value: Any) -> None:
    if isinstance(holder, dict | list):
        holder[key] = value
    elif not isinstance(holder, tuple):
        setattr(holder, key, value)


def _put_cell(array: Any, place: int) -> None:
    value = array.flat[place]
    plain = value.item() if hasattr(value, "item") else value
    array.flat[place] = _other(plain) if not isinstance(plain, str) else "x" + plain[1:]


def _put_row(series: Any, place: int) -> None:
    value = series.iloc[place]
    series.iloc[place] = _other(value.item() if hasattr(value, "item") else value)
