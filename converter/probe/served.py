"""Every call of the functions that a service will serve, and calls of those that nobody called."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import time
from collections.abc import Sequence
from typing import Any

from .further import further_calls, tries
from .origins import calls_of, rows_like
from .prepared import ALONE, checked, few_of
from .session import Session
from .storable import why_unstorable
from .tables import NoTable, answers_of, spaced, table_of

MOST_CALLS = 500
FEW = 5
MOST_FIELDS = 80
SAMPLED = 120
LONGEST = 10.0
"""Seconds for questions about more rows."""


class Served:
    """Notes calls as tables of rows and answers; `wanted` tells of each function what it reads."""

    def __init__(self, session: Session, wanted: Sequence[dict[str, Any]]) -> None:
        self.session = session
        self.wanted = {each["name"]: each for each in wanted}
        self.called: dict[str, int] = {}
        self.samples: dict[str, tuple[Any, list[Any]]] = {}
        self.tables: dict[str, list[dict[str, Any]]] = {}

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
            self.tables.setdefault(name, []).append(table)

    def end(self, names: dict[str, Any]) -> None:
        """Nothing; asks what nobody asked, and tells which columns the notebook's frames have."""
        for name, wanted in self.wanted.items():
            if wanted.get("check"):
                self.session.event("checked", function=name, **checked(wanted["check"], names))
                self.ask_rows(name, wanted["check"]["rows"], names)
            elif self.tables.get(name):
                self.ask_origin(name, wanted["sources"], names)
        self.ask(names)
        self.ask_further(names)
        for name, (function, given) in self.samples.items():
            fields = _needless(function, given)
            if fields:
                self.session.event("needless", function=name, fields=fields)
        for name in sorted({each for w in self.wanted.values() for each in w["artifacts"]}):
            if name in names and (why := why_unstorable(names[name])):
                self.session.event("unstorable", name=name, why=why)
        sources = {source for wanted in self.wanted.values() for source in wanted["sources"]}
        for source in sorted(sources & set(names)):
            if type(names[source]).__name__ == "DataFrame":
                frame = names[source]
                known = {str(each): str(kind) for each, kind in frame.dtypes.items()}
                columns = [each for each in frame.columns if isinstance(each, str)]
                types = [known[each] for each in columns]
                self.session.event("frame", name=source, columns=columns, types=types)

    def ask_rows(self, name: str, rows: str, names: dict[str, Any]) -> None:
        """Nothing; a function that was made is called with the data's own rows, many and one by one."""
        function, value = names.get(name), names.get(rows)
        if function is None or value is None:
            return
        function = getattr(function, "__wrapped__", function)
        sample = [few_of(value, spaced(len(value), SAMPLED))]
        if hasattr(value, "dropna"):
            sample.append(few_of(value.dropna(), spaced(len(value.dropna()), SAMPLED)))
        for given in sample:
            if len(given) and self._asked(name, function, given):
                for place in spaced(len(given), ALONE):
                    self._asked(name, function, few_of(given, [place]))
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

    def ask_origin(self, name: str, sources: Sequence[str], names: dict[str, Any]) -> None:
        """Nothing; a function that the notebook called is called with more rows of the frame that
        those it was given are within.

        A few rows that somebody typed show neither all types nor what may be missing.
        """
        tables, function = self.tables[name], names.get(name)
        if not callable(function) or any(each.get("others") for each in tables):
            return
        if tables[0]["argument"] not in ("frame", "records", "keywords"):
            return
        rows = rows_like(tables[0], sources, names, SAMPLED)
        if rows is None:
            return
        function = getattr(function, "__wrapped__", function)
        until = time.monotonic() + LONGEST
        for given, words in calls_of(tables[0], rows):
            if time.monotonic() > until:
                break
            quiet = io.StringIO()
            try:
                asked = table_of(function, given, words)
                with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                    answer = function(*copy.deepcopy(given), **words)
                answers_of(answer, asked["count"])
            except Exception:  # the notebook's function, given rows of our choice
                continue
            self.after(name, asked, answer, None)

    def ask_further(self, names: dict[str, Any]) -> None:
        """Nothing; functions of which few rows are known are called with rows of the data."""
        for name, tables in self.tables.items():
            if callable(names.get(name)):
                sources = self.wanted[name]["sources"]
                for table, told in further_calls(names[name], tables, names, sources):
                    self.session.event(
                        "served", function=name, table=table, answered=told, further=True
                    )

    def ask(self, names: dict[str, Any]) -> None:
        """Nothing; functions that the notebook never called are called with rows that it has."""
        for name, wanted in self.wanted.items():
            function = names.get(name)
            if self.called.get(name) or not callable(function):
                continue
            function = getattr(function, "__wrapped__", function)
            for given in tries(wanted, names):
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
