"""Expressions that leave answers, or numbers made of them, as against what is only said of them."""

from __future__ import annotations

import ast

from converter.rewrite.serving.each_answer import BACK, EACH, OF_NUMBERS, OPERATORS
from converter.syntax.dotted import last_name

# What makes numbers of numbers.
AMENDING = (
    EACH
    | BACK
    | OF_NUMBERS
    | frozenset("Series fillna fmax fmin list maximum minimum replace".split())
)


# What leaves some answers and sets others anew.
CHOOSING = frozenset("clip fmax fmin mask maximum minimum select where".split())


def sets_some(node: ast.expr, reads: frozenset[int]) -> bool:
    """True for what leaves some answers as they are, and says others in place of the rest: `np.where(p < 0, 0, p)`."""
    chooses = isinstance(node, ast.Call) and last_name(node.func) in CHOOSING
    return chooses and id(node) not in reads and amends(node, reads)


def amends(node: ast.expr, reads: frozenset[int]) -> bool:
    """True where an expression of one value for each leaves some of the answers, or numbers made of them."""
    match node:
        case _ if id(node) in reads:
            return True
        case ast.BinOp(left=left, op=op, right=right):
            known = isinstance(op, OPERATORS)
            return known and (amends(left, reads) or amends(right, reads))
        case ast.UnaryOp(op=ast.USub(), operand=inner) | ast.Attribute(value=inner, attr="values"):
            return amends(inner, reads)
        case ast.IfExp(body=yes, orelse=no):
            return amends(yes, reads) or amends(no, reads)
        case ast.ListComp(elt=element, generators=[only]) if amends(only.iter, reads):
            name = ast.unparse(only.target)
            own = {id(p) for p in ast.walk(element) if isinstance(p, ast.Name) and p.id == name}
            return amends(element, frozenset(own))
        case ast.Call(func=ast.Attribute(value=owner, attr="mask" | "where"), args=[_, other]):
            return amends(owner, reads) or amends(other, reads)
        case ast.Call(func=function, args=[_, yes, no]) if last_name(function) == "where":
            return amends(yes, reads) or amends(no, reads)
        case ast.Call(func=function, args=[_, *choices]) if last_name(function) == "select":
            parts = [p for each in choices for p in getattr(each, "elts", [each])]
            return any(amends(each, reads) for each in parts)
        case ast.Call(func=function, args=arguments) if last_name(function) in AMENDING:
            owner_too = [function.value] if isinstance(function, ast.Attribute) else []
            return any(amends(each, reads) for each in (*arguments, *owner_too))
    return False
