"""Findings in words: templates are filled with named details, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from build_scripts.codes import CodeListError, Codes, FindingCode
from build_scripts.findings import (
    finding_id,
    render_message,
    render_next_step,
    severity,
    sort_key,
    template_fields,
)
from build_scripts.model import Finding
from tests.report_samples import CODES

WIDTH = Finding(
    "wrong-width-equal",
    "2021/410781-zhengwuhedashujuguanliju.txt",
    75,
    (("row", "（七）总计"), ("expected", "7"), ("count", "8"), ("found", "0 0 0 0 0 0 0 0"), ("value", "0")),
)


def with_template(message_zh: str) -> Codes:
    declared = FindingCode("made-up", "note", message_zh, "", "", "")
    return replace(CODES, finding_codes={**CODES.finding_codes, "made-up": declared})


@pytest.mark.parametrize("declared", CODES.finding_codes.values(), ids=lambda declared: declared.code)
def test_both_languages_name_the_same_fields(declared: FindingCode) -> None:
    chinese = {field.removesuffix("_zh") for field in template_fields(declared.message_zh)}
    english = {field.removesuffix("_en") for field in template_fields(declared.message_en)}
    assert chinese == english
    assert set(template_fields(declared.next_zh)) == set(template_fields(declared.next_en))
    assert set(template_fields(declared.next_zh)) <= set(template_fields(declared.message_zh))
    assert declared.severity in {row["code"] for row in CODES.lists["severities"]}


def test_a_finding_is_said_in_both_languages() -> None:
    assert severity(WIDTH, CODES) == "warning"
    assert (
        render_message(WIDTH, CODES, "zh")
        == "“（七）总计”应有 7 个数，印有 8 个：0 0 0 0 0 0 0 0。各数相同，按 0 读取。"
    )
    assert (
        render_message(WIDTH, CODES, "en") == "Row “（七）总计” should hold 7 numbers and holds 8: 0 0 0 0 0 0 0 0;"
        " all are equal, so each cell is read as 0."
    )
    assert render_next_step(WIDTH, CODES, "zh") == "核对原文。"
    assert render_next_step(WIDTH, CODES, "en") == "Compare with the original."


def test_a_detail_is_never_read_as_a_template() -> None:
    hostile = Finding("agency-unknown", "a.txt", 1, (("found", "{found} {0} {found.__class__} {{"),))
    assert render_message(hostile, CODES, "en") == "The title “{found} {0} {found.__class__} {{” names no agency."


@pytest.mark.parametrize("template", ["{found.__class__}", "{found[0]}", "{found!r}", "{found:>9}", "{}", "{0}", "{"])
def test_a_template_that_asks_for_more_than_a_name_is_refused(template: str) -> None:
    with pytest.raises(CodeListError, match="made-up"):
        render_message(Finding("made-up", "a.txt", None, (("found", "x"),)), with_template(template), "zh")


def test_doubled_braces_of_a_template_are_braces() -> None:
    assert render_message(Finding("made-up", "a.txt", None), with_template("{{x}}"), "zh") == "{x}"


def test_a_missing_detail_names_the_code_and_the_detail() -> None:
    with pytest.raises(CodeListError, match=r"wrong-width.*'expected'"):
        render_message(Finding("wrong-width", "a.txt", 1, (("row", "总计"),)), CODES, "zh")


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(CodeListError, match="no-such-code"):
        severity(Finding("no-such-code", "a.txt", 1), CODES)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        render_message(WIDTH, CODES, "fr")


def test_the_id_is_of_the_content_and_of_nothing_else() -> None:
    assert finding_id(WIDTH) == "d5bc5269b84cef43"
    assert finding_id(replace(WIDTH, report_id="x")) == finding_id(WIDTH)
    others = (
        replace(WIDTH, code="wrong-width"),
        replace(WIDTH, source_file="b.txt"),
        replace(WIDTH, line=76),
        replace(WIDTH, line=None),
        replace(WIDTH, details=WIDTH.details[1:]),
        replace(WIDTH, details=(("row", "a"), ("b", "c"))),
        replace(WIDTH, details=(("row", "ab"), ("", "c"))),
    )
    assert len({finding_id(found) for found in (WIDTH, *others)}) == 8


def test_an_id_is_had_of_any_text() -> None:
    assert len(finding_id(Finding("agency-unknown", "\udcff.txt", None, (("found", "\ud800\x00"),)))) == 16


def test_findings_are_sorted_by_file_then_line_with_the_whole_file_first() -> None:
    found = [Finding("b", "b.txt", 1), Finding("a", "a.txt", 10), Finding("c", "a.txt", 9), Finding("d", "a.txt", None)]
    assert [one.code for one in sorted(found, key=sort_key)] == ["d", "c", "a", "b"]
