"""Reports in traditional characters, and with pinyin put in by copying: read like simplified ones, kept as printed."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from time import process_time

import pytest
from opencc import OpenCC
from pypinyin import Style, pinyin

from build_scripts.model import Reading, Report
from build_scripts.reading.document import Document, TableRow
from build_scripts.reading.scripts import simplify_document
from tests.printing.codelists import DATAPACKAGE
from tests.report_texts import print_text, read_text

NOTES = ("traditional-script", "pinyin-dropped")
PRINTS = [
    print_text(
        title="关于报送年度报告的函\n广州市花都区应急管理局\n2023年政府信息公开工作年度报告",
        first="2023年，我局扎实推进信息公开，本报告的统计期限为2023年1月1日至2023年12月31日，\n由办公室编制。",
        end="广州市花都区应急管理局\n2024年1月15日",
    ),
    *[path.read_text("utf-8-sig") for path in sorted((DATAPACKAGE / "reports").glob("*/*.txt"))],
]


def read(text: str) -> Reading:
    return read_text(text, None)


def report_of(reading: Reading) -> Report:
    assert reading.report is not None, reading.findings
    return reading.report


def put_in_pinyin(text: str) -> str:
    """Every fifth character with its syllable behind it."""
    count = iter(range(10**6))

    def add(match: re.Match[str]) -> str:
        char = match.group()
        return f"{char}({pinyin(char, style=Style.TONE)[0][0]})" if next(count) % 5 == 0 else char

    return re.sub("[㐀-鿿]", add, text)


@pytest.mark.parametrize("print_", PRINTS, ids=range(len(PRINTS)))
@pytest.mark.parametrize("variant", ["s2t", "s2tw", "s2hk"])
def test_a_report_in_traditional_characters_is_read_like_the_simplified_one(print_: str, variant: str) -> None:
    convert = OpenCC(variant).convert
    plain, other = read(print_), read(convert(print_))
    one, two = report_of(plain), report_of(other)
    as_printed = replace(
        one,
        title=convert(one.title),
        agency=replace(one.agency, name=convert(one.agency.name), short_name=convert(one.agency.short_name)),
        document_number=convert(one.document_number),
        sections=tuple(
            replace(section, heading=convert(section.heading), text=convert(section.text)) for section in one.sections
        ),
        cells=tuple(cell._replace(printed=convert(cell.printed)) for cell in one.cells),
        lines=tuple(convert(line) for line in one.lines),
        source_sha256=two.source_sha256,
    )
    assert two == as_printed
    kept = [(finding.code, finding.line) for finding in other.findings if finding.code not in NOTES]
    assert kept == [(finding.code, finding.line) for finding in plain.findings]
    assert [finding.code for finding in other.findings if finding.code in NOTES] == ["traditional-script"]


@pytest.mark.parametrize("print_", PRINTS, ids=range(len(PRINTS)))
@pytest.mark.parametrize("script", ["t2s", "s2t"])
def test_pinyin_behind_characters_changes_no_cell_no_id_and_no_name(print_: str, script: str) -> None:
    plain = report_of(read(print_))
    text = OpenCC(script).convert(print_)
    reading = read(put_in_pinyin(text))
    report = report_of(reading)
    assert report.report_id == plain.report_id
    assert report.agency.name == (plain.agency.name if script == "t2s" else OpenCC(script).convert(plain.agency.name))
    assert [cell._replace(printed="") for cell in report.cells] == [cell._replace(printed="") for cell in plain.cells]
    assert list(report.lines) == put_in_pinyin(text).splitlines()
    assert [section.code for section in report.sections] == [section.code for section in plain.sections]
    for section, other in zip(report.sections, plain.sections, strict=True):
        printed = other.text if script == "t2s" else OpenCC(script).convert(other.text)
        assert re.sub(r"\([^()㐀-鿿 0-9]{1,7}\)", "", section.text) == printed
    assert "pinyin-dropped" in [finding.code for finding in reading.findings]


def test_the_title_keeps_the_pinyin_and_the_name_does_not() -> None:
    reading = read(print_text(title="廣州市花都區(qū)教育局2024年政府信息公開(kāi)工作年度報(bào)告"))
    report = report_of(reading)
    assert report.title == "廣州市花都區(qū)教育局2024年政府信息公開(kāi)工作年度報(bào)告"
    assert (report.agency.name, report.agency.short_name) == ("廣州市花都區教育局", "教育局")
    assert (report.report_id, report.agency.region_code) == ("440114-jiaoyuju-2024", "440114")


def test_a_name_said_by_the_sidecar_stays_as_it_was_said() -> None:
    text = print_text(title="2024年政府信息公開工作年度報告")
    report = report_of(read_text(text, "agency: 广州市应急管理局"))
    assert (report.agency.name, report.title) == ("广州市应急管理局", "2024年政府信息公開工作年度報告")


def test_words_of_taiwan_are_matched_too_and_an_archive_stays_one() -> None:
    convert = OpenCC("s2twp").convert
    plain = report_of(read(print_text()))
    assert report_of(read(convert(print_text()))).cells == plain.cells
    archive = report_of(read(OpenCC("s2t").convert(print_text(title="卫辉市档案局2023年政府信息公开工作年度报告"))))
    assert (archive.agency.agency_id, archive.agency.name) == ("410781-danganju", "衛輝市檔案局")


def test_cells_of_a_parted_row_are_converted_with_their_line() -> None:
    document = Document("html", ("政府信息公開", "規章\t\t1"), {2: TableRow(("規章", "", "1"), frozenset({1}))})
    plain = simplify_document(document)
    assert plain.lines == ("政府信息公开", "规章\t\t1")
    assert plain.rows == {2: TableRow(("规章", "", "1"), frozenset({1}))}


@pytest.mark.parametrize(
    "line", ["某局(一)某事", "Wi-Fi(wifi)", "长(cháng)度(duration)报", "报\x00開\x00告", "開" * 5, "\ud800開"]
)
def test_every_line_keeps_its_length_but_for_pinyin(line: str) -> None:
    plain = simplify_document(Document("txt", (line,)))
    assert len(plain.lines[0]) == len(re.sub(r"\(cháng\)", "", line))


def test_a_simplified_report_is_the_same_object_and_loads_nothing() -> None:
    document = Document("txt", tuple(PRINTS[1].splitlines()))
    assert simplify_document(document) is document
    code = (
        "import sys; from build_scripts.reading.scripts import simplify_document as s;"
        "from build_scripts.reading.document import Document as D;"
        "s(D('txt', ('公开报告' * 999,))); assert 'opencc' not in sys.modules;"
        "s(D('txt', ('公開',))); assert 'opencc' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_look_at_a_simplified_report_costs_next_to_nothing() -> None:
    document = Document("txt", tuple(PRINTS[1].splitlines()))
    spent = []
    for _ in range(5):
        start = process_time()
        for _ in range(100):
            simplify_document(document)
        spent.append((process_time() - start) / 100)
    assert min(spent) < 100e-6  # measured: 7 µs; the bound leaves room for a busy machine
