"""The second view of a report: its lines, what they are called, and the way to say that one was read wrongly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.outside import find_outside
from build_scripts.publishing.report.page import ReportPages
from tests.report_pages import FORM_2021, body_of, text_of, view_of


def test_a_text_that_was_converted_is_told_with_both_hashes(
    report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    record = report_records[FORM_2021]
    assert "下面是报告文件，行号从 1 起；" in text_of(body_of(report_pages.make(record, None)))
    converted = replace(record, row={**record.row, "source_sha256": "0" * 64})
    said = text_of(body_of(report_pages.make(converted, None)))
    assert "下面是报告文件转换为 UTF-8 的文字，行号从 1 起；" in said
    assert f"文件的 SHA-256：{'0' * 64}；文字的 SHA-256：{record.text_sha256}" in said


def test_the_prefilled_issue_is_there_only_with_a_repository(
    package_folder: Path, report_pages: ReportPages, report_records: dict[str, ReportRecord]
) -> None:
    assert view_of(report_pages, report_records[FORM_2021]).issue == ""
    settings = Settings("开放数据", "", "https://example.org/repo/")
    context = build_context(load_package(package_folder), settings)
    with_repository = ReportPages(context, find_outside(context))
    issue = view_of(with_repository, report_records[FORM_2021]).issue
    assert issue.startswith("https://example.org/repo/issues/new?template=wrong-number.yml&title=%E8%AF%BB%E9%94%99")
    assert parse_qs(urlsplit(issue).query)["file"] == ["2023/410781-chengshiguanliju.txt"]
    made = with_repository.make(report_records[FORM_2021], None)
    assert "请不要写身份证号、手机号；原文里有这样的号码" in text_of(body_of(made))


@pytest.mark.parametrize(
    ("source_format", "title", "said"),
    [("txt", "原文与行号", "读取的原文"), ("pdf", "取出的文字与行号", "从 PDF 文件取出的文字")],
)
def test_lines_and_download_are_called_what_they_are(
    report_pages: ReportPages, report_records: dict[str, ReportRecord], source_format: str, title: str, said: str
) -> None:
    record = report_records[FORM_2021]
    made = report_pages.make(replace(record, row={**record.row, "source_format": source_format}), None)
    assert f'<h2 id="source">{title}</h2>' in made.page.body
    assert ("source", title) in made.page.contents
    assert f'<a href="report.txt">report.txt</a>：{said}</li>' in made.page.body
