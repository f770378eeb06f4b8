"""The last lines of a served function: what estimators are asked, and what is decided by their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from converter.rewrite.serving.ask import AGAIN, ASKED, CALL, Ask
from converter.rewrite.serving.parts import free_name, quoted
from converter.rewrite.serving.repeated import named_once

KEYS = {
    CALL: "prediction",
    "predict": "prediction",
    "predict_proba": "probabilities",
    "decision_function": "score",
    "predict_log_proba": "log_probabilities",
    "transform": "topics",
}

SEEDED = "np.random.seed(0)"
"""Before what draws its answers: the same rows are answered alike. It needs numpy under its usual name."""


def answer_of(asks: Sequence[Ask], texts: Mapping[str, str], taken: set[str]) -> str:
    """The statements that return what each row is answered; `texts` are the rows by the question's name."""
    lines = [SEEDED] if any(ask.draws for ask in asks) else []
    answers: dict[str, str] = {}
    taken = set(taken)
    keys = {_key_of(ask) for ask in asks}
    for ask in asks:
        if ask.parts:
            lines.append(f"{', '.join(ask.parts)} = {ask.question(texts[ask.name])}")
            answers |= {part: part for part in ask.parts}
            lines += [f"{key} = {text}" for key, text in ask.made if key.isidentifier()]
            answers |= {key: key if key.isidentifier() else text for key, text in ask.made}
            continue
        rows, key = texts[ask.name], _key_of(ask)
        answers[key] = ask.answer(rows)
        reads_rows = ASKED in "".join(
            [answers[key], *(each.text("", ASKED) for each in ask.decisions)]
        )
        if not (ask.decisions or reads_rows or AGAIN in answers[key]):
            continue
        # What several answers are made of is asked once.
        if reads_rows and not rows.isidentifier():
            lines.append(f"{(asked := free_name('asked', taken))} = {rows}")
            rows, answers[key] = asked, ask.answer(asked)
        name, question = free_name(key, taken), ask.question(rows)
        answer = answers[key].replace(question, name).replace(AGAIN, name)
        said = {key: answer.replace(ASKED, rows)}
        for each in ask.decisions:
            said[free_name(each.key.rstrip("_") or each.key, keys)] = each.text(name, rows)
        further, said = named_once(name, question, said, taken)
        lines += further
        answers |= said
    if len(answers) == 1:
        lines.append(f"return {next(iter(answers.values()))}")
    else:
        parts = ", ".join(f"{quoted(key)}: {text}" for key, text in answers.items())
        lines.append(f"return {{{parts}}}")
    return "\n".join(lines)


def _key_of(ask: Ask) -> str:
    method = ask.by if ask.text else ask.method
    return ask.key or KEYS.get(method, method)
