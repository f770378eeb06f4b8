"""Answers of several values that the notebook gives names: `pd.DataFrame(model.predict(X), columns=["heat", "cold"])`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import Ask
from converter.rewrite.serving.asked import questions_in
from converter.rewrite.serving.listed_names import names_listed
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed


def with_names(ask: Ask, tracer: Tracer) -> Ask:
    """The question, answered by a frame with the columns that the notebook calls its answers."""
    bare = f"{ask.asking}({ask.word}", f"{ask.beside})"
    plain = not (ask.text or ask.decisions or ask.parts or ask.there)
    plain = plain and ask.around in (None, bare)
    if ask.method not in ("predict", "predict_proba") or ask.by != ask.method or not plain:
        return ask
    frames = {each for statement in tracer.statements for each in _frames(ask, statement, tracer)}
    if len(frames) != 1:
        return ask
    frame, columns = frames.pop()
    before = f"{frame}({ask.asking}({ask.word}"
    return replace(ask, around=(before, f"{ask.beside}), columns={columns})"))


def _frames(ask: Ask, statement: Statement, tracer: Tracer) -> Iterator[tuple[str, str]]:
    """What a statement calls to make a frame of the answers, and the columns that are written there."""
    asked = {ast.dump(call) for call in questions_in(statement, ask)}
    names = set(_kept(ask, tracer))
    for part in ast.walk(parsed(statement.text)):
        match part:
            case ast.Call(func=function, args=[first, *_], keywords=words) if (
                last_name(function) == "DataFrame"
            ):
                own = isinstance(first, ast.Name) and first.id in names
                columns = next((w.value for w in words if w.arg == "columns"), None)
                if (own or ast.dump(first) in asked) and columns is not None:
                    statements = tracer.statements
                    texts = names_listed(columns, statement.order, statements)
                    last = (
                        statements[-1].order + 1
                    )  # a name has to list the same when training ends
                    if texts and texts == names_listed(columns, last, statements):
                        if len(texts) == len(set(texts)) > 1:
                            yield ast.unparse(function), ast.unparse(columns)


def _kept(ask: Ask, tracer: Tracer) -> Iterator[str]:
    """Names that hold the bare answers, and nothing else."""
    for statement in tracer.statements:
        match parsed(statement.text).body[0]:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                bare = any(
                    ast.dump(call) == ast.dump(value) for call in questions_in(statement, ask)
                )
                changes = sum(name in s.binds | s.mutates for s in tracer.statements)
                if bare and changes == 1:
                    yield name
