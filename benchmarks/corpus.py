"""Convert the public corpus; run its bench notebooks and their jobs; compare. `make corpus`.

    python benchmarks/corpus.py --shared ../shared/corpus
    python benchmarks/corpus.py --shared ../shared/corpus --bench-only --only statsmodels

Builds the corpus and its environment under `.corpus/` (minutes, once) and writes
`benchmarks/corpus.md` and `benchmarks/corpus.json` when nothing was left out by an option.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from corpus_convert import Converted, converted
from corpus_files import Bench, Item, build_corpus, build_environment, items_of
from corpus_run import CONVERSION_LIMIT, Verdict, verdict_of
from corpus_table import counted, markdown, portable

HERE = Path(__file__).resolve().parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    add = parser.add_argument
    add("--shared", type=Path, required=True, help="folder with public.json and its scripts")
    add("--corpus", type=Path, default=Path(".corpus/notebooks"), help="unpacked corpus")
    add("--env", type=Path, default=Path(".corpus/env"), help="environment of the bench notebooks")
    add("--work", type=Path, default=Path(".corpus/work"), help="projects, copies, differences")
    add("--only", default="", help="notebooks whose source or path contains this text")
    add("--limit", type=int, default=0, help="at most so many notebooks")
    add("--workers", type=int, default=2)
    add("--timeout", type=int, default=600, help="seconds for one run of a notebook or job")
    add("--bench-only", action="store_true", help="leave out the conversion of all notebooks")
    add("--convert-only", action="store_true", help="leave out the runs")
    add("--quick", action="store_true", help="leave out the second run, with --displays drop")
    return parser.parse_args()


def chosen(items: list[Item], only: str, limit: int) -> list[Item]:
    """The notebooks that the options leave."""
    kept = [item for item in items if only.lower() in item.key.lower()]
    return kept[:limit] if limit else kept


def conversions(items: list[Item], work: Path, workers: int) -> list[Converted]:
    """Every notebook converted, in the items' order."""
    shutil.rmtree(work, ignore_errors=True)
    with ProcessPoolExecutor(workers) as pool:
        waiting = [
            pool.submit(
                converted, i, work / i.slug, displays="print", limit=CONVERSION_LIMIT, whole=False
            )
            for i in items
        ]
        for done, _ in enumerate(as_completed(waiting), 1):
            if done % 50 == 0 or done == len(items):
                print(f"converted {done} of {len(items)}", flush=True)
    return [future.result() for future in waiting]


def linted(work: Path) -> str:
    """What ruff says of all emitted projects, each under its own configuration."""
    ruff = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "json"]
    command = [*ruff, str(work)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode > 1:
        return str(done.stderr).strip()[:200]
    remarks = json.loads(done.stdout or "[]")
    found = Counter(str(remark["code"] or "syntax") for remark in remarks)
    return ", ".join(f"{count} {code}" for code, count in found.most_common()) or "clean"


def verdicts(items: list[Item], bench: Bench, workers: int, *, quick: bool) -> list[Verdict]:
    """Every bench notebook judged, in the items' order; told as they come."""
    with ProcessPoolExecutor(workers) as pool:
        waiting = [pool.submit(verdict_of, i, bench, stdout_too=not quick) for i in items]
        for future in as_completed(waiting):
            one = future.result()
            print(f"{one.verdict:14s} {one.key}  {one.remark}", flush=True)
            if one.page and one.verdict != "equivalent":
                print(f"{'':14s} see {one.page}", flush=True)
    return [future.result() for future in waiting]


def save(found: Sequence[Converted], judged: Sequence[Verdict], text: str) -> None:
    """The table and the same as data, beside this file."""
    (HERE / "corpus.md").write_text(text, encoding="utf-8")
    rows = [asdict(one) | {"remark": portable(one.remark), "page": "", "seconds": 0} for one in judged]
    summary = [{"key": o.key, "verdict": o.verdict, "remark": portable(o.remark)} for o in found]
    document = {"conversions": summary, "bench": rows}
    data = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    (HERE / "corpus.json").write_text(data, encoding="utf-8")


def main() -> int:
    options = arguments()
    with ThreadPoolExecutor(2) as both:
        builds = [
            both.submit(build_corpus, options.shared, options.corpus),
            both.submit(build_environment, options.shared, options.env),
        ]
        for build in builds:
            build.result()
    manifest = options.shared / "public.json"
    items = chosen(items_of(manifest, options.corpus.resolve()), options.only, options.limit)
    work = options.work.resolve()
    found: list[Converted] = []
    lint = "not run"
    if not options.bench_only:
        found = conversions(items, work / "projects", options.workers)
        lint = linted(work / "projects")
    judged: list[Verdict] = []
    if not options.convert_only:
        # resolve() would follow the environment's python to the interpreter behind it.
        python = options.env.absolute() / "bin/python"
        bench = Bench(python, work / "bench", options.timeout)
        wanted = [item for item in items if item.bench]
        # Each proof runs a notebook and a job at the same time.
        workers = max(1, options.workers // 2)
        judged = verdicts(wanted, bench, workers, quick=options.quick)
    text = markdown(found, judged, lint)
    print(text)
    partial = options.only or options.limit or options.bench_only or options.convert_only
    if not partial:
        save(found, judged, text)
    endings = [one.verdict for one in found], [one.verdict for one in judged]
    print("conversion:", counted(endings[0]))
    print("both run:", counted(endings[1]))
    return 1 if "crash" in (*endings[0], *endings[1]) else 0


if __name__ == "__main__":
    sys.exit(main())
