"""A folder of notebooks that use each other becomes one project that prints what they printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from converter.model.settings import Settings
from converter.pipeline import convert

TOOLS = "import math\nSCALE = 3\n\ndef scaled(x):\n    return x * SCALE\n\nprint('tools')\n"


def notebook(path: Path, *sources: str) -> Path:
    cells = [{"cell_type": "code", "source": s, "metadata": {}, "outputs": []} for s in sources]
    document = {"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    path.write_text(json.dumps(document))
    return path


def printed(main: Path, folder: Path) -> str:
    project = convert(str(main), Settings()).project
    for name, content in project.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    package = project.name.replace("-", "_")
    command = [sys.executable, "-m", package, "run", "--workdir", str(folder / "notebooks")]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(
        [*command, "--output-dir", str(folder / "runs")],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_notebooks_and_scripts_that_are_run(tmp_path: Path) -> None:
    (tmp_path / "tools.py").write_text(TOOLS)
    notebook(
        tmp_path / "prep.ipynb", "%%time\nBASE = 10\nBASE", "def shifted(x):\n    return x + BASE"
    )
    main = notebook(
        tmp_path / "analysis.ipynb",
        "%run tools.py\n%run ./prep.ipynb",
        "BASE = 20\nprint(scaled(2), shifted(1), math.floor(2.5))",
    )
    assert printed(main, tmp_path / "out") == "tools\n6 21 2\n"
    assert (tmp_path / "out/notebooks/prep.ipynb").exists()


def test_notebooks_that_are_imported(tmp_path: Path) -> None:
    notebook(tmp_path / "base.ipynb", "K = 2", "K", "print('base')")
    notebook(tmp_path / "prep.ipynb", "import import_ipynb\nfrom base import K\n%matplotlib inline")
    main = notebook(
        tmp_path / "analysis.ipynb",
        "import import_ipynb\nprint('first')\nimport prep",
        "from ipynb.fs.full.base import K as k\nprint(prep.K + k)",
    )
    assert printed(main, tmp_path / "out") == "first\nbase\n4\n"
    assert (tmp_path / "out/src/base.py").exists()


def test_modules_on_the_search_path_come_along(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "steps.py").write_text("def twice(x):\n    return 2 * x\n")
    (tmp_path / "notebooks").mkdir()
    main = notebook(
        tmp_path / "notebooks" / "use.ipynb",
        'import sys\nsys.path.insert(0, "..")\nfrom src.steps import twice',
        "print(twice(4))",
    )
    assert printed(main, tmp_path / "out") == "8\n"
    assert '"src' not in (tmp_path / "out/pyproject.toml").read_text().split("[project.opt")[0]


def test_what_came_along_is_first_party_where_imports_are_sorted(tmp_path: Path) -> None:
    (tmp_path / "AAA.py").write_text("def twice(x):\n    return 2 * x\n")
    (tmp_path / "notebooks").mkdir()
    main = notebook(
        tmp_path / "notebooks" / "use.ipynb",
        'import sys\nsys.path.append("..")\nfrom AAA import twice\nfrom yaml import dump',
        "print(dump(twice(4)))",
    )
    assert printed(main, tmp_path / "out") == "8\n...\n\n"
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "."]
    done = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
