"""Whatever is handed in, the reader gives a report or says why not; it never raises, and never takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build_scripts.findings import render_message, render_next_step
from build_scripts.model import Reading, State
from tests.printing.readback import known_codes
from tests.report_texts import (
    DISCLOSURES_2021,
    REMEDIES,
    TITLE,
    codes_of,
    contents,
    print_requests,
    print_text,
    read_text,
    read_whole,
    row_labels,
)

SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [*row_labels("2021").values(), *REMEDIES.split("\n"), *DISCLOSURES_2021.split("\n"), TITLE, "一、总体情况",
     "三、收到和处理政府信息公开申请情况", "（六）其他处理", "\t", "\t", "\t0", "\t12", "\n", "\n", "|", "0",
     "—", "其他", "总计", "（", "“", "第二十条", "单位：万元", "\r\n", "\u3000", "2023年", "\f",
     "\ufeff", "１", "不知所云"]
)  # fmt: skip
CORRECTION = """corrections:
  - table: applications
    row: granted
    column: total
    value: '{}'
    reason: 核对原件
    evidence: https://www.example.gov.cn/a
"""


def test_a_sound_report_has_every_cell_and_no_finding() -> None:
    reading = read_text(print_text())
    assert reading.findings == ()
    assert reading.report is not None
    assert [cell.state for cell in reading.report.cells] == [State.REPORTED] * 200
    assert (reading.report.report_id, reading.report.form) == ("410781-chengshiguanliju-2023", "2021")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing(encoding: str, line_end: str) -> None:
    other = read_text(print_text().replace("\n", line_end).encode(encoding)).report
    first = read_whole(print_text())
    assert other is not None
    assert (other.cells, other.sections, other.lines) == (first.cells, first.sections, first.lines)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\xff\xfe", "empty-file"),
        (b"\n\n \t", "empty-file"),
        (b"\x00" * 100, "binary-file"),
        (b"\x89PNG\r\n\x1a\n", "unsupported-format"),
        (b"PK\x03\x04abc", "file-damaged"),
        (b"a\x80\xff\xff", "unknown-encoding"),
        ("今天天气很好。".encode(), "not-a-report"),
        ("某市发布会\t1\t2\t3".encode(), "not-a-report"),
        (f"{TITLE}解读\n一、总体情况\n好。\n二、主动公开政府信息情况".encode(), "explanation-page"),
        (f"{print_text()}\n卫辉市财政局2022年政府信息公开工作年度报告\n一、总体情况".encode(), "two-reports-in-file"),
    ],
)
def test_what_is_no_report_is_withheld_with_one_reason(data: bytes, code: str) -> None:
    reading = read_text(data)
    assert (reading.report, codes_of(reading)) == (None, [code])


@pytest.mark.parametrize(
    ("sidecar", "expected"),
    [
        ("yaer: 2023", [("sidecar-unknown-key", 1)]),
        ("scope: organ\nlevel: planet", [("sidecar-bad-value", 2)]),
        ("year: 2023\nyear: 2022", [("sidecar-bad-value", 2)]),
        ("year: 2023\n  month: 1", [("sidecar-unreadable", 2)]),
        ("- 2023", [("sidecar-bad-value", 1)]),
        ("agency: !!python/object/apply:os.system ['true']", [("sidecar-bad-value", 1)]),
        ("scope: &a organ\nyear: *a", [("sidecar-bad-value", 2)]),
        ("? [a, b]\n: c", [("sidecar-unknown-key", 1)]),
        ("year: 2023\n---\nyear: 2022", [("sidecar-unreadable", 2)]),
        ("[" * 5000, [("sidecar-unreadable", None)]),
        ("corrections: none", [("sidecar-bad-value", 1)]),
        ("corrections:\n  - table: applications", [("sidecar-bad-value", 2)] * 4),
        (CORRECTION.format("1e999999"), [("sidecar-bad-value", 5)]),
        (CORRECTION.format("1e99999999999"), [("sidecar-bad-value", 5)]),
        (CORRECTION.format("NaN"), [("sidecar-bad-value", 5)]),
        (CORRECTION.format("-1"), [("sidecar-bad-value", 5)]),
        (CORRECTION.format("1.5"), [("sidecar-bad-value", 5)]),
        (CORRECTION.format("٣"), [("sidecar-bad-value", 5)]),
        (CORRECTION.format("=1+1"), [("sidecar-bad-value", 5)]),
    ],
)
def test_a_bad_sidecar_withholds_the_report_and_names_its_line(
    sidecar: str, expected: list[tuple[str, int | None]]
) -> None:
    reading = read_text(print_text(), sidecar)
    assert reading.report is None
    assert [(one.code, one.line) for one in reading.findings] == expected
    assert {one.source_file for one in reading.findings} == {"2023/410781-chengshiguanliju.txt.yml"}


def test_yaml_tags_mean_nothing() -> None:
    assert read_whole(print_text(), "year: !!int 2022").year == 2022
    assert read_whole(print_text(), "year: !!binary 2022").year == 2022


def test_a_sidecar_goes_before_the_text() -> None:
    report = read_whole(print_text(), "agency: 信阳市财政局\nyear: 2020\nscope: organ\nsource_url: https://a.example/b")
    assert (report.report_id, report.scope) == ("411500-caizhengju-2020", "organ")
    assert report.source_url == "https://a.example/b"


def test_a_correction_is_recorded_with_what_was_printed() -> None:
    report = read_whole(print_text(), CORRECTION.format(5))
    assert contents(report, "applications", "granted") == [0, 0, 0, 0, 0, 0, 5]
    assert [(one.printed, one.value, one.reason) for one in report.corrections] == [("0", "5", "核对原件")]


@SOME
@given(st.binary(max_size=400))
def test_random_bytes_never_raise(data: bytes) -> None:
    check_words(read_text(data))


@SOME
@given(st.lists(PIECES, max_size=120).map("".join))
def test_random_pieces_of_labels_never_raise(text: str) -> None:
    check_words(read_text(f"{TITLE}\n一、总体情况\n{text}"))


@SOME
@given(st.lists(st.tuples(st.integers(0, 45), PIECES), max_size=40))
def test_pieces_thrown_into_a_report_never_raise(pieces: list[tuple[int, str]]) -> None:
    lines = print_text().split("\n")
    for place, piece in pieces:
        lines.insert(place, piece)
    check_words(read_text("\n".join(lines)))


@SOME
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_random_sidecars_never_raise(text: str) -> None:
    check_words(read_text(print_text(), text))


def check_words(reading: Reading) -> None:
    """Every finding can be told in both languages."""
    for finding in reading.findings:
        for lang in ("zh", "en"):
            assert render_message(finding, known_codes(), lang)
            assert render_next_step(finding, known_codes(), lang)


START = f"{TITLE}\n一、总体情况\n"
APPLICATIONS = f"二、主动公开政府信息情况\n{DISCLOSURES_2021}\n三、收到和处理政府信息公开申请情况\n"
GRANTED = "（一）予以公开"
LARGE = {
    "a line of 5 MB": START + "字" * 1_700_000,
    "a line of digits": START + "1" * 5_000_000,
    "a line of blanks": START + "a" + " " * 2_000_000 + "b",
    "a line of pipes": START + "|" * 1_000_000,
    "a rule of Markdown, then blanks": START + "| --" + " " * 500_000 + "x|",
    "10,000 tabs": START + APPLICATIONS + GRANTED + "\t0" * 10_000,
    "10,000 labels side by side": START + APPLICATIONS + "\t".join([GRANTED] * 10_000) + "\t1",
    "a cell of brackets": START + APPLICATIONS + GRANTED + "\t" + "(" * 500_000,
    "300,000 blank lines": START + "\n" * 300_000,
    "50,000 lines of one sentence": START + "没有句号的一行文字，后面还有后面还有后面还有后面还有后面还有\n" * 50_000,
    "a title that never ends": "政府信息公开" * 300_000 + "\n" + START,
    "20,000 headings": START + "一、总体情况\n" * 20_000,
    "20,000 short rows of numbers": START + APPLICATIONS + GRANTED + "\t0" * 7 + "\n" + "1\t2\t3\n" * 20_000,
    "20,000 pieces of labels": START + APPLICATIONS + GRANTED + "\t0" * 7 + "\n" + "政府机关\t\n" * 20_000,
    "20,000 times the same row": START + APPLICATIONS + (GRANTED + "\t0" * 7 + "\n") * 20_000,
    "20,000 rows that differ": START + APPLICATIONS + "".join(f"{GRANTED}\t{n}\t0\t0\n" for n in range(20_000)),
    "20,000 heads": START + APPLICATIONS.replace("规章", "\t本年制发件数\n" * 20_000 + "规章"),
}  # fmt: skip


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_large_input_costs_no_more_than_its_size(text: str) -> None:
    data = text.encode()
    start = time.process_time()
    read_text(data)
    assert time.process_time() - start < 6


def test_a_row_among_thousands_of_pieces_is_still_read() -> None:
    text = print_text(requests=print_requests(extra="政府机关\t\n" * 1000))
    assert contents(read_whole(text), "applications", "carried_out") == [0] * 7


def test_a_sidecar_settles_which_title_it_is() -> None:
    text = print_text(title="卫辉市财政局2022年政府信息公开工作年度报告\n" + TITLE)
    assert codes_of(read_text(text)) == ["title-ambiguous"]
    report = read_whole(text, "agency: 卫辉市城市管理局\nyear: 2023\n")
    assert (report.report_id, report.title) == ("410781-chengshiguanliju-2023", TITLE)


def test_a_link_to_an_explanation_gives_way_to_a_sidecar_only_beside_tables() -> None:
    link = "相关解读：2023年政府信息公开工作年度报告解读"
    sidecar = "agency: 卫辉市城市管理局\nyear: 2023\n"
    assert read_whole(print_text(title=link), sidecar).year == 2023
    assert codes_of(read_text(f"{link}\n一、总体情况\n好。", sidecar)) == ["explanation-page"]
