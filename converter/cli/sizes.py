"""Sizes as people type them: `800M`, `2G`, `1.5GiB`."""

from __future__ import annotations

import re

import click

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:([KMGT])(i?)B?|B)?", re.IGNORECASE)
_POWERS = {"K": 1, "M": 2, "G": 3, "T": 4}


class _Size(click.ParamType):  # type: ignore[type-arg]
    name = "size"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Bytes. A plain number is bytes already; K, M, G and T are powers of 1000, KiB of 1024."""
        match = _SIZE.fullmatch(str(value).strip())
        count = float(match[1]) if match else 0
        if not match or not count:
            self.fail(f"{value!r} is not a size: write 800M or 2G", param, ctx)
        base = 1024 if match[3] else 1000
        return int(count * base ** _POWERS.get((match[2] or "").upper(), 0))


SIZE = _Size()
