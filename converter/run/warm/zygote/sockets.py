"""A forked child with an ordinary kernel's sockets: ipykernel's own start, on the prepared kernel."""

from __future__ import annotations

from typing import Any

from ipykernel.ipkernel import IPythonKernel
from tornado.ioloop import IOLoop

from .kernel import watched_streams

_STAYS = ("parent", "session", "log", "profile_dir", "user_ns")


class Wired(IPythonKernel):
    """Gives the kernel that is there the streams and threads that a new one would be made with."""

    @classmethod
    def instance(cls, *_: Any, **given: Any) -> Any:
        """The kernel."""
        kernel = IPythonKernel.instance()
        for name, value in given.items():
            if name not in _STAYS:
                setattr(kernel, name, value)
        return kernel


def connected(app: Any, taken: int) -> None:
    """Open the sockets that the connection file tells, and start the kernel's threads."""
    kernel = app.kernel
    app.load_connection_file()
    app.init_sockets()
    app.init_heartbeat()
    app.write_connection_file()
    app.kernel_class = Wired
    app.init_kernel()
    for publisher in (kernel.shell.displayhook, kernel.shell.display_pub, app.displayhook):
        publisher.pub_socket = app.iopub_socket
    watched_streams(app.session, app.iopub_thread, taken)


def serve(app: Any) -> None:
    """Answer requests until one asks to stop."""
    app.kernel.start()
    app.io_loop = IOLoop.current()
    app.io_loop.start()
