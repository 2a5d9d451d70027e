"""The five real reports read as they print; every number below was transcribed by eye from the files.

They are here because each is another conversion: three label cells or fewer, blanks before and behind, split heads,
page breaks, a wholly blank table, rows of five, eight, ten, eleven and sixteen numbers, a heading printed twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

import pytest

from build_scripts.model import Cell, Finding, Report, State
from build_scripts.reading import read_report
from tests.printing.codelists import DATAPACKAGE
from tests.printing.judge import is_told, row_labels
from tests.printing.readback import known, known_codes

WEIHUI_2023 = "2023/410781-chengshiguanliju.txt"
HUZHU_2024 = "2024/630223-chengshiguanlizonghexingzhengzhifaju.txt"
XINYANG_2021 = "2021/411500-chengshiguanliju.txt"
XIGONG_2020 = "2020/410303-chengshiguanliju.txt"
WEIHUI_DATA_2021 = "2021/410781-zhengwuhedashujuguanliju.txt"
SAMPLES = (WEIHUI_2023, HUZHU_2024, XINYANG_2021, XIGONG_2020, WEIHUI_DATA_2021)

IDENTITIES = {
    WEIHUI_2023: ("410781-chengshiguanliju-2023", "卫辉市城市管理局", "410781", "county", "2021", ""),
    HUZHU_2024: (
        "630223-chengshiguanlizonghexingzhengzhifaju-2024",
        "互助县城市管理综合行政执法局",
        "630223",
        "county",
        "2021",
        "2025-01-06",
    ),
    XINYANG_2021: ("411500-chengshiguanliju-2021", "信阳市城市管理局", "411500", "prefecture", "2021", ""),
    XIGONG_2020: ("410303-chengshiguanliju-2020", "西工区城市管理局", "410303", "county", "2019", ""),
    WEIHUI_DATA_2021: (
        "410781-zhengwuhedashujuguanliju-2021",
        "卫辉市政务和大数据管理局",
        "410781",
        "county",
        "2021",
        "",
    ),
}
TITLES = {
    WEIHUI_2023: "卫辉市城市管理局 2023 年政府信息公开工作年度报告",
    HUZHU_2024: "互助县城市管理综合行政执法局 2024 年度政府信息公开工作年度报告",
    XINYANG_2021: "信阳市城市管理局2021年政府信息公开工作年度报告",
    XIGONG_2020: "西工区城市管理局2020年政府信息公开工作年度报告",
    WEIHUI_DATA_2021: "卫辉市政务和大数据管理局2021年政府信息公开工作年度报告",
}
HEADINGS = (
    "",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
STATES = {
    WEIHUI_2023: {"reported": 200},
    HUZHU_2024: {"reported": 3, "blank": 182, "absent": 15},
    XINYANG_2021: {"reported": 200},
    XIGONG_2020: {"reported": 114, "blank": 14, "unreadable": 70},
    WEIHUI_DATA_2021: {"reported": 200},
}
DOCUMENTS_2021 = ("issued", "repealed", "in_force")
SERVICES_2019 = ("items_last_year", "items_change", "decisions")


@cache
def read_sample(path: str) -> tuple[Report, tuple[Finding, ...]]:
    """The report and the findings, read without its sidecar."""
    reading = read_report(path, (DATAPACKAGE / "reports" / path).read_bytes(), None, known())
    assert reading.report is not None, reading.findings
    return reading.report, reading.findings


def printed_lines(path: str) -> list[str]:
    return (DATAPACKAGE / "reports" / path).read_text("utf-8").split("\n")


def cells_of(report: Report, table: str) -> dict[tuple[str, str], Cell]:
    return {(cell.row, cell.column): cell for cell in report.cells if cell.table == table}


def values_of(report: Report, table: str, row: str) -> Sequence[int | Decimal | None]:
    return [cell.value for cell in report.cells if (cell.table, cell.row) == (table, row)]


def states_of(report: Report, table: str, row: str) -> set[State]:
    return {cell.state for cell in report.cells if (cell.table, cell.row) == (table, row)}


def codes_by_line(findings: tuple[Finding, ...], code: str) -> list[int]:
    return sorted(finding.line or 0 for finding in findings if finding.code == code)


@pytest.mark.parametrize("path", SAMPLES)
def test_every_cell_of_the_form_has_its_state(path: str) -> None:
    report, _ = read_sample(path)
    assert Counter(str(cell.state) for cell in report.cells) == STATES[path]


@pytest.mark.parametrize("path", SAMPLES)
def test_agency_region_year_form_and_date_are_as_printed(path: str) -> None:
    report, _ = read_sample(path)
    agency = report.agency
    found = (report.report_id, agency.name, agency.region_code, agency.level, report.form, report.published)
    assert found == IDENTITIES[path]
    assert report.title == TITLES[path]
    assert report.year == int(path[:4])
    assert agency.agency_id == path[5:].removesuffix(".txt")


@pytest.mark.parametrize("path", SAMPLES)
def test_seven_sections_stand_under_their_printed_headings(path: str) -> None:
    report, _ = read_sample(path)
    assert [(section.code, section.heading) for section in report.sections if section.code != "0"] == [
        (str(code), heading) for code, heading in enumerate(HEADINGS) if heading
    ]
    lines = printed_lines(path)
    for section in report.sections[1:]:
        assert lines[section.line_start - 1] == section.heading


def disclosed(report: Report) -> Mapping[str, Sequence[int | Decimal | None]]:
    rows = dict.fromkeys(cell.row for cell in report.cells if cell.table == "disclosures")
    return {row: values_of(report, "disclosures", row) for row in rows}


def test_weihui_2023_discloses() -> None:
    assert disclosed(read_sample(WEIHUI_2023)[0]) == {
        "regulation": [0, 0, 0],
        "normative_document": [0, 0, 0],
        "licence": [101],
        "penalty": [11],
        "enforcement": [40],
        "fee": [Decimal("580.5858")],
    }


def test_huzhu_2024_discloses_three_numbers_and_leaves_the_rest_blank() -> None:
    report, _ = read_sample(HUZHU_2024)
    assert disclosed(report) == {
        "regulation": [None, None, None],
        "normative_document": [None, None, None],
        "licence": [44],
        "penalty": [31],
        "enforcement": [None],
        "fee": [Decimal("250.83")],
    }
    assert states_of(report, "disclosures", "enforcement") == {State.BLANK}
    assert {cell.state for cell in cells_of(report, "applications").values()} == {State.BLANK}
    assert {cell.state for cell in cells_of(report, "remedies").values()} == {State.ABSENT}


def test_xinyang_2021_discloses() -> None:
    assert disclosed(read_sample(XINYANG_2021)[0]) == {
        "regulation": [0, 0, 0],
        "normative_document": [0, 0, 6],
        "licence": [3089],
        "penalty": [18],
        "enforcement": [0],
        "fee": [7320],
    }


def test_xigong_2020_discloses_in_the_2019_edition() -> None:
    assert disclosed(read_sample(XIGONG_2020)[0]) == {
        "regulation": [0, 0, 0],
        "normative_document": [0, 0, 0],
        "licence": [1, 0, 436],
        "other_service": [0, 0, 0],
        "penalty": [22, 0, 834],
        "enforcement": [1, 0, 0],
        "fee": [0, 0],
        "procurement": [0, 0],
    }


def test_weihui_data_2021_discloses_zeros() -> None:
    assert disclosed(read_sample(WEIHUI_DATA_2021)[0]) == {
        "regulation": [0, 0, 0],
        "normative_document": [0, 0, 0],
        "licence": [0],
        "penalty": [0],
        "enforcement": [0],
        "fee": [0],
    }


@pytest.mark.parametrize("path", [WEIHUI_2023, XINYANG_2021, WEIHUI_DATA_2021])
def test_requests_and_remedies_are_zeros(path: str) -> None:
    report, _ = read_sample(path)
    counts = [cell.value for cell in report.cells if cell.table != "disclosures"]
    assert counts == [0] * (25 * 7 + 15)


# 003: line, state, numbers printed in the row
XIGONG_APPLICATIONS = {
    "received": (45, State.REPORTED, 7),
    "carried_in": (46, State.REPORTED, 7),
    "granted": (47, State.BLANK, 0),
    "partly_granted": (48, State.BLANK, 0),
    "refused_state_secret": (50, State.UNREADABLE, 5),
    "refused_prohibited_by_law": (51, State.UNREADABLE, 5),
    "refused_security_stability": (52, State.UNREADABLE, 5),
    "refused_third_party_rights": (53, State.UNREADABLE, 5),
    "refused_internal_affairs": (54, State.UNREADABLE, 5),
    "refused_process_information": (55, State.UNREADABLE, 5),
    "refused_enforcement_file": (56, State.UNREADABLE, 5),
    "refused_administrative_query": (57, State.UNREADABLE, 5),
    "unavailable_not_held": (59, State.UNREADABLE, 5),
    "unavailable_needs_creation": (60, State.UNREADABLE, 5),
    "unavailable_still_unclear": (62, State.REPORTED, 11),
    "not_processed_petition": (63, State.REPORTED, 11),
    "not_processed_duplicate": (64, State.REPORTED, 11),
    "not_processed_publication": (65, State.REPORTED, 11),
    "not_processed_excessive": (66, State.REPORTED, 11),
    "not_processed_confirmation": (67, State.REPORTED, 11),
    "other_processing": (68, State.REPORTED, 10),
    "concluded_total": (69, State.REPORTED, 10),
    "carried_out": (70, State.REPORTED, 10),
}


def test_xigong_2020_requests_row_by_row() -> None:
    report, _ = read_sample(XIGONG_2020)
    cells = [cell for cell in report.cells if cell.table == "applications"]
    assert list(dict.fromkeys(cell.row for cell in cells)) == list(XIGONG_APPLICATIONS)
    for row, (line, state, _) in XIGONG_APPLICATIONS.items():
        of_row = [cell for cell in cells if cell.row == row]
        value = 0 if state is State.REPORTED else None
        assert [(cell.line, cell.state, cell.value) for cell in of_row] == [(line, state, value)] * 7, row


def test_xigong_2020_says_which_rows_do_not_fit() -> None:
    _, findings = read_sample(XIGONG_2020)
    too_short = [line for line, _, count in XIGONG_APPLICATIONS.values() if count == 5]
    too_long = [line for line, _, count in XIGONG_APPLICATIONS.values() if count > 7]
    assert codes_by_line(findings, "wrong-width") == too_short
    assert codes_by_line(findings, "wrong-width-equal") == too_long
    details = [dict(finding.details) for finding in findings if finding.code == "wrong-width-equal"]
    assert sorted((one["expected"], one["count"], one["value"]) for one in details) == [
        *[("7", "10", "0")] * 3,
        *[("7", "11", "0")] * 6,
    ]


def test_xigong_2020_remedies_are_zeros() -> None:
    report, _ = read_sample(XIGONG_2020)
    assert [cell.value for cell in report.cells if cell.table == "remedies"] == [0] * 15


def test_weihui_data_2021_reads_eight_and_sixteen_zeros_with_a_finding_each() -> None:
    report, findings = read_sample(WEIHUI_DATA_2021)
    assert values_of(report, "applications", "concluded_total") == [0] * 7
    assert values_of(report, "applications", "carried_out") == [0] * 7
    assert codes_by_line(findings, "wrong-width-equal") == [75, 76, 83]
    counts = {
        finding.line: dict(finding.details)["count"] for finding in findings if finding.code == "wrong-width-equal"
    }
    assert counts == {75: "8", 76: "8", 83: "16"}
    assert codes_by_line(findings, "wrong-width") == []


def test_weihui_data_2021_says_that_a_label_has_a_doubled_character() -> None:
    report, findings = read_sample(WEIHUI_DATA_2021)
    assert values_of(report, "applications", "not_processed_excessive") == [0] * 7
    slips = {finding.line: dict(finding.details)["found"] for finding in findings if finding.code == "label-slip"}
    assert "由由" in slips[70]


def test_xinyang_2021_joins_the_repeated_heading_with_a_note() -> None:
    report, findings = read_sample(XINYANG_2021)
    first = next(section for section in report.sections if section.code == "1")
    paragraphs = first.text.split("\n")
    beginnings = ["根据《中华", "信阳市城市", "一是完善制", "二是加强信", "三是做细便"]
    assert [paragraph[:5] for paragraph in paragraphs] == beginnings
    assert codes_by_line(findings, "section-repeated") == [9]
    assert (first.line_start, first.line_end) == (5, 17)


def test_xinyang_2021_joins_the_sentence_a_page_broke() -> None:
    report, _ = read_sample(XINYANG_2021)
    fifth = next(section for section in report.sections if section.code == "5")
    assert "执法管理服务信息“指尖”查询、信息数据同源同步公开" in fifth.text
    assert len(fifth.text.split("\n")) == 2


def test_xinyang_2021_period_is_printed() -> None:
    report, _ = read_sample(XINYANG_2021)
    assert (report.period_start, report.period_end) == ("2021-01-01", "2021-12-31")


def test_huzhu_2024_foreword_is_section_0_without_the_title() -> None:
    report, _ = read_sample(HUZHU_2024)
    foreword = next(section for section in report.sections if section.code == "0")
    assert foreword.text.startswith("本年度报告根据《中华人民共和国政府信息公开条例》")
    assert foreword.text.endswith("其他需要报告的情况等部分。")
    assert "\n" not in foreword.text


@pytest.mark.parametrize("path", SAMPLES)
def test_every_gap_is_told(path: str) -> None:
    report, findings = read_sample(path)
    gaps = [cell for cell in report.cells if cell.state in (State.ABSENT, State.UNREADABLE)]
    assert [cell for cell in gaps if not is_told(cell, findings, row_labels(known_codes()))] == []


@pytest.mark.parametrize("path", SAMPLES)
def test_no_character_of_the_file_is_lost(path: str) -> None:
    report, _ = read_sample(path)
    text = [line for line in printed_lines(path) if "\t" not in line]
    headings = [heading for heading in text if heading in HEADINGS and heading]
    kept = [report.title, *headings, *(section.text for section in report.sections)]
    assert Counter(squeeze("\n".join(text))) == Counter(squeeze("\n".join(kept)))


@pytest.mark.parametrize("path", SAMPLES)
def test_every_paragraph_stands_in_exactly_one_section(path: str) -> None:
    report, _ = read_sample(path)
    paragraphs = [squeeze(paragraph) for section in report.sections for paragraph in section.text.split("\n")]
    for line in printed_lines(path):
        if "\t" not in line and line.strip() and line not in (*HEADINGS, TITLES[path]):
            found = squeeze(line)
            assert paragraphs.count(found) == 1 or sum(found in paragraph for paragraph in paragraphs) == 1, line


@pytest.mark.parametrize("path", SAMPLES)
def test_tables_leave_nothing_in_the_sections(path: str) -> None:
    report, _ = read_sample(path)
    texts = {section.code: section.text for section in report.sections}
    assert {code: texts[code] for code in "234"} == {"2": "", "3": "", "4": ""}


@pytest.mark.parametrize("path", SAMPLES)
def test_every_reported_cell_points_at_the_line_that_prints_it(path: str) -> None:
    report, _ = read_sample(path)
    lines = printed_lines(path)
    for cell in report.cells:
        if cell.state is State.REPORTED:
            assert cell.line is not None
            assert str(cell.value) in lines[cell.line - 1].split("\t")
            assert cell.printed.strip() == str(cell.value)


def squeeze(text: str) -> str:
    """Without blanks, without the marks of Markdown."""
    return re.sub(r"(?m)^- |\s|\*\*", "", text)
