"""Cells that ask a kernel whether it is a true one: on a warm one they answer as on papermill's."""

from __future__ import annotations

import pytest
from warm_probes import NOTEBOOKS
from warm_runs import lasting_differences, notebook_of

QUICK = ("awaits", "dies")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_warm_kernel_answers_as_a_fresh_one(pool, tmp_path, name):
    compare(name, pool, tmp_path)


@pytest.mark.parametrize(
    "name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in NOTEBOOKS]
)
def test_so_does_one_with_sockets(zmq_pool, tmp_path, name):
    compare(name, zmq_pool, tmp_path)


def compare(name, kernels, folder):
    node = notebook_of(*NOTEBOOKS[name].values())
    wrong = lasting_differences(node, kernels, folder, PYTHONDONTWRITEBYTECODE="1")
    cells = list(NOTEBOOKS[name])
    found = [f"{cells[n] if n is not None else ''} {what}" for n, what in wrong.items()]
    assert not found, "\n".join(found)


def test_there_are_enough_of_them():
    assert sum(map(len, NOTEBOOKS.values())) > 150
