"""A number of a person in a part of the file that is not read keeps the file back, and not the text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from build_scripts.files import PROJECT, read_codelists, read_rows
from build_scripts.model import Reading
from build_scripts.packaging.load import load_package, read_source
from build_scripts.reading.privacy.unread import has_unread_number
from build_scripts.reading.privacy.words import build_privacy_words
from tests.commands import run
from tests.packages import REAL, make_package
from tests.report_texts import print_text, read_text, told
from tests.web_pages import trs_page
from tests.word_files import p, pack, pack_report, r

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
        "读出的正文里没有，但收到的文件别的部分（网页的页眉页脚、注释、脚本，批注、属性、嵌入的文件）有像身份证号或"
        "手机号的数字，或有打不开看的东西，所以正文照公布，收到的文件不公布。"
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
        ("<script>var id = 13812345678;</script>", True),
        ("<p>电话 0371-66666666</p>", False),
        ("<!-- 张三 13812345678 -->", True),
        ("<!-- 张三 <b>138</b>12345678 -->", True),
        ("<a href=tel:13812345678>拨打</a>", True),
        ("<a href='javascript:call(\"%31%33%38%31%32%33%34%35%36%37%38\")'>拨打</a>", True),
        ('<i data-tel="13812345678"></i>', True),
        ('<i aria-label="张三 &#49;3812345678"></i>', True),
        ('<input placeholder="13812345678">', True),
        ('<img alt="张三" src="/u/13812345678.png">', True),
        ("<x-13812345678></x-13812345678>", True),
        ("<script>if (a<13812345678 && b>2) {}</script>", True),
        ("<p>138<sup>12345678</sup></p>", True),
        ('<img src="20230117150000123.png">', False),
        ("<p>监督电话：13812345678</p>", False),
    ],
)
def test_what_counts_in_a_web_page(markup: str, found: bool) -> None:
    for charset in ("utf-8", "gb18030", "utf-16"):
        page = f"<html><body><p>正文</p>{markup}</body></html>".encode(charset)
        assert has_unread_number(page, "html", (), WORDS) is found


def test_a_saved_page_is_looked_into_part_by_part() -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
    body = "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>1381234=\r\n5678</p>\r\n--x--\r\n"
    assert has_unread_number((head + body).encode(), "mhtml", (), WORDS)
    assert not has_unread_number((head + body.replace("5678", "56")).encode(), "mhtml", (), WORDS)


CARD, PHONE = "410781199003071239", NUMBER
LINES = ("一、总体情况", "本单位公开信息 12 条。")
PAGE = "<html><head><title>年度报告</title></head><body><p>一、总体情况</p>{}</body></html>"


def test_what_was_read_was_judged_there() -> None:
    page = PAGE.format(f"<p>联系人手机：{PHONE}</p>").encode()
    assert not has_unread_number(page, "html", (*LINES, "联系人手机：１３８ 1234 5678"), WORDS)


def test_what_was_struck_out_of_a_word_file_is_found() -> None:
    struck = p(r("本单位"), f"<w:del><w:r><w:delText>张三 {PHONE[:5]}</w:delText></w:r>"
               f"<w:r><w:delText>{PHONE[5:]}</w:delText></w:r></w:del>")  # fmt: skip
    assert has_unread_number(pack(struck), "docx", LINES, WORDS)
    assert not has_unread_number(pack(p(r("本单位"))), "docx", LINES, WORDS)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEMBERS: list[tuple[str, str | bytes]] = [
    ("word/comments.xml", f'<w:comments {W}><w:comment w:author="张三{PHONE}"/></w:comments>'),
    ("word/comments.xml", f"<w:comments {W}><w:t>张三{PHONE}</w:t></w:comments>".encode("utf-16")),
    ("word/header1.xml", f"<w:hdr {W}><w:r><w:t>138</w:t></w:r><w:proofErr/><w:r><w:t>12345678</w:t></w:r></w:hdr>"),
    ("word/_rels/document.xml.rels", f'<Relationships><Relationship Target="tel:{PHONE}"/></Relationships>'),
    ("docProps/core.xml", f"<p><dc:creator>张三{PHONE}</dc:creator></p>"),
    ("word/media/a.txt", f"张三{PHONE}"),
    (f"word/media/{PHONE}.png", b"png"),
    ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0 not looked into"),
]


@pytest.mark.parametrize(("name", "member"), MEMBERS, ids=[name for name, _ in MEMBERS])
def test_every_member_of_a_word_file_is_looked_into(name: str, member: str | bytes) -> None:
    reading = read_text(grow(pack_report(print_text()), name, member))
    assert (reading.text_release, codes(reading)) == ("masked", ["personal-number-unread"])


def test_so_is_what_is_embedded_in_it_and_its_own_comment() -> None:
    table = grow(pack(p(r("本单位"))), "xl/sharedStrings.xml", f"<sst><si><t>张三{PHONE}</t></si></sst>")
    for data in (grow(pack_report(print_text()), "word/embeddings/a.xlsx", table), note(pack_report(print_text()))):
        reading = read_text(data)
        assert (reading.text_release, codes(reading)) == ("masked", ["personal-number-unread"])
    harmless = grow(pack_report(print_text()), "word/media/image1.png", b"\x89PNG 13812345678")
    assert read_text(harmless).text_release == "full", "pictures are not looked into"


def grow(data: bytes, name: str, member: str | bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, member)
    return out.getvalue()


def note(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = f"张三{PHONE}".encode()
    return out.getvalue()


def test_the_properties_of_a_pdf_are_looked_into() -> None:
    def look(said: tuple[str, ...] | None) -> bool:
        return has_unread_number(b"%PDF-1.7", "pdf", LINES, WORDS, lambda _: said)

    assert (look((f"张三{PHONE}",)), look(("财政局",)), look(None)) == (True, False, True)
    xmp = f"%PDF-1.7 <x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>张三{PHONE}</dc:creator></x:xmpmeta>".encode()
    assert has_unread_number(xmp, "pdf", LINES, WORDS, lambda _: ())


def test_a_file_that_cannot_be_looked_into_is_kept_back() -> None:
    assert has_unread_number(b"PK\x03\x04 broken", "docx", LINES, WORDS)


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
    assert (report["text_release"], report["source_sha256"], read_source(package, report)) == ("masked", "", None)
    codes = [row["code"] for row in read_rows(tmp_path / "package/data/findings.csv")]
    assert "personal-number-unread" in codes
    assert run("check", path).stdout.count("personal-number-unread") == 1
    assert PHONE.encode() not in b"".join(one.read_bytes() for one in (tmp_path / "package").rglob("*.*"))
