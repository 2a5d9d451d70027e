"""Printed labels → codes."""

from __future__ import annotations

import pytest

from build_scripts.reading.labels import LabelBook, build_book, fold_label
from tests.printing.readback import known
from tests.report_texts import row_labels

BOOK = known().books["applications"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（一）予以公开", "(一) 予 以 公 开"),
        ("1.属于国家秘密", "1．属于国家秘密"),
        ("3.危及“三安全一稳定”", "3、危及「三安全一稳定」"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"),
        ("**规章**", "规章"),
        ("⾏政许可", "行政许可"),
        ("⻓期⻅效⻔⼾⺠政⻛", "长期见效门户民政风"),
    ],
)
def test_these_say_the_same(one: str, other: str) -> None:
    assert fold_label(one) == fold_label(other)


@pytest.mark.parametrize(("one", "other"), [("行政许可", "行政处罚"), ("其他", "（六）其他处理"), ("第（一）项", "项")])
def test_these_do_not(one: str, other: str) -> None:
    assert fold_label(one) != fold_label(other)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_label_of_the_form_is_its_own_row(form: str) -> None:
    assert {label: BOOK.row_of(fold_label(label)) for label in row_labels(form).values()} == {
        label: code for code, label in row_labels(form).items()
    }


def test_a_merged_cell_prints_the_groups_before_the_label() -> None:
    assert BOOK.row_of(fold_label("三、本年度办理结果（三）不予公开1.属于国家秘密")) == "refused_state_secret"
    assert BOOK.row_of(fold_label("（三）不予公开 1.属于国家秘密")) == "refused_state_secret"


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("要求提供公开出版勿", "not_processed_publication"),
        ("属于国家秘迷", "refused_state_secret"),
        ("国家秘密", ""),
        ("总记", ""),
        ("属于三类内部性信息", "refused_internal_affairs"),
        ("申请信访投诉类", ""),
    ],
)
def test_a_slip_is_allowed_where_no_other_label_is_as_near(printed: str, code: str) -> None:
    assert BOOK.row_of(fold_label(printed)) == ""
    assert BOOK.nearest_row(fold_label(printed)) == code


def test_two_labels_as_near_give_none() -> None:
    book: LabelBook = build_book([("甲乙丙丁戊己一", "a"), ("甲乙丙丁戊己二", "b")], [], [])
    assert book.nearest_row("甲乙丙丁戊己三") == ""
    assert book.nearest_row("甲乙丙丁戊己一一") == "a"


@pytest.mark.parametrize("label", ["本年结转政府信息公开申请数量", "不以公开", "下年结转政府信息公开申请数量"])
def test_a_slip_that_turns_the_meaning_round_is_none(label: str) -> None:
    assert BOOK.nearest_row(fold_label(label)) == ""
