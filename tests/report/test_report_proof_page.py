"""The page of a proof: complete, self-contained, and safe whatever a notebook holds."""

from __future__ import annotations

from html.parser import HTMLParser

from converter.model.proof import Counts, Finding, Located, Proof
from converter.report.proof_page import proof_page
from converter.scaffold.templates import rendered

EVIL = "<script>alert(1)</script>\"'&"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def page(proof: Proof) -> str:
    return proof_page(proof, EVIL, EVIL, render=rendered)


def test_nothing_of_a_notebook_becomes_markup_and_nothing_is_fetched() -> None:
    finding = Finding("value", EVIL, EVIL, EVIL, EVIL, EVIL, 3)
    place = Located(1, 2, EVIL, EVIL, 3, EVIL, EVIL, EVIL, EVIL, EVIL)
    proof = Proof(
        "different",
        (finding,),
        Counts(1, 1, 1),
        (EVIL,),
        ((EVIL, EVIL),),
        ((EVIL, EVIL),),
        (EVIL,),
        EVIL,
        place,
        stages=((EVIL, False),),
        variations=(Proof("equivalent", title=EVIL),),
        environment={"python": EVIL, "packages": {EVIL: EVIL}},
    )
    tags = Tags()
    tags.feed(page(proof))
    assert "script" not in tags.found and "link" not in tags.found and tags.links == []


def test_the_verdict_is_said() -> None:
    assert "equivalent</span>" in page(Proof("equivalent"))
    assert "nothing compared</span>" in page(Proof("nothing compared"))
    wrong = Proof("equivalent", variations=(Proof("different", title="SEED = 8"),))
    assert "different</span>" in page(wrong) and "SEED = 8" in page(wrong)
