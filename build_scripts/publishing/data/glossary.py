"""The glossary: the terms of the reports in plain words, Chinese and English.

Comes in: `glossary.csv`, kept by hand. Goes out: the terms, and their list as HTML. Refuses to know: which page
uses a term. The anchor of a term is its code, so `about/glossary/#carried_in` is stable.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from build_scripts.files import read_rows
from build_scripts.publishing.templates import render

ADDRESS = "about/glossary/"
ENGLISH_ADDRESS = "en/glossary/"
GROUPS = {
    "about": ("报告和这个网站", "The reports and this site"),
    "state": ("格子的五种状态", "The five states of a cell"),
    "disclosures": ("表一　主动公开", "Table 1: proactive disclosure"),
    "applications": ("表二　公开申请", "Table 2: requests"),
    "remedies": ("表三　复议和诉讼", "Table 3: reviews and lawsuits"),
    "checks": ("核对和更正", "Checks and corrections"),
}
"""Groups of terms in the order of the page, with their names in both languages."""


class Term(NamedTuple):
    """A term with its plain words in both languages and the article or notice it comes from."""

    code: str
    group: str
    term_zh: str
    term_en: str
    plain_zh: str
    plain_en: str
    source: str


@cache
def read_glossary() -> tuple[Term, ...]:
    """All terms in the order of the file."""
    return tuple(Term(**row) for row in read_rows(Path(__file__).with_name("glossary.csv")))


def draw_glossary(lang: Literal["zh", "en"]) -> str:
    """The whole list as HTML, a heading for each group, an anchor for each term."""
    groups = [
        (names[lang == "en"], code, [term for term in read_glossary() if term.group == code])
        for code, names in GROUPS.items()
    ]
    return render("data/glossary.html", groups=groups, lang=lang)
