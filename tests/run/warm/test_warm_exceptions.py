"""Where a warm run can be told from a fresh one: the list in the README, each item shown.

When a difference here is gone, its line in the README has to go too.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from warm_runs import notebook_of, printed, ran

README = Path(__file__).resolve().parents[3] / "README.md"
# The name in the README -> an expression that has another value in a warm run.
EXCEPTIONS = {
    "the kernel's own threads": "sorted(type(t).__name__ for t in threading.enumerate())",
    "the frames below a cell": "[f.name for f in traceback.extract_stack()][:4]",
    "the connection file": "ipykernel.get_connection_info(unpack=True)['shell_port'] > 0",
    "names of asyncio tasks": "asyncio.current_task().get_coro().__qualname__",
    "one more finder": "[type(finder).__name__ for finder in sys.meta_path]",
    "submodules before their import": "hasattr(wsgiref, 'simple_server')",
    "the garbage collector's start": "gc.get_freeze_count() > 0",
}
NOTEBOOK = notebook_of(
    "import asyncio, gc, ipykernel, sys, threading, traceback, wsgiref\n"
    "print([eval(text) for text in " + repr(list(EXCEPTIONS.values())) + "])",
    "import wsgiref.simple_server",
    "print([hash('seed'), hash('other')])",
    "import uuid\nprint([id(uuid)])",
)


def seen(node):
    return [ast.literal_eval(text) for text in printed(node) if text]


@pytest.fixture(scope="module")
def both(pool):
    return seen(ran(NOTEBOOK)[0]), seen(ran(NOTEBOOK, pool)[0]), seen(ran(NOTEBOOK, pool)[0])


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_one(both, name):
    place = list(EXCEPTIONS).index(name)
    fresh, warm, again = (run[0][place] for run in both)
    assert fresh != warm == again


def test_the_hash_seed_is_the_servers(both):
    fresh, warm, again = (run[1] for run in both)
    assert fresh != warm == again


def test_an_environment_can_say_the_hash_seed(pool):
    one = seen(ran(NOTEBOOK, PYTHONHASHSEED="3")[0])[1]
    other = seen(ran(NOTEBOOK, pool, PYTHONHASHSEED="3")[0])[1]
    assert one == other


def test_the_readme_lists_them_all():
    text = README.read_text(encoding="utf-8")
    section = text[text.index("What differs from a fresh kernel") :]
    listed = re.findall(r"^- \*\*([^*]+)\*\*", section[: section.index("\n## ")], re.MULTILINE)
    assert set(EXCEPTIONS) <= set(listed)
