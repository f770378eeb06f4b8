"""The table of commands, and the help that it makes. Imports nothing: `nbship --help` is instant."""

from __future__ import annotations

# Command -> what it does. The command's code is converter.cli.<command>_command.
COMMANDS = {
    "convert": "Turn a notebook into a project: modules, a batch job, tests, deployment.",
    "inspect": "Show what becomes of every statement, before anything is written.",
    "run": "Execute a notebook through papermill with strict, typed parameters.",
    "observe": "Run a notebook once and record types, values, text, figures and files.",
    "prove": "Run a notebook and its project; compare values, text, figures and files.",
    "warm": "Keep servers with notebooks' imports made: start, status, stop.",
    "sweep": "Run a notebook or a job over a grid of parameter values, on many workers.",
    "search": "Find the parameter values that make a metric best.",
    "runs": "List, filter, compare, export and report the runs in the run store.",
    "parametrize": "Write a copy of the notebook with a proper parameters cell.",
    "explain": "Explain a message code such as NB201, or where a generated line came from.",
}

_HELP = """\
Usage: nbship COMMAND [OPTIONS] ARGUMENTS

Compile Jupyter notebooks to production projects. `run`, `sweep`, `search`, `observe`,
`prove`, and `convert` with --observe, --prove or --to service execute notebook code;
everything else only reads it.

Commands:
{commands}

Options:
  --version   Show the version.
  -h, --help  Show this text; `nbship COMMAND --help` tells the rest.

Exit codes: 0 good; 1 the notebook is wrong; 2 usage or environment; 3 a fault
of nbship; 4 the kernel died; 5 a time limit; 6 a memory limit; 130 interrupted;
143 terminated.
"""


def help_text() -> str:
    """What `nbship --help` prints."""
    lines = (f"  {name:<12} {what}" for name, what in COMMANDS.items())
    return _HELP.format(commands="\n".join(lines))
