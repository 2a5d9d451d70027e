"""Bytes → numbered lines."""

from __future__ import annotations

import pytest

from build_scripts.reading.decode import DecodeFailure, Document, decode_document, hash_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_told_by_its_bytes(encoding: str) -> None:
    assert decode_document("规章\t0\n第二行".encode(encoding)) == Document("txt", ("规章\t0", "第二行"))


def test_lines_end_at_lf_crlf_and_cr_alone() -> None:
    assert decode_document(b"a\r\nb\nc\rd\n") == Document("txt", ("a", "b", "c", "d", ""))


def test_a_form_feed_ends_no_line() -> None:
    assert decode_document("一\f二\u2028三\x85四".encode()) == Document("txt", ("一\f二\u2028三\x85四",))


@pytest.mark.parametrize("text", ["| 规章 | 0 |", "正文\n| 规章 | 0 |\r\n正文", "# 标题", "正文\n## 标题\n"])
def test_pipes_and_headings_make_it_markdown(text: str) -> None:
    document = decode_document(text.encode())
    assert isinstance(document, Document)
    assert document.format == "md"


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (b"", DecodeFailure("empty-file")),
        (b"%PDF-1.4", DecodeFailure("unsupported-format", (("found", "pdf"),))),
        (b"\n<!-- x --><HTML lang=zh>", DecodeFailure("unsupported-format", (("found", "html"),))),
        (b"\xff", DecodeFailure("unknown-encoding", (("position", "1"),))),
        (b"\x00" * 8, DecodeFailure("binary-file", (("found", "U+0000"),))),
        (b"ab\x1bcd", DecodeFailure("binary-file", (("found", "U+001B"),))),
    ],
)
def test_what_is_no_text_says_why(data: bytes, failure: DecodeFailure) -> None:
    assert decode_document(data) == failure


def test_the_hash_is_of_the_bytes_as_handed_in() -> None:
    assert hash_bytes(b"")[:16] == "e3b0c44298fc1c14"
