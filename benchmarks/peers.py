"""nbship beside jupytext, nbconvert, soorgeon and notebook-to-pipeline, on one corpus. `make peers`.

    python benchmarks/peers.py --shared ../shared/corpus
    python benchmarks/peers.py --shared ../shared/corpus --sample 20 --minutes 10 --only statsmodels

Peers are installed below `build/peers/`, each in its own environment; one that cannot be is named
in the table. Writes `benchmarks/peers.md` and `peers.json` when no option left anything out.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from corpus import chosen
from corpus_files import Bench, Item, build_corpus, build_environment, items_of
from peers_convert import Conversion, conversions, ended
from peers_run import Compared, compared
from peers_table import Findings, document, markdown
from peers_tools import TOOLS, Installed, clean_environment, installed, versions

HERE = Path(__file__).resolve().parent
STARTS = 5
SEED = 20240601


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    add = parser.add_argument
    add("--shared", type=Path, required=True, help="folder with public.json and its scripts")
    add("--corpus", type=Path, default=Path(".corpus/notebooks"), help="unpacked corpus")
    add("--env", type=Path, default=Path(".corpus/env"), help="environment of the bench notebooks")
    add("--work", type=Path, default=Path("build/peers"), help="environments, conversions, copies")
    add("--sample", type=int, default=60, help="so many of all notebooks, besides the bench ones; 0: all")
    add("--seed", type=int, default=SEED, help="of the sample")
    add("--only", default="", help="notebooks whose source or path contains this text")
    add("--workers", type=int, default=2, help="notebooks at a time")
    add("--timeout", type=int, default=300, help="seconds for one run of a notebook or its code")
    add("--minutes", type=float, default=0, help="begin no run of a bench notebook after so many; 0: no limit")
    add("--convert-only", action="store_true", help="leave out the runs")
    add("--save", action="store_true", help="write the table though options left something out")
    return parser.parse_args()


def sampled(items: Sequence[Item], size: int, seed: int) -> list[Item]:
    """The same `size` of the items for the same seed, in the items' order; all for 0."""
    if not size or size >= len(items):
        return list(items)
    drawn = set(random.Random(seed).sample(range(len(items)), size))
    return [item for place, item in enumerate(items) if place in drawn]


def all_conversions(
    items: Sequence[Item], tools: Sequence[Installed], work: Path, workers: int
) -> list[Conversion]:
    """Every notebook by every tool, in the items' order."""
    ruff = Path(sys.executable).with_name("ruff")
    with ThreadPoolExecutor(workers) as pool:
        waiting = [
            pool.submit(conversions, item, tools, work, ruff, turn)
            for turn, item in enumerate(items)
        ]
        for done, _ in enumerate(as_completed(waiting), 1):
            if done % 10 == 0 or done == len(items):
                print(f"converted {done} of {len(items)} with each tool", flush=True)
    return [one for future in waiting for one in future.result()]


def all_runs(
    items: Sequence[Item],
    tools: Sequence[Installed],
    made: Sequence[Conversion],
    bench: Bench,
    work: Path,
    options: argparse.Namespace,
) -> list[Compared]:
    """Every bench notebook beside what the tools made of it, until the time is over."""
    end = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")

    def one(item: Item) -> Compared | None:
        if time.monotonic() > end:
            return None
        own = [each for each in made if each.key == item.key]
        return compared(item, tools, own, bench, work)

    with ThreadPoolExecutor(options.workers) as pool:
        waiting = [pool.submit(one, item) for item in items]
        for future in as_completed(waiting):
            told = future.result()
            if told is not None:
                words = (f"{each.tool} {each.verdict}" for each in told.outcomes)
                print(f"{told.key}: {', '.join(words) or told.trouble}", flush=True)
    return [told for future in waiting if (told := future.result()) is not None]


def starts(tools: Sequence[Installed], folder: Path) -> dict[str, list[float]]:
    """Seconds of a bare start of each tool, in turns; the first, which fills caches, is dropped."""
    found: dict[str, list[float]] = {each.tool.name: [] for each in tools}
    for turn in range(STARTS + 1):
        for each in tools:
            seconds = ended(each.words(each.tool.start), folder, clean_environment(), 60).seconds
            if turn:
                found[each.tool.name].append(round(seconds, 3))
    return found


def by_length(manifest: Path, items: Sequence[Item]) -> list[Item]:
    """The items, those first that ran fastest when the corpus was made."""
    records = json.loads(manifest.read_text(encoding="utf-8"))["notebooks"]
    seconds = {(r["source"], r["path"]): r.get("run", {}).get("seconds", 0) for r in records}
    return sorted(items, key=lambda item: (seconds.get((item.source, item.path), 0), item.key))


def main() -> int:
    options = arguments()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    build_corpus(options.shared, options.corpus)
    build_environment(options.shared, options.env)
    with ThreadPoolExecutor(2) as pool:
        tried = list(pool.map(lambda tool: installed(tool, work / "environments"), TOOLS))
    tools = [each for each in tried if not each.trouble]
    troubles = {each.tool.name: each.trouble for each in tried if each.trouble}
    for name, why in troubles.items():
        print(f"{name} is not installed: {why}", file=sys.stderr)
    manifest = options.shared / "public.json"
    everything = items_of(manifest, options.corpus.resolve())
    items = chosen(everything, options.only, 0)
    bench = [item for item in items if item.bench]
    sample = sampled(items, options.sample, options.seed)
    both = bench + [item for item in sample if not item.bench]
    folder = work / "conversions"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    bare = starts(tools, folder)
    made = all_conversions(both, tools, folder, options.workers)
    judged: list[Compared] = []
    if not options.convert_only:
        # resolve() would follow the environment's python to the interpreter behind it.
        place = Bench(options.env.absolute() / "bin/python", work / "runs", options.timeout)
        judged = all_runs(by_length(manifest, bench), tools, made, place, folder, options)
    found = Findings(
        tuple(each.tool.name for each in tools),
        troubles,
        made,
        sorted(judged, key=lambda one: one.key),
        bare,
        frozenset(item.key for item in bench),
        frozenset(item.key for item in sample),
        len(everything),
        0 if options.convert_only else len(bench) - len(judged),
    )
    heads = list(versions(TOOLS))
    text = markdown(found, heads)
    print(text)
    if options.save or not (options.only or options.convert_only or found.unrun):
        (HERE / "peers.md").write_text(text, encoding="utf-8")
        data = json.dumps(document(found, heads), indent=1, ensure_ascii=False) + "\n"
        (HERE / "peers.json").write_text(data, encoding="utf-8")
    return 1 if any(one.tool == "nbship" and one.verdict == "crashed" for one in made) else 0


if __name__ == "__main__":
    sys.exit(main())
