"""Every call of the functions that a service will serve, and calls of those that nobody called."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import math
from collections.abc import Sequence
from typing import Any

from .session import Session
from .tables import NoTable, answers_of, is_scalar, spaced, table_of

MOST_CALLS = 500
MOST_TRIED = 40
TRIED_ROWS = 20
FEW = 5
MOST_FIELDS = 80
SAMPLED = 120
ALONE = 25
MOST_COMPARED = 200


class Served:
    """Notes calls as tables of rows and answers; `wanted` tells of each function what it reads."""

    def __init__(self, session: Session, wanted: Sequence[dict[str, Any]]) -> None:
        self.session = session
        self.wanted = {each["name"]: each for each in wanted}
        self.called: dict[str, int] = {}
        self.samples: dict[str, tuple[Any, list[Any]]] = {}

    def before(self, function: Any, name: str, given: Sequence[Any], words: dict[str, Any]) -> Any:
        """The table of the arguments, as they are before the call; or why there is none."""
        if name not in self.wanted or self.called.get(name, 0) >= MOST_CALLS:
            return None
        try:
            table = table_of(function, given, words)
        except NoTable as no:
            return str(no)
        if name not in self.samples and table["argument"] in ("frame", "records") and not words:
            with contextlib.suppress(Exception):  # strangers' objects are copied
                self.samples[name] = function, copy.deepcopy([_few(given[0]), *given[1:]])
        return table

    def after(self, name: str, table: Any, answer: Any, error: BaseException | None) -> None:
        """Nothing; notes one call."""
        if table is None:
            return
        self.called[name] = self.called.get(name, 0) + 1
        if isinstance(table, str):
            self.session.event("served", function=name, why=table)
        elif error is not None:
            self.session.event("served", function=name, table=table, error=type(error).__name__)
        else:
            try:
                told = answers_of(answer, table["count"])
            except NoTable as no:
                self.session.event("served", function=name, table=table, why=str(no))
                return
            told["answers"] = [told["answers"][i] for i in table["positions"]]
            self.session.event("served", function=name, table=table, answered=told)

    def end(self, names: dict[str, Any]) -> None:
        """Nothing; asks what nobody asked, and tells which columns the notebook's frames have."""
        for name, wanted in self.wanted.items():
            if wanted.get("check"):
                self.session.event("checked", function=name, **_checked(wanted["check"], names))
                self.ask_rows(name, wanted["check"]["rows"], names)
        self.ask(names)
        for name, (function, given) in self.samples.items():
            fields = _needless(function, given)
            if fields:
                self.session.event("needless", function=name, fields=fields)
        sources = {source for wanted in self.wanted.values() for source in wanted["sources"]}
        for source in sorted(sources & set(names)):
            if type(names[source]).__name__ == "DataFrame":
                columns = [each for each in names[source].columns if isinstance(each, str)]
                self.session.event("frame", name=source, columns=columns)

    def ask_rows(self, name: str, rows: str, names: dict[str, Any]) -> None:
        """Nothing; a function that was made is called with the data's own rows, many and one by one."""
        function, value = names.get(name), names.get(rows)
        if function is None or value is None:
            return
        function = getattr(function, "__wrapped__", function)
        sample = [_few_of(value, spaced(len(value), SAMPLED))]
        if hasattr(value, "dropna"):
            sample.append(_few_of(value.dropna(), spaced(len(value.dropna()), SAMPLED)))
        for given in sample:
            if len(given) and self._asked(name, function, given):
                for place in spaced(len(given), ALONE):
                    self._asked(name, function, _few_of(given, [place]))
                return

    def _asked(self, name: str, function: Any, given: Any) -> bool:
        quiet = io.StringIO()
        try:
            table = table_of(function, [given], {})
            with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                answer = function(copy.deepcopy(given))
            answers_of(answer, table["count"])
        except Exception as error:  # rows that training left out may not be answered
            self.session.event("trouble", why=f"{name}: {type(error).__name__}: {error}"[:300])
            return False
        if name not in self.samples and table["argument"] in ("frame", "records"):
            self.samples[name] = function, [_few(given)]
        self.after(name, table, answer, None)
        return True

    def ask(self, names: dict[str, Any]) -> None:
        """Nothing; functions that the notebook never called are called with rows that it has."""
        for name, wanted in self.wanted.items():
            function = names.get(name)
            if self.called.get(name) or not callable(function):
                continue
            function = getattr(function, "__wrapped__", function)
            for given in _tries(wanted, names):
                quiet = io.StringIO()
                try:
                    table = table_of(function, given, {})
                    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                        answer = function(*given)
                    answers_of(answer, table["count"])
                except Exception:  # the notebook's function, given rows of our choice
                    continue
                self.after(name, table, answer, None)
                break


def _few_of(rows: Any, places: Sequence[int]) -> Any:
    """The rows at some places, as the same kind of thing."""
    if hasattr(rows, "iloc"):
        return rows.iloc[list(places)]
    return [rows[i] for i in places] if isinstance(rows, list) else rows[list(places)]


def _checked(check: dict[str, str], names: dict[str, Any]) -> dict[str, Any]:
    """How many of the rows that the estimator was asked about the served code prepares as well.

    A row that comes alone is to be prepared as it is among the others.
    """
    quiet = io.StringIO()
    try:
        rows, function = names[check["rows"]], names[check["prepared"]]
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            rows, prepared = _prepared(function, rows)
            tested = eval(check["tested"], dict(names))
            together = list(_tuples(prepared))
            known = set(together)
            wanted = list(_tuples(tested))
            lonely = _lonely(function, rows, together)
    except Exception as error:  # the notebook's own code
        return {"why": f"{type(error).__name__}: {error}"[:300], "count": 0, "missing": 0}
    if lonely:
        return {"why": lonely, "count": len(wanted), "missing": 0}
    missing = [row for row in wanted if row not in known]
    if len(missing) <= MOST_COMPARED:  # sums of many numbers may differ in their last digits
        missing = [row for row in missing if not any(_near(row, other) for other in together)]
    told = {"first": [str(each) for each in missing[0][:20]]} if missing else {}
    return {"count": len(wanted), "missing": len(missing), **told}


def _lonely(function: Any, rows: Any, together: list[Any]) -> str:
    """What is wrong with rows that come alone, or ""."""
    if len(together) != len(rows):
        return f"{len(rows)} rows are prepared to {len(together)}"
    for place in spaced(len(rows), ALONE):
        alone = list(_tuples(function(_few_of(copy.deepcopy(rows), [place]))))
        if len(alone) != 1 or not _near(alone[0], together[place]):
            return "a row that comes alone is prepared otherwise than among others"
    return ""


def _prepared(function: Any, rows: Any) -> tuple[Any, Any]:
    """All rows and what the served code makes of them; those without gaps, where gaps are not for it."""
    try:
        return rows, function(copy.deepcopy(rows))
    except Exception:
        if not hasattr(rows, "dropna"):
            raise
        rows = rows.dropna()
        return rows, function(rows.copy())


def _near(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """True for rows that are equal but for the last digits of their numbers."""
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


def _tuples(value: Any) -> Any:
    """The rows of a matrix, frame or list as tuples; numbers to ten digits."""
    if hasattr(value, "toarray"):
        value = value.toarray()
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    for row in value.tolist() if hasattr(value, "tolist") else list(value):
        cells = row if isinstance(row, (list, tuple)) else [row]
        yield tuple(_digits(cell) for cell in cells)


def _digits(cell: Any) -> Any:
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, (int, float)):
        return "nan" if cell != cell else float(f"{cell:.10g}")
    return str(cell)


def _few(rows: Any) -> Any:
    """A few of the rows."""
    return rows if isinstance(rows, dict) else rows[:FEW]


def _needless(function: Any, given: list[Any]) -> list[str]:
    """Fields without which the function answers the same; it is asked once for each of them."""
    names = _names_of(given[0])
    expected = _answer(function, given)
    if expected is None or not 1 < len(names) <= MOST_FIELDS:
        return []
    gone: list[str] = []
    for name in names:
        if len(gone) < len(names) - 1 and expected == _answer(
            function, [_without(given[0], {*gone, name}), *given[1:]]
        ):
            gone.append(name)
    return gone


def _names_of(rows: Any) -> list[str]:
    if hasattr(rows, "columns"):
        return list(rows.columns)
    return list(rows if isinstance(rows, dict) else dict.fromkeys(k for row in rows for k in row))


def _without(rows: Any, names: set[str]) -> Any:
    """The rows without some of their fields."""
    if hasattr(rows, "columns"):
        return rows.drop(columns=sorted(names))
    if isinstance(rows, dict):
        return {key: value for key, value in rows.items() if key not in names}
    return [{key: value for key, value in row.items() if key not in names} for row in rows]


def _answer(function: Any, given: list[Any]) -> str | None:
    """The answer as text, or None where the function raises or has none."""
    quiet = io.StringIO()
    try:
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            answer = function(*copy.deepcopy(given))
        count = 1 if isinstance(given[0], dict) else len(given[0])
        return json.dumps(answers_of(answer, count)["answers"], sort_keys=True)
    except Exception:  # the notebook's function, given less than it had
        return None


def _tries(wanted: dict[str, Any], names: dict[str, Any]) -> list[list[Any]]:
    """Arguments that the function may take, from the values that the notebook has."""
    columns, parameters = list(wanted["columns"]), list(wanted["parameters"])
    found: list[list[Any]] = []
    for source in wanted["sources"]:
        value: Any = names.get(source)
        kind = type(value).__name__
        if kind == "DataFrame":
            found += _of_frame(value, columns, parameters)
        elif kind in ("list", "Series", "ndarray") and len(value):
            found.append([value[:TRIED_ROWS]])
        if len(found) >= MOST_TRIED:
            break
    return found[:MOST_TRIED]


def _of_frame(frame: Any, columns: list[str], parameters: list[str]) -> list[list[Any]]:
    known = [name for name in frame.columns if isinstance(name, str)]
    if not set(columns) <= set(known):
        return []
    first = frame.head(TRIED_ROWS)
    part = first[[name for name in known if name in columns]] if columns else first
    found: list[list[Any]] = []
    if len(parameters) > 1 or (parameters and parameters[0] in known):
        if set(parameters) <= set(known) and len(first):
            row = first.iloc[0]
            values = [row[name] for name in parameters]
            if all(map(is_scalar, values)):
                found.append([v.item() if hasattr(v, "item") else v for v in values])
        return found
    records = part.to_dict("records")
    return [[part.copy()], [records], [records[0]]] if records else []
