"""What waits for requests is left out of projects, and of the runs that they are compared with."""

from __future__ import annotations

import pytest
from notebooks import flow_of, plan_for, program_of

from converter.model.settings import Settings
from converter.notebook_runs import ready_notebook
from converter.plan.parameters import parameters_of
from converter.rewrite.web_apps import without_servers

pytestmark = pytest.mark.fast

SAID = "# left out, it waits for requests until it is stopped: "
FLASK = "from flask import Flask, request\napp = Flask(__name__)"
GRADIO = "import gradio as gr\ndemo = gr.Interface(fn=f, inputs='text', outputs='text')"
ROUTE = "@app.route('/predict', methods=['POST'])\ndef predict():\n    return str(model.predict([request.json]))"


def edited(*cells: str) -> list[str]:
    return [cell.code for cell in without_servers(program_of(*cells)).cells]


@pytest.mark.parametrize(
    ("made", "started", "after"),
    [
        (FLASK, "app.run(port=5000)", f"pass  {SAID}app.run(port=5000)"),
        (FLASK, "x = 1; app.run()", f"x = 1; pass  {SAID}app.run()"),
        (
            FLASK,
            "if __name__ == '__main__':\n    app.run(debug=True)",
            f"pass  {SAID}if __name__ == '__main__':\n# app.run(debug=True)",
        ),
        (FLASK, "if ready:\n    told = 1\n    app.run()", f"if ready:\n    told = 1\n    pass  {SAID}app.run()"),
        ("import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()", "uvicorn.run(app)", f"pass  {SAID}uvicorn.run(app)"),
        (
            FLASK,
            "if ready:\n    app.run()\nelse:\n    x = 1",
            f"if ready:\n    pass  {SAID}app.run()\nelse:\n    x = 1",
        ),
        (GRADIO, "demo.launch(share=True)", f"pass  {SAID}demo.launch(share=True)"),
        (GRADIO, "gr.Interface(f, 'text', 'text').launch()", f"pass  {SAID}gr.Interface(f, 'text', 'text').launch()"),
        ("import gradio as gr\nwith gr.Blocks() as page:\n    gr.Textbox()", "page.launch();", f"pass  {SAID}page.launch();"),
        ("import dash\napp = dash.Dash(__name__)", "app.run_server(8050)", f"pass  {SAID}app.run_server(8050)"),
    ],
)
def test_what_starts_a_server_is_left_out(made: str, started: str, after: str) -> None:
    assert edited(made, started) == [made, after]


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ("app = make()", "app.run()"),
        ("from simulation import Flask\napp = Flask()", "app.run()"),
        (FLASK, "client = app.test_client()\ntold = client.run()"),
        (FLASK, "def start():\n    app.run()"),
    ],
)
def test_other_things_run(made: str, kept: str) -> None:
    assert edited(made, kept)[1] == kept


def test_the_ledger_says_why() -> None:
    plan = plan_for(FLASK, "app.run()\nprint(1)")
    assert [each.why for each in plan.ledger if each.span.cell == 2][0] == "waits for requests until it is stopped"


def test_what_a_web_application_calls_is_no_function_of_rows() -> None:
    fit = "from sklearn.linear_model import Ridge\nimport pandas as pd\ndf = pd.read_csv('x.csv')\nX = df[['a']]\nmodel = Ridge().fit(X, df['y'])\nprint(model.predict(X))"
    plan = plan_for(fit, FLASK, ROUTE, "app.run()", settings=Settings(target="service"))
    assert [each.name for each in plan.split.served] == ["predict_"]
    assert not [each for each in plan.diagnostics if each.severity == "error"]


def test_a_watched_run_does_not_wait() -> None:
    flow = flow_of(FLASK, "app.run()", "%time app.run()")
    parameters, _ = parameters_of(flow)
    ready = ready_notebook(flow, parameters, {})
    sources = ["".join(cell["source"]) for cell in ready.document["cells"]]
    assert sources == [FLASK, f"pass  {SAID}app.run()", "%time app.run()"]
