"""What a notebook keeps of an estimator's answers, as a name or as a column, and changes in place later."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import is_same_for_all, tree_of
from converter.rewrite.serving.ask import Ask
from converter.rewrite.serving.asked import questions_in
from converter.rewrite.serving.parts import constant_of, is_plain, texts_of
from converter.rewrite.serving.relabelled import relabelled
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name, root_name
from converter.syntax.parsing import parsed

# Functions that do nothing to what they are given, and the method by which lists take it in.
READING = frozenset("abs append bool float format int len max min print round str".split())
# What goes through the parts of something, and leaves it as it is.
GOING_THROUGH = frozenset(
    "enumerate items iterrows itertuples len range reversed tolist to_list zip".split()
)
LOST = "what is done to it here cannot be told of each answer alone"
# Functions and methods that choose, for each row, between answers and others.
CHOOSING = frozenset({"mask", "select", "where"})
# Methods of frames that change, in place, which rows or columns there are, and no value.
PLACING = frozenset("drop insert pop rename reset_index set_index sort_index sort_values".split())


def written_out(statement: Statement) -> Statement:
    """`pred *= 1000` as `pred = pred * (1000)`, which says the same of the answers; others as they are."""
    match tree_of(statement):
        case ast.AugAssign(target=ast.Name() | ast.Subscript() as target, op=op, value=value):
            kept = ast.unparse(target)
            said = ast.BinOp(ast.parse(kept, mode="eval").body, op, value)
            text = f"{kept} = {ast.unparse(said)}"
            return replace(statement, text=text, node=parsed(text).body[0])
    return statement


def replaced_in(statement: Statement, kept: str) -> Statement:
    """`frame = frame.replace({0: "no", 1: "yes"})` as what it says of the column that is kept; others as they are."""
    match tree_of(statement):
        case ast.Assign(targets=[ast.Name(id=owner)], value=ast.Call() as call):
            words = call.keywords
        case ast.Expr(value=ast.Call(keywords=[ast.keyword(arg="inplace")]) as call):
            owner, words = root_name(call.func), []
        case _:
            return statement
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=own), attr="replace"), args=[table]):
            plain = own == owner == owner_of(kept) != kept and not words
        case _:
            return statement
    pairs = [*table.keys, *table.values] if isinstance(table, ast.Dict) else []
    if not plain or not pairs or not all(each is not None and is_plain(each) for each in pairs):
        return statement
    text = f"{kept} = {kept}.replace({ast.unparse(table)})"
    return replace(statement, text=text, node=parsed(text).body[0])


def kept_in(node: ast.stmt) -> tuple[str, str]:
    """The text by which later statements read what an assignment keeps, and its name; "" for others."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name, name
        case ast.Assign(
            targets=[
                ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str(column))) as target
            ]
        ):
            return ast.unparse(target), column
    return "", ""


def told_in(statement: Statement, ask: Ask) -> Iterator[ast.expr]:
    """What a statement has of the answers to a question: calls that ask it, and the `labels_` of the rows that
    what groups rows learned from."""
    yield from questions_in(statement, ask)
    if ask.method == "predict" and ask.since <= statement.order < ask.before:
        for part in ast.walk(tree_of(statement)):
            match part:
                case ast.Attribute(value=ast.Name(id=name), attr="labels_"):
                    if name == ask.estimator:
                        yield part


def owner_of(kept: str) -> str:
    """The name that has what is kept under a text: `df["price"]` is a column of `df`."""
    return kept.partition("[")[0]


def reads_in(tree: ast.stmt, kept: str) -> list[ast.expr]:
    """The parts of a statement that read what is kept under a text: `df["price"]` also as `df.price`."""
    column = ast.parse(kept, mode="eval").body
    texts = {kept}
    if isinstance(column, ast.Subscript) and (name := constant_of(column.slice)):
        texts.add(f"{owner_of(kept)}.{name}")
    return [
        part
        for part in ast.walk(tree)
        if isinstance(part, ast.Attribute | ast.Name | ast.Subscript)
        and isinstance(part.ctx, ast.Load)
        and ast.unparse(part) in texts
    ]


def column_of(tree: ast.stmt, called: str, column: str) -> str:
    """The text by which a column is read of the frame that a statement makes by such a call; or ""."""
    match tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
            return f"{name}[{column!r}]" if last_name(function) == called else ""
    return ""


def set_anew(statement: Statement, kept: str, tracer: Tracer) -> tuple[str, str] | None:
    """The texts around answers that change as what is kept does: `pred[pred == -1] = 1`, `pred[pred < 0] = 0`."""
    match tree_of(statement):
        case ast.Assign(
            targets=[ast.Subscript(value=ast.Name(id=own), slice=ast.Compare() as test)],
            value=value,
        ):
            pass
        case ast.Assign(
            targets=[
                ast.Subscript(
                    value=ast.Attribute(value=ast.Name(id=owner), attr="loc"),
                    slice=ast.Tuple(elts=[ast.Compare() as test, ast.Constant(value=str(column))]),
                )
            ],
            value=value,
        ):
            own = f"{owner}[{column!r}]"
        case _:
            return None
    bound = test.comparators[0]
    if len(test.ops) != 1 or not own == kept == ast.unparse(test.left):
        return None
    match test.ops[0]:
        case ast.Eq() if is_plain(bound) and is_plain(value) and "pd" in tracer.static:
            return relabelled(f"{ast.unparse(bound)}: {ast.unparse(value)}")
        case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() as order:
            least = isinstance(order, ast.Lt | ast.LtE)
            if ast.unparse(bound) == ast.unparse(value) and is_same_for_all(
                bound, statement, tracer
            ):
                return "", f".clip({'' if least else 'None, '}{ast.unparse(bound)})"
    return None


def changes(statement: Statement, kept: str) -> bool:
    """True where a statement changes in place what is kept under a text."""
    owner = owner_of(kept)
    if owner not in statement.mutates or kept == kept_in(statement.node)[0]:
        return False
    column = constant_of(ast.parse(kept, mode="eval").body.slice) if owner != kept else None  # type: ignore[attr-defined]
    match statement.node:
        case ast.Assign(targets=targets):
            return any(_sets(target, owner, column) for target in targets)
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return _sets(target, owner, column)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=own), attr=method))):
            return own == owner and not (column and method in PLACING)
        case ast.For() as loop if _only_reads(loop, owner):
            return False
    return owner in statement.reads


def _only_reads(loop: ast.For, owner: str) -> bool:
    """True for a loop over parts of an owner that does nothing to them: `for p, d in zip(df["p"], df["d"])`."""
    own = {part.id for part in ast.walk(loop.target) if isinstance(part, ast.Name)}
    calls = [part for part in ast.walk(loop.iter) if isinstance(part, ast.Call)]
    if any(last_name(call.func) not in GOING_THROUGH for call in calls):
        return False
    for part in (part for each in (*loop.body, *loop.orelse) for part in ast.walk(each)):
        match part:
            case ast.Name(id=name) if name == owner:
                return False
            case ast.Subscript(ctx=ast.Store()) | ast.Attribute():
                if root_name(part) in own:
                    return False
            case ast.AugAssign(target=target) if root_name(target) in own:
                return False
            case ast.Assign(value=value) | ast.AnnAssign(value=value) | ast.NamedExpr(value=value):
                if isinstance(value, ast.expr) and root_name(value) in own:
                    return False  # by another name it may change
            case ast.Call(func=function, args=arguments) if last_name(function) not in READING:
                given = [*arguments, *(word.value for word in part.keywords)]
                if any(root_name(each) in own for each in given):
                    return False
    return True


def _sets(target: ast.expr, owner: str, column: str | None) -> bool:
    """True for a target that is, or may be, the column of that owner; without a column for any part of it."""
    if isinstance(target, ast.Tuple):
        return any(_sets(each, owner, column) for each in target.elts)
    if isinstance(target, ast.Name) or root_name(target) != owner:
        return False
    match target:
        case ast.Attribute(value=ast.Name(), attr="columns" | "index" | "name") if column is None:
            return False  # what they are called
        case _ if column is None:
            return True
        case ast.Attribute(value=ast.Name(), attr=attr):
            return attr == column
        case ast.Subscript(value=ast.Name(), slice=index):
            pass
        case ast.Subscript(
            value=ast.Attribute(attr="at" | "loc"), slice=ast.Tuple(elts=[_, index])
        ):
            pass
        case _:
            return True
    if isinstance(index, ast.List):
        return column in texts_of(index)
    return constant_of(index) in (None, column)


def by_other_values(statement: Statement, kept: str, tracer: Tracer) -> bool:
    """True where other values of the rows than what is kept take part in what a statement does."""
    tree = tree_of(statement)
    own = {id(p) for part in reads_in(tree, kept) for p in ast.walk(part)}
    targets = getattr(tree, "targets", None) or [getattr(tree, "target", tree)]
    for target in targets:
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        own.add(id(target))
    return any(
        id(part) not in own and not is_same_for_all(part, statement, tracer)
        for part in ast.walk(tree)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    )


def as_series(
    node: ast.expr,
    parents: Mapping[ast.AST, ast.AST],
    around: tuple[str, str],
    tracer: Tracer,
    *,
    listed: bool = False,
) -> tuple[str, str] | None:
    """The texts around answers that a column has: it has methods that they have not. None without pandas.

    Those that are `listed` would be compared as a whole list.
    """
    is_column = isinstance(node, ast.Attribute | ast.Subscript)
    of_each = (ast.BinOp, ast.Compare, ast.UnaryOp) if listed else ()
    if not (is_column and isinstance(parents[node], (ast.Attribute, *of_each))):
        return around
    return in_series(around, tracer)


def in_series(around: tuple[str, str], tracer: Tracer) -> tuple[str, str] | None:
    """Texts around answers that make a column of them. None without pandas."""
    for statement in tracer.statements:
        match statement.node:
            case ast.Import(names=names):
                for each in names:
                    if each.name == "pandas":
                        series = f"{each.asname or each.name}.Series"
                        return f"{around[0]}{series}(", f"){around[1]}"
    return None


def chosen_by_rows(statement: Statement, kept: str, tracer: Tracer) -> bool:
    """True for `pred = np.where(X["closed"], 0, pred)`: what else the rows say chooses another answer."""
    chooses = any(
        isinstance(part, ast.Call)
        and last_name(part.func) in CHOOSING
        and any(ast.unparse(each) == kept for each in ast.walk(part) if isinstance(each, ast.expr))
        for part in ast.walk(statement.node)
    )
    return chooses and by_other_values(statement, kept, tracer)
