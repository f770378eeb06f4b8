"""An ipykernel without sockets: made once by the server, brought to life in each forked child.

`prepared` follows `IPKernelApp.initialize` up to the point where threads and sockets would start;
`enlivened` does the rest in the child. Between them the server imports what notebooks import, with
the shell, `sys.stdout` and `sys.stderr` already being the objects that the child will use: what
libraries take hold of at import time is then right.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from ipykernel.iostream import BackgroundSocket, IOPubThread, OutStream
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import new_id

from . import effects

_LOADED_BY_STARTING = ("tornado.platform.asyncio", "IPython.core.logger")
_EXTENSIONS = {"storemagic": "IPython.extensions.storemagic"}
INLINE = "module://matplotlib_inline.backend_inline"
Published = Callable[[Sequence[Any]], None]


class Unstarted(IOPubThread):
    """Stands in for the thread that sends, as long as there is none; `sent` hears messages."""

    def __init__(self, sent: Published) -> None:
        # Not IOPubThread's own __init__: it makes an event loop and sockets, which fork badly.
        wrapped: Any = BackgroundSocket
        self.socket = None
        self.io_loop: Any = None
        self.thread = threading.Thread(name="IOPub")
        self.background_socket = wrapped(self)
        self.sent = sent

    def schedule(self, f: Callable[[], None]) -> None:
        """Nothing is timed before there is a thread."""

    def send_multipart(self, *args: Any, **_: Any) -> None:
        """A message that an import published."""
        self.sent(args[0])


class Channel:
    """What ipykernel takes for a zmq socket: messages go to `write` under the channel's name."""

    def __init__(self, name: bytes, write: Published, context: Any = None) -> None:
        self.name = name
        self.context = context
        self._write = write
        self._copies = True

    def send_multipart(self, parts: Sequence[Any], *_: Any, copy: bool = True, **__: Any) -> None:
        """Send a message without its address and signature."""
        if self._copies and not copy:  # zmq starts a nameless thread when it first sends in place
            self._copies = False
            effects.number_threads(effects.next_thread() + 1)
        start = list(parts).index(b"<IDS|MSG>")
        self._write([self.name, *(_as_bytes(part) for part in parts[start + 2 :])])

    def close(self) -> None:
        """There is nothing of its own to close."""


def _as_bytes(part: Any) -> Any:
    return part.bytes if hasattr(part, "bytes") and not isinstance(part, bytes) else part


class MainShell:
    """What ipykernel 7 asks its shell channel's thread; here there is only the main thread."""

    def __init__(self) -> None:
        self.parent_thread = threading.main_thread()
        self.manager = self

    def subshell_id_from_thread_id(self, thread_id: int) -> None:
        """The main shell has no id."""

    def list_subshell(self) -> list[str]:
        """There are no others."""
        return []


def prepared(arguments: list[str], sent: Published) -> Any:
    """The application with its kernel and shell, without threads and sockets."""
    app: Any = IPKernelApp.instance()
    super(IPKernelApp, app).initialize(arguments)
    app.init_pdb()
    app.init_blackhole()
    app.ip  # noqa: B018  looks at the network interfaces, as a kernel does
    for name in (*_LOADED_BY_STARTING, *app.default_extensions):
        with contextlib.suppress(ImportError):
            importlib.import_module(_EXTENSIONS.get(name, name))
    app.configure_tornado_logger()
    app.session.key = b""  # messages stay between two processes of one user: no signatures
    app.iopub_thread = Unstarted(sent)
    app.iopub_socket = app.iopub_thread.background_socket
    app.capture_fd_output = False
    app.init_io()
    app.capture_fd_output = True
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        stream._original_stdstream_copy = number  # type: ignore[union-attr]
    app.init_signal()
    kernel = app.kernel_class.instance(
        parent=app,
        session=app.session,
        iopub_thread=app.iopub_thread,
        iopub_socket=app.iopub_socket,
        log=app.log,
        profile_dir=app.profile_dir,
        user_ns=app.user_ns,
    )
    if hasattr(kernel, "shell_channel_thread"):
        kernel.shell_channel_thread = MainShell()
    app.kernel = kernel
    app.displayhook.get_execution_count = lambda: kernel.execution_count
    app.init_path()
    app.init_shell()
    os.environ.setdefault("MPLBACKEND", INLINE)
    return app


def enlivened(app: Any, write: Published, taken: int) -> None:
    """Start what a kernel has threads for, with messages going to `write`.

    `taken` is how many numbers of threads the preparation has used up.
    """
    import zmq

    kernel = app.kernel
    thread = _publisher(Channel(b"iopub", write, zmq.Context()), app.session)
    thread.start()
    app.iopub_thread = kernel.iopub_thread = thread
    app.iopub_socket = kernel.iopub_socket = thread.background_socket
    for publisher in (kernel.shell.displayhook, kernel.shell.display_pub, app.displayhook):
        publisher.pub_socket = app.iopub_socket
    watched_streams(app.session, thread, taken)


def owned(session: Any) -> None:
    """Let messages be this process's, not the server's."""
    session.pid = os.getpid()
    session.session = new_id()


def started_up(app: Any) -> None:
    """Run what the user's configuration has a kernel do first: extensions, startup files."""
    with contextlib.suppress(SystemExit):
        app.init_gui_pylab()
        app.init_extensions()
        app.init_code()
    sys.stdout.flush()
    sys.stderr.flush()


def watched_streams(session: Any, thread: Any, taken: int) -> None:
    """Redirect the streams, with threads that are numbered as a kernel's are.

    Its first nameless thread watches its parent, which ours need not; `taken` numbers went to
    threads that imports have made and never started.
    """
    effects.number_threads(2 if os.environ.get("JPY_PARENT_PID") else 1)
    for name in ("stdout", "stderr"):
        _redirect(name, session, thread)
    effects.number_threads(effects.next_thread() + taken)


def _publisher(channel: Channel, session: Any) -> Any:
    thread: Any = IOPubThread
    try:
        return thread(channel, pipe=True, session=session)
    except TypeError:  # ipykernel 6
        return thread(channel, pipe=True)


def _redirect(name: str, session: Any, thread: Any) -> None:
    """Make the stream a fresh one that watches its file descriptor, and stay the same object."""
    stream: Any = getattr(sys, name)
    remade: Any = OutStream
    setattr(sys, name, getattr(sys, f"__{name}__"))
    try:
        del stream._original_stdstream_copy
        remade.__init__(stream, session, thread, name)
    finally:
        setattr(sys, name, stream)
    if hasattr(stream, "_thread_to_parent_header"):
        _of_nobody(stream)


def _of_nobody(stream: Any) -> None:
    """Let what the watching thread writes belong to the cell that runs.

    ipykernel 6 has threads belong to the cell that starts them, once there is a kernel. A kernel
    starts this thread before, and so it has no entry in the stream's table.
    """
    watching = getattr(stream, "watch_fd_thread", None)
    deadline = time.monotonic() + 1
    while watching and time.monotonic() < deadline:
        if stream._thread_to_parent_header.pop(watching.ident, None) is not None:
            return
        time.sleep(0.0002)
