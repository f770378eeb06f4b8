"""Constants that plainly are settings, in a notebook without a `parameters` cell."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping

from converter.model.dataflow import Dataflow, Statement
from converter.plan.assignments import Assignment, assignment_of, bindings_of, codes_of
from converter.plan.secrets import holds_secret, is_secret

_UPPER = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_WORDS = {
    "alpha", "batch_size", "beta", "bins", "burn_in", "c_param", "confidence", "confidence_level",
    "config_file", "cooling", "country", "currency", "cutoff", "cv", "data_path", "db", "decay",
    "degree", "delta", "dropout", "dt", "end_date", "end_year", "epochs", "eps", "epsilon",
    "filename", "filepath", "folds", "gamma", "horizon", "input_file", "iterations", "iters", "k",
    "kernel_size", "l1_ratio", "lag", "lags", "lambda_", "learning_rate", "limit", "lookback", "lr",
    "momentum", "month", "mu", "n_clusters", "n_components", "n_estimators", "n_jobs",
    "n_neighbors", "n_samples", "nt", "nx", "ny", "output_file", "patience", "percentile",
    "quantile", "quarter", "random_seed", "random_state", "region", "rho", "rng_seed",
    "sample_size", "seed", "sheet_name", "sigma", "significance_level", "start_date", "start_year",
    "steps", "symbol", "symbols", "t_max", "tau", "temperature", "test_size", "thresh", "threshold",
    "ticker", "tickers", "timeout", "tmax", "tol", "tolerance", "top_k", "top_n", "train_size",
    "trials", "url", "val_size", "vocab_size", "warmup", "weight_decay", "window", "window_size",
    "year",
}  # fmt: skip
_LETTERS = frozenset("KNT")  # how many, how long; other capitals are matrices and the like
_PREFIXES = ("n_", "num_", "max_", "min_", "top_")
_SUFFIXES = (
    "_country", "_currency", "_date", "_day", "_days", "_dir", "_directory", "_epochs", "_factor",
    "_file", "_filename", "_fname", "_folder", "_frac", "_fraction", "_hours", "_iter", "_iters",
    "_level", "_limit", "_minutes", "_month", "_months", "_path", "_rate", "_ratio", "_region",
    "_seed", "_sims", "_size", "_steps", "_thresh", "_threshold", "_trials", "_url", "_weeks",
    "_window", "_year", "_years",
)  # fmt: skip
_LONGEST = 200
_MOST_ITEMS = 20
_SCALAR = (bool, int, float, str)


def offered(flow: Dataflow, aliases: Mapping[str, str]) -> Iterator[Assignment]:
    """The assignments that may become settings, in the notebook's order."""
    codes = codes_of(flow)
    # Constants of `module:` cells live in that module; tests are no part of the run.
    apart = {cell.number for cell in flow.program.cells if cell.marks.test or cell.marks.module}
    bindings = bindings_of(flow)
    mutated = frozenset(name for s in flow.statements for name in s.mutates)
    read: set[str] = set()
    for statement in flow.statements:
        found = (
            None
            if statement.cell in apart
            else assignment_of(statement, codes[statement.cell], aliases)
        )
        if (
            found
            and bindings[found.name] == 1
            and found.name not in read | mutated
            and not hasattr(builtins, found.name)
            and is_setting(found)
        ):
            yield found
        read |= statement.reads


def is_setting(found: Assignment) -> bool:
    """True when the name says setting and the value is not data."""
    if found.value is None or not _reads_as_value(found.statement, found.value.value):
        return False
    if is_secret(found.name, found.value.value):
        return bool(found.value.value)
    return setting_name(found.name) and not holds_secret(found.value.value)


def setting_name(name: str) -> bool:
    """True for UPPER_CASE names and for the words that name paths, seeds, sizes and the like."""
    if _UPPER.fullmatch(name):
        return len(name) > 1 or name in _LETTERS
    return name in _WORDS or name.startswith(_PREFIXES) or name.endswith(_SUFFIXES)


def _reads_as_value(statement: Statement, value: object) -> bool:
    """True for scalars and short flat lists; `None` and tables of data are the notebook's own."""
    node = statement.node
    assert isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
    if value is None or isinstance(value, dict | set | frozenset):
        return False
    if isinstance(value, str):
        return len(value) <= _LONGEST and "\n" not in value
    if isinstance(value, list | tuple):
        return (
            0 < len(value) <= _MOST_ITEMS
            and all(isinstance(item, _SCALAR) for item in value)
            and len(ast.unparse(node.value)) <= _LONGEST
        )
    return True
