"""A report’s text is never anything but text on its page."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.report.page import ReportPages
from tests.report_pages import FORM_2021, body_of, view_of
from tests.sites import HOSTILE, HOSTILE_ID


class Elements(HTMLParser):
    """Every element with its attributes, and the text of each paragraph of a section."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_hostile_text_stays_text(report_pages: ReportPages, report_records: dict[str, ReportRecord]) -> None:
    view = view_of(report_pages, report_records[HOSTILE_ID])
    assert set(HOSTILE) <= {paragraph.text for section in view.text.sections for paragraph in section.paragraphs}
    made = report_pages.make(report_records[HOSTILE_ID], None)
    paragraphs = [html.unescape(text) for text in re.findall(r"¶</a>(.*?)</p>", made.page.body)]
    assert set(HOSTILE) <= set(paragraphs)
    elements = Elements(made.page.body).elements
    assert not {tag for tag, _ in elements} & {"script", "img", "style", "textarea", "iframe"}
    assert all(found.get("class") for tag, found in elements if tag == "svg"), "drawn by us"
    attributes = [(name, value or "") for _, found in elements for name, value in found.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert not [value for name, value in attributes if name in {"href", "src"} and value.startswith("javascript:")]


def test_a_hostile_title_ends_no_script_and_no_attribute(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    title = '</script><script>alert(1)</script>" onclick="x'
    made = report_pages.make(replace(record, row={**record.row, "title": title}), None)
    assert "<script" not in made.page.body
    assert "<" not in made.page.json_ld


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org/"])
def test_only_web_addresses_become_links(
    report_pages: ReportPages, report_records: dict[str, ReportRecord], address: str
) -> None:
    record = report_records[FORM_2021]
    body = body_of(report_pages.make(replace(record, row={**record.row, "source_url": address}), None))
    assert f'href="{address}' not in body
