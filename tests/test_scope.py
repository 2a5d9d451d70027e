"""What a report counts, told from its own words or not at all; the sidecar goes first."""

from __future__ import annotations

import time

import pytest

from build_scripts.reading import read_report
from build_scripts.reading.prose.scope import NOT_SAID, Scope, build_scope_words, tell_scope
from tests.narrative.scoring import PARTS, read_labels, score_scopes
from tests.printing.readback import known
from tests.report_samples import CODES

WORDS = build_scope_words(CODES)
FOREWORD = "本报告数据包括局机关及所属事业单位。"
TITLE = "卫辉市城市管理局2023年政府信息公开工作年度报告"
REPORT = f"{TITLE}\n\n{FOREWORD}\n\n一、总体情况\n\n做好公开。\n\n二、主动公开政府信息情况\n"


def test_the_labelled_set_is_large() -> None:
    rows = read_labels("scopes")
    assert len({row["sentence"] for row in rows}) >= 100
    assert {row["expected"] for row in rows} == {row["code"] for row in CODES.lists["scopes"]}


@pytest.mark.parametrize("part", PARTS)
def test_what_is_read_is_right(part: str) -> None:
    score = score_scopes(part)
    assert score.precision == 1.0, score.errors
    assert score.recall >= 0.86, score.errors


def test_the_sentence_is_quoted_whole() -> None:
    text = f"本报告按照条例编制。{FOREWORD}如有疑问，请与各部门联系。"
    assert tell_scope("", (), [text], WORDS) == Scope("subordinates", FOREWORD)


def test_the_title_is_quoted() -> None:
    title = "海关总署（本级机关）2023年政府信息公开工作年度报告"
    assert tell_scope(title, ("海关总署（本级机关）",), (), WORDS) == Scope("organ", title)


def test_sentences_that_differ_say_nothing() -> None:
    assert tell_scope("", (), [FOREWORD, "本报告仅统计本机关。"], WORDS) == NOT_SAID
    assert tell_scope("", (), ["本报告包括局机关及所属事业单位，不含下属单位学校。"], WORDS) == NOT_SAID


@pytest.mark.parametrize(
    ("sidecar", "expected"),
    [
        (b"", ("subordinates", FOREWORD)),
        (b"scope: organ\n", ("organ", "")),
        (b"text_release: withheld\n", ("subordinates", "")),
    ],
)
def test_a_report_says_its_scope_and_its_sidecar_overrides(sidecar: bytes, expected: tuple[str, str]) -> None:
    report = read_report("a.txt", REPORT.encode(), sidecar or None, known()).report
    assert report is not None
    assert (report.scope, report.scope_quote) == expected


def test_what_is_said_of_improvements_is_not_asked() -> None:
    text = REPORT.replace(FOREWORD, "") + f"\n五、存在的主要问题及改进情况\n\n{FOREWORD}\n"
    report = read_report("a.txt", text.encode(), None, known()).report
    assert report is not None
    assert report.scope == "unknown"


@pytest.mark.parametrize(
    "text", ["本报告包括各" * 50_000, "本报告，包括各部门；" * 20_000, ("本报告" + "、各镇" * 99 + "。") * 500]
)
def test_hostile_text_takes_time_by_its_length(text: str) -> None:
    begun = time.process_time()
    tell_scope("", (), [text], WORDS)
    assert time.process_time() - begun < 5
