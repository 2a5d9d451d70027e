"""A number of a person that is not read of a file, but stands in it, keeps the file out of the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_scripts.packaging.load import load_package, read_source
from build_scripts.packaging.unread import holds_unread_number
from build_scripts.reading.privacy.words import build_privacy_words
from tests.packages import REAL, make_package
from tests.printing.codelists import read_codes
from tests.word_files import p, pack, r

WORDS = build_privacy_words(read_codes().lists["sentence_words"])
CARD, PHONE = "410781199003071239", "13812345678"
LINES = ("一、总体情况", "本单位公开信息 12 条。")
PAGE = "<html><head><title>年度报告</title></head><body><p>一、总体情况</p>{}</body></html>"


@pytest.mark.parametrize(
    "piece",
    [
        f"<!-- 编辑：张三 {PHONE} -->",
        f"<script>var author = '{PHONE}';</script>",
        f"<a href='tel:{PHONE}'>王五</a>",
        f"<p style='display:none'>身份证 {CARD}</p>",
        "<p>138<span>1234</span><b>5678</b></p>",
        f"<p>{CARD[:9]}</span>{CARD[9:]}</p>",
        "<p>&#49;&#51;&#56;12345678</p>",
    ],
)
def test_a_number_that_no_reader_sees_is_found_in_a_page(piece: str) -> None:
    page = PAGE.format(piece)
    for data in (page.encode(), page.encode("gb18030"), page.encode("utf-16")):
        assert holds_unread_number(data, "html", LINES, WORDS)
    mail = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    assert holds_unread_number(mail + page.encode(), "mhtml", LINES, WORDS)


@pytest.mark.parametrize(
    "piece",
    ["", "<td>1</td><td>3812345678</td>", "<p>2023</p><p>0371-66881234</p>", "<img src='20230117150000123.png'>"],
)
def test_a_page_without_one_is_let_be(piece: str) -> None:
    assert not holds_unread_number(PAGE.format(piece).encode(), "html", LINES, WORDS)


def test_what_was_read_was_judged_there() -> None:
    page = PAGE.format(f"<p>联系人手机：{PHONE}</p>").encode()
    assert not holds_unread_number(page, "html", (*LINES, "联系人手机：１３８ 1234 5678"), WORDS)


def test_what_was_struck_out_of_a_word_file_is_found() -> None:
    struck = p(r("本单位"), f"<w:del><w:r><w:delText>张三 {PHONE[:5]}</w:delText></w:r>"
               f"<w:r><w:delText>{PHONE[5:]}</w:delText></w:r></w:del>")  # fmt: skip
    assert holds_unread_number(pack(struck), "docx", LINES, WORDS)
    assert not holds_unread_number(pack(p(r("本单位"))), "docx", LINES, WORDS)


def test_a_file_that_cannot_be_looked_into_is_kept_back() -> None:
    assert holds_unread_number(b"PK\x03\x04 broken", "docx", LINES, WORDS)


def test_such_a_file_is_not_in_the_package_though_its_text_is(tmp_path: Path) -> None:
    source = REAL / "2023/410781-chengshiguanliju.txt"
    side = source.with_name(f"{source.name}.yml").read_text(encoding="utf-8")
    rows = "".join(
        f"<p>{line}</p>"
        if "\t" not in line
        else f"<table><tr><td>{line.replace(chr(9), '</td><td>')}</td></tr></table>"
        for line in source.read_text(encoding="utf-8").split("\n")
    )
    path = tmp_path / "reports/a.html"
    path.parent.mkdir()
    path.write_text(PAGE.format(f"{rows}<!-- {PHONE} -->"), encoding="utf-8")
    path.with_name("a.html.yml").write_text(side, encoding="utf-8")
    make_package(tmp_path / "reports", tmp_path / "package")
    package = load_package(tmp_path / "package")
    (report,) = package.reports
    assert (report["text_release"], read_source(package, report)) == ("full", None)
    assert PHONE.encode() not in b"".join(one.read_bytes() for one in (tmp_path / "package").rglob("*.*"))
