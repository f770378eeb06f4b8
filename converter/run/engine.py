"""Door to papermill's engine: one notebook on one kernel, watched."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from converter.errors import EnvironmentProblem, InternalError, RunStopped
from converter.run.kernels import FRESH, Kernels
from converter.run.kernelspecs import kernel_of
from converter.run.memory import ensure_limits_work, memory_limited
from converter.run.metrics import Gauges, expression_for, numbers_of
from converter.run.output_widgets import look_again

_START_SECONDS = 60
_SMALLEST_TIMEOUT = 0.001


@dataclass(frozen=True)
class Limits:
    """Seconds that a cell and the whole run may take, and bytes of memory; None is no limit."""

    cell: float | None = None
    run: float | None = None
    memory: int | None = None


@dataclass(frozen=True)
class Hooks:
    """What goes along with a run: code that the kernel runs unseen before the first cell and after
    the last one, an interpreter other than the kernel's own, and who hears every message.

    `heard` gets the cell's index, the message type and its content, before outputs are merged, and whether
    an output widget takes it.
    """

    start: str = ""
    finish: str = ""
    python: str = ""
    heard: Callable[[int, str, Mapping[str, Any], bool], None] | None = None


@dataclass
class Watch:
    """What is known of a run while it goes on; `ending` says why it stopped before its end."""

    started: float
    limits: Limits
    index: int = -1
    ending: str = ""
    detail: str = ""
    signal: int | None = None
    log: logging.Logger = field(default_factory=lambda: _silent())

    def left(self) -> float | None:
        """Seconds until the whole run must have ended."""
        if self.limits.run is None:
            return None
        return max(self.started + self.limits.run - time.monotonic(), _SMALLEST_TIMEOUT)

    def cell_limit(self) -> float | None:
        """Seconds that the next cell may take."""
        limits = [limit for limit in (self.limits.cell, self.left()) if limit is not None]
        return min(limits) if limits else None

    def overran(self) -> bool:
        """True when it is the whole run, not the cell, that took too long."""
        left = self.left()
        return left is not None and left <= _SMALLEST_TIMEOUT


def notebook_node(document: Mapping[str, Any]) -> Any:
    """The notebook as papermill's engine wants it."""
    import nbformat
    from nbformat.v4.rwbase import rejoin_lines

    node = rejoin_lines(nbformat.from_dict(document))
    node.metadata.setdefault("papermill", {})
    for cell in node.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata.setdefault("papermill", {})
    return node


def execute(
    node: Any,
    watch: Watch,
    *,
    kernel: str,
    environment: Mapping[str, str],
    folder: str,
    on_cell: Callable[[int], None],
    hooks: Hooks = Hooks(),  # noqa: B008  frozen
    kernels: Kernels = FRESH,
    gauges: Gauges | None = None,
    wanted: Mapping[int, tuple[str, ...]] | None = None,
) -> None:
    """Run `node` in place; `watch.ending` tells why it ended early.

    `died`, `memory`, `timeout`, `interrupted`, `stopped`, or `conflict` with what a warm kernel is
    made of. `gauges` take the outputs as they come, and the numbers that `wanted` names for the end
    of a cell (by its index).
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import Engine

    base: Any = PapermillNotebookClient
    engine: Any = Engine

    class Client(base):  # type: ignore[misc]
        def create_kernel_manager(self) -> Any:
            manager = super().create_kernel_manager()
            if hooks.python:
                manager._kernel_spec = kernel_of(hooks.python)
            return manager

        def unseen(self, code: str) -> None:
            """Run code of ours: no cell, no history, no output."""
            if code:
                asked = self.kc.execute(code, silent=True, store_history=False)
                answer = self.wait_for_reply(asked)["content"]
                if answer.get("status") != "ok":
                    raise EnvironmentProblem(
                        "the probe does not run in this kernel: "
                        f"{answer.get('ename')}: {answer.get('evalue')}",
                        hint="it needs IPython under Python 3.8 or newer",
                    )

        def papermill_execute_cells(self) -> None:
            try:
                self.unseen(hooks.start)
                super().papermill_execute_cells()
                self.unseen(hooks.finish)
            except DeadKernelError:
                _note_death(watch, self.km)
                self.shutdown_kernel = "immediate"  # one that was stopped still lives
                raise
            except CellTimeoutError:
                watch.ending = watch.ending or "timeout"
                self.shutdown_kernel = "immediate"
                raise
            except KeyboardInterrupt:
                watch.ending = "interrupted"
                self.shutdown_kernel = "immediate"
                raise
            except BaseException:  # ^C too: clean up, then on with the error
                self.shutdown_kernel = "immediate"
                raise

        def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
            if watch.ending == "stopped" and msg["msg_type"] != "status":
                return None  # it was on its way when the run was stopped
            if hooks.heard:
                taken = bool(self.output_hook_stack[msg["parent_header"].get("msg_id")])
                hooks.heard(cell_index, msg["msg_type"], msg["content"], taken)
            output = super().process_message(msg, cell, cell_index)
            if self.comm_objects:
                look_again(self.kc.shell_channel)
            if gauges is not None and output is not None:
                try:
                    gauges.output(output)
                except RunStopped as exc:
                    watch.ending, watch.detail = "stopped", exc.message
                    self.task_poll_for_reply.cancel()
            return output

        def execute_cell(self, cell: Any, cell_index: int, **named: Any) -> Any:
            done = super().execute_cell(cell, cell_index, **named)
            if watch.ending == "stopped":  # the cell had ended before it could be stopped
                raise RunStopped(watch.detail)
            if gauges is not None:
                gauges.cell_ended()
                gauges.read(_numbers(self, cell, (wanted or {}).get(cell_index, ())))
            return done

    def started(cell: Any, cell_index: int) -> None:
        watch.index = cell_index
        on_cell(cell_index)

    class WatchedEngine(engine):  # type: ignore[misc]
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:
            left = watch.left()
            with ExitStack() as stack:
                manager = stack.enter_context(
                    kernels.lent(node, kernel=kernel_name, environment=environment, folder=folder)
                )
                client: Any = Client(
                    nb_man,
                    km=manager,
                    kernel_name=kernel_name,
                    timeout_func=lambda cell: watch.cell_limit(),
                    startup_timeout=max(1, int(min(left or _START_SECONDS, _START_SECONDS))),
                    log=watch.log,
                    on_cell_start=started,
                    on_notebook_start=lambda notebook: _limit_memory(client.km, watch, stack),
                )
                # The kernel's own chatter is not the notebook's: that arrives by its channels.
                quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
                client.execute(env=dict(environment), cwd=folder, **quiet)

    # A task that an interrupt left behind is no news to the user.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    if watch.limits.memory is not None:
        ensure_limits_work()
    try:
        WatchedEngine.execute_notebook(node, kernel, output_path=None, progress_bar=False)
    except DeadKernelError:
        watch.ending = watch.ending or "died"
    except RunStopped as exc:
        watch.ending, watch.detail = "stopped", exc.message
    except CellTimeoutError as exc:
        if not watch.ending:
            raise InternalError("a timeout outside of the cells", detail=str(exc)) from exc
    except RuntimeError as exc:
        if watch.index >= 0:
            raise
        _not_started(watch, exc)


def _numbers(client: Any, cell: Any, names: tuple[str, ...]) -> dict[str, float]:
    """The numbers that these names stand for in the kernel, asked for without a trace.

    A silent request leaves no output, no history and no execution count.
    """
    if not names:
        return {}
    content = {
        "code": "",
        "silent": True,
        "store_history": False,
        "user_expressions": {"numbers": expression_for(names)},
        "allow_stdin": False,
        "stop_on_error": False,
    }
    # By the channel: a warm kernel's client has only the calls that nbclient makes.
    message = client.kc.session.msg("execute_request", content)
    client.kc.shell_channel.send(message)
    reply = client.wait_for_reply(message["header"]["msg_id"], cell) or {}
    answer = reply.get("content", {}).get("user_expressions", {}).get("numbers", {})
    return numbers_of(answer.get("data", {}).get("text/plain", ""))


def _limit_memory(manager: Any, watch: Watch, stack: ExitStack) -> None:
    """Have the kernel's memory watched until `stack` ends."""
    if watch.limits.memory is None:
        return
    pid = getattr(manager, "pid", None) or manager.provisioner.pid

    def exceeded() -> None:
        watch.ending = "memory"

    stack.enter_context(memory_limited(pid, watch.limits.memory, exceeded))


def _not_started(watch: Watch, exc: RuntimeError) -> None:
    if watch.overran():
        watch.ending = "timeout"
        return
    raise EnvironmentProblem(
        f"the kernel did not start: {str(exc).splitlines()[0]}",
        hint="`python -m ipykernel --version` tells whether the kernel's Python has ipykernel",
    ) from exc


def _note_death(watch: Watch, manager: Any) -> None:
    """Note how the kernel has died, which it may have chosen itself."""
    watch.detail = manager.conflict() if hasattr(manager, "conflict") else ""
    watch.ending = watch.ending or ("conflict" if watch.detail else "died")
    watch.signal = _signal(manager)


def _signal(manager: Any) -> int | None:
    """The signal that ended the kernel's process, or None."""
    if hasattr(manager, "ended_by_signal"):  # a warm kernel
        number: int | None = manager.ended_by_signal()
        return number
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    code = process.poll() if process is not None else None
    return -code if code is not None and code < 0 else None


def _silent() -> logging.Logger:
    log = logging.getLogger("nbship.kernel")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    return log
