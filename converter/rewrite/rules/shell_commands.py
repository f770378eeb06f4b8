"""A shell line is a call of the project's own helper: ten lines of `subprocess.run` say no more."""

from __future__ import annotations

from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.shell_calls import shell_calls
from converter.syntax.text import Edit

CODE = "RW116"
_RUN = (
    "subprocess.run({}, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,"
    " check=False{}).stdout"
)
KEEPS = [
    "subprocess.run('ls', shell=True)\n",
    'print(subprocess.run(["ls"], stdout=subprocess.PIPE, text=True, check=True).stdout, end="")\n',
    f"print({_RUN.format('x', '')})\n".replace("check=False", "check=True"),
]
CHANGES = [
    (f"print({_RUN.format(repr('ls'), '')}, end=\"\")\n", "run_shell('ls')\n"),
    (f"x = {_RUN.format('c', '')}.splitlines()\n", "x = shell_output(c).splitlines()\n"),
    (
        f"print({_RUN.format('c', ', executable=' + repr('/bin/bash'))}, end=\"\")\n",
        "run_shell(c, executable='/bin/bash')\n",
    ),
    (
        f"for c in y:\n    print({_RUN.format('c', '')}, end=\"\")\n",
        "for c in y:\n    run_shell(c)\n",
    ),
]


def edits(body: Body) -> Iterator[Edit]:
    """`print(subprocess.run(command, ...).stdout, end="")` becomes `run_shell(command)`."""
    if "subprocess" not in body.text:
        return
    for call in shell_calls(body.tree):
        name = body.decisions.run_shell if call.printed else body.decisions.shell_output
        yield Edit(body.offsets.start(call.node), body.offsets.start(call.command), f"{name}(")
        end = body.offsets.end(call.node)
        if call.executable is None:
            yield Edit(body.offsets.end(call.command), end, ")")
        else:
            start = body.offsets.start(call.executable)
            yield Edit(body.offsets.end(call.command), start, ", executable=")
            yield Edit(body.offsets.end(call.executable), end, ")")
