"""What an issue asks is taken from the form as it stands, and nothing that is pasted can pass for another field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.contributing.proposing.asked import Asked, NotAnIssue, read_asked, read_event
from build_scripts.contributing.proposing.issue_form import Field, NotTheForm, read_answers, read_fields

from .issue_forms import FORMS, body_of_issue
from .proposals import read_recorded

FORM = (FORMS / "add-report.yml").read_text(encoding="utf-8")
FIELDS = read_fields(FORM)
ANSWERS = {"agency": "卫辉市城市管理局", "year": "2023", "url": "https://example.org/a.html", "text": ""}
ATTACHED = "https://github.com/user-attachments/files/1234/2023.docx"
REPORT = "卫辉市城市管理局2023年政府信息公开工作年度报告\n" * 20


def asked(**answers: str) -> Asked:
    return read_asked(7, "2026-11-21", {**ANSWERS, **answers})


def event(body: str | None) -> dict[str, object]:
    return {"action": "opened", "issue": {"number": 7, "updated_at": "2026-11-21T08:00:00Z", "body": body}}


def test_labels_are_those_of_the_form() -> None:
    assert [field.id for field in FIELDS] == ["agency", "year", "url", "text"]
    renamed = FORM.replace("机关 / Agency", "单位 / Body")
    body = body_of_issue(ANSWERS).replace("### 机关 / Agency", "### 单位 / Body")
    assert read_answers(body, read_fields(renamed)) == ANSWERS
    with pytest.raises(NotTheForm, match="机关 / Agency"):
        read_answers(body, FIELDS)


def test_what_was_left_out_is_empty() -> None:
    assert read_answers(body_of_issue({}), FIELDS) == dict.fromkeys(ANSWERS, "")
    assert read_answers(body_of_issue(ANSWERS).replace("\n", "\r\n"), FIELDS) == ANSWERS


def test_headings_in_a_pasted_text_are_text() -> None:
    pasted = "### 机关 / Agency\n\n别的机关\n\n### 报告年度 / Report year\n\n1999"
    assert read_answers(body_of_issue({**ANSWERS, "text": pasted}), FIELDS) == {**ANSWERS, "text": pasted}


LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1)
HEADINGS = st.sampled_from([f"### {field.label}" for field in FIELDS])
ONE_LINE = (LINES | HEADINGS).map(str.strip).filter(bool)
MANY = st.lists(LINES | HEADINGS | st.just(""), max_size=12).map("\n".join).map(str.strip)


@given(agency=ONE_LINE, year=ONE_LINE, url=ONE_LINE, text=MANY)
def test_any_answers_are_read_back_as_they_were_given(agency: str, year: str, url: str, text: str) -> None:
    answers = {"agency": agency, "year": year, "url": url, "text": text}
    assert read_answers(body_of_issue(answers), FIELDS) == {
        k: "" if v == "_No response_" else v for k, v in answers.items()
    }


@pytest.mark.parametrize(
    "body",
    [
        "",
        "这不是表单",
        body_of_issue(ANSWERS).replace("### 报告年度 / Report year\n\n2023\n\n", ""),
        body_of_issue({**ANSWERS, "agency": "一行\n又一行"}),
        "前面有字\n\n" + body_of_issue(ANSWERS),
        "\n\n".join(reversed(body_of_issue(ANSWERS).split("\n\n"))),
    ],
)
def test_what_the_form_did_not_make_is_no_answer(body: str) -> None:
    assert read_event(event(body), FIELDS) == Asked(7, "2026-11-21", troubles=("not_the_form",))


def test_an_event_without_a_body_is_not_the_form_and_one_of_a_pull_request_is_no_issue() -> None:
    assert read_event(event(None), FIELDS).troubles == ("not_the_form",)
    pull = event(body_of_issue(ANSWERS))
    pull["issue"] = {"number": 7, "updated_at": "2026-11-21", "body": "", "pull_request": {}}
    for broken in (pull, {}, {"issue": {"number": "7; rm", "updated_at": "2026-11-21T", "body": ""}}):
        with pytest.raises(NotAnIssue):
            read_event(broken, FIELDS)


def test_a_form_whose_long_field_is_not_the_last_is_refused() -> None:
    parts = FORM.split("  - type: ")
    with pytest.raises(ValueError, match="only the last field may be long"):
        read_fields("  - type: ".join([parts[0], parts[1], parts[5], *parts[2:5]]))
    assert read_fields("body:\n- {type: input, id: a, attributes: {label: A}}") == (Field("a", "A", False),)


def test_an_address_alone_is_enough() -> None:
    assert asked() == Asked(7, "2026-11-21", "卫辉市城市管理局", "", "2023", "https://example.org/a.html")


def test_attachments_go_before_what_is_pasted_and_their_links_are_no_text() -> None:
    found = asked(text=f"[2023.docx]({ATTACHED})\n\n请看附件\n{ATTACHED}")
    assert (found.attachments, found.pasted, found.troubles) == ((ATTACHED,), "", ())
    assert asked(text=f"[a]({ATTACHED})\n{REPORT}").troubles == ("text_beside_files",)


def test_a_pasted_text_is_taken_as_it_is_with_its_tabs_and_bars() -> None:
    text = REPORT + "| 行政许可 | 12 |\n行政处罚\t3"
    assert asked(text=text).pasted == text
    assert asked(text=f"```\n{text}\n```").pasted == text
    assert asked(text="请收录，谢谢").pasted == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/octocat/repository/raw/main/a.docx",
        "https://github.com.example.org/user-attachments/files/1/a.docx",
        "http://github.com/user-attachments/files/1/a.docx",
        "https://github.com/user-attachments/files/1/../../a.docx",
        "https://github.com/user-attachments/files/x/a.docx",
    ],
)
def test_an_address_that_github_did_not_make_is_no_attachment(address: str) -> None:
    assert asked(text=f"[a.docx]({address})").attachments == ()


def test_what_is_missing_is_said() -> None:
    assert asked(agency="", year="去年", url="见附件", text="").troubles == (
        "no_agency",
        "no_year",
        "no_address",
        "nothing_given",
    )
    picture = "![扫描](https://github.com/user-attachments/assets/0000-11)"
    assert asked(text=picture).troubles == ("pictures_alone",)
    many = "\n".join(f"[a](https://github.com/user-attachments/files/{n}/a.txt)" for n in range(6))
    assert asked(text=many).is_hopeless
    assert asked(agency="局" * 81).agency == ""


def test_an_edit_after_the_label_is_told_and_no_other() -> None:
    labelled = read_recorded("issue_labeled")
    assert read_event(labelled, FIELDS).troubles == ()
    assert read_event({**labelled, "action": "edited"}, FIELDS).troubles == ("edited_since",)
    assert read_event(read_recorded("issue_edited"), FIELDS).troubles == ()
