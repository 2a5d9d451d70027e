"""The agency first, the portal second, the version; nothing from the clock."""

from __future__ import annotations

from build_scripts.publishing.machine.citations import cite_package, cite_report

AGENCY = {"name": "卫辉市城市管理局"}
REPORT = {
    "report_id": "410781-chengshiguanliju-2023",
    "title": "卫辉市城市管理局2023年政府信息公开工作年度报告",
    "year": "2023",
    "published": "2024-01-20",
    "source_url": "",
}


def test_a_report_is_cited_three_ways() -> None:
    cited = cite_report(REPORT, AGENCY, "开放数据", "2026.11.1", "https://example.org/r/")
    assert cited.inline == (
        "卫辉市城市管理局：《卫辉市城市管理局2023年政府信息公开工作年度报告》，报告年度 2023，2024-01-20 公布。"
        "数据取自“开放数据”2026.11.1 版，报告编号 410781-chengshiguanliju-2023。"
    )
    assert cited.gbt7714 == (
        "卫辉市城市管理局. 卫辉市城市管理局2023年政府信息公开工作年度报告[EB/OL]. 2024-01-20. 开放数据, 2026.11.1 版,"
        " 410781-chengshiguanliju-2023. https://example.org/r/."
    )
    assert cited.bibtex == (
        "@misc{410781-chengshiguanliju-2023,\n"
        "  author = {{卫辉市城市管理局}},\n"
        "  title = {{卫辉市城市管理局2023年政府信息公开工作年度报告}},\n"
        "  year = {2023},\n"
        "  date = {2024-01-20},\n"
        "  howpublished = {开放数据},\n"
        "  version = {2026.11.1},\n"
        "  note = {报告年度 2023，报告编号 410781-chengshiguanliju-2023},\n"
        "  url = {https://example.org/r/}\n"
        "}\n"
    )


def test_without_an_address_and_a_date_the_report_year_still_stands() -> None:
    cited = cite_report({**REPORT, "published": ""}, AGENCY, "开放数据", "1", "")
    assert cited.gbt7714 == (
        "卫辉市城市管理局. 卫辉市城市管理局2023年政府信息公开工作年度报告[EB/OL]. 报告年度 2023."
        " 开放数据, 1 版, 410781-chengshiguanliju-2023."
    )
    assert "url" not in cited.bibtex
    assert "date" not in cited.bibtex
    assert "  year = {2023},\n" in cited.bibtex
    assert "报告年度 2023" in cited.inline


def test_the_package_is_cited_with_its_makers() -> None:
    cited = cite_package("开放数据", "2026.11.1", "https://example.org/")
    assert cited.gbt7714 == "开放数据项目. 开放数据: 2026.11.1 版[DS/OL]. 2026. https://example.org/."
    assert cited.bibtex == (
        "@misc{disclosure-reports-2026.11.1,\n"
        "  author = {{开放数据项目}},\n"
        "  title = {{开放数据}},\n"
        "  year = {2026},\n"
        "  publisher = {开放数据},\n"
        "  version = {2026.11.1},\n"
        "  url = {https://example.org/}\n"
        "}\n"
    )


def test_a_title_cannot_leave_its_braces() -> None:
    cited = cite_report({**REPORT, "title": "a}}, url = {x} 50%\n\\input{/etc/passwd}"}, AGENCY, "p", "1", "")
    assert "  title = {{a, url = x 50\\% input/etc/passwd}},\n" in cited.bibtex
