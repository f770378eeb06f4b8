"""Chains of methods written out where one of them is given a function of the whole frame.

    flats = pd.read_csv(path).assign(age=lambda d: d.age.fillna(d.age.median()))

becomes two statements, so that what the function computes over all rows can be kept between them; and
`.pipe(lambda d: d.dropna())`, `.pipe(pd.get_dummies, columns=...)` become what they call.
"""

from __future__ import annotations

import ast

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.rowwise import FREEZING
from converter.rewrite.serving.weaving import program_of
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits


def unchained(flow: Dataflow) -> Program | None:
    """The program with such chains written out; None where it has none."""
    texts = {each.order: each.text for each in flow.statements}
    found = False
    for each in flow.statements:
        if isinstance(each.node, ast.Assign) and (text := _written_out(each)):
            texts[each.order], found = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def _written_out(statement: Statement) -> str:
    """The statement as several; "" for one that is no such chain."""
    match parsed(statement.text).body[0]:
        case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call() as value):
            pass
        case _:
            return ""
    text, offsets = statement.text, Offsets(statement.text)
    base, links = _links_of(value)
    first = next((n for n, link in enumerate(links) if _is_special(link, base)), None)
    if first is None or any(_reads(link, target) for link in links[first:]):
        return ""
    inner = links[first - 1] if first else base
    pieces, begins = [text[offsets.start(base) : offsets.end(inner)]], True
    for link in links[first:]:
        more = text[offsets.end(_owner(link)) : offsets.end(link)]
        if _is_piped(link):
            pieces.append(_called(link, target, text, offsets))
            begins = True
        elif begins or _is_special(link, base):
            pieces.append(f"{target}{more}")
            begins = False
        else:
            pieces[-1] += more
    return "\n".join(f"{target} = {_bracketed(each)}" for each in pieces if each != target)


def _links_of(value: ast.Call) -> tuple[ast.expr, list[ast.Call]]:
    """Where a chain begins, and its calls of methods, the first first."""
    links: list[ast.Call] = []
    node: ast.expr = value
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if last_name(node.func).startswith("read_"):  # a function of a module
            break
        links.insert(0, node)
        node = node.func.value
    return node, links


def _owner(link: ast.Call) -> ast.expr:
    assert isinstance(link.func, ast.Attribute)
    return link.func.value


def _is_piped(link: ast.Call) -> bool:
    """True for `pipe` of a function that is written here, or that learns of all rows."""
    if last_name(link.func) != "pipe" or not link.args:
        return False
    first = link.args[0]
    if isinstance(first, ast.Lambda):
        names = [part.arg for part in ast.walk(first) if isinstance(part, ast.arg)]
        own = names.count(names[0]) == 1 if names else False  # no function within has one like it
        return own and len(first.args.args) == 1 and len(link.args) == 1 and not link.keywords
    return last_name(first) in FREEZING


def _is_special(link: ast.Call, base: ast.expr) -> bool:
    """True for a call that is given a function of the frame, where that has no name yet or cannot be told."""
    if _is_piped(link):
        return True
    assigns = last_name(link.func) == "assign" and isinstance(base, ast.Call)
    return assigns and any(isinstance(word.value, ast.Lambda) for word in link.keywords)


def _called(link: ast.Call, target: str, text: str, offsets: Offsets) -> str:
    """What `pipe` calls, of the frame `target`."""
    first, *others = link.args
    if isinstance(first, ast.Lambda):
        start, end = offsets.start(first.body), offsets.end(first.body)
        own = first.args.args[0].arg
        edits = [
            Edit(offsets.start(part) - start, offsets.end(part) - start, target)
            for part in ast.walk(first.body)
            if isinstance(part, ast.Name) and part.id == own
        ]
        return apply_edits(text[start:end], sorted(edits))
    given = [text[offsets.start(each) : offsets.end(each)] for each in others]
    for word in link.keywords:
        said = text[offsets.start(word.value) : offsets.end(word.value)]
        given.append(f"{word.arg}={said}" if word.arg else f"**{said}")
    function = text[offsets.start(first) : offsets.end(first)]
    return f"{function}({', '.join([target, *given])})"


def _reads(link: ast.Call, name: str) -> bool:
    """True where what a method is given reads `name`, which is another value by then."""
    for given in (*link.args, *(word.value for word in link.keywords)):
        own = {
            each.arg
            for part in ast.walk(given)
            if isinstance(part, ast.Lambda)
            for each in part.args.args
        }
        if name not in own and any(
            isinstance(p, ast.Name) and p.id == name for p in ast.walk(given)
        ):
            return True
    return False


def _bracketed(text: str) -> str:
    return f"(\n{text}\n)" if "\n" in text else text
