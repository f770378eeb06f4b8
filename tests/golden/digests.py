"""Run as a script, under another hash seed and from another folder: a digest for every case."""

from __future__ import annotations

import json
import sys

from golden.cases import CASES
from golden.conversions import digest, fresh_outcome

from converter.errors import NbshipError


def main() -> None:
    """Answer each case name on standard input with the digest of its conversion."""
    known = {case.name: case for case in CASES}
    for line in sys.stdin:
        try:
            answer = digest(fresh_outcome(known[line.strip()]))
        except (NbshipError, SyntaxError) as error:
            answer = str(error)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
