"""One notebook converted by every tool in turn, timed, and what came out looked over."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_convert import faults_of
from corpus_files import Item
from peers_tools import Installed, Tool, clean_environment, emitted

LIMIT = 120
# What ruff checked by default for years: mistakes, not style. Each project's own rules do not count.
RULES = "E4,E7,E9,F"
# A kernel gives these to every cell; in a script they are undefined.
KERNEL_GIVES = ("get_ipython", "display")


@dataclass(frozen=True)
class Ended:
    """How a process ended; `code` is None when it was stopped at its limit."""

    code: int | None
    stdout: str
    stderr: str
    seconds: float
    cpu: float = 0.0


@dataclass(frozen=True)
class Conversion:
    """What one tool made of one notebook: converted, refused or crashed; faults of the code.

    `uncompiled` and `undefined` are remarks, `lint` codes of ruff; empty when it has none. `cpu`
    are processor seconds, which a busy machine does not stretch as it does the clock's.
    """

    key: str
    tool: str
    verdict: str
    remark: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    uncompiled: tuple[str, ...] = ()
    undefined: tuple[str, ...] = ()
    lint: tuple[str, ...] = ()


def ended(command: Sequence[str], folder: Path, env: Mapping[str, str], limit: float) -> Ended:
    """The process run in `folder` to its end, or stopped with its children at the limit."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        code, cpu = _reaped(process, start + limit)
        seconds = time.perf_counter() - start
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    return Ended(code, texts[0], texts[1], seconds, cpu)


def _reaped(process: subprocess.Popen[bytes], end: float) -> tuple[int | None, float]:
    """Exit code (None: stopped at `end`) and processor seconds, children included."""
    stopped = False
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.perf_counter() > end and not stopped:
            stopped = True
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.005)
    # Popen must not wait for what is reaped already.
    process.returncode = os.waitstatus_to_exitcode(status)
    return None if stopped else process.returncode, used.ru_utime + used.ru_stime


def conversions(
    item: Item, tools: Sequence[Installed], work: Path, ruff: Path, turn: int
) -> list[Conversion]:
    """The notebook converted by all tools, one after the other, beginning with another each turn."""
    shift = turn % len(tools)
    return [conversion(item, each, work, ruff) for each in (*tools[shift:], *tools[:shift])]


def conversion(item: Item, each: Installed, work: Path, ruff: Path) -> Conversion:
    """The notebook converted by one tool into a new folder."""
    out = output_folder(work, item, each.tool)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    copy = out / item.file.name
    if any("{copy}" in word for word in each.tool.command):
        shutil.copy(item.file, copy)
    words = each.words(
        each.tool.command, notebook=item.file, out=out, copy=copy, stem=item.file.stem
    )
    done = ended(words, out, clean_environment(), LIMIT)
    seconds, cpu = round(done.seconds, 3), round(done.cpu, 3)
    files = emitted(each.tool, out)
    verdict = verdict_of(each.tool, done, bool(files))
    if verdict != "converted":
        return Conversion(item.key, each.tool.name, verdict, remark_of(done), seconds, cpu)
    texts = {str(file.relative_to(out)): code_of(file) for file in files}
    faults = [fault for name, text in texts.items() for fault in faults_of(name, text)]
    undefined = tuple(fault for fault in faults if "undefined name" in fault)
    uncompiled = tuple(fault for fault in faults if "undefined name" not in fault)
    if each.tool.run == "tasks":
        undefined = tuple(fault for fault in undefined if not is_given(fault))
    return Conversion(
        item.key,
        each.tool.name,
        verdict,
        "",
        seconds,
        cpu,
        uncompiled,
        undefined,
        linted(ruff, files),
    )


def output_folder(work: Path, item: Item, tool: Tool) -> Path:
    """Where a tool's conversion of a notebook lies."""
    return work / item.slug / tool.name


def verdict_of(tool: Tool, done: Ended, has_code: bool) -> str:
    """converted, refused (an error told in words) or crashed (a traceback, a signal, no end)."""
    told = done.stderr + done.stdout
    if done.code == 0:
        return "converted" if has_code else "refused"
    if done.code is None or done.code < 0:
        return "crashed"
    if tool.refusals:
        return "refused" if done.code in tool.refusals else "crashed"
    if tool.refuses and re.search(tool.refuses, told):
        return "refused"
    return "crashed" if "Traceback (most recent call last)" in told else "refused"


def last_error(done: Ended) -> str:
    """The line that tells why a process ended badly or gave nothing."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr or done.stdout)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"(\w+\.)*\w+(Error|Exception|Exit): \S", line)]
    named = [line for line in lines if re.search(r"\berror\b", line, re.IGNORECASE)]
    chosen = raised[-1:] or named[:1] or lines[-1:]
    return (chosen or [f"exit {done.code}, no code" if done.code == 0 else f"exit {done.code}"])[0]


def remark_of(done: Ended) -> str:
    """Why there is no code."""
    return f"no end in {LIMIT} s" if done.code is None else last_error(done)[:200]


def is_given(fault: str) -> bool:
    """Whether a name that pyflakes does not know is one that kernels define."""
    return any(fault.endswith(f"'{name}'") for name in KERNEL_GIVES)


def code_of(file: Path) -> str:
    """The Python of a file; of a notebook, its cells as a kernel would transform them."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix != ".ipynb":
        return text
    from IPython.core.inputtransformer2 import TransformerManager

    cells = json.loads(text)["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return "\n".join(TransformerManager().transform_cell(source) for source in sources)


def linted(ruff: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """The codes of what ruff says under RULES, each once; the rules are the same for all tools."""
    names = [str(file) for file in files]
    command = [str(ruff), "check", "--isolated", "--no-cache", "--select", RULES, "--output-format", "json", *names]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode > 1:
        return (done.stderr.strip()[:200] or "ruff failed",)
    remarks = json.loads(done.stdout or "[]")
    return tuple(sorted({str(remark["code"] or "syntax") for remark in remarks}))
