"""What expressions have of estimators' answers: of whom, and whether one value for each row or several."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass, replace

from converter.rewrite.serving.ask import METHODS, rows_asked
from converter.rewrite.serving.parts import along_answers, along_row, by_axis
from converter.rewrite.serving.rowwise import REDUCING
from converter.syntax.dotted import last_name

# What puts several answers side by side.
STACKING = frozenset("array asarray column_stack DataFrame hstack list stack vstack".split())
# What makes one value of one, in the first argument or the receiver.
EACH = frozenset("""
    abs asarray array clip exp expm1 fillna flatten log log1p maximum minimum power ravel reshape
    Series sqrt squeeze square to_numpy
    """.split())
ROUNDING = frozenset("around astype ceil fix floor rint round round_ trunc".split())
BLENDING = (ast.Add, ast.Mult)


@dataclass(frozen=True)
class Said:
    """What an expression has of answers: `of` whom, `by` which methods, whether it is `blended` of
    several, and whether it has `several` values for each row.

    `rows` is the text of what one estimator was asked about, `apart` is True for how far answers are
    from just those: what a reconstruction misses.
    """

    of: frozenset[str]
    by: frozenset[str]
    blended: bool = False
    several: bool = False
    rows: str = ""
    apart: bool = False

    def with_other(self, other: Said, *, blends: bool) -> Said:
        """The same of both."""
        of = self.of | other.of
        blended = self.blended or other.blended or (blends and len(of) > 1)
        return Said(of, self.by | other.by, blended, self.several or other.several)


class Reader:
    """Reads what expressions have of the answers of `fitted` estimators; `known` texts keep some."""

    def __init__(self, fitted: Collection[str]) -> None:
        self.fitted = fitted
        self.known: dict[str, Said] = {}
        self.others: set[str] = set()
        """Texts that keep something else."""
        self.used: set[str] = set()
        self.compares = True
        """Whether a difference of two models compares them: else it is what a treatment does."""

    def said(self, node: ast.expr) -> Said | None:
        """What `node` has of answers; None for what is no value for each row, or is decided by them."""
        match node:
            case ast.Name() | ast.Subscript() if (text := ast.unparse(node)) in self.known:
                self.used.add(text)
                return self.known[text]
            case ast.Subscript(value=value, slice=ast.Tuple(elts=[ast.Slice(), ast.Constant()])):
                return self.said(value)
            case ast.Subscript(value=value, slice=ast.Constant(value=str())):
                said = None if ast.unparse(node) in self.others else self.said(value)
                column = said and said.blended and said.several  # of what a loop collected
                return replace(said, several=False) if said and column else None
            case ast.Attribute(value=value, attr="values"):
                return self.said(value)
            case ast.UnaryOp(operand=operand):
                return self.said(operand)
            case ast.BinOp(left=left, op=ast.Sub(), right=right) if apart := self._apart(
                left, right
            ):
                return apart
            case ast.BinOp(left=left, op=op, right=right):
                return self._combined(self.said(left), self.said(right), op)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
                return self._beside(parts)
            case ast.Call():
                return self._call(node)
        return None

    def _apart(self, one: ast.expr, other: ast.expr) -> Said | None:
        """How far answers are from the rows that they are about, whichever comes first."""
        for answers, rows in ((one, other), (other, one)):
            said = self.said(answers)
            if said and said.rows and said.rows == ast.unparse(rows) and not said.blended:
                return replace(said, several=True, apart=True)
        return None

    def _combined(self, left: Said | None, right: Said | None, op: ast.operator) -> Said | None:
        if isinstance(op, ast.MatMult) and left and left.several:
            return replace(left, blended=True, several=False)  # weights of a column each
        if left and right:
            blends = isinstance(op, BLENDING) or left.of == right.of
            blends |= not self.compares and isinstance(op, ast.Sub)
            return left.with_other(right, blends=True) if blends else None
        return left or right

    def _beside(self, parts: list[ast.expr]) -> Said | None:
        found = [said for part in parts if (said := self.said(part))]
        if not found:
            return None
        first, *others = found
        for each in others:
            first = first.with_other(each, blends=False)
        return replace(first, several=True)

    def _call(self, call: ast.Call) -> Said | None:
        name = last_name(call.func)
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if (
            name in METHODS
            and isinstance(owner, ast.Name)
            and owner.id in self.fitted
            and rows_asked(call)
        ):
            rows = rows_asked(call)
            assert rows is not None
            return Said(frozenset({owner.id}), frozenset({name}), rows=ast.unparse(rows))
        first = self.said(call.args[0]) if call.args else None
        mine = self.said(owner) if owner else None
        inner = mine or first
        if inner is None:
            return None
        if inner.apart and inner.several:
            if name in EACH:
                return inner
            makes_one = name in REDUCING or name == "norm"
            return (
                replace(inner, blended=True, several=False)
                if makes_one and along_row(call)
                else None
            )
        if inner.several:
            if name in REDUCING and (by_axis(call) or along_answers(call)):
                return replace(inner, blended=True, several=False)
            if name == "dot" and mine:
                return replace(inner, blended=True, several=False)
            if name == "values" and mine:  # of a table
                return inner
            stacks = name in STACKING or (name == "concat" and by_axis(call))
            return inner if stacks and first else None
        if name in ROUNDING:  # of shares, which are sorted by a half, it decides
            return inner if inner.by == {"predict"} else None
        return inner if name in EACH or name == "inverse_transform" else None
