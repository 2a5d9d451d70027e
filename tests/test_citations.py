"""The agency first, the portal second, the version; nothing from the clock."""

from __future__ import annotations

from build_scripts.publishing.citations import cite_report

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
        "卫辉市城市管理局：《卫辉市城市管理局2023年政府信息公开工作年度报告》，2024-01-20。"
        "数据取自“开放数据”2026.11.1 版，报告编号 410781-chengshiguanliju-2023。"
    )
    assert cited.gbt7714 == (
        "卫辉市城市管理局. 卫辉市城市管理局2023年政府信息公开工作年度报告[DS/OL]//开放数据: 2026.11.1 版 (2024-01-20)."
        " https://example.org/r/."
    )
    assert cited.bibtex == (
        "@misc{410781-chengshiguanliju-2023,\n"
        "  author = {{卫辉市城市管理局}},\n"
        "  title = {{卫辉市城市管理局2023年政府信息公开工作年度报告}},\n"
        "  year = {2024},\n"
        "  howpublished = {开放数据},\n"
        "  version = {2026.11.1},\n"
        "  note = {报告年度 2023，报告编号 410781-chengshiguanliju-2023},\n"
        "  url = {https://example.org/r/}\n"
        "}\n"
    )


def test_without_an_address_and_a_date_both_are_left_out() -> None:
    cited = cite_report({**REPORT, "published": ""}, AGENCY, "开放数据", "1", "")
    assert cited.gbt7714 == "卫辉市城市管理局. 卫辉市城市管理局2023年政府信息公开工作年度报告[DS]//开放数据: 1 版."
    assert "url" not in cited.bibtex
    assert "year" not in cited.bibtex


def test_a_title_cannot_leave_its_braces() -> None:
    cited = cite_report({**REPORT, "title": "a}}, url = {x} 50%\n\\input{/etc/passwd}"}, AGENCY, "p", "1", "")
    assert "  title = {{a, url = x 50\\% input/etc/passwd}},\n" in cited.bibtex
