"""Answers requests of `mutants.py` in forks: a pipeline run bare, or with the probe of `prove`.

Those of `serve_mutants.py` too: a service's answers, and its own test of them.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

SECONDS = 300
ROOT = Path(__file__).resolve().parents[1]


def digest(value: Any) -> str:
    """What a value is, by its pickle, or by its text where it has none."""
    try:
        content = pickle.dumps(value, protocol=4)
    except Exception:
        content = repr(type(value)).encode()
    return hashlib.sha256(content).hexdigest()


def bare(request: Mapping[str, Any]) -> None:
    """Nothing; writes digests of the values at every stage's end, and of the results."""
    sys.path.insert(0, request["source"])
    package = request["package"]
    report: dict[str, Any] = {"stages": []}
    progress = importlib.import_module(f"{package}.progress")
    plain = progress.stage

    class Watched:
        def __init__(self, name: str, cells: tuple[int, ...] = ()) -> None:
            self.name, self.inner = name, plain(name, cells)

        def __enter__(self) -> Any:
            return self.inner.__enter__()

        def __exit__(self, *error: Any) -> Any:
            answer = self.inner.__exit__(*error)
            values = sys._getframe(1).f_locals
            wanted = [name for name in request["names"][self.name] if name in values]
            found = {name: digest(values[name]) for name in wanted}
            report["stages"].append([self.name, found])
            return answer

    progress.stage = Watched
    try:
        pipeline = importlib.import_module(f"{package}.pipeline")
        parameters = importlib.import_module(f"{package}.parameters").Parameters
        results = pipeline.run(parameters.model_validate({}))
        report["results"] = {name: digest(value) for name, value in vars(results).items()}
    except BaseException as error:
        report["error"] = f"{type(error).__name__}: {error}"
    Path(request["report"]).write_text(json.dumps(report))


def project(request: Mapping[str, Any]) -> int:
    """The exit code of a run with the probe."""
    from converter.probe.project import main

    return main(request["settings"])


def serve(request: Mapping[str, Any]) -> None:
    """Nothing; writes what a service answers, and what its own test says of that."""
    from serve_replay import replay

    replay(request)


KINDS: Mapping[str, Callable[[Mapping[str, Any]], int | None]] = {
    "bare": bare,
    "project": project,
    "serve": serve,
}


def child(request: Mapping[str, Any]) -> int:
    """The exit code of one request, in this process."""
    os.chdir(request["folder"])
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
    code = 0
    try:
        code = KINDS[request["kind"]](request) or 0
    except SystemExit as ended:
        code = int(bool(ended.code))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def main() -> None:
    """Answer every request with the exit code of its fork."""
    os.environ.update(MPLBACKEND="Agg", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    for name in ("matplotlib.pyplot", "pandas", "sklearn.ensemble", "pydantic_settings", "IPython"):
        importlib.import_module(name)
    importlib.import_module("converter.probe.project")
    for name in ("fastapi", "prometheus_client", "pytest", "joblib", *sys.argv[1:]):
        importlib.import_module(name)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.alarm(SECONDS)
            code = 1
            try:
                code = child(json.loads(line))
            finally:
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
