"""Short reports in print, for tests that change one thing in them, and their reading."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from build_scripts.findings import render_message
from build_scripts.model import Cell, Finding, Reading, Report
from build_scripts.reading import read_report
from tests.printing.readback import known, known_codes

PATH = "2023/410781-chengshiguanliju.txt"
TITLE = "卫辉市城市管理局2023年政府信息公开工作年度报告"
HEADS = "\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
DISCLOSURES_2021 = """信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t0\t0\t6
信息内容\t本年处理决定数量
行政许可\t44
信息内容\t本年处理决定数量
行政处罚\t31
行政强制\t0
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t250.83"""
REMEDIES = """行政复议\t未经复议直接起诉\t复议后起诉
结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计
1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t2\t0\t0\t2"""


@cache
def row_labels(form: str) -> dict[str, str]:
    """The printed labels of the requests, by code, in the form's order."""
    return {cell.row: cell.row_label for cell in known_codes().tables[form, "applications"].cells}


def print_requests(form: str = "2021", changes: Mapping[str, str | None] | None = None, extra: str = "") -> str:
    """The table of requests, every cell 0; `changes` gives a row's line by its code (None: not printed)."""
    lines = {code: "\t\t" + label + "\t0" * 7 for code, label in row_labels(form).items()}
    lines |= {code: line for code, line in (changes or {}).items() if line is not None}
    for code in [code for code, line in (changes or {}).items() if line is None]:
        del lines[code]
    return "\n".join([HEADS, *lines.values(), *([extra] if extra else [])])


def print_text(
    *,
    title: str = TITLE,
    disclosures: str = DISCLOSURES_2021,
    requests: str | None = None,
    remedies: str = REMEDIES,
    first: str = "本年度工作平稳。",
    end: str = "",
) -> str:
    """A whole report of the 2021 edition, its parts replaced at will."""
    return "\n".join(
        [title, "一、总体情况", first, "二、主动公开政府信息情况", disclosures, "三、收到和处理政府信息公开申请情况",
         print_requests() if requests is None else requests, "四、政府信息公开行政复议、行政诉讼情况", remedies,
         "五、存在的主要问题及改进情况", "没有。", "六、其他需要报告的事项", "没有。", end]
    )  # fmt: skip


def read_text(text: str | bytes, sidecar: str | None = None, path: str = PATH) -> Reading:
    """The reading of a text, as the file at `path`."""
    data = text.encode() if isinstance(text, str) else text
    return read_report(path, data, sidecar.encode() if sidecar is not None else None, known())


def read_whole(text: str, sidecar: str | None = None) -> Report:
    """The report of a text that gives one."""
    report = read_text(text, sidecar).report
    assert report is not None
    return report


def row_of(report: Report, table: str, row: str) -> list[Cell]:
    """The cells of a row, in printed order."""
    return [cell for cell in report.cells if (cell.table, cell.row) == (table, row)]


def contents(report: Report, table: str, row: str) -> list[object]:
    """What the row holds: the number where there is one, else the state's code."""
    return [cell.value if cell.value is not None else cell.state.value for cell in row_of(report, table, row)]


def told(findings: tuple[Finding, ...], lang: str = "zh") -> list[tuple[str, int | None, str]]:
    """Findings as code, line and message."""
    return [(one.code, one.line, render_message(one, known_codes(), lang)) for one in findings]


def codes_of(reading: Reading) -> list[str]:
    """The codes of all findings, in their order."""
    return [finding.code for finding in reading.findings]
