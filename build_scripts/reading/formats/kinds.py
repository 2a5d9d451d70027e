"""Bytes of a file → which format they are, by content and never by suffix.

Comes in: bytes. Goes out: a format code, '' for plain text. Refuses to know: what the file says.
Source of the signatures: the formats' own specifications (PDF, ZIP, Compound File, RTF, RFC 2557 for MHTML).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from build_scripts.reading.formats.legacy import tell_compound

READ = ("txt", "md", "html", "mhtml", "docx", "pdf")
CONVERTED = ("doc", "rtf", "odt")
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_FIRST_ENTRY_NAME = 30
_TEXT_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_WORD_ENTRY = re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL)
_OFFICE_XML = re.compile(rb"<\?mso-application|<w:wordDocument|<pkg:package|<office:document\b")
_PDF_WITHIN = 1024
_ZIP_KINDS = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
)
_MAIL_HEAD = re.compile(
    rb"^(?:[!-9;-~]++:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)*?(?:MIME-Version|Content-Type):", re.IGNORECASE
)
_MAIL_KIND = re.compile(rb"multipart/(?:related|alternative|mixed)|text/html", re.IGNORECASE)
_HTML = re.compile(
    r"^[\s\ufeff]*+(?:<\?xml(?>.*?\?>)\s*+|<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(r"</(?:p|div|td|tr|table|span|section|article|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)
_OPENS_WITH_TAG = re.compile(
    r"^[\s\ufeff]*+(?:<!--(?>.*?-->)\s*+)*+<(?:p|div|table|span|section|article|h[1-6]|center|font|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_TABLE_TAG = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_CELL_TAG = re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE)
_LINE_TAGS = re.compile(r"</(?:p|div)\s*>|<br\s*/?>", re.IGNORECASE)
_FEW_TAGS, _SOME_TAGS = 3, 6
_LOOK = 4096


def tell_binary_kind(data: bytes) -> str:
    """The format of bytes that are no plain text: pdf, docx, doc, mhtml …; '' if they may be text or HTML."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_COMPOUND):
        return tell_compound(data)
    if data.startswith(_ZIP):
        return _tell_zip(data)
    head = data[:_LOOK].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<?xml") and _OFFICE_XML.search(head):
        return "Office XML"
    return "mhtml" if _MAIL_HEAD.match(head) and _MAIL_KIND.search(head) else ""


def is_html(text: str) -> bool:
    """Whether a text is a web page, or the piece of one: it opens as HTML does, or with a tag and has several more, or
    its lines are ended by tags.

    >>> is_html("<!DOCTYPE html><p>一"), is_html("<p>一</p><p>二</p><p>三</p>"), is_html("一、<b>总体</b>情况")
    (True, True, False)
    >>> is_html("一、总体情况<br>" * 6), is_html("一、总体情况<br>\\n二、\\n三、\\n")
    (True, False)
    """
    start = text[:_LOOK]
    if _HTML.match(start):
        return True
    look = text[: 16 * _LOOK]
    if _OPENS_WITH_TAG.match(start):
        return len(_TAGS.findall(look)) >= _FEW_TAGS
    # in a table of Markdown such tags stand within a cell
    return "\n|" not in look and len(_LINE_TAGS.findall(look)) >= max(_SOME_TAGS, look.count("\n") / 2)


def is_page(data: bytes) -> bool:
    """Whether bytes in whatever encoding are a web page, or the piece of one: tags are ASCII in all that pages use.

    >>> is_page("<html><p>資訊".encode("big5")), is_page("<html><p>一".encode("utf-16")), is_page("规章 0".encode())
    (True, True, False)
    """
    start = data[: 16 * _LOOK].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return is_html(start.replace(b"\x00", b"").decode("latin-1"))


def holds_tables(text: str) -> bool:
    """Whether a text that is no web page holds a table in HTML.

    >>> holds_tables("一、总体情况\\n<table><tr><td>规章</td></tr></table>"), holds_tables("用 <table> 表示")
    (True, False)
    """
    match = _TABLE_TAG.search(text)
    return match is not None and _CELL_TAG.search(text, match.end()) is not None


def _tell_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()[:2000]]
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return "odt" if b"opendocument.text" in archive.read("mimetype") else "zip"
    except (zipfile.BadZipFile, zlib.error, OSError, LookupError, ValueError, RuntimeError, EOFError):
        return _tell_broken_zip(data)
    return next((kind for prefix, kind in _ZIP_KINDS if any(name.startswith(prefix) for name in names)), "zip")


def _tell_broken_zip(data: bytes) -> str:
    """The format of a ZIP whose list of entries is lost, by the entries themselves."""
    if data.startswith(_TEXT_MIMETYPE, _FIRST_ENTRY_NAME):
        return "odt"
    return "docx" if _WORD_ENTRY.search(data) else "zip"
