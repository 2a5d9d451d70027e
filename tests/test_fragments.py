"""Labels wrapped over lines → whole labels; what fits in several ways is left loose."""

from __future__ import annotations

from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.fragments import Fragment, join_fragments
from tests.printing.readback import known

BOOK = known().books["applications"]


def fragment(text: str) -> Fragment:
    """A line: its label text, and a `#` where its numbers stand."""
    label = text.rstrip("#")
    code = BOOK.row_of(fold_label(label)) if label else ""
    return Fragment(label, code, text.endswith("#"), fold_label(label) in BOOK.groups, text.endswith("#"))


def join(*lines: str) -> list[tuple[tuple[int, ...], str]]:
    return [(one.members, one.code) for one in join_fragments([fragment(line) for line in lines], BOOK)]


def test_a_label_goes_on_below_its_numbers() -> None:
    assert join("5.要求行政机关确认或#", "重新出具已获取信息") == [((0, 1), "not_processed_confirmation")]


def test_the_numbers_stand_on_the_last_line_or_in_the_middle() -> None:
    assert join("5.要求行政机关", "确认或重新出具已获取信息#") == [((0, 1), "not_processed_confirmation")]
    assert join("5.要求行政机关", "确认或重新#", "出具已获取信息") == [((0, 1, 2), "not_processed_confirmation")]


def test_numbers_on_a_line_of_their_own_belong_to_the_label_above() -> None:
    assert join("（一）予以公开", "#") == [((0, 1), "granted")]


def test_a_remark_of_one_row_is_no_part_of_the_next_row_s_label() -> None:
    def line(text: str, code: str = "", has_marks: bool = False) -> Fragment:
        return Fragment(text, code, has_marks, is_group=False, has_cells=True)

    remark = [line("（区分处理的，只计这一情形"), line("，不计其他情形）", has_marks=True)]
    lines = [
        line("（二）部分公开", "partly_granted"),
        *remark,
        line("（三）不予公开1.属于国家秘密", "refused_state_secret"),
    ]
    found = [(one.members, one.code) for one in join_fragments(lines, BOOK)]
    assert found == [((0, 1, 2), "partly_granted"), ((3,), "refused_state_secret")]


def test_whole_rows_stay_alone() -> None:
    assert join("（一）予以公开#", "（二）部分公开#") == [((0,), "granted"), ((1,), "partly_granted")]


def test_two_lines_of_numbers_are_never_one_row() -> None:
    assert all(len(members) == 1 for members, _ in join("（一）予以#", "公开#"))


def test_numbers_between_two_waiting_labels_are_left_loose() -> None:
    assert ((1,), "") in join("（一）予以公开", "#", "（二）部分公开")


def test_every_line_comes_out_once_however_many_there_are() -> None:
    lines = ["（一）予以公开#", *["政府机关"] * 1000]
    found = join(*lines)
    assert [index for members, _ in found for index in members] == list(range(1001))
    assert found[0] == ((0,), "granted")
