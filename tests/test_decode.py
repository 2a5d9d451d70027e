"""Bytes → numbered lines."""

from __future__ import annotations

import time

import pytest

from build_scripts.reading import read_report
from build_scripts.reading.decode import decode_document, hash_bytes
from build_scripts.reading.document import DecodeFailure, Document
from tests.printing.readback import known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_told_by_its_bytes(encoding: str) -> None:
    assert decode_document("规章\t0\n第二行".encode(encoding)) == Document("txt", ("规章\t0", "第二行"))


TRADITIONAL = "香港特別行政區政府二〇二三年政府信息公開工作年度報告\n一、總體情況\n規章\t0\n其他對外管理服務事項\t5"


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:20], "一、總體情況", "結果維持", "政府信息公開年度報告"])
def test_big5_is_told_from_gb18030_by_what_it_says(text: str) -> None:
    assert decode_document(text.encode("big5hkscs")) == Document("txt", tuple(text.split("\n")))


@pytest.mark.parametrize(
    "text", ["政府信息公开年度报告", "一、总体情况", "规章\t0", "卫辉市城市管理局", "結果維持", "犇"]
)
def test_gb18030_stays_gb18030(text: str) -> None:
    assert decode_document(text.encode("gb18030")) == Document("txt", (text,))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["公开\n公开", "一、总体情况\n公开", "开\n", "规章\t0\n第二行"])
def test_utf_16_needs_no_mark(text: str, encoding: str) -> None:
    assert decode_document(text.encode(encoding)) == Document("txt", tuple(text.split("\n")))


def test_utf_8_that_was_torn_is_no_other_encoding() -> None:
    data = ("卫辉市城市管理局政府信息公开工作年度报告，" * 5).encode()
    assert decode_document(data[:-1]) == DecodeFailure("unknown-encoding", (("position", str(len(data) - 2)),))


def test_lines_end_at_lf_crlf_and_cr_alone() -> None:
    assert decode_document(b"a\r\nb\nc\rd\n") == Document("txt", ("a", "b", "c", "d", ""))


def test_a_form_feed_ends_no_line() -> None:
    assert decode_document("一\f二\n三".encode()) == Document("txt", ("一\f二", "三"))


def test_marks_of_a_break_inside_a_line_are_white_space() -> None:
    assert decode_document("一\u2028二\x85三\x0b四\n五".encode()) == Document("txt", ("一 二 三 四", "五"))


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b"])
def test_they_end_the_lines_of_a_text_that_has_no_other_line_ends(mark: str) -> None:
    assert decode_document(f"一{mark}二".encode()) == Document("txt", ("一", "二"))


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\ufeff", "\xad"])
def test_what_prints_nothing_is_left_out_except_between_digits(mark: str) -> None:
    assert decode_document(f"{mark}卫辉{mark}市{mark}2{mark}{mark}3{mark}年{mark}".encode("utf-16")) == Document(
        "txt", (f"卫辉市2{mark}{mark}3年",)
    )
    assert decode_document(mark.encode("utf-16")) == DecodeFailure("empty-file")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 规章 | 0 |", "md"),
        ("正文\n| 规章 | 0 |\r\n正文", "md"),
        ("# 标题\n* 甲\n", "txt"),
        ("正文\n## 标题\n甲|乙\n", "txt"),
    ],
)
def test_only_pipe_tables_make_it_markdown(text: str, expected: str) -> None:
    document = decode_document(text.encode())
    assert isinstance(document, Document)
    assert document.format == expected


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (b"", DecodeFailure("empty-file")),
        (b"GIF89a", DecodeFailure("unsupported-format", (("found", "gif"),))),
        (b"\xff", DecodeFailure("unknown-encoding", (("position", "1"),))),
        (b"\x00" * 8, DecodeFailure("binary-file", (("found", "U+0000"),))),
        (b"ab\x1bcd", DecodeFailure("binary-file", (("found", "U+001B"),))),
    ],
)
def test_what_is_no_text_says_why(data: bytes, failure: DecodeFailure) -> None:
    assert decode_document(data) == failure


def test_the_hash_is_of_the_bytes_as_handed_in() -> None:
    assert hash_bytes(b"")[:16] == "e3b0c44298fc1c14"


PICTURE_IN_MARKDOWN = (
    "# 卫辉市财政局2023年政府信息公开工作年度报告\n\n一、总体情况\n2023年，我局依法公开政府信息。\n\n"
    "二、主动公开政府信息情况\n\n{}\n\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"
)


@pytest.mark.parametrize(
    "picture",
    [
        "![](media/image1.png)",
        '![表一](media/image1.png "表"){width="5in"}',
        "  ![][image1]  ",
        "![[table.png]]",
        '<img src="a.png" style="width:5in" />',
        "[![](a.png)](b.html)",
        "![](a.png) ![](b.png)",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("table", ["", "<table><tr><td>规章</td><td>1</td></tr></table>"])
def test_a_picture_in_markdown_where_a_table_is_due_is_told(picture: str, end: str, table: str) -> None:
    text = PICTURE_IN_MARKDOWN.format(picture).replace("五、", f"四、政府信息公开行政复议、行政诉讼情况\n{table}\n五、")
    reading = read_report("2023/a.md", text.replace("\n", end).encode(), None, known())
    line = 1 + text.split("\n").index(picture)
    assert reading.lines[line - 1] == "〔图〕"
    if not table:
        assert [one.line for one in reading.findings if one.code == "picture-unread"] == [line]


@pytest.mark.parametrize("line", ["见下图：![](a.png)", "![](a.png)说明", "!", "![", "![](a.png"])
def test_a_picture_among_words_stays_as_it_is_written(line: str) -> None:
    assert decode_document(f"一\n{line}".encode()) == Document("txt", ("一", line))


def test_many_pictures_on_a_line_take_no_time() -> None:
    started = time.process_time()
    decode_document(("![](" * 50_000 + "\n" + "![](a)" * 50_000 + "x\n" + "[" * 100_000).encode())
    assert time.process_time() - started < 2
