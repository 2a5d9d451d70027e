"""A page that holds no report → the files it links to, whatever the page is made of."""

from __future__ import annotations

import time

import pytest

from build_scripts.contributing.links import MOST, find_links

URL = "https://example.gov.cn/zwgk/index.html"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<a href="a.pdf">', ["https://example.gov.cn/zwgk/a.pdf"]),
        ('<A HREF="/a.PDF?x=1#top">', ["https://example.gov.cn/a.PDF?x=1"]),
        ('<iframe src="b.docx"></iframe><embed src=c.doc>', ["https://example.gov.cn/zwgk/b.docx", "https://example.gov.cn/zwgk/c.doc"]),
        ('<a href="a.pdf">一</a><a href="a.pdf">二</a>', ["https://example.gov.cn/zwgk/a.pdf"]),
        ('<a href="x.html"><a href="javascript:a.pdf"><a href="http://[x/a.pdf"><a>', []),
        ('<!-- <a href="a.pdf"> -->', []),
        ("<a href='a&amp;b.pdf'>", ["https://example.gov.cn/zwgk/a&b.pdf"]),
        ('<![foo[ x ]]><a href="a.pdf">', ["https://example.gov.cn/zwgk/a.pdf"]),
        ('<![if !IE]><a href="a.pdf"><![endif]>', ["https://example.gov.cn/zwgk/a.pdf"]),
        ('<!ELEMENT [<a href="a.pdf">', []),
    ],
)  # fmt: skip
def test_links_to_files_are_found(page: str, found: list[str]) -> None:
    assert list(find_links(page.encode(), URL)) == found


def test_no_more_than_a_few_are_named() -> None:
    page = "".join(f'<a href="{number}.pdf">' for number in range(3 * MOST))
    assert len(find_links(page.encode(), URL)) == MOST


def test_a_page_nested_without_end_is_looked_through_in_time() -> None:
    begun = time.process_time()
    page = "<div>" * 100_000 + '<a href="a.pdf">'
    assert find_links(page.encode(), URL) == ("https://example.gov.cn/zwgk/a.pdf",)
    assert time.process_time() - begun < 10
