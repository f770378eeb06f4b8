"""Convert one notebook in a worker process and look over the Python that came out."""

from __future__ import annotations

import io
import json
import re
import signal
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from corpus_files import Item

SOURCES = (".py", "pyproject.toml")
NAME = re.compile(r"(?:undefined name '|'(?=\w+' may be undefined))(\w+)")
"""The name in what pyflakes says of one that is, or may be, undefined."""


@dataclass(frozen=True)
class Converted:
    """What became of one notebook: `converted`, `refused` or `crash`, and the first remark.

    `faults` are modules that do not compile and names that pyflakes finds undefined; `inherited`
    those that it does not find in the notebook's own code either, cell after cell.
    """

    key: str
    verdict: str
    remark: str = ""
    seconds: float = 0.0
    package: str = ""
    faults: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()


class TooSlow(Exception):
    """The conversion took longer than its limit."""


def _too_slow(signum: int, frame: FrameType | None) -> None:
    raise TooSlow


def converted(item: Item, folder: Path, *, displays: str, limit: int, whole: bool) -> Converted:
    """The notebook converted into `folder`; only its sources unless `whole`."""
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(limit)
    start = time.monotonic()
    try:
        verdict, remark, package, faults = _attempt(item, folder, displays=displays, whole=whole)
    except TooSlow:
        verdict, remark, package, faults = "crash", f"no answer in {limit} s", "", ()
    finally:
        signal.alarm(0)
    seconds = round(time.monotonic() - start, 2)
    own = undefined_in(item.file) if faults else frozenset()
    inherited = tuple(fault for fault in faults if _name(fault) in own)
    rest = tuple(fault for fault in faults if fault not in inherited)
    return Converted(item.key, verdict, remark, seconds, package, rest, inherited)


def _attempt(
    item: Item, folder: Path, *, displays: str, whole: bool
) -> tuple[str, str, str, tuple[str, ...]]:
    from converter.errors import InternalError, NbshipError, NotebookError
    from converter.model.diagnostic import Diagnostic
    from converter.model.settings import Settings
    from converter.pipeline import convert

    try:
        made = convert(
            str(item.file), Settings(displays="print" if displays == "print" else "drop")
        )
    except NotebookError as exc:
        remarks = [d for d in exc.diagnostics if isinstance(d, Diagnostic)]
        errors = [d for d in remarks if d.severity == "error"]
        return "refused", errors[0].text(item.file.name) if errors else exc.message, "", ()
    except InternalError as exc:
        return "crash", f"InternalError: {exc.message}", "", ()
    except NbshipError as exc:
        return "refused", exc.message, "", ()
    except TooSlow:
        raise
    except Exception:  # noqa: BLE001  a crash is what this harness looks for
        return "crash", traceback.format_exc(limit=-3).strip().replace("\n", " | "), "", ()
    files = made.project.files
    for name, content in files.items():
        if whole or name.endswith(SOURCES):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    modules = {n: c.decode("utf-8") for n, c in files.items() if n.endswith(".py")}
    faults = tuple(fault for name, text in modules.items() for fault in faults_of(name, text))
    return "converted", "", made.plan.package, faults


def undefined_in(notebook: Path) -> frozenset[str]:
    """The names that pyflakes does not find in the code of a notebook, cell after cell."""
    from IPython.core.inputtransformer2 import TransformerManager

    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    text = "\n".join(TransformerManager().transform_cell(source) for source in sources)
    return frozenset(map(_name, _flaked("notebook", text))) - {""}


def _name(fault: str) -> str:
    found = NAME.search(fault)
    return found[1] if found else ""


def faults_of(name: str, text: str) -> list[str]:
    try:
        compile(text, name, "exec")
    except (SyntaxError, ValueError) as exc:
        return [f"{name}: {exc}"]
    return [line for line in _flaked(name, text) if "undefined name" in line]


def _flaked(name: str, text: str) -> list[str]:
    from pyflakes.api import check
    from pyflakes.reporter import Reporter

    heard = io.StringIO()
    check(text, name, Reporter(heard, heard))
    return heard.getvalue().splitlines()
