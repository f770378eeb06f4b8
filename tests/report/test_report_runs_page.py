"""The page of runs: self-contained, and whatever a run holds stays text."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from store_records import a_record, full_record

from converter.cli.runs.report import link_to
from converter.report.runs_page import embedded, runs_page

HOSTILE = [
    "</script><script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<!--",
    "javascript:alert(1)",
    "@@SCRIPT@@",
    "\u2028'\"&lt;`${1}",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def hostile_page() -> str:
    records = [
        a_record(
            f"run-{number}",
            name=text,
            status="failed" if number else "complete",
            parameters={"alpha": number, text: text, "list": [text]},
            metrics={"score": number / 3, f"m {text}": number / 3, "loss": math.nan},
            tags=(text,),
        )
        for number, text in enumerate(HOSTILE)
    ]
    return runs_page(records, title=HOSTILE[0], link=lambda one: "../nb.ipynb")


class Elements(html.parser.HTMLParser):
    """Names and attributes of a page's elements, and the text of its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[str] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        self.inside = tag == "script"
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts[-1] += data


def test_no_runs_make_a_page() -> None:
    assert "0 runs" in runs_page([], title="Runs", link=lambda one: "")


def test_what_a_run_holds_is_data_and_no_markup() -> None:
    page = Elements(hostile_page())
    assert page.names.count("script") == 2 and "img" not in page.names
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    data = json.loads(page.scripts[0])
    found = [row["values"][1] for row in data["rows"]]
    assert found == HOSTILE
    assert {column["name"] for column in data["columns"]} > {*HOSTILE, "alpha", "loss"}


def test_the_policy_allows_the_page_s_own_script_only_and_nothing_is_fetched() -> None:
    page = hostile_page()
    script = Elements(page).scripts[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    without_data = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", without_data)


def test_numbers_that_json_lacks_are_their_names() -> None:
    data = json.loads(Elements(runs_page([full_record()], title="x", link=lambda one: "")).scripts[0])
    row = dict(zip([c["name"] for c in data["columns"]], data["rows"][0]["values"], strict=True))
    assert (row["odd"], row["lost"], row["big"], row["flag"]) == ("inf", "-inf", str(10**30), "true")
    kinds = {column["name"]: column["kind"] for column in data["columns"]}
    assert (kinds["alpha"], kinds["kind"], kinds["accuracy"]) == ("number", "text", "number")


def test_embedded_text_has_no_character_of_html() -> None:
    assert not re.search(r"[<>&\u2028]", embedded(HOSTILE))
    assert json.loads(embedded(HOSTILE)) == HOSTILE


def test_links_are_relative_quoted_and_only_to_what_exists(tmp_path: Path) -> None:
    odd = tmp_path / "runs" / "javascript:alert(1) #?%"
    odd.mkdir(parents=True)
    (odd / "nb.ipynb").write_text("{}")
    record = a_record(output=str(odd / "nb.ipynb"))
    pages = tmp_path / "pages"
    quoted = "../runs/javascript%3Aalert%281%29%20%23%3F%25/nb"
    assert link_to(record, pages) == f"{quoted}.ipynb"
    (odd / "nb.html").write_text("")
    assert link_to(record, pages) == f"{quoted}.html"
    assert link_to(a_record(output=str(odd / "gone.ipynb")), pages) == ""
    assert link_to(a_record(), pages) == ""


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_draws_it_and_runs_nothing_of_a_run(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(hostile_page(), encoding="utf-8")
    words = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    done = subprocess.run(
        [str(CHROMIUM), *words, "--dump-dom", (tmp_path / "page.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert f'data-ready="{len(HOSTILE)}"' in done.stdout, done.stderr[-2000:]
    page = Elements(done.stdout)
    assert page.names.count("circle") == len(HOSTILE)
    assert page.names.count("polyline") == len(HOSTILE)
    assert page.names.count("tr") == len(HOSTILE) + 1
    assert "img" not in page.names and page.names.count("script") == 2
    assert "<title>owned" not in done.stdout
    assert ("href", "../nb.ipynb") in page.attributes
