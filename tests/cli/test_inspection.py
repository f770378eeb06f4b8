"""What `inspect` tells of a plan, as lines and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from factories import a_parameter, a_plan, a_stage

from converter.cli.account import cell_reads, guesses, statement_text, unaccounted
from converter.cli.inspection import inspected
from converter.cli.plan_document import plan_document
from converter.cli.section import plain
from converter.model.dataflow import Statement
from converter.model.diagnostic import Diagnostic, Span
from converter.model.plan import Definition, LedgerEntry

pytestmark = pytest.mark.fast

LEDGER = (
    LedgerEntry(0, Span(2, 1), "moved", "load", "stage load"),
    LedgerEntry(1, Span(2, 2), "dropped", "", "only displayed"),
)


def a_statement(order, *, binds=(), reads=(), late=()):
    sets = {"binds": frozenset(binds), "reads": frozenset(reads), "late": frozenset(late)}
    return Statement(order, 2, "", (), None, Span(2), **sets)  # type: ignore[arg-type]


def test_a_plan_in_a_pipe_is_plain_lines_ending_in_the_ledger():
    lines = plain(inspected(a_plan(ledger=LEDGER))).splitlines()
    assert lines[0] == "churn.ipynb"
    assert lines[-1].strip() == "2 statements: 1 dropped, 1 moved"
    assert "ledger" in lines
    assert any("df = make(7)" in line and "moved" in line for line in lines)


def test_what_is_dropped_is_told_with_its_reason():
    text = plain(inspected(a_plan(ledger=LEDGER)))
    assert "cell 2:2  print(len(df))  only displayed" in text


def test_why_code_is_in_one_piece_is_told():
    plan = a_plan(literal="cell 3 assigns global n inside a function", merges=("'f' reads 'k'",))
    lines = plain(inspected(plan))
    assert "on module globals  cell 3 assigns global n inside a function" in lines
    assert "stages                                 'f' reads 'k'" in lines
    assert "in one piece" not in plain(inspected(a_plan()))


def test_a_forgotten_statement_is_told_loudly():
    plan = a_plan(ledger=LEDGER[:1])
    assert [statement.order for statement in unaccounted(plan)] == [1]
    assert "NOT ACCOUNTED FOR: cell 2:2" in plain(inspected(plan))
    assert plan_document(plan)["unaccounted"] == [1]


def test_a_secret_is_never_told(nbship, notebook):
    notebook({"source": 'API_TOKEN = "hunter2"', "metadata": {"tags": ["parameters"]}}, "x = 1")
    for options in ([], ["--json"]):
        ended = nbship("inspect", "nb.ipynb", *options)
        assert ended.code == 0
        assert "API_TOKEN" in ended.out
        assert "hunter2" not in ended.out + ended.err


def test_lifted_functions_name_what_they_gain():
    definition = Definition("clean", 0, "features", (("FEATURES", "FEATURES"),))
    text = plain(inspected(a_plan(definitions=(definition, Definition("f", 1, "m")))))
    assert "clean  features.py  gains FEATURES" in text
    assert "  f  " not in text


def test_refusals_and_remarks_are_told_apart():
    found = (
        Diagnostic("NB101", "error", "broken", "mend it", Span(2, 1)),
        Diagnostic("NB501", "note", "unknown tag"),
    )
    text = plain(inspected(a_plan(diagnostics=found)))
    assert text.index("remarks\n  note[NB501]") < text.index("refused\n  error[NB101]")
    assert "broken (hint: mend it)" in text


def test_guesses_tell_how_to_decide():
    plan = a_plan(parameters=(a_parameter("SEED", "int", "7", offered=True),))
    told = dict(guesses(plan))
    assert "nbship parametrize" in told["parameters SEED"]
    assert "stage:NAME" in told["stage load"]


def with_statements(*statements):
    return a_plan(dataflow=replace(a_plan().dataflow, statements=statements))


def test_reads_of_a_cell_are_what_it_takes_from_elsewhere():
    first = a_statement(0, binds=["a"], reads=["x"], late=["b", "z"])
    second = a_statement(1, binds=["b"], reads=["a", "y"])
    assert cell_reads(with_statements(), 2) == ()
    assert cell_reads(with_statements(first, second), 2) == ("x", "y", "z")


def test_builtins_are_read_only_where_the_notebook_binds_them():
    plan = with_statements(a_statement(0, reads=["sum", "print"]), a_statement(1, binds=["sum"]))
    assert cell_reads(plan, 2) == ("sum",)


def test_the_text_of_a_statement_is_its_first_line_of_code():
    plan = a_plan(ledger=LEDGER)
    assert [statement_text(plan, entry) for entry in plan.ledger] == [
        "df = make(7)",
        "print(len(df))",
    ]


def test_the_document_is_json_and_complete():
    plan = a_plan(ledger=LEDGER, stages=(a_stage("load", outputs=("df",)),))
    document = json.loads(json.dumps(plan_document(plan)))
    assert document["stages"][0]["outputs"] == ["df"]
    assert len(document["ledger"]) == len(plan.dataflow.statements)
    assert [cell["cell"] for cell in document["cells"]] == [2]
