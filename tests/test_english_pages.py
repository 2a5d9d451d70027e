"""The English entry and the glossary: complete, in English, from the same model as the Chinese pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from build_scripts.packaging.load import load_package
from build_scripts.publishing.data.dictionary_tables import describe_tables
from build_scripts.publishing.data.glossary import GROUPS, read_glossary

ENGLISH = ("en/", "en/data/", "en/dictionary/", "en/glossary/", "en/about/", "en/contribute/")


def article(site_folder: Path, address: str) -> LexborHTMLParser:
    html = (site_folder / address / "index.html").read_text(encoding="utf-8")
    found = LexborHTMLParser(html).css_first("article")
    assert found is not None
    return LexborHTMLParser(found.html or "")


@pytest.mark.parametrize("address", ENGLISH)
def test_what_an_english_page_says_in_chinese_is_marked_as_chinese(site_folder: Path, address: str) -> None:
    """So that a screen reader changes its voice; code and the way back to the Chinese home are left aside."""
    found = article(site_folder, address)
    assert found.css_first("article").attributes["lang"] == "en"
    for node in found.css('[lang="zh"], code, pre, nav.crumbs, .print-address, .citations'):
        node.decompose()
    text = found.text()
    han = re.findall(r"[^\n]*[\u4e00-\u9fff][^\n]*", text)
    assert [line.strip() for line in han if "《条例》" not in line] == []


def test_the_english_dictionary_holds_every_table_column_and_code(site_folder: Path, package_folder: Path) -> None:
    found = article(site_folder, "en/dictionary/")
    ids = {node.attributes["id"] for node in found.css("h3[id]")}
    text = found.text()
    tables = list(describe_tables(load_package(package_folder)))
    assert {table.name for table in tables} <= ids
    columns = {node.text() for node in found.css("th code")}
    for table in tables:
        assert {field.name for field in table.fields} <= columns
        assert all(field.definition_en in text for field in table.fields)
        assert all(field.blank_en in text for field in table.fields if not field.required)
    assert "refused_administrative_query" in columns
    assert "Refused: administrative query" in text


def test_every_code_in_the_english_dictionary_leads_to_its_list(site_folder: Path) -> None:
    found = article(site_folder, "en/dictionary/")
    ids = {node.attributes.get("id") for node in found.css("[id]")}
    links = [str(node.attributes["href"]) for node in found.css('td a[href^="#"]')]
    assert len(links) > 10
    assert [link for link in links if link[1:] not in ids] == []


def test_the_glossary_stands_in_both_languages_with_the_same_anchors(site_folder: Path) -> None:
    codes = [term.code for term in read_glossary()]
    assert len(codes) == len(set(codes))
    for address in ("about/glossary/", "en/glossary/"):
        assert [node.attributes["id"] for node in article(site_folder, address).css("dl.terms dt")] == sorted(
            codes, key=lambda code: list(GROUPS).index(next(t.group for t in read_glossary() if t.code == code))
        )


def test_every_term_is_told_in_both_languages_and_says_where_it_comes_from() -> None:
    for term in read_glossary():
        assert term.group in GROUPS
        assert all(term), term.code
        assert not re.search(r"[\u4e00-\u9fff]", term.term_en + term.plain_en), term.code
