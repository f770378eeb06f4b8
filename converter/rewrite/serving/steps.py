"""Estimators whose answers are columns of the rows that another is asked about: steps of its chain.

One that fills gaps, or makes groups for a classifier: who asks the service asks the last of them.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from converter.rewrite.serving.ask import METHODS
from converter.rewrite.serving.chain import Chain
from converter.syntax.parsing import parsed


def steps_in(chains: Mapping[str, Chain]) -> Collection[str]:
    """The names, of those that have chains, that the chains of others ask."""
    return {
        asked
        for name, chain in chains.items()
        for lines in chain.lines.values()
        for line in lines
        for asked in _asked_in(line)
        if asked != name and asked in chains
    }


def _asked_in(line: str) -> Collection[str]:
    found: set[str] = set()
    for part in ast.walk(parsed(line)):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                if method in METHODS:
                    found.add(name)
    return found
