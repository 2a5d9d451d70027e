"""A text that is held back: nothing of it on its page, in the files beside it, or through other pages."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

from build_scripts.packaging.package import CorrectionRow, ReportRecord, SectionRow
from build_scripts.publishing.api.reports import describe_report
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.json_text import write_object
from build_scripts.publishing.report.page import ReportPage, ReportPages
from build_scripts.publishing.report.shared_text import find_shared
from tests.report_pages import FORM_2019, FORM_2021, body_of, part_of, text_of, view_of
from tests.sites import HOSTILE_ID

SECRET = "这一句只在被保留的正文里才有，别处都没有"


@pytest.fixture(scope="module")
def secret(report_records: dict[str, ReportRecord]) -> ReportRecord:
    """A report in which everything that can quote the text does, held back; its rows could not be read in part."""
    record = report_records[FORM_2019]
    cells = {
        table: tuple(
            cell._replace(printed=f"{SECRET}{cell.printed}")
            if cell.state == "unreadable"
            else cell._replace(correction=SECRET)
            for cell in found
        )
        for table, found in record.cells.items()
    }
    return replace(
        record,
        row={**record.row, "text_release": "withheld", "scope_quote": SECRET},
        sections=tuple(found._replace(heading=SECRET, text=f"{SECRET}。\n{found.text}") for found in record.sections),
        cells=cells,
        checks=tuple(check._replace(left_text=SECRET, right_text=SECRET) for check in record.checks),
        findings=tuple(found._replace(message_zh=f"“{SECRET}”", message_en=f"“{SECRET}”") for found in record.findings),
        corrections=(CorrectionRow("disclosures", "licence", "decisions", SECRET, "436", SECRET, ""),),
        lines=tuple(f"{SECRET}{line}" for line in record.lines),
    )


@pytest.fixture(scope="module")
def made(report_pages: ReportPages, secret: ReportRecord) -> ReportPage:
    return report_pages.make(secret, None)


def test_not_a_word_of_it_is_on_the_page(made: ReportPage) -> None:
    assert SECRET not in made.page.body + made.page.json_ld + made.page.description
    assert "美篇" not in made.page.body
    assert made.page.body.count("暂不公布，等候核对") == 3


def test_its_numbers_states_and_lines_stay(made: ReportPage, secret: ReportRecord) -> None:
    assert (
        '<a href="#disclosures-licence-decisions">436</a><abbr class="star" title="经更正：理由暂不公布">'
        in made.page.body
    )
    assert made.page.body.count("s s-unreadable") >= 70
    assert all(f'id="L{number}"' in made.page.body for number in range(1, len(secret.lines) + 1))
    assert "数字个数与列数不合" in part_of(made.page.body, "know")


def test_the_page_says_first_that_the_text_is_held_back_and_promises_no_way_to_it(made: ReportPage) -> None:
    know, said = text_of(part_of(made.page.body, "know")), text_of(part_of(made.page.body, "said"))
    assert "正文这份报告的正文暂不公布" in know
    assert "正文暂不公布，所以不列正文里的数" in said
    for words in ("回到原文的那一行", "看它在原文的哪一行", "（不公开）", "两处相同", "下面是"):
        assert words not in made.page.body


def test_the_anchors_of_what_the_text_says_stay_for_the_lists_that_lead_there(made: ReportPage) -> None:
    assert 'id="rule-narrative_received"' in part_of(made.page.body, "said")


def test_nor_in_the_files_beside_it(made: ReportPage) -> None:
    assert "report.txt" not in made.files
    with zipfile.ZipFile(io.BytesIO(made.files["bundle.zip"])) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    for data in (*made.files.values(), *packed.values()):
        assert SECRET not in data.decode(errors="ignore")
    (readme,) = (data.decode() for name, data in packed.items() if name.endswith("README.txt"))
    assert "没有 report.txt" in readme
    assert "正文暂不公布" in readme
    assert json.loads(made.files["metadata.json"])["text_sha256"] == ""


def test_nor_in_the_api(secret: ReportRecord, site_context: SiteContext) -> None:
    assert SECRET not in write_object(describe_report(secret, site_context))


def test_the_page_of_the_next_year_does_not_tell_what_it_repeats(
    report_pages: ReportPages, secret: ReportRecord, report_records: dict[str, ReportRecord]
) -> None:
    following = report_records[HOSTILE_ID]
    sections = (SectionRow("1", "一、总体情况", f"{SECRET}。", "5", "6"),)
    checks = tuple(
        check._replace(status="holds") if check.rule == "same_as_last_year" else check for check in following.checks
    )
    following = replace(following, sections=sections, checks=checks)
    shown = replace(secret, row={**secret.row, "text_release": "full"})
    assert report_pages.view(following, shown).text.meter.same == 1
    view = report_pages.view(following, secret)
    assert (view.text.meter.same, view.text.has_last_year) == (0, False)
    assert {repeat.anchor for repeat in view.repeats} == {"disclosures", "applications", "remedies"}


def test_it_does_not_count_among_the_reports_that_share_a_sentence(secret: ReportRecord) -> None:
    sections = (SectionRow("1", "", f"{SECRET}。", "1", "1"),)
    rows = [({**secret.row, "agency_id": name, "text_release": "full"}, sections) for name in "abcd"]
    assert len(find_shared(rows)) == 1
    rows[3] = ({**rows[3][0], "text_release": "withheld"}, sections)
    assert find_shared(rows) == frozenset()


def test_a_masked_text_is_shown(report_pages: ReportPages, report_records: dict[str, ReportRecord]) -> None:
    record = report_records[FORM_2021]
    record = replace(record, row={**record.row, "text_release": "masked"})
    assert "认识不到位" in body_of(report_pages.make(record, None))
    assert view_of(report_pages, record).text_withheld is False
