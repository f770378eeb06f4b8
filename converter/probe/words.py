"""A portrait in a few words, for people."""

from __future__ import annotations

from typing import Any

LONGEST = 70


def short(node: Any) -> str:
    """`node` in at most some seventy characters."""
    text = _short(node)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _short(node: Any) -> str:
    if not isinstance(node, dict):
        return repr(node)
    kind = node.get("k")
    told = TOLD.get(str(kind))
    return told(node) if told else f"{kind} {node.get('t') or node.get('n') or ''}".strip()


def _sequence(node: Any) -> str:
    name = str(node.get("t", "list"))
    if "v" in node and "at" not in node and len(node["v"]) <= 4:
        inner = ", ".join(_short(part) for part in node["v"])
        opening, close = {"list": ("[", "]"), "tuple": ("(", ")")}.get(name, ("{", "}"))
        return (
            f"{opening}{inner}{close}" if name in ("list", "tuple", "set") else f"{name}({inner})"
        )
    return f"{name} of {node.get('n')}"


def _mapping(node: Any) -> str:
    if "at" not in node and len(node.get("v", ())) <= 3:
        return "{" + ", ".join(f"{_short(k)}: {_short(v)}" for k, v in node["v"]) + "}"
    return f"{node.get('t')} of {node.get('n')}"


def _array(node: Any) -> str:
    return f"array {node.get('dtype')} {tuple(node.get('shape', ()))}"


def _frame(node: Any) -> str:
    return f"{node.get('t')} {node.get('rows')}×{len(node.get('v', ()))}"


TOLD: dict[str, Any] = {
    "absent": lambda node: "(absent)",
    "array": _array,
    "complex": lambda node: str(complex(*node["v"])),
    "cut": lambda node: f"{node.get('t')} (not looked into)",
    "enum": lambda node: f"{node['n']}.{node['v']}",
    "frame": _frame,
    "function": lambda node: f"function {node['n']}",
    "class": lambda node: f"class {node['n']}",
    "map": _mapping,
    "num": lambda node: f"{node['t']}({node['v']})",
    "object": lambda node: str(node.get("t")),
    "seq": _sequence,
    "set": _sequence,
    "series": lambda node: f"{node.get('t')} {node.get('dtype')}",
    "str": lambda node: repr(node["v"]),
    "text": lambda node: f"{node.get('t')} {node['v']}",
}
