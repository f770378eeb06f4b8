"""Processes that stay, so that a case does not pay for an interpreter's start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
REPOSITORY = TESTS.parent


class Server:
    """A script that answers each line it is given with one line of JSON."""

    def __init__(
        self,
        script: str,
        folder: Path,
        *,
        python: str = sys.executable,
        umask: int = -1,
        **environment: str,
    ) -> None:
        known = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(TESTS), str(REPOSITORY))),
            "MPLBACKEND": "Agg",
            "IPYTHONDIR": str(folder / "ipython"),
            **environment,
        }
        self._process = subprocess.Popen(
            [python, str(TESTS / "golden" / script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            umask=umask,
            env={name: value for name, value in known.items() if not name.startswith("DEMO_")},
        )

    def ask(self, line: str) -> Any:
        """The answer to `line`."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the server ended, exit code {self._process.wait()}"
        return json.loads(answer)

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()
