"""Time `nbship convert` against `jupyter nbconvert --to script` on one 50-cell notebook. `make bench`.

Whole processes, taken in turns within one run, so that a busy machine slows both alike.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
RATIO, MEGABYTES = 1.5, 200

HEAD = """import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from pathlib import Path
%matplotlib inline"""
SETTINGS = 'SEED = 7\nROWS = 200\nTHRESHOLD = 0.4\nOUT = Path("out")'
LOAD = """rng = np.random.default_rng(SEED)
df = pd.DataFrame({"group": rng.choice(list("abc"), ROWS), "value": rng.normal(10, 2, ROWS)})
df.head()"""
# Eleven sections of four cells: a function, a table, a picture, a printed line.
SECTION = (
    """def cleaned_{n}(frame, limit={n}):
    # rows below the limit say nothing
    kept = frame[frame["value"] > limit / 10].copy()
    kept["scaled"] = kept["value"] / kept["value"].max()
    return kept[kept["scaled"] > THRESHOLD]""",
    """part_{n} = cleaned_{n}(df)
table_{n} = part_{n}.groupby("group").agg(mean=("value", "mean"), rows=("value", "size"))
table_{n}""",
    """plt.hist(part_{n}["value"], bins=20)
plt.title("part {n}")
plt.show()""",
    """share_{n} = len(part_{n}) / len(df)
if share_{n} < 0.5:
    print("part {n} lost more than half")
print(f"part {n}: {{share_{n}:.1%}} of the rows, mean {{part_{n}['value'].mean():.2f}}")""",
)
TAIL = """shares = [share_1, share_2, share_3]
print("together", round(sum(shares), 3))"""


def cells() -> list[dict[str, object]]:
    """Fifty code cells with a heading before each section."""
    sources = [("code", HEAD), ("code", SETTINGS), ("code", LOAD)]
    for n in range(1, 12):
        sources.append(("markdown", f"## Part {n}\n\nWhat the rows above {n / 10} tell."))
        sources += [("code", text.format(n=n)) for text in SECTION]
    sources += [("code", "df.describe()"), ("code", "df.shape"), ("code", TAIL)]
    return [cell(number, kind, text) for number, (kind, text) in enumerate(sources)]


def cell(number: int, kind: str, text: str) -> dict[str, object]:
    more: dict[str, object]
    more = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text, **more}


def notebook() -> str:
    """The notebook as nbformat-4 JSON."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    document = {"cells": cells(), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1)


def peak_megabytes(pid_usage: resource.struct_rusage) -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return pid_usage.ru_maxrss * unit / 1e6


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of wall clock and peak megabytes of one process that must succeed."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(command)}")
    return seconds, peak_megabytes(usage)


def main() -> int:
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "fifty.ipynb").write_text(notebook(), encoding="utf-8")
        script = [str(tools / "jupyter"), "nbconvert", "--to", "script", "fifty.ipynb"]
        theirs: list[float] = []
        ours: list[float] = []
        memory = 0.0
        for turn in range(ROUNDS + 1):
            one, _ = measured([*script, "--output", f"script-{turn}"], folder)
            command = [str(tools / "nbship"), "convert", "fifty.ipynb", "--to", "job"]
            two, peak = measured([*command, "-o", f"job-{turn}"], folder)
            if turn:  # the first turn fills the disk cache
                theirs.append(one)
                ours.append(two)
                memory = max(memory, peak)
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"jupyter nbconvert --to script: median {statistics.median(theirs):.2f} s")
    print(f"nbship convert --to job:       median {statistics.median(ours):.2f} s")
    print(f"ratio {ratio:.2f} (at most {RATIO}), peak memory {memory:.0f} MB (at most {MEGABYTES})")
    return 0 if ratio <= RATIO and memory < MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
