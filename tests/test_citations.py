"""The agency first, the portal second, the version and its day; nothing from the clock."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace

import pytest

from build_scripts.packaging.descriptor import PROJECT_NAME
from build_scripts.publishing.context import Settings, SiteContext
from build_scripts.publishing.machine.citations import cite_agency, cite_package, cite_report

AGENCY = {"agency_id": "410781-chengshiguanliju", "name": "卫辉市城市管理局"}
REPORT = {
    "report_id": "410781-chengshiguanliju-2023",
    "title": "卫辉市城市管理局2023年政府信息公开工作年度报告",
    "year": "2023",
    "published": "2024-01-20",
    "source_url": "",
}
PAGE = "https://example.org/agencies/410781-chengshiguanliju/2023/"


@pytest.fixture
def cited_in(site_context: SiteContext) -> SiteContext:
    settings = Settings("开放数据", "https://example.org/")
    return replace(site_context, settings=settings, version="2026.11.1", date="2026-11-21")


@pytest.fixture
def nowhere(cited_in: SiteContext) -> SiteContext:
    return replace(cited_in, settings=Settings("开放数据"))


def test_a_report_is_cited_in_words_by_the_standard_and_in_bibtex(cited_in: SiteContext) -> None:
    cited = cite_report(REPORT, AGENCY, cited_in)
    assert cited.inline == (
        "卫辉市城市管理局：《卫辉市城市管理局2023年政府信息公开工作年度报告》，报告年度 2023，2024-01-20 公布。"
        "数据取自“开放数据”2026.11.1 版（2026-11-21），报告编号 410781-chengshiguanliju-2023。"
    )
    assert cited.gbt7714 == (
        "卫辉市城市管理局. 卫辉市城市管理局2023年政府信息公开工作年度报告: 报告年度 2023, 2024-01-20 公布[R/OL]."
        f" 2026.11.1 版. 开放数据, 2026(2026-11-21). {PAGE}."
    )
    assert cited.bibtex == (
        "@misc{410781-chengshiguanliju-2023,\n"
        "  author = {{卫辉市城市管理局}},\n"
        "  title = {{卫辉市城市管理局2023年政府信息公开工作年度报告}},\n"
        "  year = {2024},\n"
        "  date = {2024-01-20},\n"
        "  howpublished = {开放数据},\n"
        "  version = {2026.11.1},\n"
        "  note = {报告年度 2023，报告编号 410781-chengshiguanliju-2023，数据版本 2026.11.1（2026-11-21）},\n"
        f"  url = {{{PAGE}}}\n"
        "}\n"
    )


def test_without_an_address_and_a_date_the_report_year_and_id_still_stand(nowhere: SiteContext) -> None:
    cited = cite_report({**REPORT, "published": ""}, AGENCY, nowhere)
    assert cited.gbt7714 == (
        "卫辉市城市管理局. 卫辉市城市管理局2023年政府信息公开工作年度报告: 报告年度 2023, [出版日期不详][R/OL]."
        " 2026.11.1 版. 开放数据, 2026(2026-11-21). 报告编号 410781-chengshiguanliju-2023."
    )
    assert "url" not in cited.bibtex + cited.cff
    assert "  date" not in cited.bibtex
    assert "  year" not in cited.bibtex, "the report year is no year of publication"
    assert not [line for line in cited.cff.splitlines() if line.strip().startswith(("year", "date-published"))]
    assert "报告年度 2023" in cited.inline


def test_what_is_held_of_an_agency_is_cited_with_its_years(cited_in: SiteContext) -> None:
    cited = cite_agency(AGENCY, "2021、2023", cited_in)
    assert cited.gbt7714 == (
        "卫辉市城市管理局. 政府信息公开工作年度报告数据（2021、2023 年度）[DS/OL]. 2026.11.1 版. 开放数据,"
        " 2026(2026-11-21). https://example.org/agencies/410781-chengshiguanliju/."
    )
    assert cited.inline == (
        "卫辉市城市管理局：政府信息公开工作年度报告，2021、2023 年度。"
        "数据取自“开放数据”2026.11.1 版（2026-11-21），机关编号 410781-chengshiguanliju。"
    )


def test_the_package_is_cited_with_its_makers(cited_in: SiteContext) -> None:
    cited = cite_package(cited_in)
    assert cited.gbt7714 == (
        f"{PROJECT_NAME}. 开放数据[DS/OL]. 2026.11.1 版. 开放数据, 2026(2026-11-21). https://example.org/."
    )
    assert cited.bibtex == (
        "@misc{disclosure-reports-2026.11.1,\n"
        f"  author = {{{{{PROJECT_NAME}}}}},\n"
        "  title = {{开放数据}},\n"
        "  year = {2026},\n"
        "  date = {2026-11-21},\n"
        "  publisher = {开放数据},\n"
        "  version = {2026.11.1},\n"
        "  note = {数据版本 2026.11.1（2026-11-21），由各机关公布的政府信息公开工作年度报告编成},\n"
        "  url = {https://example.org/}\n"
        "}\n"
    )


def test_every_citation_has_version_and_day_and_names_the_agency_first(cited_in: SiteContext) -> None:
    for cited in (cite_report(REPORT, AGENCY, cited_in), cite_agency(AGENCY, "2023", cited_in)):
        for text in cited:
            assert "2026.11.1" in text
            assert "2026-11-21" in text
            assert text.index("卫辉市城市管理局") < text.index("开放数据")


def test_text_that_is_printable_needs_no_cleaning_but_of_blanks() -> None:
    """The short way of `clean_text` looks at no character by itself; this does, at every one there is."""
    printable = [one for one in map(chr, range(sys.maxunicode + 1)) if one.isprintable()]
    assert [one for one in printable if one.isspace()] == [" "]
    assert {unicodedata.category(one) for one in printable}.isdisjoint({"Cc", "Cf", "Cs", "Cn"})
