"""A report on paper: nothing is cut off, and a table that goes over the page says on each page what its columns are."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.kinds import find_kinds

pytestmark = pytest.mark.browser

INK_FREE = 20
"""Points of each edge of an A4 sheet on which no letter stands."""


@pytest.fixture(scope="module")
def paper(browser: Browser, country_url: str, country_folder: Path) -> dict[str, bytes]:
    """Pages of data as PDF, by kind, on A4 as a reader would print them."""
    wanted = [
        kind for kind in find_kinds(country_folder) if kind.name in ("report", "report-on-the-old-form", "agency")
    ]
    printed = {}
    page = browser.new_page()
    for kind in wanted:
        page.goto(country_url + kind.address)
        printed[kind.name] = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    return printed


def texts(pdf: bytes) -> list[str]:
    sheets = pypdfium2.PdfDocument(pdf)
    return ["".join(sheets[at].get_textpage().get_text_range().split()) for at in range(len(sheets))]


@pytest.mark.parametrize("kind", ["report", "report-on-the-old-form"])
def test_the_columns_are_named_on_every_sheet_the_table_goes_over(paper: dict[str, bytes], kind: str) -> None:
    first, last = "本年新收政府信息公开申请数量", "结转下年度继续办理"
    sheets = texts(paper[kind])
    begins = next(at for at, text in enumerate(sheets) if first in text)
    ends = next(at for at, text in enumerate(sheets) if last in text and at >= begins)
    assert ends > begins, "the table stands on one sheet: nothing is tried"
    for text in sheets[begins : ends + 1]:
        assert "自然人" in text
        assert "法律服务机构" in text


@pytest.mark.parametrize("kind", ["report", "report-on-the-old-form", "agency"])
def test_no_letter_is_cut_off_at_the_edge_of_a_sheet(paper: dict[str, bytes], kind: str) -> None:
    sheets = pypdfium2.PdfDocument(paper[kind])
    outside = []
    for at in range(len(sheets)):
        letters, width = sheets[at].get_textpage(), sheets[at].get_width()
        for index in range(letters.count_chars()):
            left, _, right, _ = letters.get_charbox(index)
            if right > left and (left < INK_FREE or right > width - INK_FREE):
                outside.append((at + 1, letters.get_text_range(index, 1), round(left), round(right)))
    assert len(sheets) > 1
    assert outside == []


def test_what_is_for_the_screen_alone_is_not_printed(paper: dict[str, bytes]) -> None:
    printed = "".join(texts(paper["report"]))
    assert "跳到正文" not in printed
    assert "搜索全文、机关、地区" not in printed
    assert "政府信息公开工作年度报告" in printed
