"""The figures of the serving benchmark as Markdown: medians of the rounds, and ratios within them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from typing import Any

MOST = 0
"""In place of connections: those at which each server is at its best."""
# What is to be reached: a server, at connections, that many times the rate of a peer at as many.
TARGETS = (
    ("forest", "nbship", 16, "mlflow", 8.0),
    ("forest", "nbship", 16, "litserve", 1.4),
    ("forest", "nbship compiled", 16, "mlflow", 50.0),
    ("logistic", "nbship compiled", 16, "mlflow", 25.0),
    ("forest", "nbship compiled", 16, "litserve", 8.0),
    ("forest", "nbship compiled", 1, "mlflow", 12.0),
    ("forest", "nbship, 2 workers", 64, "nbship", 1.6),
    ("forest", "nbship, 2 workers", 256, "nbship", 1.6),
    ("forest", "nbship, 2 workers", MOST, "nbship", 1.6),
    ("forest", "nbship compiled, 2 workers", MOST, "nbship compiled", 1.6),
)

OURS = ("nbship", "nbship compiled")
PEERS = ("fastapi", "bentoml", "litserve", "mlflow")
# A figure of ours, and how many times plain FastAPI's it may be.
AT_MOST = (("rss_mb", "memory", 1.15), ("ready_s", "ready", 1.1))


def table(found: Sequence[Any]) -> str:
    """The page."""
    lines = ["# Serving, one row a request\n"]
    for model in dict.fromkeys(each.model for each in found):
        lines += _of_model(model, [each for each in found if each.model == model])
    lines += [
        "## Targets\n",
        "| model | server | connections | against | wanted | found | by CPU time |",
        "|---|---|---|---|---|---|---|",
    ]
    for model, server, connections, peer, wanted in TARGETS:
        ratio = ratios(found, model, connections, server, peer)
        if ratio:
            by_cpu = statistics.median(ratios(found, model, connections, server, peer, by_cpu=True))
            found_ = statistics.median(ratio)
            verdict = "" if found_ >= wanted else " **missed**"
            lines.append(
                f"| {model} | {server} | {connections or 'best of all'} | {peer} | {wanted:g}x | {found_:.1f}x{verdict} | {by_cpu:.1f}x |"
            )
    lines += ["", "| model | server | figure | against | at most | found |", "|---|---|---|---|---|---|"]
    lines += _limits(found)
    return "\n".join(lines) + "\n"


def _limits(found: Sequence[Any]) -> list[str]:
    """Rows of what may not be more than a peer's: latency, memory, time until ready."""
    lines = []
    figures: dict[tuple[str, str, str, int], float] = {}
    for name in ("p99_ms", *(name for name, _, _ in AT_MOST)):
        keys = {(each.model, each.server, each.connections) for each in found}
        for model, server, c in sorted(keys):
            own = [e for e in found if (e.model, e.server, e.connections) == (model, server, c)]
            figures[name, model, server, c] = statistics.median(getattr(e, name) for e in own)
    connections = sorted({each.connections for each in found})
    for model in dict.fromkeys(each.model for each in found):
        for server in OURS:
            for c in connections:
                peers = {p: figures.get(("p99_ms", model, p, c)) for p in PEERS}
                known = {p: value for p, value in peers.items() if value is not None}
                own = figures.get(("p99_ms", model, server, c))
                if known and own is not None:
                    best = min(known, key=lambda p: known[p])
                    verdict = "" if own < known[best] else " **missed**"
                    lines.append(
                        f"| {model} | {server} | p99 at {c} | {best} | {known[best]:.1f} ms | {own:.1f} ms{verdict} |"
                    )
            for name, word, most in AT_MOST:
                known_at = [c for c in connections if (name, model, "fastapi", c) in figures]
                last = max(known_at, default=connections[-1])
                plain = figures.get((name, model, "fastapi", last))
                own = figures.get((name, model, server, last))
                if plain and own is not None:
                    verdict = "" if own <= most * plain else " **missed**"
                    lines.append(
                        f"| {model} | {server} | {word} | fastapi | {most:g}x | {own / plain:.2f}x{verdict} |"
                    )
    return lines


def _of_model(model: str, found: Sequence[Any]) -> list[str]:
    connections = sorted({each.connections for each in found})
    heads = [
        f"{c} conn.: requests/s (x MLflow), p50, p99 ms, CPUs server + client" for c in connections
    ]
    lines = [f"## {model}\n", f"| server | {' | '.join(heads)} | ready s | MB |"]
    lines.append("|---" * (len(heads) + 3) + "|")
    for server in dict.fromkeys(each.server for each in found):
        cells = []
        for c in connections:
            own = [each for each in found if each.server == server and each.connections == c]
            if not own:
                cells.append("")
                continue
            ratio = ratios(found, model, c, server, "mlflow")
            times = f" ({statistics.median(ratio):.1f}x)" if ratio else ""
            of = _median_of(own)
            cells.append(
                f"{of(lambda e: e.rate):.0f}{times}, {of(lambda e: e.p50_ms):.1f}, {of(lambda e: e.p99_ms):.1f}, "
                f"{of(lambda e: e.server_cpus):.2f} + {of(lambda e: e.client_cpus):.2f}, "
                f"{of(lambda e: e.rate / max(e.server_cpus, 0.01)):.0f}"
            )
        of = _median_of([each for each in found if each.server == server])
        lines.append(
            f"| {server} | {' | '.join(cells)} | {of(lambda e: e.ready_s):.1f} | {of(lambda e: e.rss_mb):.0f} |"
        )
    return [*lines, ""]


def _median_of(measured: Iterable[Any]) -> Callable[[Callable[[Any], float]], float]:
    return lambda figure: statistics.median(map(figure, measured))


def ratios(
    found: Sequence[Any],
    model: str,
    connections: int,
    server: str,
    peer: str,
    *,
    by_cpu: bool = False,
) -> list[float]:
    """Rates of a server to those of a peer, round by round; `by_cpu`, rates for a CPU second.

    On a busy machine a server with more processes gets more of it: then only the latter compares.
    """
    rates: dict[tuple[int, str], float] = {}
    for each in found:
        if each.model == model and connections in (each.connections, MOST):
            rate = each.rate / (max(each.server_cpus, 0.01) if by_cpu else 1)
            rates[each.round, each.server] = max(rate, rates.get((each.round, each.server), 0))
    rounds = sorted({number for number, _ in rates})
    return [
        rates[number, server] / rates[number, peer]
        for number in rounds
        if (number, server) in rates and (number, peer) in rates
    ]
