"""One bench notebook run, then what every tool made of it; printed text compared.

All run in throw-away copies of the notebook's folder, under the corpus' environment. What counts is
standard output, line by line, masked as `prove` masks it (addresses, clocks, durations), the same
way for every tool; figures, results and files are not compared here.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus_files import Bench, Item
from peers_convert import Conversion, Ended, ended, last_error, output_folder
from peers_tools import Installed, clean_environment, emitted, package_of

KERNEL = "peers"
# What `%matplotlib inline` says in a terminal: IPython's word, not the script's.
IPYTHONS_OWN = "No event loop hook running.\n"


@dataclass(frozen=True)
class Outcome:
    """`verdict`: equal, differs, fails or not converted; `ipython`: the same under IPython, where
    the plain run failed for want of it."""

    key: str
    tool: str
    verdict: str
    remark: str = ""
    ipython: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Compared:
    """One bench notebook: how many lines it printed, and the outcomes; `trouble`: it did not run."""

    key: str
    lines: int
    outcomes: tuple[Outcome, ...]
    trouble: str = ""


def compared(
    item: Item, tools: Sequence[Installed], made: Sequence[Conversion], bench: Bench, work: Path
) -> Compared:
    """The notebook's own text, and that of every tool's code."""
    place = bench.work / item.slug
    shutil.rmtree(place, ignore_errors=True)
    folder = fresh_copy(item, place / "notebook")
    done = _run_notebook(item, bench, folder, place)
    executed = place / "executed.ipynb"
    if done.code != 0:
        shutil.rmtree(place, ignore_errors=True)
        return Compared(item.key, 0, (), last_error(done)[:200])
    printed = stdout_of(executed)
    lines = shown(printed, "")
    verdicts = {one.tool: one.verdict for one in made}
    outcomes = []
    for each in tools:
        if verdicts.get(each.tool.name) != "converted":
            outcomes.append(Outcome(item.key, each.tool.name, "not converted"))
            continue
        outcomes.append(_outcome(item, each, bench, output_folder(work, item, each.tool), lines))
    shutil.rmtree(place, ignore_errors=True)
    return Compared(item.key, len(lines), tuple(outcomes))


def _outcome(item: Item, each: Installed, bench: Bench, out: Path, lines: list[str]) -> Outcome:
    folder = fresh_copy(item, bench.work / item.slug / each.tool.name)
    done = run_of(item, each, bench, out, folder)
    verdict, remark = judged(done, lines, package_of(out))
    ipython = ""
    if each.tool.run == "script" and verdict == "fails" and "get_ipython" in done.stderr:
        again = fresh_copy(item, bench.work / item.slug / f"{each.tool.name}-ipython")
        script = _placed(each, out, again)[0]
        words = [str(bench.python), "-m", "IPython", "--colors=nocolor", script.name]
        other = ended(words, again, variables(bench), bench.timeout)
        printed = other.stdout.replace(IPYTHONS_OWN, "")
        ipython = judged(replace(other, stdout=printed), lines, "")[0]
    return Outcome(item.key, each.tool.name, verdict, remark, ipython, round(done.seconds, 1))


def judged(done: Ended, lines: list[str], package: str) -> tuple[str, str]:
    """equal, differs or fails, and the first thing to say about it."""
    if done.code is None:
        return "fails", "no end within the limit"
    if done.code != 0:
        return "fails", last_error(done)[:200]
    found = shown(done.stdout, package)
    if found == lines:
        return "equal", ""
    at = next((i for i, (a, b) in enumerate(zip(lines, found, strict=False)) if a != b), None)
    if at is None:
        at = min(len(lines), len(found))
    left, right = ([*side, ""][at] if at < len(side) else "(end)" for side in (lines, found))
    return "differs", f"line {at + 1}: {left.strip()[:60]!r} became {right.strip()[:60]!r}"


def shown(text: str, package: str) -> list[str]:
    """The masked lines of standard output."""
    from converter.probe.text import shown_lines

    return shown_lines(text, package)


def run_of(item: Item, each: Installed, bench: Bench, out: Path, folder: Path) -> Ended:
    """What the tool emitted, run as its users run it, in a copy of the notebook's folder."""
    place = folder.parent
    python = str(bench.python)
    if each.tool.run == "job":
        own = ["run", "--workdir", str(folder), "--output-dir", str(place / "job-runs")]
        env = variables(bench, PYTHONPATH=str(out / "src"))
        return ended([python, "-m", package_of(out), *own], folder, env, bench.timeout)
    files = _placed(each, out, folder)
    if each.tool.run == "stages":
        # The module's own `__main__` prints a line for every result besides. `src` comes first: a
        # module beside the notebook may be named like the package.
        code = f"import sys; sys.path.insert(0, 'src'); from {package_of(out)}.pipeline import run; run()"
        return ended([python, "-c", code], folder, variables(bench), bench.timeout)
    if each.tool.run == "tasks":
        return _built(each, bench, folder, place)
    return ended([python, files[0].name], folder, variables(bench), bench.timeout)


def _built(each: Installed, bench: Bench, folder: Path, place: Path) -> Ended:
    """The pipeline built by ploomber on the corpus' kernel; its printed text in task order."""
    import yaml

    kernels(bench, place / "jupyter", "python3")
    env = variables(bench, JUPYTER_PATH=str(place / "jupyter"))
    words = [str(each.runner / "ploomber"), "build", "--force"]
    done = ended(words, folder, env, bench.timeout)
    if done.code != 0:
        return done
    tasks = yaml.safe_load((folder / "pipeline.yaml").read_text(encoding="utf-8"))["tasks"]
    printed = [stdout_of(folder / task["product"]["nb"]) for task in tasks]
    return Ended(0, "".join(printed), done.stderr, done.seconds)


def _placed(each: Installed, out: Path, folder: Path) -> list[Path]:
    """The emitted code and what belongs to it, beside the notebook's files."""
    if each.tool.run == "script":
        return [Path(shutil.copy(file, folder)) for file in emitted(each.tool, out)]
    for part in ("src", "tasks", "pipeline.yaml", "exported.py"):
        if (out / part).is_dir():
            shutil.copytree(out / part, folder / part, dirs_exist_ok=True)
        elif (out / part).exists():
            shutil.copy(out / part, folder / part)
    return []


def _run_notebook(item: Item, bench: Bench, folder: Path, place: Path) -> Ended:
    """The notebook executed by papermill on the corpus' kernel, into `executed.ipynb`."""
    kernels(bench, place / "jupyter", KERNEL)
    words = ["-m", "papermill", "-k", KERNEL, "--no-progress-bar", "--cwd", str(folder)]
    files = [str(folder / item.file.name), str(place / "executed.ipynb")]
    env = variables(bench, JUPYTER_PATH=str(place / "jupyter"))
    return ended([str(bench.python), *words, *files], folder, env, bench.timeout)


def kernels(bench: Bench, folder: Path, name: str) -> None:
    """Nothing; `folder` has a kernel `name` that is the corpus' Python."""
    target = folder / "kernels" / name
    target.mkdir(parents=True, exist_ok=True)
    argv = [str(bench.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": name, "language": "python"}
    (target / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def variables(bench: Bench, **more: str) -> dict[str, str]:
    """The variables of all runs."""
    fixed = {"MPLBACKEND": "Agg", "PYTHONHASHSEED": "0", "COLUMNS": "80", "LINES": "24"}
    return clean_environment(**fixed, **more)


def fresh_copy(item: Item, target: Path) -> Path:
    """A copy of the notebook's folder, with the folders above that the notebook names."""
    from converter.observe.workcopy import working_copy

    shutil.rmtree(target, ignore_errors=True)
    return working_copy(item.file.parent, target, above=folders_above(item.file)).folder


def folders_above(notebook: Path) -> int:
    """How many folders over its own the notebook's text reaches."""
    climbs = re.findall(r"(?:\.\./)+", notebook.read_text(encoding="utf-8"))
    return min(3, max((len(climb) // 3 for climb in climbs), default=0))


def stdout_of(notebook: Path) -> str:
    """What the cells of an executed notebook printed."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    texts = [output["text"] for output in outputs if output.get("name") == "stdout"]
    return "".join(text if isinstance(text, str) else "".join(text) for text in texts)
