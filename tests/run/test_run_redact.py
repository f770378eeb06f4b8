"""Secrets in what a notebook shows."""

from __future__ import annotations

import base64
import json

import pytest

from converter.run.redact import MASK, masked_text, redacted

pytestmark = pytest.mark.fast
SECRET = 'a<b&"c/é'


def stream(text: str, name: str = "stdout") -> dict[str, object]:
    return {"output_type": "stream", "name": name, "text": text}


def cell(*outputs: dict[str, object]) -> dict[str, object]:
    return {"cell_type": "code", "id": "a", "source": "", "metadata": {}, "outputs": [*outputs]}


def test_nothing_hidden_changes_nothing():
    document = {"cells": [cell(stream("a"), stream("b", "stderr"))], "metadata": {}}
    assert redacted(document, ()) == document


def test_the_words_of_the_format_are_no_secrets():
    document = {"cells": [cell(stream("x"))], "metadata": {}}
    assert redacted(document, ("stdout", "stream", "code")) == document


@pytest.mark.parametrize(
    "shown",
    [SECRET, repr(SECRET), json.dumps(SECRET), base64.b64encode(SECRET.encode()).decode()],
)
def test_spellings_are_masked(shown):
    shown_after = masked_text(f"<{shown}>", (SECRET,))
    assert MASK in shown_after and shown.strip("'\"=") not in shown_after


def test_a_secret_printed_in_parts_is_masked():
    found = redacted({"cells": [cell(stream("tok-"), stream("123"))]}, ("tok-123",))
    assert found["cells"][0]["outputs"] == [stream(MASK)]


def test_pictures_are_left_alone():
    picture = {"output_type": "display_data", "data": {"image/png": "abc1", "text/plain": "abc1"}}
    data = redacted({"cells": [cell(picture)]}, ("abc1",))["cells"][0]["outputs"][0]["data"]
    assert data == {"image/png": "abc1", "text/plain": MASK}
