"""What the text states beside what the table holds: read from sentences labelled by hand, told as a hint."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from build_scripts.checking import check_report
from build_scripts.checking.statements import build_grammar, find_statements
from build_scripts.checking.surroundings import Speaker
from build_scripts.codes import CodeListError
from build_scripts.files import PROJECT
from build_scripts.model import Check, Section, State
from tests.narrative.scoring import PARTS, read_labels, score_statements
from tests.report_samples import CODES, Content, Key, make_report, section

RECEIVED: Key = ("applications", "received", "total")
SPEAKER = Speaker(("卫辉市城市管理局",), 2023, "unknown")
GRAMMAR = build_grammar(CODES)
SEVENTEEN = "全年共收到政府信息公开申请17件。"


def check(
    text: str, rule: str = "narrative_received", cell: Content = 17, key: Key = RECEIVED, form: str = "2021"
) -> Check:
    """The first check of a rule that applies, of a report with this text and one cell."""
    report = make_report({key: cell}, form=form, sections=[section("1", text)])
    checks = [one for one in check_report(report, None, CODES) if one.rule == rule]
    return next((one for one in checks if one.status != "not_applicable"), checks[0])


# The labelled sentences.


def test_the_labelled_set_is_large_and_honest() -> None:
    rows = read_labels("sentences")
    sentences = {row["sentence"] for row in rows}
    assert len(sentences) >= 300
    assert len({row["sentence"] for row in rows if row["part"] == "held_out"}) >= 0.3 * len(sentences) - 1
    assert len({row["sentence"] for row in rows if not row["rule"]}) >= 150
    assert {row["source"] for row in rows} == {"real", "made"}
    assert {row["rule"] for row in rows} - {""} == {rule.code for rule in CODES.rules if rule.left == "text"}


@pytest.mark.parametrize("part", PARTS)
def test_what_is_read_is_right(part: str) -> None:
    score = score_statements(part)
    assert score.precision == 1.0, score.errors
    assert score.recall >= 0.94, score.errors


def test_the_figures_of_the_documentation_are_those_of_the_command() -> None:
    told = (PROJECT.root / "docs/contribute/checking.md").read_text(encoding="utf-8")
    for name, part in (("用来改规则的", "tuning"), ("留出的", "held_out")):
        score = score_statements(part)
        counts = f"{score.sentences} | {score.labelled} | {score.read} | {score.right}"
        assert f"| {name} | {counts} | {score.precision:.3f} | {score.recall:.3f} |" in told


# Every status.


@pytest.mark.parametrize(
    ("text", "cell", "status", "numbers"),
    [
        (SEVENTEEN, 17, "holds", (17, 17, 0)),
        (SEVENTEEN, 95, "differs", (17, 95, -78)),
        ("2023年，我局未收到政府信息公开申请。", State.BLANK, "holds_if_blank_is_zero", (None, None, None)),
        (SEVENTEEN, State.BLANK, "not_assessable", (None, None, None)),
        (SEVENTEEN, State.UNREADABLE, "not_assessable", (None, None, None)),
        (SEVENTEEN, State.ABSENT, "not_assessable", (None, None, None)),
        (SEVENTEEN + "全年收到申请18件。", 17, "not_assessable", (None, None, None)),
        ("畅通依申请公开渠道。", 17, "not_assessable", (None, None, None)),
    ],
)
def test_a_statement_is_compared_with_its_cell(
    text: str, cell: Content, status: str, numbers: tuple[int | None, ...]
) -> None:
    found = check(text, cell=cell)
    assert (found.status.value, (found.left, found.right, found.difference)) == (status, numbers)


def test_both_sides_are_quoted() -> None:
    found = check("畅通渠道。" + SEVENTEEN + "均已答复。", cell=95)
    assert (found.left_text, found.right_text) == (SEVENTEEN, "一、本年新收政府信息公开申请数量·总计：95")
    blank = check(SEVENTEEN, cell=State.BLANK)
    assert blank.right_text == "一、本年新收政府信息公开申请数量·总计：空白"
    silent = check("畅通渠道。")
    assert (silent.left_text, silent.right_text) == ("", "")


def test_statements_that_contradict_each_other_are_both_quoted() -> None:
    found = check(SEVENTEEN + "\n全年收到申请18件。" + SEVENTEEN)
    assert found.left_text == f"{SEVENTEEN} ／ 全年收到申请18件。"
    assert found.status == "not_assessable"


def test_received_goes_before_accepted() -> None:
    found = check("全年受理政府信息公开申请15件。共收到政府信息公开申请17件。")
    assert (found.left, found.status.value) == (17, "holds")
    assert check("全年受理政府信息公开申请15件。", cell=15).status == "holds"


def test_lawsuits_are_both_kinds_together() -> None:
    contents: dict[Key, Content] = {
        ("remedies", "litigation_direct", "total"): 2,
        ("remedies", "litigation_after_reconsideration", "total"): 1,
    }
    report = make_report(contents, sections=[section("4", "被提起行政诉讼3件。")])
    (found,) = [one for one in check_report(report, None, CODES) if one.rule == "narrative_litigation"]
    assert (found.left, found.right, found.status.value) == (3, 3, "holds")
    assert found.right_text == "未经复议直接起诉·总计：2；复议后起诉·总计：1"


@pytest.mark.parametrize(("form", "column"), [("2021", "issued"), ("2019", "newly_made")])
def test_documents_are_compared_in_the_column_of_the_edition(form: str, column: str) -> None:
    key = ("disclosures", "normative_document", column)
    report = make_report({key: 5}, form=form, sections=[section("1", "全年制发规范性文件5件。")])
    found = {
        one.scope: one.status.value for one in check_report(report, None, CODES) if one.rule == "narrative_documents"
    }
    assert found == dict.fromkeys(("issued", "newly_made"), "not_applicable") | {column: "holds"}


def test_a_report_without_tables_has_nothing_to_compare() -> None:
    found = check(SEVENTEEN, form="none")
    assert (found.status.value, found.left_text) == ("not_applicable", "")


def test_a_text_that_is_held_back_is_not_quoted() -> None:
    report = replace(make_report({RECEIVED: 17}, sections=[section("1", SEVENTEEN)]), text_release="withheld")
    (found,) = [one for one in check_report(report, None, CODES) if one.rule == "narrative_received"]
    assert (found.status.value, found.left_text, found.right_text) == ("holds", "", "")


def test_cells_stay_as_they_are() -> None:
    report = make_report({RECEIVED: 95}, sections=[section("1", SEVENTEEN)])
    check_report(report, None, CODES)
    assert {cell.value for cell in report.cells if cell[:3] == RECEIVED} == {95}


# What stands around a sentence.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年工作回顾。收到政府信息公开申请8件。", []),
        ("2022年工作回顾。今年收到政府信息公开申请8件。", [8]),
        ("2022年工作回顾。\n收到政府信息公开申请8件。", [8]),
        ("2023年度，我局依法收到政府信息公开申请8\n件，均已答复。", [8]),
        ("全年按照规定程序共收到并登记各类事项若干，收到政府信息公开申请8件\n（含上年结转2件）。", []),
        ("其中全市各级行政机关通过政府网站统一受理平台在线\n收到政府信息公开申请8件。", []),
        ("卫辉市城市管理局收到政府信息公开申请8件。", [8]),
        ("市城管局收到政府信息公开申请8件。", [8]),
        ("市教育局收到政府信息公开申请8件。", []),
    ],
)
def test_a_sentence_is_read_with_what_stands_around_it(text: str, expected: list[int]) -> None:
    assert [one.value for one in find_statements(text, "1", SPEAKER, GRAMMAR)] == expected


def test_a_long_sentence_is_quoted_by_its_part() -> None:
    text = "一是" + "健全制度、完善机制，" * 16 + "；二是收到政府信息公开申请8件；三是加强培训。"
    assert [one.quote for one in find_statements(text, "1", SPEAKER, GRAMMAR)] == ["二是收到政府信息公开申请8件"]


# The code lists.


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"code": "narrative_fees"}, "narrative_fees"),
        ({"scopes": ()}, "needs scopes"),
        ({"right": "parts"}, "needs this year's codes"),
        ({"right": "received@last_year"}, "needs this year's codes"),
        ({"right": "reveived"}, "reveived"),
        ({"table": "requests"}, "requests"),
        ({"scopes": ("everyone",)}, "everyone"),
    ],
)
def test_a_slip_in_a_rule_is_named(change: dict[str, object], named: str) -> None:
    rule = replace(next(rule for rule in CODES.rules if rule.code == "narrative_received"), **change)  # type: ignore[arg-type]
    with pytest.raises(CodeListError, match=named):
        check_report(make_report(), None, replace(CODES, rules=(rule,)))


def test_a_word_of_an_unknown_kind_is_named() -> None:
    rows = ({"use": "statement", "kind": "fee", "word": "收费"},)
    with pytest.raises(CodeListError, match="fee"):
        build_grammar(replace(CODES, lists={**CODES.lists, "sentence_words": rows}))


# Hostile text.


@pytest.mark.parametrize(
    "text",
    [
        "收到申请1件，" * 30_000,
        "收到申请1件。" * 8_000,
        "未" * 300_000 + "收到申请",
        ("行政复议、" * 70 + "0件。") * 500,
        ("未" + "因" * 380 + "复议。") * 500,
        "《" * 200_000 + "申请1件",
        "9" * 300_000 + "件申请",
        "申请" * 150_000 + "1件",
    ],
)
def test_hostile_text_takes_time_by_its_length(text: str) -> None:
    begun = time.process_time()
    find_statements(text, "4", SPEAKER, GRAMMAR)
    assert time.process_time() - begun < 5


def test_a_number_of_many_figures_is_no_statement() -> None:
    text = f"收到申请{'9' * 40}件。"
    assert find_statements(text, "1", SPEAKER, GRAMMAR) == []
    assert check_report(make_report(sections=[Section("1", "", text, 1, 1)]), None, CODES)
