"""Run as a script: executes notebooks and pipelines, each in a fork of its own.

Every line on standard input is a request: `kind` (notebook, job), `folder` to run in, `report` to
write values to, `out` and `err` for what is printed. The answer is the exit code.
"""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import json
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # beside us: values.py

from values import portrait  # noqa: E402

SECONDS = 60
DISPLAY = "\x1e{}\x1f"


def run_notebook(request: dict[str, Any]) -> dict[str, Any]:
    """The notebook's values of `names` after its cells ran in one namespace."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    HistoryManager.enabled = False
    shell = InteractiveShell.instance()
    text = shell.display_formatter.formatters["text/plain"]

    def show(value: object) -> None:
        if value is not None and not shell.displayhook.quiet():
            print(DISPLAY.format(text(value)))

    def publish(data: dict[str, str], *_: object, **__: object) -> None:
        print(DISPLAY.format(data["text/plain"]))

    shell.display_trap.hook = show
    shell.display_pub.publish = publish
    shell.enable_gui = lambda *_: None  # %matplotlib inline
    for source in request["cells"]:
        shell.run_cell(source, store_history=True).raise_error()
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
    known = shell.user_ns
    return {name: portrait(known[notebooks_name(name, known)]) for name in request["names"]}


def notebooks_name(field: str, known: Mapping[str, Any]) -> str:
    """The notebook's name for a field of the results: `sum_` is `sum` where there is no `sum_`."""
    return field if field in known else field.rstrip("_")


def run_job(request: dict[str, Any]) -> dict[str, Any]:
    """The fields of the job's results."""
    sys.path.insert(0, request["source"])
    package = request["package"]
    pipeline = __import__(f"{package}.pipeline", fromlist=["run"])
    settings = __import__(f"{package}.parameters", fromlist=["Parameters"])
    fields = __import__(f"{package}.sources", fromlist=["NAMES"]).NAMES
    given = {fields[name]: value for name, value in request["override"].items()}
    results = pipeline.run(settings.Parameters(**given))
    if inspect.isawaitable(results):
        results = asyncio.run(results)
    return {f.name: portrait(getattr(results, f.name)) for f in dataclasses.fields(results)}


KINDS = {"notebook": run_notebook, "job": run_job}


def child(request: dict[str, Any]) -> int:
    """The exit code of one request, run in this process."""
    os.chdir(request["folder"])
    sys.path.insert(0, request["folder"])
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stdin = open(os.devnull)
    try:
        values = KINDS[request["kind"]](request)
        Path(request["report"]).write_text(json.dumps(values))
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def main() -> None:
    """Answer every request with the exit code of its fork."""
    import IPython.core.formatters
    import IPython.core.interactiveshell  # noqa: F401
    import pydantic_settings  # noqa: F401

    warnings.simplefilter("ignore")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.alarm(SECONDS)
            os._exit(child(json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
