"""The forked child at work: requests of one notebook, answered as an ipykernel answers them."""

from __future__ import annotations

import asyncio
import inspect
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

import ipykernel
from tornado.ioloop import IOLoop

from .kernel import Channel
from .wire import SHUTDOWN, Unpacker, packed


class Line:
    """The connection to the client; messages are written whole, from any thread."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(True)
        self.socket = sock
        self._unpacker = Unpacker()
        self._lock = threading.Lock()

    def write(self, parts: Any) -> None:
        """Send a message; a client that is gone does not stop the cell that still runs."""
        data = packed(parts)
        with self._lock:
            try:
                self.socket.sendall(data)
            except OSError:
                return

    async def messages(self) -> Any:
        """The client's messages until it hangs up."""
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        loop.add_reader(self.socket, readable.set)
        try:
            while True:
                await readable.wait()
                readable.clear()
                try:
                    data = self.socket.recv(1 << 16, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    continue
                if not data:
                    return
                for parts in self._unpacker.messages(data):
                    yield parts
        finally:
            loop.remove_reader(self.socket)


def serve(app: Any, line: Line) -> None:
    """Answer requests until the client asks to stop or is gone."""
    loop = IOLoop.current()
    app.kernel.io_loop = loop
    # ipykernel 6 has one more frame: how deep a recursion can go shows in its error.
    version = str(getattr(ipykernel, "__version__", ""))
    answered = _answered_deeper if version.startswith("6.") else _answered
    shell = Channel(b"shell", line.write)

    async def until_stopped() -> None:
        try:
            async for parts in line.messages():
                message = _message(parts, app.session.unpack)
                if message["msg_type"] == SHUTDOWN:
                    break
                await answered(app.kernel, shell, message)
        finally:
            loop.add_callback(loop.stop)

    loop.add_callback(until_stopped)
    loop.start()


def _message(parts: list[bytes], unpack: Callable[[bytes], Any]) -> dict[str, Any]:
    header, parent, metadata, content = map(unpack, parts[1:5])
    return {
        "header": header,
        "msg_id": header["msg_id"],
        "msg_type": header["msg_type"],
        "parent_header": parent,
        "metadata": metadata,
        "content": content,
        "buffers": [memoryview(part) for part in parts[5:]],
    }


async def _answered_deeper(kernel: Any, shell: Channel, message: dict[str, Any]) -> None:
    await _answered(kernel, shell, message)


async def _answered(kernel: Any, shell: Channel, message: dict[str, Any]) -> None:
    """What `Kernel.dispatch_shell` does with a message that has arrived."""
    kernel.set_parent([], message, channel="shell")
    _status(kernel, "busy", message)
    handler = kernel.shell_handlers.get(message["msg_type"])
    if handler is not None:
        kernel.pre_handler_hook()
        try:
            result = handler(shell, [], message)
            if inspect.isawaitable(result):
                await result
        except KeyboardInterrupt:
            kernel.log.error("KeyboardInterrupt caught in kernel.")
        finally:
            kernel.post_handler_hook()
    sys.stdout.flush()
    sys.stderr.flush()
    _status(kernel, "idle", message)


def _status(kernel: Any, state: str, parent: dict[str, Any]) -> None:
    kernel.session.send(
        kernel.iopub_socket,
        "status",
        {"execution_state": state},
        parent=parent,
        ident=kernel._topic("status"),
    )
