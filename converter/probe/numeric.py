"""Portraits of arrays: numpy, scipy's sparse matrices, torch tensors, random generators."""

from __future__ import annotations

from typing import Any

from .containers import evenly
from .store import CODES, digest_of

OBJECTS_KEPT = 50_000


def array_node(value: Any, numpy: Any, painter: Any, depth: int) -> dict[str, Any]:
    """Type, shape, digest, and the numbers (or a sample of them)."""
    dtype = value.dtype
    found: dict[str, Any] = {"k": "array", "dtype": _dtype_name(dtype), "shape": list(value.shape)}
    if dtype.kind == "O":
        flat = value.ravel().tolist()
        found.update(painter.sequence(flat, depth))
        return found
    if dtype.kind == "V":
        if dtype.names is None:
            found["d"] = digest_of(numpy.ascontiguousarray(value).tobytes())
        else:
            found["fields"] = {
                name: array_node(value[name], numpy, painter, depth + 1) for name in dtype.names
            }
        return found
    if dtype.kind in "SUT":
        return _texts(found, value, numpy, painter)
    if dtype.kind in "mM":
        value = value.view("i8") if value.flags.c_contiguous else value.copy().view("i8")
    code = _stored_code(value.dtype)
    if code is None:  # long doubles
        value = value.astype("<c16" if value.dtype.kind == "c" else "<f8")
        code = value.dtype.str
    plain = numpy.ascontiguousarray(value, dtype=code)
    found.update(_numbers(plain, code, numpy, painter))
    return found


def _dtype_name(dtype: Any) -> str:
    return str(dtype.str) if dtype.names is None else str(dtype.descr)


def _stored_code(dtype: Any) -> str | None:
    code = dtype.str.replace(">", "<").replace("=", "<")
    return code if code in CODES else None


def _numbers(plain: Any, code: str, numpy: Any, painter: Any) -> dict[str, Any]:
    limits = painter.limits
    known = painter.arrays.get(id(plain))
    if known is not None and known[0] is plain:
        return dict(known[1])
    content = plain.reshape(-1).view("u1") if plain.size else b""
    found: dict[str, Any]
    if plain.nbytes > limits.digest_bytes:
        places = evenly(plain.size, 1_000_000)
        found = {
            "d": digest_of(code.encode(), plain.reshape(-1)[places].view("u1")),
            "partly": True,
        }
    else:
        found = {"d": digest_of(code.encode(), content)}
    found["n"] = int(plain.size)
    kept = painter.store is not None and plain.nbytes <= limits.array_bytes
    if kept:
        kept = painter.store.knows(found["d"]) or painter.store.add(
            found["d"], code, [plain.size], content
        )
    if not kept:
        found["at"] = evenly(plain.size, limits.samples)
        flat = plain.reshape(-1)[found["at"]]
        found["v"] = (
            flat.view("f8" if code == "<c16" else "f4").tolist()
            if code[1] == "c"
            else flat.tolist()
        )
        found["s"] = stats_of(plain, numpy)
    painter.arrays[id(plain)] = (plain, found)
    return dict(found)


def stats_of(plain: Any, numpy: Any) -> dict[str, Any]:
    """Count of nulls, smallest, largest and sum of the numbers there are."""
    if plain.dtype.kind == "c" or not plain.size:
        return {}
    good = plain
    nulls = 0
    if plain.dtype.kind == "f":
        missing = numpy.isnan(plain)
        nulls = int(missing.sum())
        good = plain[~missing] if nulls else plain
    if not good.size:
        return {"nulls": nulls}
    return {
        "nulls": nulls,
        "min": good.min().item(),
        "max": good.max().item(),
        "sum": float(good.sum(dtype="f8")),
    }


def _texts(found: dict[str, Any], value: Any, numpy: Any, painter: Any) -> dict[str, Any]:
    plain = numpy.ascontiguousarray(value)
    if painter.context.hidden or painter.context.folders or value.dtype.kind == "T":
        found.update(painter.sequence(plain.ravel().tolist(), 0))
        return found
    found["d"] = digest_of(plain.tobytes())
    found["n"] = int(plain.size)
    found["at"] = evenly(plain.size, painter.limits.samples)
    shown = plain.reshape(-1)[found["at"]].tolist()
    found["v"] = [str(item)[:200] for item in shown]
    return found


def _of_numpy(value: Any, kind: type, numpy: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, numpy.generic):
        return _scalar(value, kind, numpy, painter, depth)
    if issubclass(kind, numpy.ma.MaskedArray) if hasattr(numpy, "ma") else False:
        data = array_node(value._data, numpy, painter, depth + 1)
        mask = painter.node(value._mask, depth + 1)
        return {"k": "object", "t": "numpy.ma.MaskedArray", "s": {"data": data, "mask": mask}}
    if issubclass(kind, numpy.ndarray):
        found = array_node(value.view(numpy.ndarray), numpy, painter, depth)
        if kind is not numpy.ndarray:
            found["t"] = painter.context.type_name(kind)
        return found
    if issubclass(kind, numpy.dtype):
        return {"k": "text", "t": "numpy.dtype", "v": str(value)}
    if issubclass(kind, numpy.ufunc):
        return {"k": "function", "n": f"numpy.{value.__name__}"}
    random = numpy.random
    if issubclass(kind, random.RandomState):
        return _state("numpy.random.RandomState", value.get_state(legacy=False), painter, depth)
    if issubclass(kind, random.Generator):
        return _state("numpy.random.Generator", value.bit_generator.state, painter, depth)
    if issubclass(kind, random.BitGenerator):
        return _state(painter.context.type_name(kind), value.state, painter, depth)
    return None


def _state(name: str, state: Any, painter: Any, depth: int) -> dict[str, Any]:
    """Where a generator stands: the next draw of two generators with one state is the same."""
    return {"k": "object", "t": name, "s": {"state": painter.node(state, depth + 1)}}


def _scalar(value: Any, kind: type, numpy: Any, painter: Any, depth: int) -> Any:
    dtype = value.dtype
    if dtype.kind in "mM":
        return {"k": "num", "t": str(dtype), "v": int(value.view("i8"))}
    if dtype.kind == "V":
        return {"k": "num", "t": str(dtype), "v": value.tobytes().hex()}
    if dtype.kind == "c":
        return {"k": "num", "t": str(dtype), "v": [float(value.real), float(value.imag)]}
    item = value.item()
    if dtype.kind in "OSU":
        return painter.node(item, depth + 1)
    return {"k": "num", "t": str(dtype), "v": float(value) if dtype.kind == "f" else item}


def _of_sparse(value: Any, kind: type, sparse: Any, painter: Any, depth: int) -> Any:
    """The stored numbers and where they stand, in whatever format it is."""
    base = getattr(sparse, "sparray", None)
    if not (sparse.issparse(value) or base is not None and issubclass(kind, base)):
        return None
    found: dict[str, Any] = {"k": "sparse", "t": kind.__name__, "shape": list(value.shape)}
    parts = ("data", "indices", "indptr", "row", "col", "coords", "offsets", "rows")
    state = object.__getattribute__(value, "__dict__")
    found["s"] = {
        name: painter.node(state[name], depth + 1) for name in parts if name in state
    } or {"dict": painter.node(dict(state.get("_dict", {})), depth + 1)}
    return found


def _of_torch(value: Any, kind: type, torch: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, torch.Tensor):
        found: dict[str, Any] = {"k": "tensor", "t": str(value.dtype), "shape": list(value.shape)}
        found["device"] = str(value.device)
        found["grad"] = bool(value.requires_grad)
        plain = value.detach().cpu()
        if str(value.dtype) == "torch.bfloat16":
            plain = plain.float()
        if plain.layout is not torch.strided or plain.is_quantized:
            return {"k": "opaque", "t": f"torch.Tensor {value.layout}"}
        found["v"] = painter.node(plain.contiguous().numpy(), depth + 1)
        return found
    if kind in (torch.dtype, torch.device, torch.Size):
        return {"k": "text", "t": f"torch.{kind.__name__}", "v": str(value)}
    if issubclass(kind, torch.Generator):
        return _state("torch.Generator", value.get_state(), painter, depth)
    return None


NUMERIC: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("numpy", (_of_numpy,)),
    ("scipy.sparse", (_of_sparse,)),
    ("torch", (_of_torch,)),
)
