"""Calls of chosen functions and of estimators' methods: arguments and answers, as portraits.

`predict` is a function of the notebook; `.predict` the method of any estimator; `model.predict`
or `LogisticRegression.predict` the method of one name or class.
"""

from __future__ import annotations

import ast
import functools
import sys
import types
from collections.abc import Iterable
from typing import Any

from .objects import module_of
from .served import Served
from .session import Session

ESTIMATORS = frozenset(
    "sklearn xgboost lightgbm catboost statsmodels imblearn sksurv pmdarima".split()
)
MOST_CALLS = 200
WATCHED = "__nbship_watched__"


class Calls:
    """Records calls; nested ones count as part of the outermost."""

    def __init__(
        self,
        session: Session,
        patterns: Iterable[str],
        shell: Any = None,
        served: Served | None = None,
    ) -> None:
        self.session = session
        self.served = served
        patterns = [*patterns, *(served.wanted if served else ())]
        self.functions = frozenset(each for each in patterns if "." not in each)
        split = [each.rpartition(".") for each in patterns if "." in each]
        self.methods: list[tuple[str, str]] = [(owner, method) for owner, _, method in split]
        self.count = 0
        self.rows = 0
        self._depth = 0
        self._shell = shell
        if shell is not None and (self.functions or self.methods):
            shell.ast_transformers.append(_Watching(self))

    def watched(self, function: Any) -> Any:
        """`function`, whose calls are recorded from here on."""
        if type(function) is not types.FunctionType or hasattr(function, WATCHED):
            return function
        recorded = self._recording(function, function.__qualname__, skip=0)
        setattr(recorded, WATCHED, True)
        return recorded

    def watch_classes(self) -> None:
        """Nothing; methods of estimators that are known by now are recorded from here on."""
        if not self.methods or self._shell is None:
            return
        for name, value in list(self._shell.user_ns.items()):
            kind = value if isinstance(value, type) else type(value)
            if module_of(kind).partition(".")[0] in ESTIMATORS or self.session.context.is_own(
                module_of(kind)
            ):
                self._watch_class(kind, name)

    def _watch_class(self, kind: type, name: str) -> None:
        for owner, method in self.methods:
            if owner not in ("", name, kind.__name__):
                continue
            for base in kind.__mro__:
                plain = vars(base).get(method)
                if type(plain) is types.FunctionType and not hasattr(plain, WATCHED):
                    recorded = self._recording(plain, f"{kind.__name__}.{method}", skip=1)
                    setattr(recorded, WATCHED, True)
                    try:
                        setattr(base, method, recorded)
                    except TypeError:
                        break
                    break

    def _recording(self, function: Any, name: str, *, skip: int) -> Any:
        @functools.wraps(function)
        def recorded(*given: Any, **words: Any) -> Any:
            if self._depth:
                return function(*given, **words)
            before = self._portraits(list(given[skip:]), words)
            served = self.served
            table = served.before(function, name, given[skip:], words) if served else None
            owner = type(given[0]).__name__ if skip and given else ""
            self._depth += 1
            try:
                answer = function(*given, **words)
            except BaseException as error:  # noted, and raised again
                self._note(name, owner, before, given[skip:], None, error)
                if served:
                    served.after(name, table, None, error)
                raise
            finally:
                self._depth -= 1
            self._note(name, owner, before, given[skip:], answer, None)
            if served:
                served.after(name, table, answer, None)
            return answer

        return recorded

    def _portraits(self, given: list[Any], words: dict[str, Any]) -> Any:
        if self.count >= MOST_CALLS:
            return None
        painter = self.session.painter
        painter.moment()
        return [painter.portrait(each) for each in given], {
            key: painter.portrait(each) for key, each in words.items()
        }

    def _note(
        self, name: str, owner: str, before: Any, given: Any, answer: Any, error: Any
    ) -> None:
        self.count += 1
        rows = _rows(given[0]) if given else 1
        self.rows += rows
        if before is None:
            return
        painter = self.session.painter
        painter.moment()
        result = painter.portrait(answer)
        self.session.flush()
        self.session.event(
            "call",
            function=f"{owner}.{name.rpartition('.')[2]}" if owner else name,
            arguments=before[0],
            words=before[1],
            result=result,
            rows=rows,
            error=type(error).__name__ if error is not None else None,
        )

    def end(self) -> None:
        """Nothing; tells how many calls and rows there were, also those that were not kept."""
        if self.functions or self.methods:
            self.session.event("calls", count=self.count, rows=self.rows)


def _rows(value: Any) -> int:
    """How many rows a batch has; anything that is no batch counts as one."""
    shape = getattr(value, "shape", None)
    if type(shape) is tuple:
        return int(shape[0]) if shape else 1
    return len(value) if type(value) in (list, tuple) else 1


class _Watching(ast.NodeTransformer):
    """Watches functions where they are defined, and classes before each statement."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        module: Any = sys.modules[__package__ or ""]
        module.watched = calls.watched
        module.watch_classes = calls.watch_classes
        self._module = f"__import__('sys').modules[{(__package__ or '')!r}]"

    def visit_Module(self, node: ast.Module) -> ast.Module:
        body: list[ast.stmt] = []
        for statement in node.body:
            if self.calls.methods:
                body += self._code(f"{self._module}.watch_classes()", statement)
            body.append(statement)
            name = getattr(statement, "name", None)
            if (
                isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
                and name in self.calls.functions
            ):
                body += self._code(f"{name} = {self._module}.watched({name})", statement)
        node.body = body
        return node

    def _code(self, text: str, beside: ast.stmt) -> list[ast.stmt]:
        made = ast.parse(text).body
        for statement in made:
            for part in ast.walk(statement):
                if hasattr(part, "lineno"):
                    ast.copy_location(part, beside)
        return made
