"""What server and clients say to each other: JSON with file descriptors, and kernel messages.

A control message is one JSON object, length first; descriptors travel beside its length. A kernel
message is a list of byte strings: the channel, then what Jupyter's wire protocol has after its
signature (header, parent header, metadata, content, buffers).
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator, Sequence
from typing import Any

SHUTDOWN = "shutdown_request"
_LENGTH = struct.Struct("!I")
_MOST_FDS = 8
_CHUNK = 1 << 16


class Gone(Exception):
    """The other side has closed the connection, or is no more."""


def send(sock: socket.socket, message: dict[str, Any], fds: Sequence[int] = ()) -> None:
    """Send one control message, and copies of the descriptors `fds`."""
    body = json.dumps(message).encode()
    head = _LENGTH.pack(len(body))
    try:
        if fds:
            socket.send_fds(sock, [head], list(fds))
            sock.sendall(body)
        else:
            sock.sendall(head + body)
    except OSError as exc:
        raise Gone(str(exc)) from exc


def receive(sock: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The next control message, and the descriptors that came with it. Raises Gone."""
    try:
        head, fds, _, _ = socket.recv_fds(sock, _LENGTH.size, _MOST_FDS, socket.MSG_CMSG_CLOEXEC)
        if not head:
            raise Gone("closed")
        head += _exactly(sock, _LENGTH.size - len(head))
        body = _exactly(sock, _LENGTH.unpack(head)[0])
    except OSError as exc:
        raise Gone(str(exc)) from exc
    message: dict[str, Any] = json.loads(body)
    return message, fds


def _exactly(sock: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = sock.recv(min(size - len(parts), _CHUNK))
        if not part:
            raise Gone("closed in the middle of a message")
        parts += part
    return bytes(parts)


def packed(parts: Sequence[Any]) -> bytes:
    """One kernel message as bytes."""
    sizes = [memoryview(part).nbytes for part in parts]
    head = struct.pack(f"!I{len(sizes)}I", len(sizes), *sizes)
    return b"".join([head, *parts])


class Unpacker:
    """Kernel messages out of a stream of bytes."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def messages(self, data: bytes) -> Iterator[list[bytes]]:
        """The messages that are complete now that `data` has arrived."""
        self._bytes += data
        while (message := self._next()) is not None:
            yield message

    def _next(self) -> list[bytes] | None:
        have = self._bytes
        if len(have) < _LENGTH.size:
            return None
        (count,) = _LENGTH.unpack_from(have)
        start = _LENGTH.size * (1 + count)
        if len(have) < start:
            return None
        sizes = struct.unpack_from(f"!{count}I", have, _LENGTH.size)
        if len(have) < start + sum(sizes):
            return None
        parts = []
        for size in sizes:
            parts.append(bytes(have[start : start + size]))
            start += size
        del have[:start]
        return parts
