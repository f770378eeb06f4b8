"""What Python itself says of the names of a piece of module code: `symtable`, and the bytecode."""

from __future__ import annotations

import dis
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

# Names that the compiler adds by itself.
IMPLICIT = frozenset({"__annotations__", "__conditional_annotations__", "__name__", "__module__"})
FUNCTION_SCOPES = ("<lambda>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>")


@dataclass(frozen=True)
class Told:
    """Names that the module scope binds, and those that it reads, now or in a function."""

    binds: frozenset[str]
    reads: frozenset[str]
    deletes: frozenset[str] = frozenset()


def by_symtable(code: str) -> Told:
    """Names as the compiler's symbol table has them; it counts `del x` as a binding."""
    top = symtable.symtable(code, "<cell>", "exec")
    symbols = top.get_symbols()
    binds = {each.get_name() for each in symbols if each.is_assigned() or each.is_imported()}
    reads = {each.get_name() for each in symbols if each.is_referenced()}
    for inner in _scopes(top):
        for each in inner.get_symbols():
            if each.is_global():
                binds |= {each.get_name()} if each.is_assigned() else set()
                reads |= {each.get_name()} if each.is_referenced() else set()
    return Told(frozenset(binds) - IMPLICIT, frozenset(reads) - IMPLICIT)


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _scopes(child)


def by_bytecode(code: str) -> Told:
    """Names as the instructions use them; a class body's own names are not the module's."""
    binds: set[str] = set()
    reads: set[str] = set()
    deletes: set[str] = set()
    for inner, is_module in _codes(compile(code, "<cell>", "exec", dont_inherit=True)):
        own = {
            str(each.argval) for each in dis.get_instructions(inner) if each.opname == "STORE_NAME"
        }
        for each in dis.get_instructions(inner):
            name = str(each.argval)
            match each.opname:
                case "STORE_GLOBAL":
                    binds.add(name)
                case "STORE_NAME" if is_module:
                    binds.add(name)
                case "LOAD_GLOBAL":
                    reads.add(name)
                case "LOAD_NAME" if is_module or name not in own:
                    reads.add(name)
                case "DELETE_GLOBAL":
                    deletes.add(name)
                case "DELETE_NAME" if is_module:
                    deletes.add(name)
    return Told(
        frozenset(binds) - IMPLICIT, frozenset(reads) - IMPLICIT, frozenset(deletes) - IMPLICIT
    )


def _codes(code: CodeType, is_module: bool = True) -> Iterator[tuple[CodeType, bool]]:
    yield code, is_module
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant, False)
