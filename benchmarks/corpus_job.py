"""Run a generated job in a copy of the notebook's folder: what it printed, what it saved."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus_files import Bench, Item, fresh_copy
from corpus_notebook import HERE, environment


@dataclass(frozen=True)
class JobRun:
    """`trouble` is empty when the job ended well."""

    stdout: str = ""
    trouble: str = ""
    results: dict[str, Any] = field(default_factory=dict)


def job_of(item: Item, project: Path, package: str, bench: Bench, *, results: bool) -> JobRun:
    """The job run once under the corpus environment, its results read back when asked."""
    folder = fresh_copy(item.file.parent, project.with_name(project.name + "-workdir"))
    runs = project.with_name(project.name + "-runs")
    shutil.rmtree(runs, ignore_errors=True)
    env = environment(bench) | {"PYTHONPATH": str(project / "src")}
    options = ["--workdir", str(folder), "--output-dir", str(runs)]
    command = [str(bench.python), "-m", package, "run", *options]
    try:
        done = subprocess.run(
            command, env=env, timeout=bench.timeout, capture_output=True, cwd=folder
        )
    except subprocess.TimeoutExpired:
        return JobRun(trouble=f"no answer in {bench.timeout} s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    stdout = done.stdout.decode("utf-8", "replace")
    stderr = done.stderr.decode("utf-8", "replace")
    (project.parent / f"{project.name}.stderr").write_text(stderr, encoding="utf-8")
    if done.returncode:
        return JobRun(stdout, f"exit {done.returncode}: {_first_line(stderr, package)}")
    return JobRun(stdout, "", _results(runs, bench, env) if results else {})


def _first_line(stderr: str, package: str) -> str:
    lines = [line for line in stderr.splitlines() if line.strip()]
    named = [line for line in lines if ": stage '" in line]
    return (named or lines[-1:] or ["nothing on stderr"])[0][:300]


def _results(runs: Path, bench: Bench, env: dict[str, str]) -> dict[str, Any]:
    """The saved results, read in the job's environment (they may be pickled estimators)."""
    found = sorted(path.parent for path in runs.glob("*/run.json"))
    if not found:
        return {}
    target = runs / "results.values"
    done = subprocess.run(
        [bench.python, HERE / "corpus_results.py", found[-1], target], env=env, capture_output=True
    )
    if done.returncode:
        return {}
    values: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return values
