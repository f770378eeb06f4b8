"""Read a job's saved results and write them in comparable form: RUN_FOLDER VALUES.

Runs under the corpus environment's Python, with the project's `src` on the path.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from corpus_values import dump


def loaded(file: Path) -> Any:
    """The value that a result file holds, by its suffix."""
    match file.suffix:
        case ".parquet":
            return table(file)
        case ".csv":
            import pandas

            return pandas.read_csv(file, index_col=0)
        case ".npy":
            import numpy

            return numpy.load(file)
        case ".json":
            return json.loads(file.read_text(encoding="utf-8"))
        case ".joblib":
            import joblib

            return joblib.load(file)
        case ".pickle" | ".pkl":
            import pickle

            return pickle.loads(file.read_bytes())
    raise ValueError(f"no reader for {file.suffix}")


def table(file: Path) -> Any:
    """A parquet file as the library that wrote it reads it."""
    import pyarrow.parquet

    if b"geo" in (pyarrow.parquet.read_schema(file).metadata or {}):
        import geopandas

        return geopandas.read_parquet(file)
    import pandas

    return pandas.read_parquet(file)


def main(folder: str, target: str) -> int:
    root = Path(folder)
    values: dict[str, Any] = {}
    for output in json.loads((root / "run.json").read_text(encoding="utf-8"))["outputs"]:
        names = output.get("results", [])
        if not names or output["file"] is None or output["format"] in ("text", "png"):
            continue
        try:
            value = loaded(root / output["file"])
        except Exception as exc:  # a result that cannot be read back is a finding, not an end
            print(f"{names}: {type(exc).__name__}: {exc}", file=sys.stderr)
            continue
        shared = output["file"] in ("metrics.json", "results.json")
        values |= value if shared else {names[0]: value}
    dump(values, target)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
