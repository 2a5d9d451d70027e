"""Nothing that is printed makes reading take longer than in proportion to its length: each line here once hung."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.contributing.proposing.asked import strip_fence
from build_scripts.reading.decode import decode_document
from build_scripts.reading.document import Document
from build_scripts.reading.formats.kinds import is_html, tell_binary_kind
from build_scripts.reading.formats.pdf import read_pdf
from build_scripts.reading.identity.own_parts import is_own_part

from .pdf_files import Sketch, make_pdf
from .printing.readback import known
from .report_texts import read_text

OWN_PART = re.compile(r"(?:[（(].*[）)]|本级|机关|总局|本部|系统|办公厅|办公室|[^省市县区]{2,8}司)*$")
"""What `is_own_part` says, by an expression that tries every way to split a text, and so has to have short ones."""
MOST = 3.0
"""Seconds of processor time; what hung took longer than anybody waits, what is mended takes a hundredth."""


def margin(line: str) -> bytes:
    """A PDF with this line at its lower margin."""
    return make_pdf([Sketch().write(50, 100, "正文。" * 9).write(5, 795, line, 1)])


HUNG: dict[str, Callable[[], object]] = {
    "digits behind an office's telephone": lambda: read_text(f"咨询电话：{'1' * 350}x13800138000"),
    "hyphens behind an office's telephone": lambda: read_text(f"办公电话：{'-' * 350}x 13800138000"),
    "lines that look like the head of a mail": lambda: decode_document(b"A: b\r\n" * 500 + "一、总体情况".encode()),
    "comments before the text": lambda: decode_document(b"<!---->" * 500 + "一、总体情况".encode()),
    "declarations before the text": lambda: decode_document(b"<?xml?>" * 500 + "一、总体情况".encode()),
    "brackets behind a central body": lambda: read_text(f"国家税务总局{'（）' * 35}x2023年政府信息公开工作年度报告"),
    "departments behind a central body": lambda: read_text(f"国家税务总局{'司' * 70}x2023年政府信息公开工作年度报告"),
    "blanks behind a number at the margin": lambda: read_pdf(margin("1" + " " * 400 + "x")),
    "a fence without end": lambda: strip_fence("~" * 60_000),
    "departments without end": lambda: is_own_part("司" * 300 + "x"),
    "brackets without end": lambda: is_own_part("（）" * 300 + "x"),
}


@pytest.mark.parametrize("name", HUNG)
def test_what_once_hung_is_read_at_once(name: str) -> None:
    known()

    def give_up(*_: object) -> None:
        raise TimeoutError(name)

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, MOST)
    try:
        HUNG[name]()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@given(st.text(alphabet="（）()机关司省本级甲", max_size=14))
def test_every_way_to_split_the_rest_of_a_name_is_tried(rest: str) -> None:
    assert is_own_part(rest) is (OWN_PART.match(rest) is not None)


def test_heads_of_mails_and_comments_are_told_as_before() -> None:
    folded = b"From: a\r\nX: b\r\n\tc\r\n d\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"
    assert tell_binary_kind(folded) == "mhtml"
    assert tell_binary_kind(b"From a\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n") == ""
    assert is_html('\ufeff <?xml version="1.0"?>\n<!-- 一 -->\n<!-- 二 --> <html>')
    assert is_html("<!-- 一 --><!-- 二 --><p>1</p><p>2</p><p>3</p>")
    assert not is_html("<!-- 一 -->一、总体情况")
    document = decode_document("<!-- 一 -->\n一、总体情况".encode())
    assert isinstance(document, Document)
