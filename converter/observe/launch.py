"""How the probe comes into another process: its files are loaded from their folder, by path."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAME = "_nbship_probe"
PROBE = Path(__file__).resolve().parents[1] / "probe"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
BASH = Path("/bin/bash")

_LOAD = """
def load(folder, name):
    import importlib, importlib.util, sys
    if name not in sys.modules:
        place = importlib.util.spec_from_file_location(
            name, folder + "/__init__.py", submodule_search_locations=[folder])
        module = importlib.util.module_from_spec(place)
        sys.modules[name] = module
        place.loader.exec_module(module)
    return importlib.import_module(name + "." + part)
"""


def kernel_code(function: str, *arguments: str) -> str:
    """One expression that calls a function of the probe in a kernel and binds no name there."""
    text = f"part = 'kernel'\n{_LOAD}\nload({str(PROBE)!r}, {NAME!r}).{function}(*{arguments!r})\n"
    return f"exec(compile({text!r}, '<nbship>', 'exec'), {{}})"


def seeding_code(seed: int) -> str:
    """Statements that seed what a process draws, as the probe does."""
    return f"part = 'seeding'\n{_LOAD}\nload({str(PROBE)!r}, {NAME!r}).seed_everything({seed})\n"


def project_command(python: str, settings: Path) -> list[str]:
    """The command that runs a project with the probe."""
    text = (
        f"part = 'project'\n{_LOAD}\nimport sys\n"
        f"sys.exit(load({str(PROBE)!r}, {NAME!r}).main({str(settings)!r}))\n"
    )
    return [python, "-c", text]


def written_settings(content: Mapping[str, Any], file: Path) -> Path:
    """`file` with the settings in it; only its owner can read it, the probe removes it."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(content, stream, default=str)
    return file


def environment(base: Mapping[str, str], scratch: Path, *, threads: int | None) -> dict[str, str]:
    """The variables of either side: the same hash seed, width and threads, temporary files apart.

    IPython gives commands to `$SHELL`. A scheduler has none, but the notebook's author had, and a
    project asks bash for what only bash knows: without it, the sides would not be the same.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    kept = {
        name: text for name, text in base.items() if name not in ("MPLBACKEND", "PYTHONHASHSEED")
    }
    if threads is not None:
        kept = {**{name: str(threads) for name in THREADS}, **kept}
    if Path(kept.get("SHELL") or "sh").name in ("sh", "dash") and BASH.exists():
        kept["SHELL"] = str(BASH)
    return {
        **kept,
        "PYTHONHASHSEED": "0",
        "COLUMNS": "80",
        "JUPYTER_COLUMNS": "80",  # rich's consoles in a kernel
        "LINES": "24",
        "TMPDIR": str(scratch),
    }
