"""Calls that set something up for all that follows: `tqdm.pandas()`, `set_config(transform_output="pandas")`.

They are told by what they are given: a call of something imported whose value nobody keeps, and that gets nothing of
the notebook's, either changes what libraries do later or says what is the same for every notebook.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from converter.model.dataflow import Statement
from converter.syntax.dotted import last_name, root_name

# Libraries whose functions compute, but for those that begin so.
COMPUTING = frozenset("datetime math numpy pandas random re scipy statistics string time".split())
SETTING = ("set", "register")
# What only says something, or waits.
TELLING = frozenset("""
    collect cpu_count current_device device_count get_config get_device_name get_device_properties getcwd
    getpid getsizeof is_available is_built list_local_devices list_physical_devices listdir print_versions
    processor python_version show_config show_versions sleep system uname version versions
    """.split())


def imported_from(statements: Iterable[Statement]) -> dict[str, str]:
    """The names that imports bind, with the library that each is from."""
    found: dict[str, str] = {}
    for each in statements:
        match each.node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    library = alias.name.split(".")[0]
                    found[alias.asname or library] = library
            case ast.ImportFrom(module=str(module), names=aliases):
                library = module.split(".")[0]
                found.update({alias.asname or alias.name: library for alias in aliases})
    return found


def configures(statement: Statement, imported: dict[str, str]) -> bool:
    """True for such a call; what it does is seen by everything that follows."""
    match statement.node:
        case ast.Expr(value=ast.Call(func=function)):
            library, name = imported.get(root_name(function), ""), last_name(function)
        case _:
            return False
    if not library or statement.effects or name in TELLING:
        return False
    if not statement.reads <= imported.keys() or statement.late:
        return False
    return library not in COMPUTING or name.startswith(SETTING)
