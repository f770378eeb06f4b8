"""Where log lines end."""

from __future__ import annotations

import pytest
from notebooks import flow_of

from converter.syntax.logs import logs_to_output

pytestmark = pytest.mark.fast

TO_OUTPUT = [
    "logging.basicConfig(level=LEVEL, stream=sys.stdout)",
    "logging.basicConfig(filename='run.log')",
    "h = logging.StreamHandler(buffer)",
    "from logging import StreamHandler\nh = StreamHandler(stream=sys.stdout)",
    "h = logging.handlers.RotatingFileHandler('run.log')",
    "logging.config.dictConfig({'handlers': {'a': {'stream': 'ext://sys.stdout'}}})",
]
ELSEWHERE = [
    "logging.basicConfig(level=LEVEL, format='%(name)s')",
    "logging.basicConfig(level=logging.INFO, stream=sys.stderr, handlers=[logging.StreamHandler()])",
    "log = logging.getLogger(__name__)\nsys.stdout.write('x')",
    "h = rich.StreamHandler(sys.stdout)",
]


@pytest.mark.parametrize("source", TO_OUTPUT)
def test_names_of_loggers_show_in_output(source: str) -> None:
    assert logs_to_output(flow_of(source).statements)


@pytest.mark.parametrize("source", ELSEWHERE)
def test_names_of_loggers_show_nowhere_but_in_the_log(source: str) -> None:
    assert not logs_to_output(flow_of(source).statements)
