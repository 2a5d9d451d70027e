"""Printed dates → ISO dates."""

from __future__ import annotations

import pytest

from build_scripts.reading.dates import drop_years, find_period, find_published, find_years, read_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025年1月6日", "2025-01-06"),
        ("2025 年 1 月 6 日", "2025-01-06"),
        ("2025-01-06", "2025-01-06"),
        ("（2025.1.6）", "2025-01-06"),
        ("二〇二五年一月十六日", "2025-01-16"),
        ("二○二五年十二月三十一日", "2025-12-31"),
        ("2025年2月30日", ""),
        ("2025年1月", ""),
        ("截至2025年1月6日", ""),
    ],
)
def test_a_date_is_read_only_if_it_is_one(printed: str, iso: str) -> None:
    assert read_date(printed) == iso


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2012上海市", (2012,)),
        ("二〇一三年度", (2013,)),
        ("12023号", ()),
        ("2019—2020年", (2019, 2020)),
        ("2023年2023年度", (2023,)),
    ],
)
def test_the_years_of_a_title(title: str, years: tuple[int, ...]) -> None:
    assert find_years(title) == years


def test_a_title_without_its_years_keeps_the_rest() -> None:
    assert drop_years("某局（2023年度）报告") == "某局报告"


def test_a_period_is_taken_only_where_it_is_called_so() -> None:
    assert find_period(["统计期限自2021年1月1日起至12月31日止"]) == ("2021-01-01", "2021-12-31")
    assert find_period(["会议于2021年1月1日至2021年1月3日召开"]) == ("", "")


def test_the_day_of_publication_stands_by_its_label_or_alone_at_the_end() -> None:
    assert find_published(["发布日期：2024-01-15"], ["2024年1月20日"]) == "2024-01-15"
    assert find_published(["某局"], ["某局", "2024年1月20日"]) == "2024-01-20"
    assert find_published([], ["截至2024年1月20日"]) == ""
