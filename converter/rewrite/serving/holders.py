"""Libraries' own tables of rows: XGBoost's DMatrix, LightGBM's Dataset, CatBoost's Pool.

They hold what training knows of its rows besides: labels, weights, groups. Requests have none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.rewrite.serving.chain import Kind
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed

HOLDERS = frozenset({"DMatrix", "QuantileDMatrix", "Dataset", "Pool"})
TOLD = frozenset("""
    base_margin baseline group group_id group_weight init_score label label_lower_bound
    label_upper_bound pairs position qid subgroup_id timestamp weight
    """.split())


def kind_of_holder(node: ast.Call, work: Work) -> Kind:
    """What is held are the rows; a label, the second argument too, is left out when serving."""
    words = [word for word in node.keywords if word.arg not in TOLD]
    told = len(words) < len(node.keywords) or len(node.args) == 2
    others = node.args if len(node.args) > 2 else node.args[:1]
    kinds = [kind_of(each, work) for each in (*others, *(word.value for word in words))]
    if "rows" not in kinds:
        return "frozen"
    if told:
        parts = [work.served(each) for each in others]
        parts += [f"{word.arg}={work.served(word.value)}" for word in words if word.arg]
        parts += [f"**{work.served(word.value)}" for word in words if not word.arg]
        work.replace(node, f"{work.source(node.func)}({', '.join(parts)})")
    return "rows"


def is_closed(texts: Iterable[str]) -> bool:
    """True where rows end in a table that does not tell them again: a Pool with categories."""
    return any(
        isinstance(part, ast.Call) and last_name(part.func) == "Pool"
        for text in texts
        for part in ast.walk(parsed(text))
    )
