"""Lines of text → paragraphs."""

from __future__ import annotations

import pytest

from build_scripts.reading.prose.paragraphs import find_wrap, join_paragraphs

TEXT = (
    "本年度，我局深入贯彻《中华人民共和国政府信息公开条例》和上级关于政务公开工作的各项部署，紧密围绕“放管服”改革等重点工作任务"
    "扎实推进本部门政务公开工作（含政务新媒体），不断提升政务服务水平，为经济社会发展营造良好环境，全年没有发生因政府信息公开被"
    "申请行政复议的情况，也没有因此被提起行政诉讼，收到和处理政府信息公开申请均已按照规定的时限答复办结并归档备查"
)


def wrap(text: str, width: int = 28) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


@pytest.mark.parametrize("width", range(22, 44))
def test_a_text_broken_at_one_width_is_whole_again(width: int) -> None:
    lines = [*wrap(TEXT, width), *wrap(TEXT, width)]
    lines[len(lines) // 2 - 1] += "。"
    found = find_wrap(lines)
    assert found
    assert join_paragraphs(lines, found) == [TEXT + "。", TEXT]


def test_short_lines_of_a_broken_text_stay_lines_of_their_own() -> None:
    short = ["（一）主动公开，及时更新政府网站栏目", "联系电话，办公地址，邮政编码，以及网址", "2024年1月20日"]
    lines = [*wrap(TEXT), *short]
    lines[len(lines) - 4] += "。"
    assert join_paragraphs(lines, find_wrap(lines)) == [TEXT + "。", *short]


def test_a_list_below_a_full_line_is_not_joined() -> None:
    lines = [*wrap(TEXT)[:8], "一是加强管理，", "2.制度建设"]
    assert join_paragraphs(lines, find_wrap(lines))[1:] == ["一是加强管理，", "2.制度建设"]


def test_a_number_at_the_start_of_a_line_opens_no_list() -> None:
    lines = wrap(TEXT)[:8]
    lines[4] = "2.5 万件" + lines[4][6:]
    assert len(join_paragraphs(lines, find_wrap(lines))) == 1


def test_a_text_that_is_not_broken_has_no_width() -> None:
    assert find_wrap([TEXT, TEXT]) == find_wrap(["短行"] * 9) == find_wrap([]) == 0
    assert find_wrap([TEXT[: 20 + number] for number in range(0, 30, 3)]) == 0


def test_what_stands_in_brackets_goes_on_below() -> None:
    assert join_paragraphs(["依据《上海市", "", "规定》办理", "见（附件", "一）"]) == [
        "依据《上海市规定》办理",
        "见（附件一）",
    ]
    assert join_paragraphs(["依据《上海市", "规定办理"]) == ["依据《上海市", "规定办理"]
