"""A sidecar's YAML → values as written, or findings naming the line."""

from __future__ import annotations

import pytest

from build_scripts.reading.sidecar.sidecars import CorrectionRequest, read_sidecar
from tests.printing.readback import known_codes


def values(text: str) -> dict[str, str]:
    sidecar, findings = read_sidecar(text.encode(), "a.yml", known_codes())
    assert findings == ()
    return dict(sidecar.values)


def wrong(text: str) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in read_sidecar(text.encode(), "a.yml", known_codes())[1]]


def test_values_stay_the_text_that_was_written() -> None:
    assert values("year: 2020\nretrieved: 2026-01-31\nregion_code: 410781\nagency: '卫辉市财政局'") == {
        "year": "2020",
        "retrieved": "2026-01-31",
        "region_code": "410781",
        "agency": "卫辉市财政局",
    }


@pytest.mark.parametrize("text", ["", "# 说明", "\ufeff# 说明"])
def test_an_empty_sidecar_says_nothing(text: str) -> None:
    assert values(text) == {}


@pytest.mark.parametrize(
    "line",
    ["year: 23", "year: 1998", "year: 2007",
     "year: 0x7E7", "retrieved: 2026-02-30", "retrieved: 20260131", "region_code: 999999", "scope: all",
     "source_url: javascript:alert(1)", "source_url: https://a.example/<b>", "source_url: https://a.example@b.example/c",
    "source_url: https:///a.example@b.example/c",
    "agency: ''", "agency: [甲, 乙]",
     "text_release: maybe", "corrections: 5"],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_named_with_its_line(line: str) -> None:
    assert wrong(f"# 说明\n{line}") == [("sidecar-bad-value", 2)]


UNSEEN = (
    "\\u202e",
    "\\u2066",
    "\\u061c",
    "\\u200b",
    "\\ud800",
    "\\0",
    "\\e[2J",
    "\\r",
    "\\L",
    "\\uFFFE",
    "\\U000e0041",
    "\\xad",
)


@pytest.mark.parametrize("char", [*UNSEEN, "\\uFE00", "\\u3164", "\\uE000", "\\t"])
def test_a_value_holds_no_character_that_is_not_seen(char: str) -> None:
    said = f'agency: "卫辉市{char}财政局"\nreplaces: "2023/{char}a.txt"\nsource_url: "https://example.org/{char}a"'
    assert wrong(said) == [("sidecar-bad-value", line) for line in (1, 2, 3)]


@pytest.mark.parametrize("char", UNSEEN)
def test_a_correction_holds_no_character_that_is_not_seen(char: str) -> None:
    given = {"table": "applications", "row": "granted", "column": "total", "value": "1", "reason": "核对原件，"}
    keys = {**given, "evidence": "https://example.org/a"}
    for key in keys:
        told = {**keys, key: f"{keys[key]}{char}"}
        lines = [f'{"  - " if name == "table" else "    "}{name}: "{value}"' for name, value in told.items()]
        assert wrong("corrections:\n" + "\n".join(lines)) == [("sidecar-bad-value", 2 + list(keys).index(key))]


@pytest.mark.parametrize(
    "name", ["卫辉市А局", "卫辉市Αα局", "卫辉市ロ局", "卫辉市ꓮ局", "卫辉市\u0336局", "卫辉市ⅼ局", "ɑ局局"]
)
def test_the_name_of_an_agency_is_in_no_script_that_looks_like_another(name: str) -> None:
    assert wrong(f"agency: {name}") == [("sidecar-bad-value", 1)]


@pytest.mark.parametrize(
    "name", ["卫辉市WTO事务中心（筹）", "卫辉市財政局", "〇〇“一站式”服务局·甲", "\u2f8f政局", "𠮷林市ＡＢ局"]
)
def test_names_as_they_are_printed_may_be_given(name: str) -> None:
    assert values(f"agency: {name}") == {"agency": name}


def test_a_doubled_key_is_told_as_such() -> None:
    _, (finding,) = read_sidecar(b"year: 2023\nyear: 2022", "a.yml", known_codes())
    assert dict(finding.details) == {
        "key": "year",
        "found": "2022",
        "expected_zh": "只写一次",
        "expected_en": "given once",
    }


def test_a_correction_needs_table_row_value_reason_and_evidence() -> None:
    head = "corrections:\n  - table: applications\n    row: granted\n    value: 1\n"
    assert wrong(head) == [("sidecar-bad-value", 2), ("sidecar-bad-value", 2)]
    assert wrong(f"{head}    reason: 甲\n    evidence: 原件\n") == [("sidecar-bad-value", 6)]
    assert wrong(f"{head}    reason: [甲]\n    evidence: https://a.example/b\n") == [("sidecar-bad-value", 5)]
    assert wrong(f"{head}    reason: 甲\n    evidence: https://a.example/b\n    colunm: total\n") == [
        ("sidecar-unknown-key", 7)
    ]
    assert wrong(f"{head}    value: 2\n    reason: 甲\n    evidence: https://a.example/b\n") == [
        ("sidecar-bad-value", 5)
    ]
    sidecar, findings = read_sidecar(
        f"{head}    reason: 甲\n    evidence: https://a.example/b\n".encode(), "a.yml", known_codes()
    )
    assert findings == ()
    assert sidecar.corrections == (
        CorrectionRequest(
            2,
            *("applications", "granted", "", "1", "甲", "https://a.example/b"),
            {"table": 2, "row": 3, "value": 4, "reason": 5, "evidence": 6},
        ),
    )


def test_a_sidecar_of_more_than_a_megabyte_is_not_read() -> None:
    assert wrong("# " + "a" * 1024 * 1024) == [("sidecar-unreadable", None)]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("year: 2023\n\tagency: 甲局", 2, "第 2 行第 1 列：这里用了制表符，请改用空格"),
        ("agency: 甲: 乙", 1, "第 1 行第 10 列：这里多了一个冒号，或上一行缩进不对；值里有冒号时请加引号"),
        ("year: 2023\nagency 甲局\n", 2, "第 2 行第 1 列：缺少冒号"),
        ("agency: '甲局", 1, "第 1 行第 9 列：引号没有成对"),
        ("agency: [甲", 1, "第 1 行第 9 列：括号没有成对，或缺少逗号"),
        ("agency: @甲", 1, "第 1 行第 9 列：值不能以这个符号开头，请给值加引号"),
        ("agency: *甲", 1, "第 1 行第 10 列：值不能以 * 或 & 开头，请给值加引号"),
        ("year: 2023\n---\nyear: 2022", 2, "第 2 行第 1 列：只能有一份内容，请删去多余的 ---"),
        ('agency: "\\甲"', 1, "第 1 行第 11 列：双引号里的反斜杠用错了，请改用单引号"),
        ("'a' b: 1", 1, "第 1 行第 5 列：缩进不齐，或引号、括号前后有多余的内容"),
        ("a: \x01", None, "有 YAML 不允许的控制字符"),
        ("[" * 5000, None, "嵌套太深"),
    ],
)
def test_what_is_no_yaml_is_told_in_plain_chinese(text: str, line: int | None, reason: str) -> None:
    _, (finding,) = read_sidecar(text.encode(), "a.yml", known_codes())
    assert (finding.code, finding.line, dict(finding.details)["found_zh"]) == ("sidecar-unreadable", line, reason)
    assert not any("\u4e00" <= char <= "\u9fff" for char in dict(finding.details)["found_en"].replace("甲", ""))


def test_a_sidecar_that_is_no_utf8_names_the_byte() -> None:
    _, (finding,) = read_sidecar("agency: 甲".encode("gb18030"), "a.yml", known_codes())
    assert dict(finding.details) == {"found_zh": "不是 UTF-8（第 9 字节）", "found_en": "not UTF-8 at byte 9"}
