"""The last lines of a served function: what estimators are asked, and what is decided by their answers."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from converter.rewrite.serving.ask import AGAIN, ASKED, CALL, Ask
from converter.rewrite.serving.parts import free_name, quoted
from converter.rewrite.serving.repeated import asks_in, instead, named_once

KEYS = {
    CALL: "prediction",
    "predict": "prediction",
    "predict_proba": "probabilities",
    "decision_function": "score",
    "predict_log_proba": "log_probabilities",
    "transform": "topics",
}

WORD = re.compile(r"[^\W\d]\w*")
SEEDED = "np.random.seed(0)"
"""Before what draws its answers: the same rows are answered alike. It needs numpy under its usual name."""


def answer_of(asks: Sequence[Ask], texts: Mapping[str, str], taken: set[str]) -> str:
    """The statements that return what each row is answered; `texts` are the rows by the question's name."""
    lines = [SEEDED] if any(ask.draws for ask in asks) else []
    answers: dict[str, str] = {}
    taken = set(taken)
    asks = _decided_once(asks)
    keys = {_key_of(ask) for ask in asks}
    named, rows_of = _rows_named(asks, texts, taken)
    lines += named
    elsewhere = {ask.name for ask in asks if _is_asked_by_others(ask, asks, rows_of)}
    asked = {
        ask.name: free_name(_key_of(ask), taken)
        for ask in asks
        if ask.name in elsewhere or _is_named(ask, rows_of[ask.name])
    }
    for ask in asks:
        if ask.name in elsewhere:
            lines.append(f"{asked[ask.name]} = {ask.question(rows_of[ask.name])}")
    for ask in asks:
        rows, key = rows_of[ask.name], _key_of(ask)
        if ask.parts:
            lines.append(f"{', '.join(ask.parts)} = {ask.question(rows)}")
            answers |= {part: part for part in ask.parts}
            lines += [f"{key} = {text}" for key, text in ask.made if key.isidentifier()]
            answers |= {key: key if key.isidentifier() else text for key, text in ask.made}
            continue
        answers[key] = ask.answer(rows)
        if ask.name not in asked:
            continue
        # What several answers are made of is asked once.
        name, question = asked[ask.name], ask.question(rows)
        answer = answers[key].replace(question, name).replace(AGAIN, name)
        said = {key: answer.replace(ASKED, rows)}
        for each in ask.decisions:
            said[free_name(each.key.rstrip("_") or each.key, keys)] = each.text(name, rows)
        for other in asks:
            if other.name in asked and not other.text:
                known = other.question(rows_of[other.name])
                said = {key: instead(text, known, asked[other.name]) for key, text in said.items()}
        begun = name if ask.name in elsewhere else question
        further, said = named_once(name, begun, said, taken)
        lines += [line for line in further if line != f"{name} = {name}"]
        answers |= said
    if len(answers) == 1:
        lines.append(f"return {next(iter(answers.values()))}")
    else:
        parts = ", ".join(f"{quoted(key)}: {text}" for key, text in answers.items())
        lines.append(f"return {{{parts}}}")
    return "\n".join(lines)


def words_in(asks: Sequence[Ask], texts: Mapping[str, str], lines: Sequence[str]) -> set[str]:
    """The words of a served function, of its first lines and of its questions: no local name may be another's."""
    said = [text for ask in asks for text in (ask.asking, *_said_by(ask, texts[ask.name]))]
    made = [
        text for ask in asks for text in (*ask.parts, *(part for each in ask.made for part in each))
    ]
    return {*WORD.findall(" ".join([*lines, *texts.values(), *said, *made])), *dir(builtins)}


def _decided_once(asks: Sequence[Ask]) -> list[Ask]:
    """The questions; what is decided by the answers to several of them is said of the last."""
    found: list[Ask] = []
    later: set[str] = set()
    for ask in reversed(asks):
        kept = tuple(each for each in ask.decisions if each.key not in later)
        found.insert(0, replace(ask, decisions=kept))
        later |= {each.key for each in ask.decisions if ASKED in f"{each.before}{each.after}"}
    return found


def _rows_named(
    asks: Sequence[Ask], texts: Mapping[str, str], taken: set[str]
) -> tuple[list[str], dict[str, str]]:
    """The text of the rows of each question, and the lines that give them a name where what is decided reads them."""
    rows = {ask.name: texts[ask.name] for ask in asks}
    lines: list[str] = []
    for ask in asks:
        text = rows[ask.name]
        if _reads_rows(ask, text) and not text.isidentifier():
            lines.append(f"{(name := free_name('asked', taken))} = {text}")
            rows = {each: name if own == text else own for each, own in rows.items()}
    return lines, rows


def _reads_rows(ask: Ask, rows: str) -> bool:
    made = [ask.answer(rows), *(each.text("", ASKED) for each in ask.decisions)]
    return not ask.parts and ASKED in "".join(made)


def _is_named(ask: Ask, rows: str) -> bool:
    """True for a question whose answer is read more than once."""
    return not ask.parts and bool(
        ask.decisions or _reads_rows(ask, rows) or AGAIN in ask.answer(rows)
    )


def _is_asked_by_others(ask: Ask, asks: Sequence[Ask], rows_of: Mapping[str, str]) -> bool:
    """True for a question that what is decided by the answers to others asks, too."""
    rows = rows_of[ask.name]
    if ask.text or ask.parts:
        return False
    return any(
        asks_in(text, ask.question(rows))
        for other in asks
        if other.name != ask.name and rows_of[other.name] == rows
        for text in _said_by(other, rows)
    )


def _said_by(ask: Ask, rows: str) -> list[str]:
    """All that is answered of a question, with its own answers as `_`."""
    own = ask.answer(rows).replace(ask.question(rows), "_").replace(AGAIN, "_")
    return [own.replace(ASKED, rows), *(each.text("_", rows) for each in ask.decisions)]


def _key_of(ask: Ask) -> str:
    method = ask.by if ask.text else ask.method
    return ask.key or KEYS.get(method, method)
