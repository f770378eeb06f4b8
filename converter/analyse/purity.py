"""Whether evaluating an expression can change anything that another statement sees.

The tables are literal and conservative: a call that is not in them is taken to have effects, so
a display that calls it is kept. Sources: the reference manuals of Python, numpy and pandas.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from converter.analyse.hazards import HARMLESS, OPERATORS, Hazards, looks_through
from converter.syntax.dotted import dotted_name
from converter.syntax.media import MEDIA, SHOWING

# Built-in functions without effects, for arguments whose own methods have none.
BUILTINS = frozenset(
    "abs all any bin bool bytes callable chr complex dict divmod enumerate float format frozenset "
    "getattr hasattr hash hex id int isinstance issubclass len list max min oct ord pow range repr "
    "reversed round set slice sorted str sum tuple type zip".split()
) | (SHOWING | MEDIA)

# Methods of pandas, numpy and plain values that return something new and change nothing. Names
# that some library uses for a change of state (`update`, `sample`, `pop`, `fit`) are not here.
METHODS = frozenset("""
    abs agg aggregate all any argmax argmin argsort asfreq assign astype between capitalize ceil
    clip contains copy corr corrwith count cov crosstab cummax cummin cumprod cumsum cut date
    day describe diff difference dot dropna duplicated endswith eq equals expanding explode
    ffill bfill fillna find first floor format ge get_group groupby gt head idxmax idxmin
    intersection isin isna isnull items iterrows itertuples join keys kurt le len lower lstrip lt
    mad map_locations mask max mean median melt memory_usage min mode most_common mul ne nlargest notna
    notnull nsmallest nunique pct_change pivot pivot_table prod product quantile rank ravel
    reindex rename replace resample reset_index reshape rolling round rstrip sem set_index shift
    skew sort_index sort_values split squeeze stack startswith std strip sub sum summary summary2 swapaxes
    tail
    title to_dict to_frame to_html to_latex to_list to_markdown to_numpy to_string to_timestamp tolist
    transpose
    union unique unstack upper value_counts values var where xs zfill
    """.split())

# Methods of how a frame is shown (`df.style.format(...)`): of `.style`, which is new each time.
STYLING = frozenset(
    "background_gradient format hide hide_columns hide_index highlight_max highlight_min "
    "highlight_null set_caption set_precision set_properties set_table_styles text_gradient".split()
)
# They write where they are given a file.
TEXTS = frozenset("to_html to_latex to_markdown to_string".split())

# Functions of modules, by the module's usual name.
FUNCTIONS: dict[str, frozenset[str]] = {
    "pd": frozenset("concat crosstab cut date_range get_dummies isna isnull merge notna".split())
    | frozenset("pivot_table qcut to_datetime to_numeric DataFrame Series Timestamp".split()),
    "np": frozenset(
        """abs all allclose any arange argmax argmin argsort array array_equal asarray ceil
        concatenate corrcoef cov cumsum diff dot exp eye floor histogram hstack isclose isfinite
        isnan linspace log log10 log1p logspace max maximum mean median min minimum nanmax nanmean
        nanmin ones ones_like percentile prod quantile reshape round sort sqrt stack std sum
        unique var vstack where zeros zeros_like""".split()
    ),
    "math": frozenset(
        """ceil comb cos exp factorial floor fsum gcd hypot isclose isfinite isinf isnan log log10
        log2 pow prod sin sqrt tan""".split()
    ),
    "os.path": frozenset("abspath basename dirname exists getsize isdir isfile join".split())
    | frozenset("normpath realpath relpath split splitext".split()),
    "re": frozenset("escape findall fullmatch match search split sub".split()),
    "statistics": frozenset("fmean mean median mode pstdev quantiles stdev variance".split()),
}
FUNCTIONS["numpy"], FUNCTIONS["pandas"] = FUNCTIONS["np"], FUNCTIONS["pd"]


def is_pure(
    node: ast.expr,
    *,
    shadowed: frozenset[str] = frozenset(),
    callables: frozenset[str] = frozenset(),
    hazards: Hazards = HARMLESS,
) -> bool:
    """True when evaluating `node` has no effect that a later statement could see.

    `shadowed` are built-in names that the notebook binds itself, `callables` names that may mean
    functions of the notebook: a call that is given one may call it.
    """
    known = Known(shadowed, callables, hazards)
    return not looks_through(node, hazards.iterators) and _is_pure(node, known)


class Known(NamedTuple):
    """What the notebook says of names."""

    shadowed: frozenset[str]
    callables: frozenset[str]
    hazards: Hazards


def callable_names(trees: Iterable[ast.AST]) -> frozenset[str]:
    """Names that may mean functions or classes of the notebook: defined, lambdas, or aliases."""
    parts = [part for tree in trees for part in ast.walk(tree)]
    found = {
        part.name
        for part in parts
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    grew = True
    while grew:
        more = {
            target.id
            for part in parts
            if isinstance(part, ast.Assign | ast.AnnAssign | ast.NamedExpr) and part.value
            for target in (part.targets if isinstance(part, ast.Assign) else [part.target])
            if isinstance(target, ast.Name) and _may_be_callable(part.value, found)
        }
        grew = not more <= found
        found |= more
    return frozenset(found)


def _may_be_callable(value: ast.expr, known: set[str]) -> bool:
    match value:
        case ast.Lambda():
            return True
        case ast.Name(id=name):
            return name in known
        case ast.Call(args=arguments):  # `partial(f)`, `vectorize(f)`
            return any(isinstance(each, ast.Name) and each.id in known for each in arguments)
        case ast.IfExp(body=body, orelse=orelse):
            return _may_be_callable(body, known) or _may_be_callable(orelse, known)
    return False


def _is_pure(node: ast.expr, known: Known) -> bool:
    match node:
        case ast.Constant() | ast.Name():
            return True
        case ast.Attribute(value=value, attr=name):
            return name not in known.hazards.active and _is_pure(value, known)
        case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom():
            return False
        case ast.Lambda():
            return True
        case ast.Call():
            return _is_pure_call(node, known)
        case _ if known.hazards.operators and isinstance(node, OPERATORS):
            return False  # it may be a method of the notebook's that does more
    children = [child for child in ast.walk(node) if child is not node]
    direct = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    if any(isinstance(child, ast.comprehension) for child in children):
        inner = [part for part in children if isinstance(part, ast.Call | ast.NamedExpr)]
        return all(isinstance(part, ast.Call) and _is_pure_call(part, known) for part in inner)
    return all(_is_pure(child, known) for child in direct)


def _is_pure_call(node: ast.Call, known: Known) -> bool:
    arguments = [*node.args, *(word.value for word in node.keywords)]
    if any(isinstance(argument, ast.Lambda) for argument in arguments):
        return False  # the lambda would run: its calls are unknown
    if any(isinstance(each, ast.Name) and each.id in known.callables for each in arguments):
        return False
    if any(word.arg == "key" and not _is_harmless_key(word.value, known) for word in node.keywords):
        return False
    if not all(_is_pure(argument, known) for argument in arguments):
        return False
    if any(_changes_in_place(word) for word in node.keywords):
        return False
    match node.func:
        case ast.Name(id=name):
            return name in BUILTINS and name not in known.shadowed and not known.hazards.operators
        case ast.Attribute(value=receiver, attr=name):
            module = dotted_name(receiver)
            if module in FUNCTIONS:
                return name in FUNCTIONS[module]
            if module and module.split(".")[0] in known.hazards.imported:
                return False  # a module's function, not the method of a value
            if name in STYLING and _is_style(receiver) or name == "sample" and _is_seeded(node):
                return _is_pure(receiver, known)
            if name == "query" and _chooses_rows(node):
                return _is_pure(receiver, known)
            return (
                name in METHODS - known.hazards.active
                and not _may_have_another_meaning(name, node)
                and _is_pure(receiver, known)
            )
    return False


def _is_seeded(call: ast.Call) -> bool:
    """True for `df.sample(3, random_state=1)`, which leaves every generator as it is."""
    return any(
        word.arg == "random_state"
        and isinstance(word.value, ast.Constant)
        and type(word.value.value) is int
        for word in call.keywords
    )


def _chooses_rows(call: ast.Call) -> bool:
    """True for `df.query("age > 40 and paid")`: comparisons of columns, which call nothing.

    What sends a query elsewhere (a session, a client) is given no such text.
    """
    match call.args:
        case [ast.Constant(value=str(text))]:
            try:
                found = ast.parse(text.strip(), mode="eval").body
            except (SyntaxError, ValueError):  # `@limit` reads a name, SQL is another language
                return False
            return isinstance(found, ast.Compare | ast.BoolOp) and not any(
                isinstance(part, ast.Call) for part in ast.walk(found)
            )
    return False


def _is_style(node: ast.expr) -> bool:
    """True for `df.style` and what its methods give."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return isinstance(node, ast.Attribute) and node.attr == "style"


def _may_have_another_meaning(name: str, call: ast.Call) -> bool:
    """True when the method may be that of a file, a thread or a variable, which changes something.

    `Path.rename(target)` and `Path.replace(target)` move files, `Thread.join()` waits, a
    variable's `assign(value)` changes it; those of texts and frames are called otherwise. A frame's
    `to_html(file)` writes the file.
    """
    words = {word.arg for word in call.keywords}
    one = len(call.args) == 1 and not isinstance(call.args[0], ast.Dict | ast.Lambda)
    match name, call.func:
        case "join", ast.Attribute(value=ast.Constant() | ast.JoinedStr()):
            return False
        case "join", _:
            return not words & {"on", "how", "lsuffix", "rsuffix"}
        case ("rename" | "replace"), _:
            return one and not words
        case "assign", _:
            return bool(call.args)
        case _ if name in TEXTS:
            return bool(call.args) or bool(words & {"buf", None})
    return False


def _is_harmless_key(value: ast.expr, known: Known) -> bool:
    """True for a key function that is a built-in, or a method of a built-in type or library."""
    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in BUILTINS and name not in known.shadowed
        case ast.Attribute(value=ast.Name(id=owner)):
            return owner not in known.callables
    return False


def _changes_in_place(word: ast.keyword) -> bool:
    if word.arg not in {"inplace", "out", "copy"}:
        return False
    return not (isinstance(word.value, ast.Constant) and word.value.value in (False, None))
