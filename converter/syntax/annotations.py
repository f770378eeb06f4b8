"""Names that only annotations read: where these are not evaluated, nobody misses them."""

from __future__ import annotations

import ast
import copy

from converter.syntax.names import names_of


def only_annotated(node: ast.stmt) -> frozenset[str]:
    """Names that `node` reads when it runs, but only to evaluate annotations."""
    if not any(isinstance(part, ast.arg | ast.AnnAssign) for part in ast.walk(node)) and not any(
        getattr(part, "returns", None) for part in ast.walk(node)
    ):
        return frozenset()
    bare = _Bare().visit(copy.deepcopy(node))
    return frozenset(names_of(node).reads - names_of(bare).reads)


def evaluates_no_annotations(trees: list[ast.Module]) -> bool:
    """True for a notebook with `from __future__ import annotations`, which holds for all cells below."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for tree in trees
        for node in tree.body
    )


class _Bare(ast.NodeTransformer):
    """The code without what its annotations read."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:  # noqa: N802
        node.returns = None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:  # noqa: N802
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:  # noqa: N802
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)
