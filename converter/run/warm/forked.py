"""A forked child with sockets, as jupyter_client sees it: a kernel with another way to start."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import run_sync

from converter.run.warm.child import Child

Fork = Callable[[str], Child]
_LONG = 10.0
_manager: Any = AsyncKernelManager


class ForkedProcess:
    """The part of `subprocess.Popen` that jupyter_client's provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, child: Child) -> None:
        self._child = child
        self.pid = child.pid

    def poll(self) -> int | None:
        """The exit code, or None while the process runs."""
        return self._child.status(0)

    def wait(self) -> int | None:
        """The exit code, when the process has ended."""
        return self._child.status(_LONG)

    def send_signal(self, number: int) -> None:
        """Signal the process itself; its group is what jupyter_client tries first."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the process."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)


class _Provisioner(LocalProvisioner):
    """Picks ports and writes the connection file as ever; then has a server fork."""

    fork: Any = None
    child: Child | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Have the server fork a child for the connection file."""
        manager: Any = self.parent
        child: Child = self.fork(str(manager.connection_file))
        self.child = child
        self.process: Any = ForkedProcess(child)
        self.pid: Any = child.pid
        self.pgid: Any = child.pid
        self.cwd: Any = kwargs.get("cwd")
        return self.connection_info


class ZmqKernel(_manager):  # type: ignore[misc]
    """A kernel manager for nbclient whose kernel was forked."""

    tick: Callable[[], None] = staticmethod(lambda: None)

    @classmethod
    def started(cls, kernel: str, fork: Fork) -> ZmqKernel:
        """A manager whose kernel runs; `fork` has a child made for a connection file.

        Raises what `fork` raises.
        """
        manager: Any = cls(kernel_name=kernel)
        manager._clients = []
        manager.provisioner = _Provisioner(
            kernel_id="warm", kernel_spec=manager.kernel_spec, parent=manager
        )
        manager.provisioner.fork = fork
        try:
            run_sync(manager.begin)()
        except BaseException:  # ^C too: clean up, then on with the error
            manager.finish(now=True)
            raise
        found: ZmqKernel = manager
        return found

    def client(self, **options: Any) -> Any:
        """A client, whose channels `finish` closes: nbclient leaves that to the manager's owner."""
        client = super().client(**options)
        self._clients.append(client)
        return client

    async def begin(self) -> None:
        """Start the kernel."""
        await self.start_kernel()

    def _child(self) -> Child | None:
        found: Child | None = self.provisioner.child
        return found

    @property
    def pid(self) -> int:
        """The child's process number."""
        child = self._child()
        return child.pid if child else 0

    def ended_by_signal(self) -> int | None:
        """The signal that ended the child, or None."""
        child = self._child()
        return child.ended_by_signal() if child else None

    def learned(self) -> list[str]:
        """The library modules that the run has imported by itself."""
        child = self._child()
        return child.learned() if child else []

    def conflict(self) -> str:
        """Why the run could not go on with what the server had imported, or nothing."""
        child = self._child()
        if child is None:
            return ""
        child.read_notes()
        return child.conflict()

    def finish(self, *, now: bool = False) -> None:
        """End the child, by itself or at once, and give back what there was for it."""
        for client in self._clients:
            client.stop_channels()
        child = self._child()
        if child is not None:
            if child.status(0) is None:
                run_sync(self._async_shutdown_kernel)(now=now)
            child.stop()
            child.read_notes()
            child.close()
        run_sync(self._async_cleanup_resources)()
