"""What the lines around a report tell of its agency and year where the title does not, and when they are doubted."""

from __future__ import annotations

from time import process_time

import pytest

from build_scripts.model import Reading
from build_scripts.reading.identity.witnesses import find_witnesses, is_agency_name
from tests.report_texts import print_text, read_text, told

BARE = "2023年政府信息公开工作年度报告"
SIGNED = "卫辉市财政局\n2024年1月15日"
PERIOD = "2023年，我局工作平稳。本报告的统计期限为2023年1月1日至2023年12月31日。"


def tell(reading: Reading) -> tuple[str, dict[str, str]]:
    """The report's id, or the codes that withheld it; and every note on agency, region and year with its values."""
    told = {
        one.code: "；".join(value for key, value in one.details if key in ("first", "found", "expected", "candidates"))
        for one in reading.findings
        if one.code.startswith(("agency", "region", "year"))
    }
    return reading.report.report_id if reading.report else "", told


def read(head: str, end: str = "", first: str = "本年度工作平稳。") -> tuple[str, dict[str, str]]:
    return tell(read_text(print_text(title=head, end=end, first=first)))


@pytest.mark.parametrize(
    "head",
    [
        f"发布机构：卫辉市财政局\n{BARE}",
        f"索引号：\t001\t发布机构：\t卫辉市财政局\t\n{BARE}",
        f"| 公开主体 | 卫辉市财政局 |\n{BARE}",
        f"发文机关：\n卫辉市财政局\n主题分类：年报；其他\n名称：{BARE}\n{BARE}",
    ],
)
def test_label_and_signature_together_name_the_agency_of_a_bare_title(head: str) -> None:
    report_id, told = read(head, SIGNED)
    assert report_id == "410781-caizhengju-2023"
    assert list(told) == ["agency-from-text"]
    assert told["agency-from-text"].endswith("；卫辉市财政局；卫辉市财政局")


@pytest.mark.parametrize(
    ("head", "end", "candidates"),
    [
        (f"发布机构：卫辉市财政局\n{BARE}", "", "卫辉市财政局"),
        (BARE, SIGNED, "卫辉市财政局"),
        (f"发布机构：卫辉市人民政府办公室\n{BARE}", SIGNED, "卫辉市人民政府办公室；卫辉市财政局"),
        (f"发布机构：卫辉市人民政府办公室\n{BARE}", "卫辉市人民政府办公室\n2024年1月15日", "卫辉市人民政府办公室"),
        ("长汀县2023年政府信息公开工作年度报告", "", "长汀县人民政府"),
        (f"卫辉市人民政府\n{BARE}", SIGNED, "卫辉市人民政府；卫辉市财政局"),
        (f"开云体育{BARE}", SIGNED, "卫辉市财政局"),
        (f"卫辉市教育局\n{BARE}", SIGNED, "卫辉市教育局；卫辉市财政局"),
        (f"卫辉市财政局、卫辉市教育局{BARE}", SIGNED, "卫辉市财政局"),
    ],
)
def test_one_witness_or_two_that_differ_are_only_candidates(head: str, end: str, candidates: str) -> None:
    report_id, told = read(head, end)
    assert (report_id, list(told)) == ("", ["agency-candidates"])
    assert told["agency-candidates"].split("；", 1)[1] == candidates


def test_without_any_witness_the_agency_is_unknown() -> None:
    assert read(f"来源：本站\n{BARE}") == ("", {"agency-unknown": BARE})


@pytest.mark.parametrize(
    ("head", "end", "report_id"),
    [
        ("应急管理局2020年政府信息公开工作年度报告", "阿尔山市应急管理局\n2021年1月15日", "152202-yingjiguanliju-2020"),
        ("发布机构：诸暨市民政局\n市民政局2020年政府信息公开工作年度报告", "", "330681-minzhengju-2020"),
        ("鼓楼区财政局2020年政府信息公开工作年度报告", "南京市鼓楼区财政局 2021年1月15日", "320106-caizhengju-2020"),
        ("前进街道办事处2020年政府信息公开工作年度报告", "双塔区前进街道办事处\n2021年1月15日",
         "211302-qianjinjiedaobanshichu-2020"),
    ],
)  # fmt: skip
def test_a_name_without_its_place_is_completed_by_one_that_ends_with_it(head: str, end: str, report_id: str) -> None:
    told = read(head, end)
    assert (told[0], list(told[1])) == (report_id, ["agency-from-text"])


def test_two_completions_are_none() -> None:
    head = "发布机构：道县民政局\n民政局2020年政府信息公开工作年度报告"
    assert read(head, "长汀县民政局\n2021年1月15日") == ("", {"region-unknown": "民政局"})


def test_a_title_that_tells_all_is_not_doubted_for_the_publisher() -> None:
    head = "发布机构：卫辉市人民政府办公室\n卫辉市财政局2023年政府信息公开工作年度报告"
    assert read(head, "卫辉市人民政府办公室\n2024年1月15日") == ("410781-caizhengju-2023", {})


@pytest.mark.parametrize(
    ("head", "end", "report_id"),
    [
        (f"发布机构：卫辉市政务服务局\n卫辉市财政局\n{BARE}", SIGNED, "410781-caizhengju-2023"),
        (f"发布机构：卫辉市政务服务局\n卫辉市财政局\n{BARE}", "", "410781-caizhengju-2023"),
        (f"卫辉市人民政府\n{BARE}", "卫辉市人民政府办公室\n2024年1月15日", "410781-renminzhengfu-2023"),
    ],
)
def test_a_name_above_the_title_is_doubted_only_for_another_signature(head: str, end: str, report_id: str) -> None:
    assert read(head, end) == (report_id, {})


def test_a_year_that_no_title_prints_is_taken_from_a_whole_year_the_text_speaks_of() -> None:
    title = "卫辉市财政局政府信息公开工作年度报告"
    assert read(title, first=PERIOD) == ("410781-caizhengju-2023", {"year-from-period": "2023"})
    for other in (
        PERIOD.replace("2023年，我局", "我局"),
        PERIOD.replace("2023年，我局", "2022年，我局"),
        PERIOD.replace("12月31日", "11月30日"),
        "2023年，我局工作平稳。",
    ):
        assert read(title, first=other) == ("", {"year-unknown": title})


def test_two_years_in_a_title_are_asked_for_whatever_the_period_says() -> None:
    title = "卫辉市财政局2022年、2023年政府信息公开工作年度报告"
    assert read(title, first=PERIOD)[1] == {"year-unknown": title}


@pytest.mark.parametrize(
    ("first", "differs"),
    [
        ("2022年，我局工作平稳。", "2023；2022"),
        ("（一）2022年度我局主动公开信息5条。", "2023；2022"),
        ("二〇二二年，我局工作平稳。", "2023；2022"),
        ("2022年，工作平稳。2023年，我局工作平稳。", ""),
        ("2022年12月，我局开会。", ""),
        ("截至2022年底，我局有3人。", ""),
        ("我局2022年的工作平稳。", ""),
    ],
)
def test_the_year_of_the_title_is_taken_and_a_text_on_another_said(first: str, differs: str) -> None:
    report_id, told = read("卫辉市财政局2023年政府信息公开工作年度报告", first=first)
    assert report_id == "410781-caizhengju-2023"
    assert told == ({"year-differs-text": differs} if differs else {})


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("杨林寨乡人民政府2022年政府信息公开工作年度报告", "430624 湖南省岳阳市湘阴县"),
        ("鼓楼区华大街道办事处2022年政府信息公开工作年度报告", "350102 福建省福州市鼓楼区"),
    ],
)
def test_a_county_told_by_its_town_is_said(title: str, place: str) -> None:
    told = read(title)[1]
    assert list(told) == ["region-by-town"]
    assert told["region-by-town"].split("；")[1] == place


def test_a_candidate_that_is_no_more_is_shown_with_its_last_year() -> None:
    told = read("江北区教育局2020年政府信息公开工作年度报告")[1]
    assert told["region-ambiguous"] == "江北区教育局；330205 浙江省宁波市江北区；500105 重庆市江北区（至2025年）"


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("卫辉市财政局", True),
        ("海关总署(本级机关)", True),
        ("上海市福利彩票发行中心", True),
        ("省体育彩票管理中心", True),
        ("卫辉市体育局", True),
        ("卫辉市乐鱼体育局", False),
        ("卫辉市财政", False),
        ("", False),
    ],
)
def test_names_of_agencies_end_as_such_and_hold_nothing_pasted(name: str, holds: bool) -> None:
    assert is_agency_name(name) is holds


@pytest.mark.parametrize(
    "line", ["由" * 10**5, "发布机构：" * 10**5, "发" + " " * 10**6, "现" + "局" * 10**6, "局（" * 10**5]
)
def test_endless_lines_cost_no_more_than_short_ones(line: str) -> None:
    start = process_time()
    find_witnesses([line] * 60, 61)
    assert process_time() - start < 3  # measured: 0.1 s


@pytest.mark.parametrize(
    ("head", "end", "first", "code", "message"),
    [
        (f"发布机构：卫辉市财政局\n{BARE}", "", "好。", "agency-candidates",
         f"标题“{BARE}”里没有机关名称；文中印有：卫辉市财政局。不能确定是不是报告机关。"),
        (f"发布机构：卫辉市财政局\n{BARE}", SIGNED, "好。", "agency-from-text",
         "标题没有写全机关名称；按第 1 行的“卫辉市财政局”取“卫辉市财政局”。"),
        ("广州市花都区(qū)审计局2022年政府信息公开工作年度报告", "", "好。", "pinyin-dropped",
         "字后的拼音（如“广州市花都区(qū)审计局2022年政府信息公开工作年度报告”）是转载时加进去的：比对和机关名称里略去，原文照录。"),
        ("杨林寨乡人民政府2022年政府信息公开工作年度报告", "", "好。", "region-by-town",
         "“杨林寨乡人民政府”按乡级区划名称归入 430624 湖南省岳阳市湘阴县：全国没有别处同名。"),
        ("鷹潭市審計局2010年政府信息公開工作年度報告", "", "好。", "traditional-script",
         "报告用繁体字（如“鷹潭市審計局2010年政府信息公開工作年度報告”）：按简体比对标签和名称，原文照录。"),
        ("卫辉市财政局2023年政府信息公开工作年度报告", "", "2022年，好。", "year-differs-text",
         "标题写 2023 年，正文写的是 2022 年；以标题为准。"),
        ("卫辉市财政局政府信息公开工作年度报告", "", PERIOD, "year-from-period",
         "标题没有写年度；统计期限和正文都是 2023 年，按此收录。"),
    ],
)  # fmt: skip
def test_what_is_said_of_it(head: str, end: str, first: str, code: str, message: str) -> None:
    reading = read_text(print_text(title=head, end=end, first=first))
    assert [one[2] for one in told(reading.findings) if one[0] == code] == [message]
