"""bump, outer, which share count, log, summary with the stages."""

from typing import Any

count: Any = None  # bound in cell 1
log: Any = None  # bound in cell 1
summary: Any = None  # bound in cells 1, 3


def bump():
    global count
    count += 1
    log.append(count)


def outer():
    summary = "own"

    def inner():
        global summary
        return summary

    return inner(), summary
