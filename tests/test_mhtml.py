"""Web pages saved as one file → the article's lines and rows."""

from __future__ import annotations

import time
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from playwright.sync_api import Page

from build_scripts.reading.decode import decode_document
from build_scripts.reading.document import DecodeFailure, Document
from tests import web_pages as pages

WHOLE = (
    "索 引 号：005184531/2024-00012",
    "发布机构：卫辉市城市管理局",
    "发布日期：2024-01-20",
    pages.TITLE,
    "来源：城市管理局",
    *pages.ARTICLE,
)


def read(data: bytes) -> Document:
    document = decode_document(data)
    assert isinstance(document, Document), document
    assert document.format == "mhtml"
    return document


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_that_chromium_saved_is_read(page: Page) -> None:
    page.set_content(pages.trs_page())
    session = page.context.new_cdp_session(page)
    saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    document = read(saved.encode())
    assert document.lines == WHOLE
    assert len(document.rows) == len(pages.DISCLOSURES)


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_transfer_encoding_is_undone(coding: str, charset: str) -> None:
    mail = EmailMessage()
    mail.set_content(pages.trs_page(), subtype="html", charset=charset, cte=coding)
    assert read(mail.as_bytes()).lines == WHOLE


def test_the_charset_of_the_part_is_used_where_the_page_names_none() -> None:
    text = "本局主動公開政府資訊的情況如下，一年來公開規範性文件十二件，沒有收到公開政府資訊的申請。"
    mail = EmailMessage()
    mail.set_content(f"<html><body><p>一、總體情況</p><p>{text}</p></body></html>", "html", charset="big5")
    assert read(mail.as_bytes()).lines == ("一、總體情況", text)


def test_the_page_is_the_part_that_shows_the_report() -> None:
    mail = MIMEMultipart("related", type="text/html")
    mail.attach(MIMEText("<html><body><p>导航</p><iframe src='cid:frame'></iframe></body></html>", "html"))
    mail.attach(MIMEText("body { color: red }", "css"))
    mail.attach(MIMEText(pages.trs_page(), "html"))
    assert read(mail.as_bytes()).lines == WHOLE


def test_a_mail_around_the_file_does_no_harm() -> None:
    inner = MIMEMultipart("related")
    inner.attach(MIMEText(pages.trs_page(), "html"))
    outer = MIMEMultipart("mixed")
    outer.attach(inner)
    assert read(outer.as_bytes()).lines == WHOLE


HEAD = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD,
        HEAD + b"--x\r\n\r\n",
        HEAD + b"--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n====\r\n--x--",
        HEAD + b"--x\r\nContent-Type: text/html; charset*=%%%\r\n\r\n\r\n--x--",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<p>",
        HEAD + b"--x\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" * 5000,
        HEAD
        + b"".join(b"--%d\r\nContent-Type: multipart/related; boundary=%d\r\n\r\n" % (n, n + 1) for n in range(3000)),
        HEAD + b"--x\r\n\r\n" * 1_000_000,
        HEAD[:-2] + b"X-A: b\r\n" * 1_000_000,
    ],
    ids=range(9),
)
def test_a_broken_file_is_refused_with_a_reason(data: bytes) -> None:
    start = time.process_time()
    assert decode_document(data) == DecodeFailure("file-damaged", (("found", "mhtml"),))
    assert time.process_time() - start < 8


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    mail = MIMEMultipart("related")
    mail.attach(MIMEText(pages.trs_page(), "html"))
    whole = mail.as_bytes()
    document = read(whole[: len(whole) // 2])
    assert document.lines[:4] == WHOLE[:4]
