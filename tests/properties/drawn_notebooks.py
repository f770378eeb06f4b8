"""Notebooks drawn as small statements over five names, most of which run top to bottom."""

from __future__ import annotations

from drawn_expressions import EXCLUDED, NAMES, Draw, Scope, number, pick, sequence
from drawn_simple import SIMPLE_STATEMENTS, assign
from hypothesis import strategies as st

PRELUDE = "import random\n\ndef apply(function, xs):\n    return [function(x) for x in xs]"
SIMPLE = ("assign", "assign", "assign", "augment", "mutate", "alias", "print", "print", "unpack")
COMPOUND = ("if", "for", "while", "try", "with", "match")
MAKING = ("def", "def", "def", "class", "generator", "repeat")
RARE = ("delete", "walrus", "annotated", "display", "counter", "swap", "import", "chain", "seed")
WORDS = (
    "Load the data",
    "Model",
    "Sum",
    "Load the data",
    "3. Results!",
    "データ",
    "a",
    "f",
    "Print",
)


def statement(draw: Draw, scope: Scope, *, top: bool = False) -> str:
    """One statement; `scope` then tells what the names hold after it."""
    options = [*SIMPLE, *SIMPLE, *RARE]
    options += [*COMPOUND, *MAKING, *MAKING] if top else ["def", "if"]
    return STATEMENTS[pick(draw, [each for each in options if each not in EXCLUDED])](draw, scope)


def block(draw: Draw, scope: Scope, most: int = 2) -> str:
    """One to `most` statements in a branch or loop, indented."""
    texts = [statement(draw, scope) for _ in range(draw(st.integers(1, most)))]
    if "nested_annotation" in EXCLUDED:
        texts = ["pass" if text.endswith(": int") else text for text in texts]
    return "\n".join("    " + line for text in texts for line in text.split("\n"))


def branches(draw: Draw, scope: Scope) -> str:
    test = number(draw, scope, 1)
    one, other = scope.copy(), scope.copy()
    text = f"if {test} % 2:\n{block(draw, one)}"
    if draw(st.booleans()):
        text += f"\nelse:\n{block(draw, other)}"
    scope.join(one, other)
    return text


def for_loop(draw: Draw, scope: Scope) -> str:
    name = pick(draw, NAMES)
    source = pick(draw, ("range(2)", "[]", sequence(draw, scope, 1)))
    inner = scope.copy()
    inner.kinds[name] = "number"
    text = f"for {name} in {source}:\n{block(draw, inner)}"
    scope.join(scope.copy(), inner)
    return text


def while_loop(draw: Draw, scope: Scope) -> str:
    name = pick(draw, NAMES)
    scope.kinds[name] = "number"
    inner = scope.copy()
    body = block(draw, inner)
    scope.join(scope.copy(), inner)
    scope.kinds[name] = "?"
    return f"{name} = 2\nwhile callable({name}) or not {name} == 0:\n{body}\n    {name} = 0"


def attempt(draw: Draw, scope: Scope) -> str:
    one, other = scope.copy(), scope.copy()
    body = block(draw, one)
    failing = "\n    1 / 0" if draw(st.booleans()) else ""
    handled = block(draw, other)
    name = pick(draw, ("", " as e", f" as {NAMES[0]}"))
    text = f"try:\n{body}{failing}\nexcept Exception{name}:\n{handled}"
    if name.endswith(NAMES[0]):
        other.kinds[NAMES[0]] = "?"
    if draw(st.booleans()):
        text += f"\nfinally:\n{block(draw, other.copy(), 1)}"
        other.kinds = dict.fromkeys([*other.kinds, *one.kinds, *NAMES], "?")
    scope.join(one, other)
    # What a failing body did halfway is anyone's guess.
    for known in set(one.kinds) | set(other.kinds):
        if one.kinds.get(known) != scope.kinds.get(known):
            scope.kinds[known] = "?"
    return text


def with_block(draw: Draw, scope: Scope) -> str:
    name, text = pick(draw, NAMES), number(draw, scope)
    scope.kinds[name] = "number"
    return f"with __import__('contextlib').nullcontext({text}) as {name}:\n{block(draw, scope)}"


def matched(draw: Draw, scope: Scope) -> str:
    name, subject = pick(draw, NAMES), number(draw, scope, 1)
    one, other = scope.copy(), scope.copy()
    other.kinds[name] = "number"
    text = f"match {subject}:\n    case 0 | 2:\n{_deeper(block(draw, one))}"
    text += f"\n    case {name}:\n{_deeper(block(draw, other))}"
    scope.join(one, other)
    return text


def _deeper(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))


def definition(draw: Draw, scope: Scope) -> str:
    name = pick(draw, NAMES)
    inner = scope.copy(parameter=True)
    # What the body reads may be bound only later; then it is mostly a number.
    for later in draw(st.sets(st.sampled_from(NAMES), max_size=1)):
        inner.kinds.setdefault(later, "number")
    inner.kinds.pop(name, None)
    header = f"def {name}(x):"
    if draw(st.integers(0, 4)) == 0:
        header = f"def {name}(x, k={number(draw, scope, 1)}):"
    lines = [header]
    shape = draw(st.integers(0, 9))
    if shape == 0:
        local = pick(draw, [each for each in NAMES if each != name])
        lines.append(f"    {local} = {number(draw, scope.copy(kinds={}, parameter=True), 1)}")
        inner.kinds[local] = "number"
    elif shape == 1:
        lines += [
            f"    def {pick(draw, ('inner', 'a'))}(y):",
            f"        return {_body(draw, inner)}",
        ]
    elif shape == 2 and scope.of("list"):
        lines.append(f"    {pick(draw, scope.of('list'))}.append(x)")
    elif shape == 3:
        lines.append(f"    print({number(draw, inner, 1)})")
    elif shape == 4:
        lines = [header, f"    if x > 3:\n        return {name}(x // 2)"]
    lines.append(f"    return {_body(draw, inner)}")
    scope.kinds[name] = "function"
    return "\n".join(lines)


def _body(draw: Draw, scope: Scope) -> str:
    return number(draw, scope, 2)


def counter(draw: Draw, scope: Scope) -> str:
    known = scope.of("number")
    if len(known) < 1:
        return assign(draw, scope)
    target = pick(draw, known)
    name = pick(draw, [each for each in NAMES if each != target])
    scope.kinds[name] = "function"
    return f"def {name}(x):\n    global {target}\n    {target} += x\n    return {target}"


def class_of_one(draw: Draw, scope: Scope) -> str:
    name = pick(draw, NAMES)
    shared, own = number(draw, scope, 1), number(draw, scope.copy(parameter=True), 1)
    scope.kinds[name] = "number"
    attribute = pick(draw, (*NAMES, "k"))
    return (
        f"class Box:\n    {attribute} = {shared}\n\n"
        f"    def get(self, x):\n        return {own}\n\n{name} = Box().get(3)"
    )


def generator(draw: Draw, scope: Scope) -> str:
    name = pick(draw, NAMES)
    inner = scope.copy(kinds={**scope.kinds}, parameter=True)
    text = f"({number(draw, inner, 1)} for x in {sequence(draw, scope, 1)})"
    between = statement(draw, scope)
    scope.kinds[name] = "?"
    return f"later = {text}\n{between}\n{name} = list(later)"


def repeated(draw: Draw, scope: Scope) -> str:
    known = scope.of("function")
    if not known:
        return definition(draw, scope)
    return f"print({pick(draw, known)}({number(draw, scope, 1)}))"


STATEMENTS = {
    **SIMPLE_STATEMENTS,
    "if": branches,
    "for": for_loop,
    "while": while_loop,
    "try": attempt,
    "with": with_block,
    "match": matched,
    "def": definition,
    "counter": counter,
    "class": class_of_one,
    "generator": generator,
    "repeat": repeated,
}


@st.composite
def notebooks(draw: Draw, most: int = 9) -> list[str]:
    """Cells of a notebook: code, and Markdown headings written `#!Title`."""
    scope = Scope()
    cells, cell = [PRELUDE], [""]
    for _ in range(draw(st.integers(2, most))):
        cell.append(statement(draw, scope, top=True))
        split = draw(st.integers(0, 3))
        if split >= 2:
            cells.append("\n".join(cell).strip())
            cell = [""]
        if split == 3:
            cells.append(f"#!{pick(draw, WORDS)}")
    last = scope.of("number", "list")
    if draw(st.booleans()) and last:
        cell.append(f"print({', '.join(last)})")
    cells.append("\n".join(cell).strip())
    if draw(st.integers(0, 5)) == 0:
        cells.insert(1, "#| tags: parameters\nSEED = 3")
    return [each for each in cells if each]
