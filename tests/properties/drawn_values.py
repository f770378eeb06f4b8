"""Texts and values as hostile as a notebook may hold them."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal

from hypothesis import strategies as st

NASTY = (
    "",
    "'",
    '"',
    '"""',
    "'''",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\x1b[31m",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\ud800",
    "é",
    "データ",
    "🚀",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{# x #}",
    "${HOME}",
    "$(id)",
    "`id`",
    "%s %d {}",
    "{x}",
    "]\n[tool.ruff]\n",
    '"\nname = "x',
    "key: [",
    "- !!python/object:os.system",
    "---\n",
    "#",
    "# type: ignore",
    "# noqa",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\x",
    "..",
    "con",
    "x" * 10_000,
    "a\n" * 50,
    "|",
    "```",
    "-->",
    "*/",
    "@@",
    "import",
    "class",
    "None",
    "123",
    "__init__",
    "parameters",
    "pipeline",
    "run",
    "json",
    "pydantic",
)


def hostile_text() -> st.SearchStrategy[str]:
    """A few nasty pieces among ordinary words."""
    word = (
        st.sampled_from(NASTY)
        | st.sampled_from(["data", "model", "Load", " "])
        | st.text(max_size=9)
    )
    return st.lists(word, max_size=4).map("".join)


def constants() -> st.SearchStrategy[object]:
    """Values of the kinds that a parameters cell holds."""
    plain = (
        st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.booleans()
        | st.none()
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
        | st.sampled_from([each for each in NASTY if "\ud800" not in each and "\0" not in each])
    )
    return st.recursive(
        plain,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.lists(inner, max_size=3).map(tuple)
            | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
        ),
        max_leaves=6,
    )


def named_values() -> st.SearchStrategy[tuple[str, object]]:
    """(source text, value) of constants that are made by a call."""
    dates = st.dates().map(lambda d: (f"datetime.date({d.year}, {d.month}, {d.day})", d))
    spans = st.integers(0, 99).map(
        lambda n: (f"datetime.timedelta(days={n})", datetime.timedelta(days=n))
    )
    decimals = st.integers(0, 999).map(lambda n: (f'Decimal("{n}.5")', Decimal(f"{n}.5")))
    limits = st.sampled_from(
        [("float('inf')", math.inf), ("float('-inf')", -math.inf), ("-float('nan')", math.nan)]
    )
    return dates | spans | decimals | limits
