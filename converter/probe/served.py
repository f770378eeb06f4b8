"""Every call of the functions that a service will serve, and calls of those that nobody called."""

from __future__ import annotations

import contextlib
import copy
import io
import time
from collections.abc import Iterator, Sequence
from typing import Any

from .further import further_calls, tries
from .needless import is_row, needless, telling, telling_places
from .origins import calls_of, rows_like
from .plain import NoTable
from .prepared import ALONE, checked, few_of, served_rows, without_gaps
from .session import Session
from .steady import why_unsteady
from .storable import why_unstorable
from .tables import answered, spaced, table_of
from .widened import WIDENED, fractional

MOST_CALLS = 500
MOST_SAMPLES = 4
SAMPLED = 120
CATEGORIES = 60
"""Values of a field that are all asked about, as a schema lists them."""
LONGEST = 10.0
"""Seconds for questions about more rows."""


class Served:
    """Notes calls as tables of rows and answers; `wanted` tells of each function what it reads."""

    def __init__(self, session: Session, wanted: Sequence[dict[str, Any]]) -> None:
        self.session = session
        self.wanted = {each["name"]: each for each in wanted}
        self.called: dict[str, int] = {}
        self.samples: dict[str, tuple[Any, list[list[Any]]]] = {}
        self.typed: dict[str, tuple[Any, list[tuple[list[Any], dict[str, Any]]]]] = {}
        self.tables: dict[str, list[dict[str, Any]]] = {}

    def before(self, function: Any, name: str, given: Sequence[Any], words: dict[str, Any]) -> Any:
        """The table of the arguments, as they are before the call; or why there is none."""
        if name not in self.wanted or self.called.get(name, 0) >= MOST_CALLS:
            return None
        try:
            wholes = self.wanted[name].get("wholes", ())
            table = table_of(function, given, words, wholes)
        except NoTable as no:
            return str(no)
        if not words:
            self.sample(function, name, table, given)
        calls = self.typed.setdefault(name, (function, []))[1]
        lists = any("items" in each for each in table["columns"])
        widens = table["argument"] in (*WIDENED, "column") and not lists
        if widens and len(calls) < MOST_SAMPLES:
            with contextlib.suppress(Exception):  # strangers' objects are copied
                calls.append(copy.deepcopy((list(given), dict(words))))
        return table

    def sample(self, function: Any, name: str, table: dict[str, Any], given: Sequence[Any]) -> None:
        """Nothing; keeps rows to find out with which of their fields the function does without."""
        kept = self.samples.setdefault(name, (function, []))[1]
        few = len(kept) < MOST_SAMPLES or table["count"] > 1
        if table["argument"] in ("frame", "records", "record", "row") and few:
            with contextlib.suppress(Exception):  # strangers' objects are copied
                kept.append(copy.deepcopy([telling(given[0]), *given[1:]]))
                kept.sort(key=lambda each: -_rows_in(each[0]))
                del kept[MOST_SAMPLES:]

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
                told = answered(table, answer)
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
                self.ask_rows(name, wanted["check"], names)
            elif self.tables.get(name):
                self.ask_origin(name, wanted["sources"], names)
        self.ask(names)
        self.ask_further(names)
        for name, (function, calls) in self.samples.items():
            artifacts = [names[each] for each in self.wanted[name]["artifacts"] if each in names]
            fields, idle = needless(function, calls, artifacts) if calls else ([], [])
            if fields:
                self.session.event("needless", function=name, fields=fields)
            if idle:
                self.session.event("idle", function=name, fields=idle)
        for name, (function, typed) in self.typed.items():
            frames = [names[each] for each in self.wanted[name]["sources"] if each in names]
            if typed and (fields := fractional(function, typed, frames)):
                self.session.event("fractional", function=name, fields=fields)
        for name in self.wanted:
            function = getattr(names.get(name), "__wrapped__", names.get(name))
            typed = self.typed.get(name, (None, []))[1][:2]
            typed += [(given, {}) for given in self.samples.get(name, (None, []))[1][:2]]
            if why := why_unsteady(function, typed):
                self.session.event("unsteady", function=name, why=why)
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

    def ask_rows(self, name: str, check: dict[str, str], names: dict[str, Any]) -> None:
        """Nothing; a function that was made is called with the data's own rows, many and one by one."""
        function, value = names.get(name), names.get(check["rows"])
        if function is None or value is None:
            return
        value = without_gaps(value, names.get(check.get("source", "")))
        function = getattr(function, "__wrapped__", function)
        why = ""
        for whole, places in _asked_places(function, value):
            given = few_of(whole, places)
            if not len(given):
                continue
            why = self._asked(name, function, given)
            if not why:
                self.sample(function, name, table_of(function, [given], {}), [whole])
                for place in spaced(len(given), ALONE):
                    self._asked(name, function, few_of(given, [place]))
                return
        if why:
            self.session.event("trouble", why=f"{name}: {why}"[:300])
            self.session.event("served", function=name, why=why[:300])

    def _asked(self, name: str, function: Any, given: Any) -> str:
        """Why the function has no answer to rows, or "": rows that training left out may have none."""
        quiet = io.StringIO()
        try:
            table = table_of(function, [given], {})
            with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                answer = function(copy.deepcopy(given))
            answered(table, answer)
        except NoTable as no:
            return str(no)
        except Exception as error:  # the notebook's own code
            return f"{type(error).__name__}: {error}"
        self.after(name, table, answer, None)
        return ""

    def ask_origin(self, name: str, sources: Sequence[str], names: dict[str, Any]) -> None:
        """Nothing; a function that the notebook called is called with more rows of the frame that
        those it was given are within.

        A few rows that somebody typed show neither all types nor what may be missing.
        """
        tables, function = self.tables[name], names.get(name)
        if not callable(function) or any(each.get("others") for each in tables):
            return
        if tables[0]["argument"] not in ("frame", "records", "record", "keywords"):
            return
        rows = rows_like(tables[0], sources, names, SAMPLED)
        if rows is None:
            return
        function = getattr(function, "__wrapped__", function)
        until = time.monotonic() + LONGEST
        self._sample_like(function, name, rows)
        for given, words in calls_of(tables[0], rows):
            if time.monotonic() > until:
                break
            quiet = io.StringIO()
            try:
                asked = table_of(function, given, words, self.wanted[name].get("wholes", ()))
                with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                    answer = function(*copy.deepcopy(given), **words)
                answered(asked, answer)
            except Exception:  # the notebook's function, given rows of our choice
                continue
            self.after(name, asked, answer, None)

    def _sample_like(self, function: Any, name: str, rows: Any) -> None:
        for given, words in calls_of(self.tables[name][0], telling(rows)):
            if not words:
                self.sample(function, name, table_of(function, given, {}), given)

    def ask_further(self, names: dict[str, Any]) -> None:
        """Nothing; functions of which few rows are known are called with rows of the data."""
        for name, tables in self.tables.items():
            if callable(names.get(name)):
                sources = self.wanted[name]["sources"]
                for table, told in further_calls(names[name], tables, names, sources):
                    self.session.event(
                        "served",
                        function=name,
                        table=table,
                        answered=told,
                        further=True,
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
                    answered(table, answer)
                except Exception:  # the notebook's function, given rows of our choice
                    continue
                self.after(name, table, answer, None)
                break


def _rows_in(rows: Any) -> int:
    return 1 if isinstance(rows, dict) or is_row(rows) else len(rows)


def _asked_places(function: Any, value: Any) -> Iterator[tuple[Any, list[int]]]:
    """Rows of the data, and which of them to ask about: spaced ones, with those that show what a field may be.

    If nothing answers these, spaced ones of all are left.
    """
    for whole in served_rows(function, value):
        yield whole, sorted({*spaced(len(whole), SAMPLED), *telling_places(whole, CATEGORIES)})
    yield value, spaced(len(value), SAMPLED)
