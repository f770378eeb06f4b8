"""`make demo`: a notebook becomes a service; what it answers over HTTP is compared with the notebook's answers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from demo_processes import Stopped, command, request, served, stop_on_signals

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = Path("example_notebooks/churn.ipynb")
DEMO = Path("demo")
PROJECT = DEMO / "churn"
ARTIFACTS = DEMO / "artifacts"
RECORDED = PROJECT / "tests" / "reference" / "predict.json"
NBSHIP = Path(sys.executable).with_name("nbship")
ROWS = 3


def main() -> int:
    """0 when the service answers as the notebook did, else 1."""
    stop_on_signals()
    os.chdir(ROOT)
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    step("1. The notebook becomes a project; it runs once, so that its rows are seen")
    command(NBSHIP, "convert", NOTEBOOK, "--to", "service", "-o", PROJECT)
    step("2. The project trains, without nbship")
    source = {"PYTHONPATH": str((PROJECT / "src").resolve())}
    python = (sys.executable, "-m", "churn")
    command(*python, "train", "--output-dir", ARTIFACTS, environment=source)
    step("3. The service starts")
    words = (*python, "serve", "--artifacts", ARTIFACTS, "--port", 0)
    with served(*words, log=DEMO / "service.log", environment=source) as service:
        print(f"GET /readyz  {service.ready()}", flush=True)
        step("4. What the notebook answered, and what the service answers")
        equal = compared(service.url)
        step("5. The service stops")
    print(
        "asked to end, it ended"
        f"\n\nthe project  {PROJECT}   (start with src/churn/endpoints.py)"
        f"\nartifacts    {ARTIFACTS}"
        f"\nthe split    nbship inspect {NOTEBOOK} --to service"
        f"\nits proof    nbship prove {NOTEBOOK} {PROJECT}"
    )
    return 0 if equal else 1


def step(title: str) -> None:
    print(f"\n== {title}", flush=True)


def recorded() -> list[tuple[object, object]]:
    """Rows that the notebook's own call of `predict` was seen to answer, and its answers."""
    calls = json.loads(RECORDED.read_text(encoding="utf-8"))
    pairs = [pair for call in calls for pair in zip(call["rows"], call["answers"], strict=True)]
    return pairs[:ROWS]


def compared(url: str) -> bool:
    """Whether both answered the same; shows every row with its two answers."""
    pairs = recorded()
    alike = 0
    for row, answer in pairs:
        status, body = request(f"{url}/predict", row)
        told = body["predictions"][0] if status == 200 else f"{status} {body}"
        alike += told == answer
        print(
            f"POST /predict  {json.dumps(row)}\n"
            f"{'equal ' if told == answer else 'DIFFER'}  notebook  {answer}\n"
            f"        service   {told}",
            flush=True,
        )
    equal = alike == len(pairs) == ROWS
    print(f"\n{'equal' if equal else 'NOT EQUAL'}: {alike} of {ROWS} answers")
    return equal


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except Stopped as why:
        sys.exit(str(why))
