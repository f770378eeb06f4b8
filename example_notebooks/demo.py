"""`make demo`: a notebook becomes a job; both run; what they print is compared, line by line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = Path("example_notebooks/churn.ipynb")
DEMO = Path("demo")
PROJECT = DEMO / "churn"
EXECUTED = DEMO / "churn.executed.ipynb"
NBSHIP = Path(sys.executable).with_name("nbship")


def main() -> int:
    os.chdir(ROOT)
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    step("1. The notebook becomes a project")
    command(NBSHIP, "convert", NOTEBOOK, "--to", "job", "-o", PROJECT)
    step("2. The notebook runs, through papermill")
    command(NBSHIP, "run", NOTEBOOK, EXECUTED, "--no-store")
    step("3. The job runs, without nbship")
    source = {"PYTHONPATH": str(PROJECT / "src")}
    job = command(
        *(sys.executable, "-m", "churn", "run", "--output-dir", DEMO / "runs"), environment=source
    )
    step("4. What the notebook printed, and what the job printed")
    equal = compared(printed_by_notebook(EXECUTED), job.splitlines())
    print(
        f"\nthe project   {PROJECT}   (start with src/churn/pipeline.py)"
        f"\nits outputs   {DEMO / 'runs'}"
        f"\nthe notebook  {EXECUTED}"
        f"\nthe plan      nbship inspect {NOTEBOOK}"
    )
    return 0 if equal else 1


def step(title: str) -> None:
    print(f"\n== {title}", flush=True)


def command(*words: object, environment: dict[str, str] | None = None) -> str:
    """What the command prints on stdout; the demo ends when it fails."""
    line = [str(word) for word in words]
    print("$ " + " ".join([Path(line[0]).name, *line[1:]]), flush=True)
    done = subprocess.run(
        line,
        check=False,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    print(done.stdout, end="", flush=True)
    if done.returncode:
        sys.exit(f"it ended with {done.returncode}")
    return done.stdout


def printed_by_notebook(path: Path) -> list[str]:
    """The lines that the cells of an executed notebook printed."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    texts = ["".join(output["text"]) for output in outputs if output.get("name") == "stdout"]
    return "".join(texts).splitlines()


def compared(notebook: list[str], job: list[str]) -> bool:
    """Whether both printed the same; shows every pair of lines."""
    for ours, theirs in zip_longest(notebook, job, fillvalue="(nothing)"):
        verdict = "equal " if ours == theirs else "DIFFER"
        print(f"{verdict}  notebook  {ours}\n        job       {theirs}")
    equal = notebook == job and bool(notebook)
    print(f"\n{'equal' if equal else 'NOT EQUAL'}: {len(notebook)} lines printed by the notebook")
    return equal


if __name__ == "__main__":
    sys.exit(main())
