"""A warm kernel as nbclient sees one: a manager, a client and channels, over one socket.

nbclient and papermill run on these unchanged, so everything that they do with messages (outputs,
widgets, timings, time-outs, autosaves) is done by them.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty
from typing import Any

from converter.run.warm.child import Child
from converter.run.warm.zygote.wire import SHUTDOWN, Gone, Unpacker, packed

_SHUTDOWN_SECONDS = 5.0  # what jupyter_client gives a kernel to end by itself
_CHUNK = 1 << 20
_TICK = 1.0


class WarmKernel:
    """A forked child, in the part of jupyter_client's `KernelManager` that nbclient uses."""

    has_kernel = True
    ipykernel = False  # nbclient would add arguments, and ours are given already
    kernel_id = "warm"

    def __init__(self, child: Child, file: str) -> None:
        """`file` is the connection file, which goes when the kernel does."""
        self._child, self._file = child, file
        self._client: WarmClient | None = None
        self.pid = child.pid
        self.tick: Callable[[], None] = lambda: None  # called now and then while a cell runs
        self.ended_by_signal = child.ended_by_signal
        self.learned = child.learned

    def client(self) -> WarmClient:
        """The client of this kernel."""
        self._client = WarmClient(self, self._child)
        return self._client

    def is_alive(self) -> bool:
        """Whether the child still runs."""
        return self._child.status(0) is None

    def interrupt_kernel(self) -> None:
        """^C in the child and what it has started."""
        self._child.signal_group(signal.SIGINT)

    def shutdown_kernel(self, now: bool = False) -> None:
        """nbclient leaves that to who lent the kernel."""

    def cleanup_resources(self) -> None:
        """nbclient's last call; `finish` closes what there is."""

    def conflict(self) -> str:
        """Why the run could not go on with what the server had imported, or nothing."""
        if self._client:
            self._client.drain()
        return self._child.conflict()

    def finish(self, *, now: bool = False) -> None:
        """End the child, by itself or at once, and give back what there was for it."""
        child = self._child
        if not now and self._client and self.is_alive():
            self._client.request(SHUTDOWN, {"restart": False})
            if child.status(_SHUTDOWN_SECONDS / 2) is None:
                child.signal_group(signal.SIGTERM)
                child.status(_SHUTDOWN_SECONDS / 2)
        child.stop()
        if self._client:
            self._client.drain()
            self._client.stop_channels()
        child.close()
        with suppress(OSError):
            os.unlink(self._file)


class WarmClient:
    """The part of jupyter_client's `KernelClient` that nbclient uses."""

    allow_stdin = False

    def __init__(self, kernel: WarmKernel, child: Child) -> None:
        from jupyter_client.session import Session

        self._kernel = kernel
        self.session = Session()
        self.session.auth = None
        self._line = child.line
        child.line.setblocking(False)
        self._wires = _Wires(child, self.session.unpack, lambda: kernel.tick())
        self.shell_channel = _Channel(self._wires, b"shell", self)
        self.iopub_channel = _Channel(self._wires, b"iopub", self)

    def start_channels(self) -> None:
        """They are open."""

    def stop_channels(self) -> None:
        """Hear no more of the kernel."""
        self._wires.stop()

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """The child answers when it can: nothing has to be waited for."""

    def drain(self) -> None:
        """Take in what the child has said and nobody has waited for."""
        self._wires.drain()

    def is_alive(self) -> bool:
        """Whether the kernel still runs."""
        return self._kernel.is_alive()

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Ask for a cell to be run; the id of the request."""
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": self.allow_stdin,
            "stop_on_error": False,  # nbclient asks for one cell at a time: nothing waits
        }
        return self.request("execute_request", content)

    def kernel_info(self) -> str:
        """Ask the kernel what it is; the id of the request."""
        return self.request("kernel_info_request", {})

    def request(self, kind: str, content: Mapping[str, Any]) -> str:
        """Send a request; its id."""
        message = self.session.msg(kind, dict(content))
        self.send(message)
        identity: str = message["header"]["msg_id"]
        return identity

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message to the child."""
        parts = [message[name] for name in ("header", "parent_header", "metadata", "content")]
        data = memoryview(packed([b"shell", *map(self.session.pack, parts)]))
        while data:
            try:
                data = data[self._line.send(data) :]
            except BlockingIOError:
                _wait_for_room(self._line)
            except OSError:
                return  # the child is gone, which is noticed where answers are awaited


class _Wires:
    """Messages from the child, sorted by channel as they arrive on the running event loop."""

    def __init__(
        self, child: Child, unpack: Callable[[bytes], Any], tick: Callable[[], None]
    ) -> None:
        self._line, self._notes = child.line, child.notes
        self._unpack = unpack
        self._tick = tick
        self._unpacker = Unpacker()
        self._waiting: dict[bytes, deque[dict[str, Any]]] = {b"shell": deque(), b"iopub": deque()}
        self._arrived: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closed = False

    async def next(self, channel: bytes, timeout: float | None) -> dict[str, Any]:
        """The channel's next message. Raises Empty after `timeout` seconds, Gone at the end."""
        self._listen()
        deadline = None if timeout is None else time.monotonic() + timeout
        waiting = self._waiting[channel]
        while not waiting:
            if self.closed:
                while self._waiting[b"iopub"] and waiting is not self._waiting[b"iopub"]:
                    await asyncio.sleep(0)  # what it said last is heard before its end
                raise Gone("the child has closed its line")
            assert self._arrived is not None
            self._arrived.clear()
            left = _TICK if deadline is None else min(deadline - time.monotonic(), _TICK)
            try:
                await asyncio.wait_for(self._arrived.wait(), max(left, 0))
            except asyncio.TimeoutError:
                self._tick()
                if deadline is not None and time.monotonic() >= deadline:
                    raise Empty from None
        return waiting.popleft()

    def stop(self) -> None:
        """Listen no more; what waits for a message gets Gone."""
        self.closed = True
        loop, number = self._loop, self._line.fileno()
        if loop is None or loop.is_closed() or number < 0:
            return
        if loop.is_running():  # another thread's, while this one closes the kernel
            loop.call_soon_threadsafe(loop.remove_reader, number)
        else:
            loop.remove_reader(number)

    def drain(self) -> None:
        """Read what has arrived already."""
        while self._line.fileno() >= 0 and self._received():
            continue

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        if loop is self._loop or self.closed:
            return
        self._loop = loop
        self._arrived = asyncio.Event()
        loop.add_reader(self._line, self._read)

    def _read(self) -> None:
        if not self._received():
            self.stop()
        assert self._arrived is not None
        self._arrived.set()

    def _received(self) -> bool:
        """Whether there was something to read."""
        try:
            data = self._line.recv(_CHUNK)
        except OSError:
            return False
        for channel, *parts in self._unpacker.messages(data):
            if channel in self._waiting:
                self._waiting[channel].append(_message(parts, self._unpack))
            else:
                self._notes[channel] = parts[0]
        return bool(data)


def _wait_for_room(sock: socket.socket) -> None:
    poller = select.poll()
    poller.register(sock, select.POLLOUT)
    poller.poll()


def _message(parts: list[bytes], unpack: Callable[[bytes], Any]) -> dict[str, Any]:
    from jupyter_client.jsonutil import extract_dates

    header, parent, metadata, content = map(unpack, parts[:4])
    return {
        "header": extract_dates(header),
        "msg_id": header["msg_id"],
        "msg_type": header["msg_type"],
        "parent_header": extract_dates(parent),
        "metadata": metadata,
        "content": content,
        "buffers": [memoryview(part) for part in parts[4:]],
    }


class _Channel:
    def __init__(self, wires: _Wires, name: bytes, client: WarmClient) -> None:
        self._wires, self._name, self._client = wires, name, client

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message. Raises Empty after `timeout` seconds, DeadKernelError at the end."""
        from nbclient.exceptions import DeadKernelError

        try:
            return await self._wires.next(self._name, timeout)
        except Gone:
            if self._name == b"iopub":  # nbclient looks at the answer: that is where it has to show
                await asyncio.Event().wait()
            raise DeadKernelError("Kernel died") from None

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message that nbclient has made (widgets that it imitates)."""
        self._client.send(message)
