"""Portraits of everything else: functions and classes by name, objects by class and state."""

from __future__ import annotations

import enum
import functools
import io
import random
import types
import weakref
from typing import Any

from .containers import content_of
from .store import digest_of

# Libraries whose objects are windows on something outside: a thread, a socket, a screen, a cluster.
OUTSIDE = frozenset(
    "IPython _thread asyncio concurrent dask distributed duckdb ibis ipykernel ipywidgets "
    "jupyter_client mmap multiprocessing psycopg psycopg2 pymongo pyspark queue ray redis "
    "requests selectors select socket socketserver sqlalchemy sqlite3 ssl subprocess tempfile "
    "threading tkinter tqdm traitlets urllib3 weakref zmq logging".split()
)
# Extension types of these libraries tell their whole state when they are asked how to copy them.
COPYABLE = frozenset("sklearn scipy numpy statsmodels pandas skbio hdbscan".split())
CAPTURED = {"stdout", "stderr", "outputs", "show"}  # of what `%%capture` leaves in a project
CACHED = ("_cache", "_repr_", "__weakref__", "_tmp", "_scratch", "_workspace")
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.WrapperDescriptorType)
DESCRIPTORS = (
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
    types.GetSetDescriptorType,
)


def module_of(kind: type) -> str:
    """The module that a class says it is from."""
    module = type.__dict__["__module__"].__get__(kind)
    return module if isinstance(module, str) else ""


def callable_node(value: Any, kind: type, painter: Any, depth: int) -> Any:
    """Functions, classes and modules by name; None for other values."""
    context = painter.context
    if issubclass(kind, types.FunctionType):
        return _function(value, painter, depth)
    if issubclass(kind, (*FUNCTIONS, *DESCRIPTORS)):
        owner = (
            getattr(value, "__module__", None) or getattr(value, "__objclass__", object).__module__
        )
        return {"k": "function", "n": context.own_name(owner, value.__qualname__)}
    if issubclass(kind, types.MethodType):
        name = context.own_name(value.__func__.__module__, value.__func__.__qualname__)
        return {"k": "method", "n": name, "self": painter.node(value.__self__, depth + 1)}
    if issubclass(kind, functools.partial):
        return _partial(value, painter, depth)
    if issubclass(kind, type):
        found = {"k": "class", "n": context.type_name(value)}
        if context.is_own(module_of(value)):
            found["s"] = _class_state(value, painter, depth)
        return found
    if issubclass(kind, types.ModuleType):
        return {"k": "module", "n": str(object.__getattribute__(value, "__name__"))}
    if issubclass(kind, enum.Enum):
        return {"k": "enum", "n": context.type_name(kind), "v": str(value._name_)}
    return None


def _function(value: Any, painter: Any, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "k": "function",
        "n": painter.context.own_name(value.__module__, value.__qualname__),
    }
    lifted = painter.context.lifted.get(value.__name__, frozenset())
    words = {
        name: each for name, each in (value.__kwdefaults__ or {}).items() if name not in lifted
    }
    if value.__defaults__ or words:
        defaults = [painter.node(each, depth + 1) for each in value.__defaults__ or ()]
        named = {name: painter.node(words[name], depth + 1) for name in sorted(words)}
        found["s"] = {
            "defaults": {"k": "seq", "t": "tuple", "n": len(defaults), "v": defaults},
            **named,
        }
    return found


def _partial(value: Any, painter: Any, depth: int) -> dict[str, Any]:
    """A partial; where only lifted arguments are filled in, the function itself."""
    inner = value.func
    name = getattr(inner, "__name__", "")
    own = painter.context.is_own(getattr(inner, "__module__", None))
    lifted = painter.context.lifted.get(name, frozenset()) if own else frozenset()
    words = {key: each for key, each in value.keywords.items() if key not in lifted}
    func = painter.node(inner, depth + 1)
    if lifted and not words and not value.args and isinstance(func, dict):
        return dict(func)
    return {
        "k": "object",
        "t": "functools.partial",
        "s": {
            "func": func,
            "args": painter.node(list(value.args), depth + 1),
            "keywords": painter.node(words, depth + 1),
        },
    }


def _class_state(value: type, painter: Any, depth: int) -> dict[str, Any]:
    """Data that the notebook's own class keeps for all its instances."""
    skipped = (
        *FUNCTIONS,
        *DESCRIPTORS,
        classmethod,
        staticmethod,
        property,
        types.MemberDescriptorType,
    )
    return {
        name: painter.node(each, depth + 1)
        for name, each in sorted(type.__dict__["__dict__"].__get__(value).items())
        if not name.startswith("_") and not isinstance(each, skipped)
    }


def object_node(value: Any, kind: type, painter: Any, depth: int) -> dict[str, Any]:
    """An object by its class, built-in content and attributes; without any it is opaque."""
    name = painter.context.type_name(kind)
    if _is_window(value, kind):
        return {"k": "opaque", "t": name}
    found: dict[str, Any] = {"k": "object", "t": name}
    base = content_of(value, painter, depth)
    if base is not None:
        found["b"] = base
    state = state_of(value, kind)
    if state:
        found["s"] = {key: painter.node(state[key], depth + 1) for key in state}
    if base is None and state is None:
        return _extension(value, kind, name, painter, depth)
    return found


def captured_text(value: Any, kind: type) -> Any:
    """The text that `%%capture name` kept, which IPython has in a class of its own; else None.

    Its errors and its displays are left out: a project has them elsewhere.
    """
    if (kind.__module__, kind.__name__) == ("IPython.utils.capture", "CapturedIO"):
        return value.stdout
    if kind is types.SimpleNamespace and set(vars(value)) == CAPTURED:
        return value.stdout
    return None


def state_of(value: Any, kind: type) -> dict[str, Any] | None:
    """Attributes by name, sorted, caches left out; None for an object that cannot have any."""
    try:
        state = dict(object.__getattribute__(value, "__dict__"))
        has_state = True
    except (AttributeError, TypeError):
        state, has_state = {}, False
    for owner in kind.__mro__:
        for name, member in vars(owner).items():
            if isinstance(member, types.MemberDescriptorType) and name not in (
                "__dict__",
                "__weakref__",
            ):
                has_state = True
                try:
                    state.setdefault(name, member.__get__(value, kind))
                except AttributeError:
                    continue
    if not has_state and kind is not object and not _is_python_class(kind):
        return None
    cached = _cached_names(kind)
    return {
        str(name): state[name]
        for name in sorted(state, key=str)
        if str(name) not in cached and not any(word in str(name) for word in CACHED)
    }


def _is_python_class(kind: type) -> bool:
    """True for classes made by a `class` statement."""
    return bool(kind.__flags__ & (1 << 9))


@functools.lru_cache(maxsize=4096)
def _cached_names(kind: type) -> frozenset[str]:
    """Attributes that are computed when first asked for: one side may have asked, the other not."""
    return frozenset(
        name
        for owner in kind.__mro__
        for name, member in vars(owner).items()
        if isinstance(member, functools.cached_property)
        or type(member).__name__.lower().lstrip("_")
        in ("cached_property", "cache_readonly", "lazy_property", "lazyattr")
    )


def _is_window(value: Any, kind: type) -> bool:
    if issubclass(kind, (io.IOBase, types.GeneratorType, types.CoroutineType, types.FrameType)):
        return True
    if issubclass(kind, (types.CodeType, types.TracebackType, weakref.ref, property)):
        return True
    if any(hasattr(owner, "__next__") for owner in kind.__mro__ if "__next__" in vars(owner)):
        return True
    roots = {module_of(owner).partition(".")[0] for owner in kind.__mro__}
    return bool(roots & OUTSIDE)


def _extension(value: Any, kind: type, name: str, painter: Any, depth: int) -> dict[str, Any]:
    if module_of(kind).partition(".")[0] in COPYABLE:
        reduced = value.__reduce__()
        if isinstance(reduced, tuple):
            parts = {"made": painter.node(list(reduced[1]), depth + 1)}
            if len(reduced) > 2:
                parts["state"] = painter.node(reduced[2], depth + 1)
            return {"k": "object", "t": name, "s": parts}
    return {"k": "opaque", "t": name}


def _random(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, random.Random) and not issubclass(kind, random.SystemRandom):
        return {
            "k": "object",
            "t": "random.Random",
            "s": {"state": painter.node(value.getstate(), depth + 1)},
        }
    return None


def _drawing(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    """Figures are compared where they are shown, by pixels; their objects only by class."""
    roots = {module_of(owner) for owner in kind.__mro__}
    if any(each.startswith(("matplotlib", "mpl_toolkits", "cartopy.mpl")) for each in roots):
        return {"k": "drawing", "t": painter.context.type_name(kind)}
    return None


def _raw(name: str, kind: type, content: Any, painter: Any) -> dict[str, Any]:
    data = content.encode("utf-8") if isinstance(content, str) else bytes(content)
    return {"k": "bytes", "t": name, "n": len(data), "d": digest_of(data)}


def _booster(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    name = painter.context.type_name(kind)
    if issubclass(kind, module.Booster):
        tells = getattr(value, "save_raw", None) or value.model_to_string
        return _raw(name, kind, tells(), painter)
    data = getattr(module, "DMatrix", None) or module.Dataset
    return {"k": "opaque", "t": name} if issubclass(kind, data) else None


def _sympy(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, (module.Basic, module.MatrixBase)):
        return {"k": "text", "t": kind.__name__, "v": painter.context.text(module.srepr(value))}
    return None


def _shape(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, module.Geometry):
        return _raw(kind.__name__, kind, module.to_wkb(value), painter)
    return None


def _image(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    if not issubclass(kind, module.Image):
        return None
    said = f"{kind.__name__} {value.mode} {value.size}"
    if getattr(value, "_im", None) is None and value.__dict__.get("im") is None:
        return {"k": "opaque", "t": said}  # it is read from its file when it is first used
    return {**_raw(kind.__name__, kind, value.tobytes(), painter), "t": said}


def _keras(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, module.Model):
        weights = painter.node(list(value.get_weights()), depth + 1)
        return {"k": "object", "t": painter.context.type_name(kind), "s": {"weights": weights}}
    return None


def _tensorflow(value: Any, kind: type, module: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, (module.Tensor, module.Variable)):
        return {"k": "tensor", "t": str(value.dtype), "v": painter.node(value.numpy(), depth + 1)}
    return {"k": "opaque", "t": painter.context.type_name(kind)}


LIBRARIES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("random", (_random,)),
    ("matplotlib", (_drawing,)),
    ("xgboost", (_booster,)),
    ("lightgbm", (_booster,)),
    ("sympy", (_sympy,)),
    ("shapely", (_shape,)),
    ("PIL.Image", (_image,)),
    ("keras", (_keras,)),
    ("tensorflow", (_tensorflow,)),
)
