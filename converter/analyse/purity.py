"""Whether evaluating an expression can change anything that another statement sees.

The tables are literal and conservative: a call that is not in them is taken to have effects, so
a display that calls it is kept. Sources: the reference manuals of Python, numpy and pandas.
"""

from __future__ import annotations

import ast

# Built-in functions without effects, for arguments whose own methods have none.
BUILTINS = frozenset(
    "abs all any bin bool bytes callable chr complex dict divmod enumerate float format frozenset "
    "getattr hasattr hash hex id int isinstance issubclass len list max min oct ord pow range repr "
    "reversed round set slice sorted str sum tuple type zip display HTML Markdown Image".split()
)

# Methods of pandas, numpy and plain values that return something new and change nothing. Names
# that some library uses for a change of state (`update`, `sample`, `pop`, `fit`) are not here.
METHODS = frozenset("""
    abs agg aggregate all any argmax argmin argsort asfreq assign astype between capitalize ceil
    clip contains copy corr corrwith count cov crosstab cummax cummin cumprod cumsum cut date
    day describe diff difference dot dropna duplicated endswith eq equals expanding explode
    ffill bfill fillna find first floor format ge get_group groupby gt head idxmax idxmin
    intersection isin isna isnull items iterrows itertuples join keys kurt le len lower lstrip lt
    mad map_locations mask max mean median melt memory_usage min mode mul ne nlargest notna
    notnull nsmallest nunique pct_change pivot pivot_table prod product quantile rank ravel
    reindex rename replace resample reset_index reshape rolling round rstrip sem set_index shift
    skew sort_index sort_values split squeeze stack startswith std strip sub sum swapaxes tail
    title to_dict to_frame to_list to_numpy to_string to_timestamp tolist transpose truncate
    union unique unstack upper value_counts values var where xs zfill
    """.split())

# Functions of modules, by the module's usual name.
FUNCTIONS = {
    "pd": frozenset("concat crosstab cut date_range get_dummies isna isnull merge notna".split())
    | frozenset("pivot_table qcut to_datetime to_numeric DataFrame Series Timestamp".split()),
    "np": frozenset(
        """abs all allclose any arange argmax argmin argsort array array_equal asarray ceil
        concatenate corrcoef cov cumsum diff dot exp eye floor histogram hstack isclose isfinite
        isnan linspace log log10 log1p logspace max maximum mean median min minimum nanmax nanmean
        nanmin ones ones_like percentile prod quantile reshape round sort sqrt stack std sum
        unique var vstack where zeros zeros_like""".split()
    ),
}


def is_pure(node: ast.expr, *, shadowed: frozenset[str] = frozenset()) -> bool:
    """True when evaluating `node` has no effect that a later statement could see.

    `shadowed` are built-in names that the notebook binds itself.
    """
    match node:
        case ast.Constant() | ast.Name():
            return True
        case ast.Attribute(value=value):
            return is_pure(value, shadowed=shadowed)
        case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom():
            return False
        case ast.Lambda():
            return True
        case ast.Call():
            return _is_pure_call(node, shadowed)
    children = [child for child in ast.walk(node) if child is not node]
    direct = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    if any(isinstance(child, ast.comprehension) for child in children):
        inner = [part for part in children if isinstance(part, ast.Call | ast.NamedExpr)]
        return all(isinstance(part, ast.Call) and _is_pure_call(part, shadowed) for part in inner)
    return all(is_pure(child, shadowed=shadowed) for child in direct)


def _is_pure_call(node: ast.Call, shadowed: frozenset[str]) -> bool:
    arguments = [*node.args, *(word.value for word in node.keywords)]
    if any(isinstance(argument, ast.Lambda) for argument in arguments):
        return False  # the lambda would run: its calls are unknown
    if not all(is_pure(argument, shadowed=shadowed) for argument in arguments):
        return False
    if any(_changes_in_place(word) for word in node.keywords):
        return False
    match node.func:
        case ast.Name(id=name):
            return name in BUILTINS and name not in shadowed
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in FUNCTIONS:
            return name in FUNCTIONS[module]
        case ast.Attribute(value=receiver, attr=name):
            return name in METHODS and is_pure(receiver, shadowed=shadowed)
    return False


def _changes_in_place(word: ast.keyword) -> bool:
    if word.arg not in {"inplace", "out", "copy"}:
        return False
    return not (isinstance(word.value, ast.Constant) and word.value.value in (False, None))
