"""Saved web pages → the article's lines and rows."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from build_scripts.reading import read_report
from build_scripts.reading.decode import decode_document
from build_scripts.reading.document import DecodeFailure, Document, TableRow
from build_scripts.reading.formats.html import read_html
from tests import web_pages as pages
from tests.printing.readback import known


def read(source: str | bytes) -> Document:
    document = decode_document(source.encode() if isinstance(source, str) else source)
    assert isinstance(document, Document), document
    return document


def show(markup: str) -> tuple[str, ...]:
    """The lines of a piece of markup within a page."""
    return read(f"<!doctype html><body>{markup}</body>").lines


def rows(markup: str) -> list[tuple[str, ...]]:
    """The cells of every table row of a piece of markup."""
    return [row.cells for row in read(f"<!doctype html><body>{markup}</body>").rows.values()]


# The article among what stands around it

ABOVE = {
    pages.trs_page: (
        "索 引 号：005184531/2024-00012",
        "发布机构：卫辉市城市管理局",
        "发布日期：2024-01-20",
        pages.TITLE,
        "来源：城市管理局",
    ),
    pages.table_layout_page: (pages.TITLE, "发布时间：2024-1-20"),
    pages.section_divs_page: (
        "索引号\t005184531/2024-00012\t发布日期\t2024-01-20",
        f"文件名称\t{pages.TITLE}\t\t",
        pages.TITLE,
    ),
    pages.word_page: ("卫辉市城市管理局", "2023年政府信息公开工作年度报告"),
}
ENCODINGS = {pages.table_layout_page: "gb18030", pages.word_page: "gb18030"}


@pytest.mark.parametrize("page", ABOVE)
def test_only_the_article_is_read_and_all_of_it(page: Callable[[], str]) -> None:
    below = ("1.  附件说明",) if page is pages.word_page else ()
    document = read(page().encode(ENCODINGS.get(page, "utf-8")))
    assert document.format == "html"
    assert document.lines == (*ABOVE[page], *pages.ARTICLE, *below)


@pytest.mark.parametrize("page", ABOVE)
def test_the_report_is_read_from_it(page: Callable[[], str]) -> None:
    reading = read_report("a.html", page().encode(ENCODINGS.get(page, "utf-8")), None, known())
    assert reading.report is not None
    report = reading.report
    assert report.report_id == "410781-chengshiguanliju-2023"
    values = {(cell.row, cell.column): cell.value for cell in report.cells if cell.state == "reported"}
    assert values == {
        ("regulation", "issued"): 0,
        ("regulation", "repealed"): 0,
        ("regulation", "in_force"): 0,
        ("normative_document", "issued"): 2,
        ("normative_document", "repealed"): 1,
        ("normative_document", "in_force"): 14,
        ("licence", "decisions"): 1036,
    }
    assert report.published == ("2024-01-18" if page is pages.word_page else "2024-01-20")
    assert report.index_number == ("005184531/2024-00012" if page in (pages.trs_page, pages.section_divs_page) else "")
    last = report.sections[-1]
    assert last.heading == "六、其他需要报告的事项"
    assert last.text.startswith(f"{pages.OTHER}\n{pages.SIGNED}\n{pages.SIGNED_ON}")
    assert "版权" not in last.text
    assert "上一篇" not in last.text


def test_a_title_that_only_the_head_of_the_page_prints_stands_first() -> None:
    body = pages.write_body()
    page = f"<!doctype html><html><head><title>{pages.TITLE}-卫辉市人民政府</title></head><body>{body}</body></html>"
    assert read(page).lines[:2] == (pages.TITLE, pages.OPENING)


def test_a_title_in_the_head_loses_its_tags() -> None:
    head = f"<meta name=ArticleTitle content='{pages.TITLE.replace('局', '局&lt;br/&gt;')}'>"
    assert read(f"<html><head>{head}</head><body>{pages.write_body()}</body></html>").lines[0] == pages.TITLE


def test_a_title_in_the_text_is_not_doubled() -> None:
    body = f"<h1>卫辉市城市管理局<br>2023年政府信息公开工作年度报告</h1>{pages.write_body()}"
    page = f"<!doctype html><html><head><title>{pages.TITLE}_卫辉市</title></head><body>{body}</body></html>"
    assert read(page).lines[:3] == ("卫辉市城市管理局", "2023年政府信息公开工作年度报告", pages.OPENING)


def test_links_to_other_reports_beside_the_article_are_none_of_its_titles() -> None:
    links = "".join(
        f"<li><a href='{year}.html'>卫辉市城市管理局{year}年政府信息公开工作年度报告</a></li>"
        for year in (2020, 2021, 2022)
    )
    page = f"<html><body><ul>{links}</ul><div><h2>{pages.TITLE}</h2><div>{pages.write_body()}</div></div></body></html>"
    assert read(page).lines == (pages.TITLE, *pages.ARTICLE)


def test_facts_on_one_line_are_parted_and_buttons_left_out() -> None:
    info = (
        "<div><span>发布日期：2022-02-09</span><span>来源：信访局</span><span>字体：[<a>大</a> <a>小</a>]</span></div>"
    )
    page = f"<html><body><h1>{pages.TITLE}</h1>{info}<div>{pages.write_body()}</div></body></html>"
    assert read(page).lines[:4] == (pages.TITLE, "发布日期：2022-02-09", "来源：信访局", pages.OPENING)


def test_text_behind_the_element_of_the_article_stays() -> None:
    more = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止，如有疑问请与本机关联系。"
    page = (
        f"<html><body><div><h1>{pages.TITLE}</h1><div>{pages.write_body()}</div><div><p>{more}</p></div></div>"
        "<div>版权所有：卫辉市人民政府</div></body></html>"
    )
    assert read(page).lines == (pages.TITLE, *pages.ARTICLE, more)


def test_attachments_stay_and_links_to_other_pages_go() -> None:
    below = (
        "<p>附件：<a href='a.pdf'>2023年度报告.pdf</a></p><p>相关链接：</p><p><a href='b'>一图读懂</a></p>"
        "<p>下一篇：<a href='c'>通告</a></p><p>主办：卫辉市人民政府</p>"
    )
    page = f"<html><body><div><h1>{pages.TITLE}</h1>{pages.write_body()}{below}</div></body></html>"
    assert read(page).lines == (pages.TITLE, *pages.ARTICLE, "附件：2023年度报告.pdf")


@pytest.mark.parametrize(
    "text",
    [
        "关闭不合规的政务新媒体账号2个。",
        "分享经验做法，打印宣传资料500份。",
        "规范标注网站标识码、ICP备案编号和公网安备标识。",
        "主办的网站1个，在首页底部标明版权所有等内容。",
        "扫一扫二维码即可查看本机关的政府信息公开指南。",
    ],
)
def test_a_sentence_that_speaks_of_buttons_and_footers_is_text(text: str) -> None:
    page = f"<html><body><div><h1>{pages.TITLE}</h1>{pages.write_body()}<p>{text}</p></div></body></html>"
    assert read(page).lines == (pages.TITLE, *pages.ARTICLE, text)
    page = f"<html><body><div><h1>{pages.TITLE}</h1><p>{text}</p>{pages.write_body()}</div></body></html>"
    assert read(page).lines == (pages.TITLE, text, *pages.ARTICLE)


@pytest.mark.parametrize(
    "foot",
    [
        "版权所有：卫辉市人民政府。未经许可不得转载。",
        "Copyright © 2024 卫辉市人民政府 All Rights Reserved.",
        "豫ICP备05002111号-1",
        "网站标识码：4107810001 豫公网安备 41078102000001号",
        "主办单位：卫辉市人民政府办公室。建议使用1024*768以上分辨率浏览本站，未经书面许可不得转载、镜像本站的任何内容。",
        "关于我们 | 网站地图",
    ],
)
def test_the_foot_of_a_page_is_none(foot: str) -> None:
    more = "<p>地址：卫辉市健康路1号</p>"
    for foots in (f"<p>{foot}</p>{more}", f"</div><div>{foot}{more}"):
        page = f"<html><body><div><h1>{pages.TITLE}</h1>{pages.write_body()}{foots}</div></body></html>"
        assert read(page).lines == (pages.TITLE, *pages.ARTICLE)


@pytest.mark.parametrize("tag", ["nav", "aside", "footer", "div role=navigation"])
def test_an_article_within_a_navigation_that_never_ends_is_read(tag: str) -> None:
    page = f"<html><body><{tag}><a href=/>首页</a><div><h1>{pages.TITLE}</h1>{pages.write_body()}</div></body></html>"
    assert read(page).lines == (pages.TITLE, *pages.ARTICLE)


def test_headings_that_are_links_stay() -> None:
    body = pages.write_body().replace("<p>一、总体情况</p>", "<p><a href='#top'>一、总体情况</a></p>")
    page = f"<html><body><div><h1>{pages.TITLE}</h1>{body}</div></body></html>"
    assert read(page).lines == (pages.TITLE, *pages.ARTICLE)


def test_a_report_without_headings_or_tables_keeps_its_text() -> None:
    text = "2012年，我局主动公开政府信息56条，没有收到公开政府信息的申请，没有发生行政复议和行政诉讼。"
    menu = "".join(f"<li><a href='{n}'>栏目{n}</a></li>" for n in range(9))
    article = f"<div><h1>{pages.TITLE}</h1><div><p>{text}</p><p>{text}</p></div></div>"
    page = f"<html><body><ul>{menu}</ul>{article}</body></html>"
    assert read(page).lines == (pages.TITLE, text, text)


def test_a_page_of_which_nothing_tells_what_is_the_article_is_kept_whole() -> None:
    assert show("<p>甲</p><div>乙<span>丙</span></div>") == ("甲", "乙丙")


# What is shown and what is not


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display: none'>{}</p>",
        "<p style='color:red; DISPLAY:NONE;'>{}</p>",
        "<p style='visibility:hidden'>{}</p>",
        "<p hidden>{}</p>",
        "<p><span style='font-size:0'>{}</span></p>",
        "<p><span style='font-size: 0px;'>{}</span></p>",
        "<p><span style='mso-hide:all'>{}</span></p>",
        "<p><i aria-hidden=true>{}</i></p>",
        "<script>{}</script>",
        "<style>{}</style>",
        "<template><p>{}</p></template>",
        "<noscript>{}</noscript>",
        "<select><option>{}</select>",
        "<!-- {} -->",
        "<!--[if mso]><p>{}</p><![endif]-->",
        "<input type=hidden value='{}'>",
        "<textarea>{}</textarea>",
        "<button>{}</button>",
        "<table style='display:none'><tr><td>{}<td>2</table>",
        "<del datetime='2024-01-01'>{}</del>",
        "<ruby>甲<rp>(</rp><rt>{}</rt></ruby>",
    ],
)
def test_what_the_page_hides_is_not_read(hidden: str) -> None:
    assert "藏" not in "".join(show(f"<p>甲</p>{hidden.format('藏9')}<p>乙</p>"))


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='display:block'>{}</p>",
        "<p style='font-size:0.9em'>{}</p>",
        "<p style='font-size:05px'>{}</p>",
        "<div aria-hidden=true><p>{}</p></div>",
        "<![if !supportLists]>{}<![endif]>",
        "<p><a href=x>{}</a></p>",
        "<p><font color=white>{}</font></p>",
        "<p><o:p>{}</o:p></p>",
    ],
)
def test_what_it_shows_is(shown: str) -> None:
    assert "见9" in "".join(show(f"<p>甲</p>{shown.format('见9')}<p>乙</p>"))


def test_a_page_hidden_as_a_whole_is_shown_by_its_script() -> None:
    assert read("<html><body style='visibility:hidden'><p>一</p><p>二</p></body></html>").lines == ("一", "二")


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>甲<b>乙</b><span>丙</span></p>", ("甲乙丙",)),
        ("<p>甲<br>乙<br/>丙</p>", ("甲", "乙", "丙")),
        ("<p>规范\n   性文件 12 件\n34</p>", ("规范性文件 12 件 34",)),
        ("<p>1&nbsp;036</p>", ("1 036",)),
        ("<p>&emsp;&#12288;甲</p>", ("甲",)),
        ("甲<div>乙</div>丙", ("甲", "乙", "丙")),
        ("<p>甲<p>乙<li>丙", ("甲", "乙", "丙")),
        ("<dl><dt>收费<dd>0</dl>", ("收费", "0")),
        ("<pre>规章\t0\t1\n行政许可\t2\t</pre>", ("规章\t0\t1", "行政许可\t2\t")),
        ("<div style='white-space: pre-wrap'>甲\n乙</div>", ("甲", "乙")),
        ("<p>44<sup>2</sup>件，水H<sub>2</sub>O，44<sup>①</sup>，5<sup>[1]</sup></p>", ("44²件，水H₂O，44①，5[¹]",)),
        ("<p>44<span style='vertical-align: super'>2</span></p>", ("44²",)),
        ("<p>公开<s>9</s>8件</p>", ("公开~~9~~8件",)),
        ("<p>卫辉\u200b市&#8203;局</p>", ("卫辉市局",)),
        ("<p>a&amp;b&lt;c</p>", ("a&b<c",)),
    ],
)
def test_text_is_what_is_printed(markup: str, lines: tuple[str, ...]) -> None:
    assert show(markup) == lines


# Tables


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("本年新<br>制作数量", "本年新制作数量"),
        ("<p>本年新</p><p>制作数量</p>", "本年新制作数量"),
        ("其<br>他<br>处<br>理", "其他处理"),
        ("1<br>2", "1 2"),
        ("<div>1</div><div>2</div>", "1 2"),
        ("<p>1</p>2", "1 2"),
        ("1.<br>属于国家秘密", "1. 属于国家秘密"),
        ("22<br>（其中修订16<br>件）", "22 （其中修订16 件）"),
        ("&nbsp;", ""),
        ("<o:p></o:p>", ""),
        ("44<sup>2</sup>", "44²"),
        ("44<span style='position:relative;top:-4.0pt;mso-text-raise:4.0pt'>2</span>", "44²"),
        ("44<span style='vertical-align:3pt;font-size:6pt'>2</span>", "44²"),
        ("44<span style='position:relative;top:-.5pt;mso-text-raise:.5pt'>2</span>", "442"),
        ("44<span lang=EN-US style='font-family:宋体;color:black'>2</span>", "442"),
        ("44<font color=#f00>2</font>", "442"),
        ("<s>5</s>6", "~~5~~6"),
        ("<s>5</s>", "~~5~~"),
        ("<img src=5.png>", "[图]"),
        ("<img src=blank.gif width=1 height=1>", ""),
        ("<img src=a.png>5", "5[图]"),
        ("64<img src=5.gif alt=5>", "64[图]"),
        ("<img src=a.png>规章", "规章"),
        ("受理<img src=a.png>5", "受理5[图]"),
        ("5<img src=blank.gif style='width: 1px'>", "5"),
        ("<table><tr><td>64<img src=5.gif></td></tr></table>", "64[图]"),
        ("<input value='5' readonly>", "5"),
        ("<input value='请填写'>", ""),
        ("<input type=hidden value=5>", ""),
        ("<table><tr><td>5</td></tr></table>", "5"),
        ("<span style='display:none'>9</span>5", "5"),
    ],
)
def test_a_cell_has_one_text_and_two_numbers_never_become_one(cell: str, text: str) -> None:
    assert rows(f"<table><tr><td>规章</td><td>{cell}</td></tr></table>") == [("规章", text)]


@pytest.mark.parametrize(
    "cell",
    [
        "<svg><text>645</text></svg>",
        "<canvas></canvas>",
        "<object>645</object>",
        "<embed src=a.svg>",
        "<iframe src=a.html></iframe>",
        "<video src=a.mp4></video>",
        "<map>645</map>",
        "<button>645</button>",
        "<input type=button value=645>",
        "<input type=image src=5.gif>",
        "<input value='645件'>",
        "<select><option>7<option selected>645</select>",
        "<script>document.write(645)</script>",
        "<script src=number.js></script>",
        "<i aria-hidden=true>645</i>",
        "<math><msup><mn>64</mn><mn>5</mn></msup></math>",
        "<div><template shadowrootmode=open>645</template></div>",
        "<ruby>6<rt>45</rt></ruby>",
        "<bdo dir=rtl>546</bdo>",
        "<span style='opacity: 0'>9</span>645",
        "645<span style='color:white'>9</span>",
        "645<span style='color: #FFFFFF'>9</span>",
        "645<span style='color:rgb(255, 255, 255)'>9</span>",
        "645<font color=#FFF>9</font>",
        "<span style='float:right'>5</span>64",
        "<span style='position:absolute;left:-999px'>9</span>645",
        "<span style='display:inline-block;width:0;overflow:hidden'>9</span>645",
    ],
)
def test_a_cell_that_shows_what_is_not_read_is_neither_blank_nor_a_number(cell: str) -> None:
    ((_, text),) = rows(f"<table><tr><td>规章</td><td>{cell}</td></tr></table>")
    assert text.endswith("[图]")


@pytest.mark.parametrize(
    "cell",
    [
        "<script>var a = 1</script>",
        "<style>b{color:red}</style>",
        "<svg style='display:none'><text>9</text></svg>",
        "<iframe src=a.html width=0 height=0></iframe>",
        "<button></button>",
        "<i class=icon aria-hidden=true></i>",
        "<input type=checkbox value=1>",
        "<noscript>9</noscript>",
        "<img src=5.png style='visibility:hidden'>",
        "<dialog>9</dialog>",
        "<p style='font-size:1px'>&nbsp;</p>",
    ],
)
def test_a_cell_that_shows_nothing_is_blank(cell: str) -> None:
    assert rows(f"<table><tr><td>规章</td><td>{cell}</td></tr></table>") == [("规章", "")]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("font-size:0", "font-size:14px"),
        ("font-size:0px", "font-size:small"),
        ("font:0/0 a", "font:14px/20px simsun"),
        ("visibility:hidden", "visibility:visible"),
    ],
)
@pytest.mark.parametrize("tag", ["table", "tbody", "tr", "td"])
def test_what_is_inherited_is_set_anew_below(outer: str, inner: str, tag: str) -> None:
    table = f"<table><tbody><tr><th>规章</th><td>7<b style='{inner}'>645</b></td></tr></tbody></table>"
    page = "<!doctype html><body>" + table.replace(f"<{tag}>", f"<{tag} style='{outer}'>")
    label = "规章" if tag == "td" else ""
    assert [row.cells for row in read(page).rows.values()] == [(label, "645")]


def test_sizes_in_proportion_to_none_are_none() -> None:
    cell = "<td style='font-size:0'>9<b style='font-size:2em'>9</b><input value=645>"
    assert rows(f"<table><tr><td>规章{cell}</table>") == [("规章", "645")]


def test_a_table_takes_no_size_of_type_from_around_it_where_the_page_follows_no_standard() -> None:
    table = "<div style='font-size:0'><table><tr><td>规章<td>645</table></div>"
    assert [row.cells for row in read(f"<html><body>{table}").rows.values()] == [("规章", "645")]
    assert rows(table) == [("", "")]


@pytest.mark.parametrize(
    "sheet",
    [
        ".hide{display:none}",
        "#no1, .hide { DISPLAY : none ; }",
        "span.hide{visibility:hidden}",
        "td > .hide{font-size:0}",
        "table td span.hide{display:none}",
        "td :first-child{display:none}",
        ".hide{display:none!important} span{display:inline}",
        ".hide{display:inline} .hide{display:none}",
        ".hide{display:inline} span.hide{display:none} .hide{display:inline}",
        "/* } */ @font-face{src:url(a)} @media screen{.hide{display:none}}",
        "@media (min-width:768px){.hide{display:none}}",
        "<!-- .hide{display:none} -->",
        ".hide{font:0/0 a}",
    ],
)
def test_what_the_sheets_of_the_page_hide_is_not_read(sheet: str) -> None:
    table = "<table><tr><td>规章<td><span class='a hide'>9</span>645<tr class=hide><td>规章<td>9</table>"
    page = f"<!doctype html><html><head><style>{sheet}</style></head><body>{table}</body></html>"
    assert next(iter(read(page).rows.values())).cells == ("规章", "645")


@pytest.mark.parametrize(
    ("sheet", "style"),
    [
        ("@media print{.hide{display:none}}", ""),
        ("@media (max-width: 767px){.hide{display:none}}", ""),
        (".hide{display:none}", "display:inline"),
        (".hide{display:none} span.hide{display:inline}", ""),
        (".hide{display:none} .hide{display:inline!important} .hide{display:none}", ""),
        (".hidden{display:none}", ""),
        (".hide:hover, .hide:empty{display:none}", ""),
        (".hide::before{display:none;content:''}", ""),
        ("@keyframes a{.hide{display:none}}", ""),
        (".hide{font-size:12px}", ""),
        (".hide{display:none", ""),
    ],
)
def test_what_they_show_is(sheet: str, style: str) -> None:
    table = f"<table><tr><td>规章<td><span class=hide style='{style}'>6</span>45</table>"
    page = f"<!doctype html><html><head><style>{sheet}</style></head><body>{table}</body></html>"
    assert [row.cells for row in read(page).rows.values()] == [("规章", "645")]


@pytest.mark.parametrize(
    "sheet",
    [
        ".note{display:none} .note:nth-last-child(1){display:inline}",
        ".note:lang(zh){display:none}",
        "@supports (display:grid){.note{display:none}}",
        ".note::after{content:'5'}",
        r".note:before{content:'\36'}",
        ".note{opacity:0}",
        ".note{color:#fff}",
        ".note{float:right}",
        ".note{position:relative;top:-4pt}",
        ".note{vertical-align:3pt}",
        ".note{vertical-align:super}",
        ".note{text-decoration:line-through}",
    ],
)
def test_where_the_sheets_leave_doubt_a_cell_is_no_number(sheet: str) -> None:
    cell = "<td>64<span class=note>5</span>"
    page = f"<!doctype html><html><head><style>{sheet}</style></head><body><table><tr><td>规章{cell}</table>"
    ((_, text),) = (row.cells for row in read(page).rows.values())
    assert not text.isdecimal()
    assert text


def test_sheets_in_a_text_with_tables_count_for_all_of_them() -> None:
    table = "<table><tr><td>规章<td><b class=hide>9</b>645</table>"
    text = f"# 一、总体情况\n\n<style>.hide{{display:none}}</style>\n\n{table}\n\n二、其他\n\n{table}\n"
    document = decode_document(text.encode())
    assert isinstance(document, Document)
    assert [row.cells for row in document.rows.values()] == [("规章", "645")] * 2


@pytest.mark.parametrize(
    "cell",
    [
        "64<img src=5.gif>",
        "<svg><text>645</text></svg>",
        "1<br>2",
        "44<sup>2</sup>",
        "<s>5</s>6",
        "<s>5</s>",
        "<img src=5.png>",
    ],
)
def test_what_is_no_plain_number_gives_no_number(cell: str) -> None:
    page = pages.trs_page().replace('<td colspan="3">1036</td>', f'<td colspan="3">{cell}</td>')
    report = read_report("a.html", page.encode(), None, known()).report
    assert report is not None
    states = {cell.row: cell.state for cell in report.cells if cell.column == "decisions"}
    assert states["licence"] == "unreadable"


def test_rows_stand_in_the_order_of_the_page_whatever_holds_them() -> None:
    parts = "<thead><tr><th>甲<th>乙</thead><tbody><tr><td>规章<td>1</tbody><tfoot><tr><td>合计<td>2</tfoot>"
    assert rows(f"<table><caption>表一</caption>{parts}</table>") == [("甲", "乙"), ("规章", "1"), ("合计", "2")]
    assert show(f"<table><caption>表一</caption>{parts}</table>")[0] == "表一"


def test_merged_cells_say_so() -> None:
    table = "<table><tr><td rowspan=2>其他<td colspan=2>1<tr><td>2<td>3</table>"
    assert list(read(f"<html><body>{table}").rows.values()) == [
        TableRow(("其他", "1", ""), frozenset({2}), frozenset({0})),
        TableRow(("", "2", "3"), frozenset(), frozenset({0})),
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td rowspan=0>甲<td>1<tr><td>2", [("甲", "1"), ("", "2")]),
        ("<tbody><tr><td rowspan=9>甲<td>1</tbody><tbody><tr><td>乙<td>2</tbody>", [("甲", "1"), ("乙", "2")]),
        ("<tr><td colspan=0>甲<td>1<tr><td colspan=x>乙<td>2", [("甲", "1"), ("乙", "2")]),
        ("<tr><td colspan=12>第二十条第（一）项<tr><td>规章<td>1", [("第二十条第（一）项", ""), ("规章", "1")]),
        (
            "<tr><td>规章<td>1<tr style='display:none'><td>行政许可<td>9<tr><td>合计<td>1",
            [("规章", "1"), ("合计", "1")],
        ),
        ("<tr><td>规章<td style='display:none'>9<td>1", [("规章", "1")]),
        ("<tr><td>规章<td style='visibility:hidden'>9<td>1", [("规章", "", "1")]),
        ("<tr><td>规章<td>1<tr></tr><tr><td>合计<td>1", [("规章", "1"), ("合计", "1")]),
        ("<tr><td>规章<td>1<tr><td><td>", [("规章", "1"), ("", "")]),
        ("<td>规章<td>1<tr><td>合计<td>2", [("规章", "1"), ("合计", "2")]),
    ],
)
def test_odd_tables_are_read_as_browsers_draw_them(table: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(f"<table>{table}</table>") == expected


def test_spans_without_bounds_take_no_more_than_the_table_has() -> None:
    assert rows("<table>" + "<tr><td rowspan=65534>甲<td colspan=1000000000>1" * 3 + "</table>")[0][:2] == ("甲", "1")


def test_a_table_in_the_cell_of_a_layout_is_a_table() -> None:
    inner = "<table><tr><td>规章<td>1<tr><td>合计<td>1</table>"
    document = read(f"<html><body><table><tr><td>栏目<td><p>甲</p>{inner}<p>乙</p></table>")
    assert document.lines == ("栏目", "甲", "规章\t1", "合计\t1", "乙")
    assert sorted(document.rows) == [3, 4]


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("<tr><td>1543", "1543"),
        ("<tr><td><td>1543", "1543"),
        ("<tr><td>1<td>543", "1 543[图]"),
        ("<tr><td>15<tr><td>43", "15 43"),
        ("<tr><td>件<td>15<tr><td>件<td>43", "件 15 件 43[图]"),
    ],
)
def test_a_small_table_pasted_into_a_cell_is_its_text(pasted: str, text: str) -> None:
    plain = "".join(f"<tr><td>行政{name}<td>{number}" for number, name in enumerate(("处罚", "强制", "征收")))
    table = f"<table><tr><td>行政许可<td><table>{pasted}</table>{plain}</table>"
    assert rows(table)[0] == ("行政许可", text)
    assert len(rows(table)) == 4


def test_a_paragraph_alone_in_its_row_is_no_row() -> None:
    prose = "2023年，我局认真贯彻落实条例，主动公开政府信息56条，办理依申请公开3件，均在法定期限内答复。"
    document = read(f"<html><body><table><tr><td colspan=2>{prose}<tr><td>规章<td>1<tr><td>合计<td>1</table>")
    assert document.lines == (prose, "规章\t1", "合计\t1")
    assert sorted(document.rows) == [2, 3]


# Pieces of pages, other encodings, Markdown


def test_a_piece_of_a_page_keeps_line_ends_outside_its_elements() -> None:
    source = "<p>一、总体情况</p>\t<p>二、主动公开</p>\n2023年\n公开3件<br>\n<table><tr><td>规章<td>1</table>"
    assert read(source).lines == ("一、总体情况", "二、主动公开", "2023年", "公开3件", "规章\t1")


def test_tables_of_markdown_keep_their_lines_within_elements() -> None:
    table = "| 信息内容 | 件数 |\n|---|---|\n| 规章 | 1 |\n| 合计 | 1 |"
    source = f"<div align=center>\n\n{table}\n\n</div>\n<p>一</p><p>二</p>\n"
    assert read(source).lines == ("| 信息内容 | 件数 |", "|---|---|", "| 规章 | 1 |", "| 合计 | 1 |", "一", "二")


def test_text_whose_lines_are_ended_by_tags_is_a_piece_of_a_page() -> None:
    source = "　　某局<br/>" + "".join(f"&nbsp;&nbsp;第{n}行<br/>\n" for n in range(6))
    assert read(source).lines == ("某局", *(f"第{n}行" for n in range(6)))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("iso-8859-1", "gb18030"),
        ("big5", "gb18030"),
        ("zip", "gb18030"),
        ("", "gb18030"),
        ("", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("gb2312", "utf-16-le"),
        ("", "utf-16-be"),
    ],
)
def test_the_encoding_is_the_one_that_makes_sense(declared: str, encoding: str) -> None:
    meta = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>" if declared else ""
    page = f"<html><head>{meta}</head><body><h1>{pages.TITLE}</h1>{pages.write_body()}</body></html>"
    assert read(page.encode(encoding)).lines == (pages.TITLE, *pages.ARTICLE)


@pytest.mark.parametrize("meta", ["<meta charset=big5>", ""])
def test_a_page_in_big5_is_read(meta: str) -> None:
    text = "本局主動公開政府資訊的情況如下，一年來公開規範性文件十二件，沒有收到公開政府資訊的申請。"
    page = f"<html><head>{meta}</head><body><p>一、總體情況</p><p>{text}</p></body></html>"
    assert read(page.encode("big5")).lines == ("一、總體情況", text)


def test_a_torn_character_costs_no_more_than_itself() -> None:
    data = pages.trs_page().encode().replace("占道经营".encode(), "占道经营".encode()[:-1])
    assert read(data).lines == (*ABOVE[pages.trs_page], *pages.ARTICLE)


def test_markdown_keeps_its_lines_around_tables_in_html() -> None:
    table = "<table><tr><td rowspan=2>其他</td><td>1</td></tr><tr><td>2</td></tr></table>"
    source = f"\n# 年度报告\n\n一、总体情况\n公开 <30 件\n\n{table}\n\n| 规章 | 0 |\n|---|---|\n尾\n"
    document = read(source)
    assert document.format == "html"
    above = ("", "# 年度报告", "", "一、总体情况", "公开 <30 件", "")
    assert document.lines == (*above, "其他\t1", "\t2", "", "| 规章 | 0 |", "|---|---|", "尾", "")
    assert document.rows[8] == TableRow(("", "2"), frozenset(), frozenset({0}))


def test_a_table_in_markdown_that_is_never_closed_ends_with_its_last_cell() -> None:
    assert read("甲\n<table><tr><td>规章</td><td>1</td></tr>\n乙\n丙").lines == ("甲", "规章\t1", "乙", "丙")


def test_a_word_in_angle_brackets_makes_no_table() -> None:
    assert read("甲\n<table> 表\n乙").lines == ("甲", "<table> 表", "乙")


# Hostile pages


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "1",
        "<ul><li>" * 100_000 + "1",
        "<table><tr><td>" * 30_000 + "1",
        "<x>" * 50_000 + "</y>" * 50_000 + "1",
        "<b><i><u>" * 30_000 + "1",
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">1",
        "<table>" + "<tr><td rowspan=65534 colspan=1000>1" * 3_000,
        "<table><tr><td colspan=1000>1<td></table>" * 3_000,
        "<p>" + " \n" * 500_000 + "1",
        "<p>" + "一\n" * 200_000 + "1",
        "<p>1" + "来源：" * 100_000,
        "<p>1" + "&" * 500_000,
        "<p>1" + "&#x110000;&#0;\0" * 10_000,
        '<p>1<a b="' * 50_000,
        "<p>一、1</p>" * 10_000,
        "<style>" + ".a{display:none}" * 100_000 + "</style>" + "<p><b class=b></b>1" * 20_000,
        "<style>" + "a" * 2_000_000 + "</style><p>1",
        "<style>" + "{" * 1_000_000 + "</style><p>1",
        "<style>" + ".a," * 300_000 + ".a{display:none}</style><p>1",
        "<style>" + ("." + "a" * 290 + "! {display:none}") * 3_000 + "</style><p>1",
        "<p style='font-size:" + "9" * 1_000_000 + "'>1",
        "<table><tr><td>甲<td>" + "<b style='opacity:0'>" * 200 + "1" * 100_000,
    ],
    ids=range(22),
)
def test_a_hostile_page_is_answered_in_time_without_losing_its_text(page: str) -> None:
    start = time.process_time()
    document = read_html(f"<html><body>{page}".encode())
    assert time.process_time() - start < 8
    assert isinstance(document, Document)
    assert "1" in "".join(document.lines)


def test_more_tags_than_any_report_has_are_refused() -> None:
    assert read_html(b"<html>" + b"<" * 1_000_001) == DecodeFailure(
        "file-too-large", (("found", "1000002"), ("expected", "1000000"))
    )


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (b"<html>\xff\xff\xff\xff\xff", DecodeFailure("unknown-encoding", (("position", "7"),))),
        (b"", DecodeFailure("empty-file")),
    ],
)
def test_a_page_that_says_nothing_is_refused_with_a_reason(data: bytes, failure: DecodeFailure) -> None:
    assert read_html(data) == failure


@pytest.mark.parametrize("body", ["", "<img src=a.jpg>", "<frameset><frame src=a.html></frameset>", "<p hidden>1"])
def test_a_page_without_text_is_no_report(body: str) -> None:
    reading = read_report("a.html", f"<html><head></head>{body}</html>".encode(), None, known())
    assert [finding.code for finding in reading.findings] == ["not-a-report"]


# Pages of other programs


@pytest.mark.slow
def test_a_page_that_libreoffice_wrote_is_read(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed")
    import docx

    document = docx.Document()
    document.add_paragraph(pages.TITLE)
    document.add_paragraph("一、总体情况")
    paragraph = document.add_paragraph("公开44")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("99").font.strike = True
    paragraph.add_run("藏").font.hidden = True
    table = document.add_table(rows=4, cols=4)
    table.cell(0, 0).merge(table.cell(0, 3)).text = "第二十条第（一）项"
    for place, text in enumerate(("信息内容", "本年制发\n件数", "本年废止件数", "现行有效件数")):
        table.cell(1, place).text = text
    table.cell(2, 0).merge(table.cell(3, 0)).text = "规章"
    table.cell(2, 1).text = "1 036"
    table.cell(3, 2).text = "2"
    table.cell(3, 2).add_paragraph("5")
    document.save(tmp_path / "a.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "html:HTML (StarWriter)", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    assert read((tmp_path / "a.html").read_bytes()).lines == (
        pages.TITLE,
        "一、总体情况",
        "公开44²~~99~~",
        "第二十条第（一）项\t\t\t",
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
        "规章\t1 036\t\t",
        "\t\t2 5\t",
    )


SHANGHAI_APPLICATIONS = {
    "received": "821 35 - - 2 1 859",
    "carried_in": "18 - - - - - 18",
    "granted": "258 12 - - 1 1 -",
    "partly_granted": "3 - - - - - -",
    "refused_state_secret": "14 - - - - - -",
    "refused_internal_affairs": "5 - - - - - -",
    "refused_process_information": "3 1 - - - - -",
    "refused_administrative_query": "10 2 - - - - -",
    "unavailable_not_held": "252 12 - - 1 - -",
    "unavailable_needs_creation": "44 3 - - - - -",
    "unavailable_still_unclear": "25 - - - - - -",
    "not_processed_petition": "148 1 - - - - -",
    "not_processed_duplicate": "5 4 - - - - -",
    "concluded_total": "767 35 - - 2 1 805",
    "carried_out": "72 - - - - - 72",
}


def test_the_page_of_a_city_is_read_as_printed() -> None:
    folder = os.environ.get("REPORT_CORPUS")
    path = Path(folder or "", "shanghai-gov-office-2019.html")
    if not folder or not path.is_file():
        pytest.skip("REPORT_CORPUS names no folder with this page")
    reading = read_report("a.html", path.read_bytes(), None, known())
    assert [finding.code for finding in reading.findings] == ["unit-converted"]
    report = reading.report
    assert report is not None
    assert (report.report_id, report.form) == ("310000-renminzhengfubangongting-2019", "2019")
    assert report.published == "2020-01-31"
    printed: dict[tuple[str, str], list[str]] = {}
    for cell in report.cells:
        value = "-" if cell.state == "blank" else str(cell.value) if cell.state == "reported" else cell.state
        printed.setdefault((cell.table, cell.row), []).append(value)
    found = {row: " ".join(values) for (table, row), values in printed.items() if table == "applications"}
    assert len(found) == 23
    assert found == {row: SHANGHAI_APPLICATIONS.get(row, "- - - - - - -") for row in found}
    assert printed["remedies", "reconsideration"] == ["5", "-", "-", "2", "7"]
    assert printed["remedies", "litigation_direct"] == ["8", "-", "-", "1", "9"]
    assert printed["remedies", "litigation_after_reconsideration"] == ["-"] * 5
    assert printed["disclosures", "regulation"] == ["13", "13", "524"]
    assert printed["disclosures", "normative_document"] == ["60", "60", "368"]
    assert [cell.value for cell in report.cells if cell.row == "procurement"] == [6, Decimal("25.1")]


def test_a_picture_where_a_table_is_due_is_not_passed_over_in_silence() -> None:
    page = PAGE_OF_PICTURES.encode()
    reading = read_report("2023/a.html", page, None, known())
    assert [finding.code for finding in reading.findings].count("picture-unread") == 1
    assert reading.lines.count("〔图〕") == 1  # the logo stands in the navigation, the dot is a spacer


PAGE_OF_PICTURES = (
    "<html><body><div class=nav><a href=/>首页</a><img src=logo.png></div><div class=article>"
    "<h1>卫辉市财政局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>2023年，我局认真贯彻落实条例，依法公开政府信息。</p>"
    "<p>二、主动公开政府信息情况</p><p><img src=t1.png></p><p><img src=dot.gif width=1 height=1></p>"
    "<p>五、存在的主要问题及改进情况</p><p>无。</p><p>六、其他需要报告的事项</p><p>无。</p></div></body></html>"
)
