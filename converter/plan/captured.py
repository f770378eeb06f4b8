"""`lines = !command` gives a list of IPython's own in a notebook, and a plain one in a project."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic

_INSTEAD = {
    "n": r'"\n".join({})',
    "nlstr": r'"\n".join({})',
    "s": '" ".join({})',
    "spstr": '" ".join({})',
    "l": "{}",
    "list": "{}",
    "p": "[pathlib.Path(line) for line in {}]",
    "paths": "[pathlib.Path(line) for line in {}]",
    "grep": "[line for line in {} if re.search(pattern, line)]",
    "fields": '[" ".join(line.split()[i] for i in wanted) for line in {}]',
}


def own_lists(statements: Iterable[Statement]) -> Iterator[Diagnostic]:
    """Errors for what only IPython's list has: `lines.n`, `lines.grep("x")`."""
    statements = tuple(statements)
    captured = {name for each in statements for name in _captured(each.node)}
    for statement in statements:
        for part in ast.walk(statement.node) if captured else ():
            match part:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in captured:
                    if attribute in _INSTEAD:
                        yield Diagnostic(
                            "NB403",
                            "error",
                            f"'{name}.{attribute}' is of IPython's list of a command's lines; "
                            "a project has a plain list",
                            f"write {_INSTEAD[attribute].format(name)}",
                            statement.span,
                        )


def _captured(node: ast.stmt) -> Iterator[str]:
    """The names that `node` binds to the lines that a command prints."""
    for part in ast.walk(node):
        match part:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Attribute(value=ast.Call(func=run), attr="stdout"),
                        attr="splitlines",
                    )
                ),
            ) if (
                ast.unparse(run) == "subprocess.run"
            ):
                yield name
