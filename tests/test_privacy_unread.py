"""A number of a person in a part of the file that is not read keeps the file back, and not the text."""

from __future__ import annotations

import io
import zipfile

import pytest

from build_scripts.files import PROJECT, read_codelists
from build_scripts.model import Reading
from build_scripts.reading.privacy.unread import has_unread_number
from build_scripts.reading.privacy.words import build_privacy_words
from tests.report_texts import print_text, read_text, told
from tests.web_pages import trs_page
from tests.word_files import pack_report

WORDS = build_privacy_words(read_codelists(PROJECT.codelists)["sentence_words"])
NUMBER = "13812345678"


def add_part(data: bytes, name: str, text: str) -> bytes:
    """The Word file with one more part, which nothing in it refers to."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, f'<w:comments xmlns:w="w"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comments>')
    return out.getvalue()


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings if "personal" in finding.code or "mask" in finding.code]


def test_a_comment_in_a_word_file_keeps_the_file_back_and_not_the_text() -> None:
    reading = read_text(add_part(pack_report(print_text()), "word/comments.xml", f"请问李四{NUMBER}"))
    assert reading.report is not None
    assert reading.report.text_release == "masked"
    assert codes(reading) == ["personal-number-unread"]
    assert reading.report.lines == read_text(pack_report(print_text())).lines
    assert told(tuple(one for one in reading.findings if one.code == "personal-number-unread"))[0][2] == (
        "读出的正文里没有，但收到的文件别的部分（网页的页眉页脚、批注、属性）有像身份证号或手机号的数字，"
        "所以正文照公布，收到的文件不公布。"
    )


def test_a_maintainer_may_give_the_file_out_all_the_same() -> None:
    data = add_part(pack_report(print_text()), "word/comments.xml", NUMBER)
    for decided, release in (("full", "full"), ("masked", "masked"), ("withheld", "withheld")):
        reading = read_text(data, f"text_release: {decided}\n")
        assert (reading.text_release, codes(reading)) == (release, [])


@pytest.mark.parametrize("data", [pack_report(print_text()), trs_page().encode()], ids=["docx", "html"])
def test_without_a_number_the_file_is_given_out(data: bytes) -> None:
    assert read_text(data).text_release == "full"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>站长 13812345678</p>", True),
        ("<p>站长 138<b>1234</b>5678</p>", True),
        ("<p>１３８１２３４５６７８</p>", True),
        ('<a href="tel:13812345678">拨打</a>', True),
        ('<meta content="张三 13812345678">', True),
        ("<tr><td>张三</td><td>13812345678</td></tr>", True),
        ("<tr><td>138</td><td>12345678</td></tr>", False),
        ("<tr><td>监督电话</td><td>13812345678</td></tr>", False),
        ("<script>var id = 13812345678;</script>", False),
        ("<p>电话 0371-66666666</p>", False),
    ],
)
def test_what_counts_in_a_web_page(markup: str, found: bool) -> None:
    for charset in ("utf-8", "gb18030"):
        page = f"<html><body><p>正文</p>{markup}</body></html>".encode(charset)
        assert has_unread_number(page, "html", WORDS) is found


def test_a_saved_page_is_looked_into_part_by_part() -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
    body = "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>1381234=\r\n5678</p>\r\n--x--\r\n"
    assert has_unread_number((head + body).encode(), "mhtml", WORDS)
    assert not has_unread_number((head + body.replace("5678", "56")).encode(), "mhtml", WORDS)
