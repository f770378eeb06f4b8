"""A PostgreSQL server of our own: on loopback, in a temporary folder, never as root."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def user() -> str | None:
    """Somebody who is not root: PostgreSQL refuses to run as root. None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The URL of a server that lives as long as the block."""
    name = user()
    folder = Path(tempfile.mkdtemp(prefix="nbship-pg-"))
    try:
        if name:
            shutil.chown(folder, name)
        quiet = {"user": name, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        data = folder / "data"
        words = ["-D", data, "-U", "nbship", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run([programs / "initdb", *words], check=True, timeout=SECONDS, **quiet)
        port = free_port()
        options = [f"-p{port}", "-clisten_addresses=127.0.0.1", "-cfsync=off"]
        options += [f"-cunix_socket_directories={folder}"]
        process = subprocess.Popen([programs / "postgres", "-D", data, *options], **quiet)
        try:
            _wait(port, process)
            yield f"postgresql://nbship@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGINT)  # does not wait for clients that stay connected
            process.wait(SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    ends = time.monotonic() + SECONDS
    while True:
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=nbship dbname=postgres").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > ends or process.poll() is not None:
                raise
            time.sleep(0.1)
