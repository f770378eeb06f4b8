"""Names that are safe to use: for projects, packages, modules and stage functions."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
import unicodedata
from collections.abc import Iterable

# Modules that every generated package has, or that its folder needs.
OWN_MODULES = frozenset(
    "chart_pages cli display failure figures job logs outputs parameters pipeline progress record shell_lines sources "
    "stopping".split()
)
# Modules that a service has besides.
SERVICE_MODULES = frozenset(
    "artifacts endpoints examples profiles schemas service serving training".split()
)
RESERVED = OWN_MODULES | frozenset(
    "notebook functions shared tests test src conftest run main results stage show close_figures "
    "run_shell shell_output save_chart dataclass".split()
)
LONGEST = 40
# Words that no name ends with where it is cut.
LEADING_ON = frozenset("a an and as at but by for from in into is of on or the to vs with".split())


def slug(text: str) -> str:
    """`text` as a lower-case identifier of at most 40 characters, or "" when nothing is left.

    Accents are folded (`Données` gives `donnees`); emoji, CJK and punctuation fall away.
    """
    folded = unicodedata.normalize("NFKD", text)
    ascii_only = folded.encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", ascii_only.lower()))
    while words and words[0].isdigit():
        words.pop(0)
    kept = words
    while len("_".join(kept)) > LONGEST:
        kept = kept[:-1]
    while kept and len(kept) < len(words) and kept[-1] in LEADING_ON:
        kept = kept[:-1]
    name = "_".join(kept) or "_".join(words)[:LONGEST].rstrip("_")
    return name if not name[:1].isdigit() else f"step_{name}"


def unused(name: str, taken: Iterable[str], *, suffix: str = "stage") -> str:
    """`name`, or the first of `name_suffix`, `name_suffix_2`, ... that is free to use."""
    taken = set(taken)
    candidate = name
    number = 1
    while candidate in taken or is_risky(candidate):
        candidate = f"{name}_{suffix}" if number == 1 else f"{name}_{suffix}_{number}"
        number += 1
    return candidate


def is_risky(name: str) -> bool:
    """True for keywords, built-ins, standard modules and the names of our own modules."""
    return (
        keyword.iskeyword(name)
        or keyword.issoftkeyword(name)
        or name in RESERVED
        or name in sys.stdlib_module_names
        or hasattr(builtins, name)
    )


def package_name(text: str, imported: Iterable[str]) -> str:
    """An import name for a project called `text` that collides with no module it imports."""
    name = slug(text) or "notebook_job"
    taken = {module.split(".")[0] for module in imported}
    return unused(name, taken, suffix="job")
