"""Portraits of tables: pandas, polars, pyarrow, xarray's lazily loaded variables."""

from __future__ import annotations

from typing import Any

from .numeric import array_node
from .store import digest_of

MOST_COLUMNS = 2_000
LISTED = 200_000


def _of_pandas(value: Any, kind: type, pandas: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, pandas.DataFrame):
        return _frame(value, kind, pandas, painter, depth)
    if issubclass(kind, pandas.Series):
        found = {
            "k": "series",
            "t": painter.context.type_name(kind),
            "name": painter.node(value.name, depth + 1),
            "dtype": str(value.dtype),
            "index": painter.node(value.index, depth + 1),
            "v": column(value.array, pandas, painter, depth),
        }
        return _with_attributes(found, value, painter, depth)
    if issubclass(kind, pandas.MultiIndex):
        names = [painter.node(name, depth + 1) for name in value.names]
        levels = [painter.node(level, depth + 1) for level in value.levels]
        codes = [painter.node(code, depth + 1) for code in _codes(value)]
        return {
            "k": "index",
            "t": "MultiIndex",
            "names": names,
            "v": {"levels": levels, "codes": codes},
        }
    if issubclass(kind, pandas.Index):
        names = [painter.node(name, depth + 1) for name in value.names]
        content: Any
        if issubclass(kind, pandas.RangeIndex):
            content = [value.start, value.stop, value.step]
        else:
            content = column(value.array, pandas, painter, depth)
        found = {
            "k": "index",
            "t": kind.__name__,
            "names": names,
            "dtype": str(value.dtype),
            "v": content,
        }
        frequency = getattr(value, "freqstr", None)
        if frequency is not None:
            found["freq"] = str(frequency)
        return found
    if issubclass(kind, pandas.api.extensions.ExtensionArray):
        found = {"k": "object", "t": painter.context.type_name(kind)}
        found["s"] = {"dtype": str(value.dtype), "values": column(value, pandas, painter, depth)}
        return found
    if value is pandas.NaT or value is pandas.NA:
        return {"k": "text", "t": "pandas", "v": "NaT" if value is pandas.NaT else "NA"}
    if issubclass(kind, (pandas.Timestamp, pandas.Timedelta, pandas.Period, pandas.Interval)):
        frequency = getattr(value, "freqstr", None) if issubclass(kind, pandas.Period) else None
        words = f"{value.isoformat() if issubclass(kind, (pandas.Timestamp, pandas.Timedelta)) else value}"
        zone = f" {value.tz}" if getattr(value, "tz", None) is not None else ""
        return {"k": "text", "t": kind.__name__, "v": f"{words}{zone}{frequency or ''}"}
    if issubclass(kind, (pandas.tseries.offsets.BaseOffset, pandas.api.extensions.ExtensionDtype)):
        return {"k": "text", "t": kind.__name__, "v": str(value)}
    return None


def _codes(value: Any) -> list[Any]:
    return [code for code in value.codes]


def _frame(value: Any, kind: type, pandas: Any, painter: Any, depth: int) -> dict[str, Any]:
    width = len(value.columns)
    columns = [value.iloc[:, place] for place in range(min(width, MOST_COLUMNS))]
    found = {
        "k": "frame",
        "t": painter.context.type_name(kind),
        "rows": len(value.index),
        "cols": painter.node(value.columns, depth + 1),
        "index": painter.node(value.index, depth + 1),
        "dtypes": [str(one.dtype) for one in columns],
        "v": [column(one.array, pandas, painter, depth) for one in columns],
    }
    if width > MOST_COLUMNS:
        found["more"] = width - MOST_COLUMNS
    return _with_attributes(found, value, painter, depth)


def _with_attributes(found: dict[str, Any], value: Any, painter: Any, depth: int) -> dict[str, Any]:
    """`attrs`, which pandas keeps beside the values, and what subclasses add (`crs`)."""
    attributes = getattr(value, "_attrs", None)
    if attributes:
        found["attrs"] = painter.node(dict(attributes), depth + 1)
    return found


def column(values: Any, pandas: Any, painter: Any, depth: int) -> dict[str, Any]:
    """One column, whatever array holds it."""
    import numpy

    kind = type(values)
    name = kind.__name__
    if isinstance(values, numpy.ndarray):
        return array_node(values, numpy, painter, depth + 1)
    if issubclass(kind, pandas.Categorical):
        return {
            "k": "cat",
            "ordered": bool(values.ordered),
            "categories": painter.node(values.categories, depth + 1),
            "codes": array_node(values.codes, numpy, painter, depth + 1),
        }
    if name in ("NumpyExtensionArray", "PandasArray"):
        return array_node(values.to_numpy(), numpy, painter, depth + 1)
    if name in ("DatetimeArray", "TimedeltaArray", "PeriodArray"):
        return array_node(values.asi8, numpy, painter, depth + 1)
    if hasattr(values, "_data") and isinstance(getattr(values, "_mask", None), numpy.ndarray):
        good = values._data.copy()
        good[values._mask] = 0  # what stands under a mask means nothing
        return {
            "k": "masked",
            "data": array_node(good, numpy, painter, depth + 1),
            "mask": array_node(values._mask, numpy, painter, depth + 1),
        }
    if issubclass(kind, pandas.arrays.SparseArray):
        return {
            "k": "masked",
            "fill": painter.node(values.fill_value, depth + 1),
            "data": array_node(values.sp_values, numpy, painter, depth + 1),
            "mask": painter.node(
                values.sp_index.indices if hasattr(values.sp_index, "indices") else None, depth + 1
            ),
        }
    if issubclass(kind, pandas.arrays.IntervalArray):
        sides = [painter.node(values.left, depth + 1), painter.node(values.right, depth + 1)]
        return {"k": "seq", "t": f"interval {values.closed}", "n": 2, "v": sides}
    if name == "GeometryArray":
        return _geometries(values, painter)
    return {"k": "seq", "t": name, **painter.sequence(list(values), depth)}


def _geometries(values: Any, painter: Any) -> dict[str, Any]:
    """Shapes by their exact coordinates."""
    import sys

    shapely = sys.modules["shapely"]
    content = [bytes(one) if one is not None else b"" for one in shapely.to_wkb(values._data)]
    sizes = b",".join(str(len(one)).encode() for one in content)
    return {
        "k": "bytes",
        "t": "geometry",
        "n": len(content),
        "d": digest_of(sizes, b"".join(content)),
    }


def _of_polars(value: Any, kind: type, polars: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, polars.LazyFrame) or issubclass(kind, polars.Expr):
        return {"k": "opaque", "t": painter.context.type_name(kind)}
    if issubclass(kind, polars.DataFrame):
        columns = value.get_columns()
        return {
            "k": "frame",
            "t": "polars.DataFrame",
            "rows": value.height,
            "cols": painter.node([one.name for one in columns], depth + 1),
            "index": None,
            "dtypes": [str(one.dtype) for one in columns],
            "v": [_polars_column(one, polars, painter, depth) for one in columns],
        }
    if issubclass(kind, polars.Series):
        found = {"k": "series", "t": "polars.Series", "name": value.name, "dtype": str(value.dtype)}
        return {**found, "index": None, "v": _polars_column(value, polars, painter, depth)}
    if issubclass(kind, polars.DataType) or kind.__name__ == "DataTypeClass":
        return {"k": "text", "t": "polars.DataType", "v": str(value)}
    return None


def _polars_column(value: Any, polars: Any, painter: Any, depth: int) -> Any:
    if (
        value.dtype.is_numeric()
        and value.null_count() == 0
        and "numpy" in __import__("sys").modules
    ):
        return painter.node(value.to_numpy(), depth + 1)
    return {"k": "seq", "t": "list", **painter.sequence(value.to_list(), depth)}


def _of_pyarrow(value: Any, kind: type, pyarrow: Any, painter: Any, depth: int) -> Any:
    if issubclass(kind, (pyarrow.Schema, pyarrow.DataType, pyarrow.Field)):
        return {"k": "text", "t": kind.__name__, "v": str(value)}
    if issubclass(kind, (pyarrow.Table, pyarrow.RecordBatch)):
        size = value.num_rows * max(1, value.num_columns)
        part = value if size <= LISTED else value.slice(0, LISTED // max(1, value.num_columns))
        found = {"k": "frame", "t": kind.__name__, "rows": value.num_rows, "index": None}
        found["cols"] = painter.node(list(value.schema.names), depth + 1)
        found["dtypes"] = [str(one) for one in value.schema.types]
        found["v"] = [
            {"k": "seq", "t": "list", **painter.sequence(one.to_pylist(), depth)}
            for one in part.columns
        ]
        if part is not value:
            found["more"] = value.num_rows - part.num_rows
        return found
    if issubclass(kind, (pyarrow.Array, pyarrow.ChunkedArray)) and len(value) <= LISTED:
        return {"k": "seq", "t": str(value.type), **painter.sequence(value.to_pylist(), depth)}
    return None


def _of_xarray(value: Any, kind: type, xarray: Any, painter: Any, depth: int) -> Any:
    """A variable that was not loaded stays so; everything else of xarray is plain objects."""
    if not issubclass(kind, xarray.Variable):
        return None
    numpy = __import__("numpy")
    data = value._data
    if not isinstance(data, numpy.ndarray):
        array = getattr(data, "array", None)  # an index's values, kept by pandas
        if type(array).__module__.partition(".")[0] == "pandas":
            content = painter.node(array, depth + 1)
        else:
            content = {"k": "opaque", "t": f"lazy {type(data).__name__}"}
    else:
        content = array_node(data, numpy, painter, depth + 1)
    dims = [str(dim) for dim in value._dims]
    attrs = painter.node(dict(value._attrs or {}), depth + 1)
    return {
        "k": "object",
        "t": kind.__name__,
        "s": {"dims": painter.node(dims, depth + 1), "attrs": attrs, "data": content},
    }


FRAMES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("pandas", (_of_pandas,)),
    ("polars", (_of_polars,)),
    ("pyarrow", (_of_pyarrow,)),
    ("xarray", (_of_xarray,)),
)
