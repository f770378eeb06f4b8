"""A question of the notebook to a fitted estimator, and what is decided by the answers."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, replace

from converter.syntax.dotted import last_name

# Models of durations have no `predict`.
DURATIONS = ("predict_partial_hazard", "predict_expectation", "predict_median")
METHODS = (
    *("predict", "predict_proba", "decision_function", "predict_log_proba", "score_samples"),
    *DURATIONS,
)
# What neighbours are, or bounds, sets and curves: answers where nothing plainer is asked.
NEIGHBOURS, BESIDE = "kneighbors", "predict_"
CALL = "__call__"
"""By which networks of torch are asked."""
AGAIN = "\0"
"""Stands in the text around answers where they are read once more."""
TIGHT = (ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Subscript)
"""What needs no parentheses inside of more."""
ASKED = "\1"
"""Stands there for the rows that were asked about."""
TOLD = ("score", "fit", "fit_predict")
# How libraries call the rows of a question: scikit-learn and CatBoost, Keras, boosters, statsmodels.
ROWS = ("X", "x", "data", "exog")


@dataclass(frozen=True)
class Decision:
    """What a notebook makes of an estimator's answers to act by, and what it calls that."""

    key: str
    before: str
    after: str

    def text(self, answers: str, rows: str) -> str:
        """The text of what is decided by `answers` about `rows`, which are a name."""
        text = f"{self.before}{answers}{self.after}".replace(AGAIN, answers)
        return in_brackets(text.replace(ASKED, rows))


@dataclass(frozen=True)
class Ask:
    """`estimator.by(argument)` in the statement `order`; serving asks it by `method`.

    The two differ where a notebook only scores an estimator, or asks it about nothing but literals:
    its rows are then those that it was scored with, or learned from. One that was chosen from a
    table of models may have been asked in the loop that compared them: `there` is its name in that;
    of one that got another name later it is the name by which it learned.
    A table that is asked in one expression has the text `around` the rows in it; so has one whose
    answers the notebook changes, in statements up to the one at `until`; `decisions` are made by them.
    A blend of several is no question to one: its `text` is served as it is, `estimator` is its name.
    One that is asked by its key in a table, `models[0.1]`, has a `key` by which it is answered.
    `beside` is what it is asked with beside the rows, from the comma on: `, num_iteration=best`.
    Where the rows are given by a `word`, `X=`, they are when serving: other things may come first.
    An answer of several `parts` has their names; `made` are names and texts of what is made of them.
    One that `draws` has to be seeded. From the statement `since` on and `before` another the estimator is
    the one that was asked; if it is no longer when training ends, it is `kept` under a name.
    """

    estimator: str
    method: str
    order: int
    by: str
    there: str = ""
    around: tuple[str, str] | None = None
    until: int = 0
    decisions: tuple[Decision, ...] = ()
    text: str = ""
    key: str = ""
    beside: str = ""
    word: str = ""
    parts: tuple[str, ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    draws: bool = False
    since: int = 0
    before: int = sys.maxsize
    kept: str = ""

    @property
    def name(self) -> str:
        """What tells it from other questions of the same function."""
        return self.key or self.method

    @property
    def asking(self) -> str:
        """What is called to ask it."""
        served = self.kept or self.estimator
        return served if self.method == CALL else f"{served}.{self.method}"

    @property
    def is_in_a_table(self) -> bool:
        """True for one of several that were asked alike."""
        return bool(self.there) and self.by not in TOLD

    def question(self, rows: str) -> str:
        """The bare question about these rows."""
        if self.text:
            return in_brackets(rows)
        return f"{self.asking}({self.word}{rows}{self.beside})"

    def answer(self, rows: str) -> str:
        """The text of the question about these rows, as serving asks it."""
        if self.text:
            before, after = self.around or ("", "")
            return in_brackets(f"{before}{rows}{after}")
        before, after = self.around or (f"{self.asking}({self.word}", f"{self.beside})")
        return in_brackets(f"{before}{rows}{after}")


def asks_further(method: str) -> bool:
    """True for methods of estimators that answer more than what a row is: `predict_interval`, `kneighbors`."""
    return method not in METHODS and (method == NEIGHBOURS or method.startswith(BESIDE))


def rows_word(call: ast.Call) -> ast.keyword | None:
    """The keyword that has the rows, where no argument without a name has them: `predict(X=test)`."""
    words = () if call.args else call.keywords
    return next((word for word in words if word.arg in ROWS), None)


def rows_asked(call: ast.Call) -> ast.expr | None:
    """What an estimator is asked about by a call, or learns from; None where it is given nothing."""
    word = rows_word(call)
    return call.args[0] if call.args else word.value if word else None


def is_asking(node: ast.AST) -> bool:
    """True for a question to an estimator, however that and its rows are told."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in METHODS
        and rows_asked(node) is not None
    )


def in_brackets(text: str) -> str:
    """An expression that may be on several lines."""
    return f"({text})" if "\n" in text else text


def add_by_key(found: dict[str, dict[str, list[Ask]]], ask: Ask, node: ast.stmt) -> None:
    """Nothing; one of a table is asked: what it says is answered by the name that keeps it."""
    table, _, key = ask.estimator.removesuffix("]").partition("[")
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            key = name
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(column)))]):
            key = column
    asks = found.setdefault(table, {}).setdefault(f"{ask.estimator}.{ask.method}", [])
    asks.insert(0, replace(ask, key=key.strip("'\"")))


def is_listed(before: str, after: str) -> bool:
    """True for texts that make a list of answers, which has no operators of each."""
    return is_list(_around(before, after))


def is_list(node: ast.expr) -> bool:
    """True for what makes a list."""
    match node:
        case ast.List() | ast.ListComp() | ast.Call(func=ast.Name(id="list" | "sorted")):
            return True
    return isinstance(node, ast.Call) and last_name(node.func) in ("tolist", "to_list")


def is_loose(before: str, after: str) -> bool:
    """True for texts around answers that need parentheses inside of more."""
    return not isinstance(_around(before, after), TIGHT)


def _around(before: str, after: str) -> ast.expr:
    text = f"{before}_{after}".replace(AGAIN, "_").replace(ASKED, "_")
    return ast.parse(f"({text}\n)", mode="eval").body
