"""What `check` says of one file: drawn for a terminal, as JSON, as annotations; hostile text stays text."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.checking import check_report
from build_scripts.checking.annotations import write_command
from build_scripts.checking.drawing import cut_text, draw_table, measure_width, show_text
from build_scripts.checking.summary import number_lines, render_summary
from build_scripts.findings import finding_id
from build_scripts.model import Correction, Finding, Reading, Report, State
from tests.report_samples import CODES, make_report, section

ROW = ("remedies", "reconsideration")
MIXED = make_report(
    {
        (*ROW, "upheld"): 12,
        (*ROW, "corrected"): State.BLANK,
        (*ROW, "other"): State.DASH,
        (*ROW, "pending"): State.ABSENT,
        (*ROW, "total"): State.UNREADABLE,
        ("remedies", "litigation_direct", "total"): 5,
        ("disclosures", "fee", "amount"): Decimal("250.830"),
    }
)
HOSTILE = "x\n::error::pwned\r\x1b[31m\u202e\u200b\ud800%0A"
UNNAMED = Finding("agency-unknown", MIXED.source_file, 3, (("found", HOSTILE),))
EMPTY = Finding("empty-file", MIXED.source_file, None)


def read(report: Report | None, *findings: Finding) -> Reading:
    return Reading(MIXED.source_file, "0" * 64, report, findings)


def render(reading: Reading, lang: str, style: str, path: str | None = None) -> str:
    checks = check_report(reading.report, None, CODES) if reading.report else ()
    return render_summary(reading, checks, CODES, lang, style, path)  # type: ignore[arg-type]


def test_a_table_is_drawn_with_a_mark_for_each_state() -> None:
    assert draw_table(MIXED, "remedies", CODES, "zh") == [
        "                            结果维持  结果纠正  其他结果  尚未审结  总计",
        "行政复议                          12         _         -         x     ?",
        "行政诉讼：未经复议直接起诉         0         0         0         0     5",
        "行政诉讼：复议后起诉               0         0         0         0     0",
    ]


def test_the_columns_of_a_table_stand_under_each_other() -> None:
    for table in ("disclosures", "applications", "remedies"):
        for lang in ("zh", "en"):
            lines = draw_table(make_report(), table, CODES, lang)
            if table != "disclosures":
                assert len({measure_width(line) for line in lines}) == 1
            assert max(measure_width(line) for line in lines) <= 120


def test_a_number_is_drawn_as_it_is() -> None:
    [line] = [line for line in draw_table(MIXED, "disclosures", CODES, "zh") if line.startswith("行政事业性收费")]
    assert line.split() == ["行政事业性收费", "250.830"]


@pytest.mark.parametrize("text", ["", "总计", "社会公益组织", "Public-interest organisation", "e\u0301te\u0301"])
def test_a_cut_text_fits(text: str) -> None:
    assert measure_width(cut_text(text, 10)) <= 10


def test_a_report_is_summed_up_for_the_terminal() -> None:
    lines = render(read(MIXED), "zh", "text").splitlines()
    assert lines[:10] == [
        "2023/410781-chengshiguanliju.txt",
        "  标题：卫辉市城市管理局2023年政府信息公开工作年度报告",
        "  机关：卫辉市城市管理局 (410781-chengshiguanliju)",
        "  地区：410781 卫辉市",
        "  年度：2023",
        "  表格：2021年版",
        "  范围：未说明",
        "  公布日期：2024-01-20",
        "  格式：txt",
        "  统计期限：2023-01-01 – 2023-12-31",
    ]
    assert "【复议诉讼】 有数 11 · 空白 _ 1 · 横线 - 1 · 未印 x 1 · 无法读取 ? 1" in lines
    assert lines[-4:] == [
        "不符的勾稽关系 1",
        "  复议诉讼结果之和 · 行政诉讼：未经复议直接起诉: 5 ≠ 0 (差 5)",
        "",
        "发现 0",
    ]


def test_a_correction_is_told_with_what_is_printed_and_why() -> None:
    fix = Correction("remedies", "reconsideration", "upheld", "21", "12", "转录时颠倒", "https://example.gov.cn/1.pdf")
    cells = tuple(
        cell._replace(correction=fix.reason) if (cell.table, cell.row, cell.column) == (*ROW, "upheld") else cell
        for cell in MIXED.cells
    )
    lines = render(read(replace(MIXED, cells=cells, corrections=(fix,))), "zh", "text").splitlines()
    at = lines.index("更正（表中以 * 标出） 1")
    assert lines[at + 1] == (
        "  行政复议 · 结果维持: 文件中为 “21”, 更正为 12 (转录时颠倒; https://example.gov.cn/1.pdf)"
    )
    assert next(line.split()[1] for line in lines if line.startswith("  行政复议 ")) == "12*"
    told = json.loads(render(read(replace(MIXED, corrections=(fix,))), "zh", "json"))
    assert told["report"]["corrections"][0]["printed"] == "21"


def test_a_file_no_editor_shows_by_lines_says_what_the_lines_are() -> None:
    lines = render(read(replace(MIXED, source_format="pdf")), "zh", "text").splitlines()
    assert "  格式：pdf (行号指取出的文本，可用 --text 看)" in lines


def test_the_text_that_was_read_is_numbered_and_harmless() -> None:
    assert number_lines(("规章\t0", "\x1b[31m二")) == "    1  规章 │ 0\n    2  \\x1b[31m二"


def test_a_number_of_the_text_is_told_with_both_quotes() -> None:
    told = section("1", "全年收到政府信息公开申请17件\x1b[31m。")
    report = make_report({("applications", "received", "total"): 95}, sections=[told])
    line = next(line for line in render(read(report), "zh", "text").splitlines() if "文字与表" in line)
    assert line == (
        "  文字与表：收到申请 · 总计: 17 ≠ 95 (差 -78) "
        "“全年收到政府信息公开申请17件\\x1b[31m。” / 一、本年新收政府信息公开申请数量·总计：95"
    )


def test_a_withheld_file_says_why_and_what_to_do() -> None:
    assert render(read(None, EMPTY), "zh", "text") == (
        "2023/410781-chengshiguanliju.txt\n"
        "  没有收录：原因见下。\n"
        "\n"
        "发现 1\n"
        "2023/410781-chengshiguanliju.txt: empty-file [错误]\n"
        "  文件没有内容。\n"
        "  → 重新保存报告后再提交。"
    )
    assert render(read(None, EMPTY), "en", "text", "reports/a.txt").splitlines()[-3:] == [
        "reports/a.txt: empty-file [error]",
        "  The file holds nothing.",
        "  → Save the report again and hand it in.",
    ]


def test_a_finding_about_the_sidecar_names_the_sidecar() -> None:
    key = Finding("sidecar-unknown-key", f"{MIXED.source_file}.yml", 2, (("found", "yaer"), ("expected", "year")))
    reading = read(None, key, EMPTY)
    said = render(reading, "zh", "text", "b/a.txt").splitlines()
    assert [line for line in said if "[错误]" in line] == [
        "b/a.txt: empty-file [错误]",
        "b/a.txt.yml:2: sidecar-unknown-key [错误]",
    ]
    annotations = render(reading, "en", "github", "b/a.txt").splitlines()
    assert [line.partition(",title")[0] for line in annotations] == [
        "::error file=b/a.txt",
        "::error file=b/a.txt.yml,line=2",
    ]
    told = json.loads(render(reading, "en", "json", "b/a.txt"))["findings"]
    assert [(one["source_file"], one["line"]) for one in told] == [
        (MIXED.source_file, None),
        (f"{MIXED.source_file}.yml", 2),
    ]


def test_findings_stand_in_the_order_of_the_file() -> None:
    said = render(read(None, UNNAMED, EMPTY), "zh", "text")
    assert said.index("empty-file") < said.index("txt:3: agency-unknown")


def test_a_report_without_tables_says_so() -> None:
    lines = render(read(make_report(form="none")), "zh", "text").splitlines()
    assert "【依申请公开】 没有可以辨认版本的表格" in lines


def test_json_is_one_object_with_exact_numbers() -> None:
    said = render(read(MIXED, UNNAMED), "zh", "json")
    assert "\n" not in said
    assert said.isascii()
    told = json.loads(said)
    assert list(told) == ["source_file", "source_sha256", "report", "checks", "findings"]
    assert told["report"]["states"]["remedies"] == {
        "reported": 11,
        "blank": 1,
        "dash": 1,
        "absent": 1,
        "unreadable": 1,
    }
    for table, states in told["report"]["states"].items():
        shown = Counter(cell["state"] for cell in told["report"]["cells"] if cell["table"] == table)
        assert {state: count for state, count in states.items() if count} == shown
    values = {(cell["table"], cell["row"], cell["column"]): cell["value"] for cell in told["report"]["cells"]}
    assert values["disclosures", "fee", "amount"] == "250.830"
    assert values[*ROW, "upheld"] == 12
    assert values[*ROW, "corrected"] is None
    [differs] = [check for check in told["checks"] if check["status"] == "differs"]
    assert differs == {
        "rule": "remedies_result_sum",
        "scope": "litigation_direct",
        "status": "differs",
        "left": 5,
        "right": 0,
        "difference": 5,
        "left_text": "",
        "right_text": "",
    }
    [found] = told["findings"]
    assert found["finding_id"] == finding_id(UNNAMED)
    assert found["message_en"] == f"The title “{HOSTILE}” names no agency."


def test_json_of_a_withheld_file_has_no_report() -> None:
    assert json.loads(render(read(None, EMPTY), "en", "json"))["report"] is None


def test_annotations_name_level_file_line_and_code() -> None:
    assert render(read(None, EMPTY), "zh", "github", "datapackage/reports/a.txt") == (
        "::error file=datapackage/reports/a.txt,title=empty-file::文件没有内容。%0A重新保存报告后再提交。"
    )
    assert render(read(MIXED), "en", "github") == (
        "::notice file=2023/410781-chengshiguanliju.txt,title=Sums that differ::"
        "Results add up · Lawsuit without reconsideration: 5 ≠ 0 (difference 5)"
    )
    assert render(read(make_report()), "zh", "github") == ""


def test_annotations_have_lines_only_where_github_shows_them() -> None:
    """Of a PDF the lines are those of the text taken out of it; its sidecar is a text in every case."""
    own = Finding("number-unreadable", MIXED.source_file, 7, (("row", "规章"), ("column", "制发"), ("found", "x")))
    beside = Finding("sidecar-unknown-key", f"{MIXED.source_file}.yml", 2, (("found", "yaer"), ("expected", "year")))
    for source_format, line in (("txt", ",line=7"), ("md", ",line=7"), ("pdf", ""), ("docx", "")):
        report = replace(MIXED, source_format=source_format, cells=())
        said = render(read(report, own, beside), "en", "github").splitlines()
        places = [one.partition(",title=")[0].partition(" ")[2] for one in said if "unreadable" in one or "key" in one]
        assert places == [f"file={MIXED.source_file}{line}", f"file={MIXED.source_file}.yml,line=2"]


def test_hostile_text_stays_in_its_command() -> None:
    assert render(read(None, UNNAMED), "en", "github", "a,line=9::b\n%.txt") == (
        "::error file=a%2Cline=9%3A%3Ab%0A%25.txt,line=3,title=agency-unknown::"
        "The title “x\\n::error::pwned\\r\\x1b[31m\\u202e\\u200b\\ud800%250A” names no agency."
        "%0AWrite agency: <full name> in the sidecar (<report file name>.yml, such as a.html.yml)."
    )


def test_hostile_text_is_written_out_on_the_terminal() -> None:
    said = render(read(None, UNNAMED), "zh", "text", "a\n\x1b]0;x\x07.txt")
    assert said.splitlines()[0] == "a\\n\\x1b]0;x\\x07.txt"
    assert "“x\\n::error::pwned\\r\\x1b[31m\\u202e\\u200b\\ud800%0A”" in said
    assert not any(line.startswith("::") for line in said.splitlines())


@given(st.text(), st.text(), st.text())
def test_a_command_is_always_one_line_with_one_place(path: str, title: str, message: str) -> None:
    command = write_command("error", path, 7, title, message)
    assert len(command.splitlines()) == 1
    properties, _, data = command.removeprefix("::error ").partition("::")
    assert [one.split("=")[0] for one in properties.split(",")] == ["file", "line", "title"]
    assert data.count("%") == message.count("%") + message.count("\n") + message.count("\r")
    command.encode("utf-8")


@given(st.text(st.characters(codec=None)))
def test_shown_text_is_one_line_of_printable_characters(text: str) -> None:
    shown = show_text(text)
    assert len(shown.splitlines()) <= 1
    assert all(char.isprintable() or char.isspace() for char in shown)
