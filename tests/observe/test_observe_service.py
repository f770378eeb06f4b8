"""A service that is started: what is told of one that does not get ready."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from converter.errors import EnvironmentProblem
from converter.observe import service
from converter.observe.service import Command, started

NEVER = '''
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Never(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503)
        self.end_headers()
        self.wfile.write(BODY)

if ENDS:
    sys.exit("no such library")
HTTPServer(("127.0.0.1", int(sys.argv[-1])), Never).serve_forever()
'''


@pytest.mark.parametrize(
    ("body", "ends", "told", "hint"),
    [
        (b'{"detail": "the golden row differs"}', False, "ready: the golden row differs", False),
        (b"<html>", False, '"GET /readyz HTTP/1.1" 503', True),
        (b"", True, "ready: no such library", True),
    ],
    ids=["detail", "log", "ended"],
)
def test_the_reason_of_a_service_that_does_not_get_ready_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: bytes, ends: bool, told: str, hint: bool
) -> None:
    text = NEVER.replace("BODY", repr(body)).replace("ENDS", repr(ends))
    (tmp_path / "never.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(service, "READY", 3.0)
    command = Command(sys.executable, "never", tmp_path, tmp_path, {})
    with pytest.raises(EnvironmentProblem) as caught, started(command, tmp_path, tmp_path / "log"):
        pytest.fail("it was never ready")
    assert told in str(caught.value)
    assert bool(caught.value.hint) is hint
