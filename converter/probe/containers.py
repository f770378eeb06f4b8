"""Portraits of lists, tuples, sets, dictionaries and their kin, subclasses included."""

from __future__ import annotations

import array
import collections
import json
import marshal
import re
import types
from itertools import islice
from typing import Any

from .store import digest_of

PACKED_FROM = 64
"""Longer lists of one plain type are packed: a digest, and numbers as an array."""
MARSHAL = 2  # the last version without references: equal values give equal bytes
HASHED = 5_000_000
NUMBERED = re.compile(r'"i": \d+(, )?')


def sequence(values: list[Any], painter: Any, depth: int) -> dict[str, Any]:
    """The elements: packed where they are of one plain type, sampled beyond a limit."""
    count = len(values)
    if count >= PACKED_FROM:
        kinds = set(map(type, values))
        if len(kinds) == 1:
            packed = _packed(values, next(iter(kinds)), painter)
            if packed is not None:
                return packed
    limit = painter.limits.elements
    if count <= limit:
        return {"n": count, "v": [painter.node(value, depth + 1) for value in values]}
    places = evenly(count, painter.limits.samples)
    found: dict[str, Any] = {
        "n": count,
        "at": places,
        "v": [painter.node(values[place], depth + 1) for place in places],
    }
    digest = _hashed(values) if count <= HASHED else None
    if digest:
        found["d"] = digest
    return found


def evenly(count: int, wanted: int) -> list[int]:
    """At most `wanted` places of `count`, evenly spaced, the first and the last among them."""
    if count <= wanted:
        return list(range(count))
    return sorted({round(i * (count - 1) / (wanted - 1)) for i in range(wanted)})


def _packed(values: list[Any], kind: type, painter: Any) -> dict[str, Any] | None:
    count = len(values)
    if kind is float:
        return {"n": count, "p": "float", **numbers(array.array("d", values), "<f8", painter)}
    if kind is bool:
        return {"n": count, "p": "bool", **numbers(bytes(values), "|b1", painter)}
    if kind is int:
        try:
            return {"n": count, "p": "int", **numbers(array.array("q", values), "<i8", painter)}
        except OverflowError:
            return None
    if kind is str:
        context = painter.context
        if context.folders or context.hidden:
            values = [context.text(value) for value in values]
        joined = json.dumps(values).encode("ascii")
        places = evenly(count, painter.limits.samples)
        shown = [values[place][:200] for place in places]
        return {"n": count, "p": "str", "d": digest_of(joined), "at": places, "v": shown}
    return None


def numbers(content: Any, dtype: str, painter: Any) -> dict[str, Any]:
    """The digest of a packed list; its numbers go to the store."""
    digest = digest_of(dtype.encode(), content)
    kept = memoryview(content).nbytes <= painter.limits.array_bytes and painter.store is not None
    if kept:
        kept = painter.store.add(digest, dtype, [len(content)], content)
    found: dict[str, Any] = {"d": digest, "dtype": dtype}
    if not kept:
        found["at"] = evenly(len(content), painter.limits.samples)
        found["v"] = [content[place] for place in found["at"]]
    return found


def _hashed(values: Any) -> str | None:
    """A digest of built-in values of any depth, or None where other objects are among them."""
    try:
        return digest_of(marshal.dumps(values, MARSHAL))
    except ValueError:
        return None


def _sequence(name: str) -> Any:
    def painted(value: Any, painter: Any, depth: int) -> Any:
        return {"k": "seq", "t": name, **sequence(list(value), painter, depth)}

    return painted


def _set(name: str) -> Any:
    def painted(value: Any, painter: Any, depth: int) -> Any:
        found = sequence_of_set(list(value), painter, depth)
        return {"k": "set", "t": name, **found}

    return painted


def sequence_of_set(values: list[Any], painter: Any, depth: int) -> dict[str, Any]:
    """The elements in an order of their own."""
    if len(values) >= PACKED_FROM and set(map(type, values)) <= {str, int, float, bool}:
        try:
            return sequence(sorted(values), painter, depth)
        except TypeError:
            pass
    if len(values) > painter.limits.elements:
        return {"n": len(values), "at": [], "v": []}
    nodes = [painter.node(value, depth + 1) for value in values]
    keyed = sorted((_key(node), i) for i, node in enumerate(nodes))
    return {"n": len(values), "v": [nodes[i] for _, i in keyed]}


def _key(node: Any) -> str:
    """What a set's elements are sorted by: their trees, without the numbers of references."""
    return NUMBERED.sub("", json.dumps(node, sort_keys=True))


def mapping(value: dict[Any, Any], painter: Any, depth: int) -> dict[str, Any]:
    """Keys and values in the dictionary's order, sampled beyond a limit."""
    count = len(value)
    limit = painter.limits.elements
    if count <= limit:
        items = list(value.items())
        found: dict[str, Any] = {"n": count}
    else:
        wanted = evenly(count, painter.limits.samples)
        chosen = set(wanted)
        items = [item for i, item in enumerate(islice(value.items(), count)) if i in chosen]
        found = {"n": count, "at": wanted}
        digest = _hashed(value) if count <= HASHED else None
        if digest:
            found["d"] = digest
    found["v"] = [[painter.node(k, depth + 1), painter.node(v, depth + 1)] for k, v in items]
    return found


def _mapping(name: str) -> Any:
    def painted(value: Any, painter: Any, depth: int) -> Any:
        return {"k": "map", "t": name, **mapping(value, painter, depth)}

    return painted


def _default(value: Any, painter: Any, depth: int) -> Any:
    found = {"k": "map", "t": "collections.defaultdict", **mapping(value, painter, depth)}
    found["x"] = {"default_factory": painter.node(value.default_factory, depth + 1)}
    return found


def _deque(value: Any, painter: Any, depth: int) -> Any:
    found = {"k": "seq", "t": "collections.deque", **sequence(list(value), painter, depth)}
    found["x"] = {"maxlen": value.maxlen}
    return found


def _array(value: Any, painter: Any, depth: int) -> Any:
    return {
        "k": "seq",
        "t": f"array.array {value.typecode}",
        **sequence(list(value), painter, depth),
    }


def _slice(value: Any, painter: Any, depth: int) -> Any:
    parts = [value.start, value.stop, value.step]
    return {"k": "seq", "t": "slice", **sequence(parts, painter, depth)}


def content_of(value: Any, painter: Any, depth: int) -> dict[str, Any] | None:
    """The built-in content of an instance of a subclass of a built-in, by the built-in's own way."""
    kind = type(value)
    for base in (dict, list, tuple, set, frozenset, str, int, float, complex, bytes, bytearray):
        if base is not kind and issubclass(kind, base):
            break
    else:
        if issubclass(kind, collections.deque):
            return {
                "k": "seq",
                "t": "deque",
                **sequence(list(collections.deque.__iter__(value)), painter, depth),
            }
        return None
    if base is dict:
        plain = dict.copy(value) if kind is not dict else value
        return {"k": "map", "t": "dict", **mapping(plain, painter, depth)}
    if base in (list, tuple):
        return {
            "k": "seq",
            "t": base.__name__,
            **sequence(list(base.__iter__(value)), painter, depth),
        }
    if base in (set, frozenset):
        return {
            "k": "set",
            "t": base.__name__,
            **sequence_of_set(list(base.__iter__(value)), painter, depth),
        }
    plain_value = base.__str__(value) if base is str else _plain(value, base)
    found = painter.node(plain_value, depth + 1)
    return found if isinstance(found, dict) else {"k": "plain", "v": found}


def _plain(value: Any, base: Any) -> Any:
    """The number or bytes that an instance of a subclass is."""
    return base.__add__(value, base())


BUILTINS: dict[type, Any] = {
    list: _sequence("list"),
    tuple: _sequence("tuple"),
    set: _set("set"),
    frozenset: _set("frozenset"),
    dict: _mapping("dict"),
    collections.OrderedDict: _mapping("collections.OrderedDict"),
    collections.Counter: _mapping("collections.Counter"),
    collections.defaultdict: _default,
    collections.deque: _deque,
    array.array: _array,
    slice: _slice,
    type({}.keys()): _sequence("dict_keys"),
    type({}.values()): _sequence("dict_values"),
    type({}.items()): _sequence("dict_items"),
    types.MappingProxyType: _mapping("mappingproxy"),
}
