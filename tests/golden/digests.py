"""Run as a script, elsewhere: under another hash seed, locale, time zone or Python, from another folder.

Each line on standard input names a case or an example notebook. The answer has a digest for each
file of its conversion.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from golden.cases import CASES, EXAMPLES, Case
from golden.conversions import digests, fresh_outcome

from converter.errors import NbshipError


def by_relative_path(case: Case) -> Case:
    """The case, its folder told as seen from the one above it, which becomes ours."""
    os.chdir(case.folder.parent)
    return replace(case, folder=Path(case.folder.name))


def main() -> None:
    """Answer each name on standard input with the digests of its conversion."""
    known = {case.name: case for case in (*CASES, *EXAMPLES)}
    for line in sys.stdin:
        try:
            answer = digests(fresh_outcome(by_relative_path(known[line.strip()])))
        except (NbshipError, SyntaxError) as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
