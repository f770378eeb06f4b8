"""Run as a script, under another hash seed and from another folder: a digest for every case."""

from __future__ import annotations

import json
import sys

from golden.cases import CASES
from golden.conversions import digest, fresh_outcome


def main() -> None:
    """Answer each case name on standard input with the digest of its conversion."""
    known = {case.name: case for case in CASES}
    for line in sys.stdin:
        print(json.dumps(digest(fresh_outcome(known[line.strip()]))), flush=True)


if __name__ == "__main__":
    main()
