"""Word documents: what is printed is read, once and in order; what is not printed is not."""

from __future__ import annotations

import time

import pytest

from build_scripts.reading.document import DecodeFailure, Document, TableRow
from build_scripts.reading.formats.docx import read_docx
from build_scripts.reading.formats.word.numbering import show_number
from build_scripts.reading.formats.word.package import MAX_PART
from tests.word_files import list_of, num, number, p, pack, r, relations, root, span, tbl, tc, tr, zip_files


def read(body: str, **parts: str) -> Document:
    document = read_docx(pack(body, **parts))
    assert isinstance(document, Document), document
    return document


def lines(body: str, **parts: str) -> list[str]:
    return list(read(body, **parts).lines)


def rows(body: str, **parts: str) -> list[TableRow]:
    return list(read(body, **parts).rows.values())


def refusal(data: bytes) -> tuple[str, dict[str, str]]:
    failure = read_docx(data)
    assert isinstance(failure, DecodeFailure), failure
    return failure.code, dict(failure.details)


def inside(tag: str, inner: str) -> str:
    """An element around others."""
    return f"<w:{tag}>{inner}</w:{tag}>"


def formula(value: int) -> str:
    """A run of a formula."""
    return f"<m:r><m:t>{value}</m:t></m:r>"


# Text

DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>7</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:id="2" w:author="a"><w:r><w:t>44</w:t></w:r></w:ins>'


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (p("一、", "总体", "情况"), "一、总体情况"),
        (p("<w:r><w:t>规章</w:t><w:tab/><w:t>0</w:t><w:tab/><w:t>1</w:t></w:r>"), "规章\t0\t1"),
        (p("<w:r><w:tab/><w:t>本年度工作平稳</w:t></w:r>"), "本年度工作平稳"),
        (p("<w:r><w:t>2023</w:t><w:noBreakHyphen/><w:t>5</w:t><w:softHyphen/><w:t>号</w:t></w:r>"), "2023-5号"),
        (p('<w:hyperlink r:id="r9"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'), "网站"),
        (p(inside("smartTag", r("卫辉")), inside("customXml", r("市"))), "卫辉市"),
        (p(inside("sdt", '<w:sdtPr><w:alias w:val="x"/></w:sdtPr>' + inside("sdtContent", r("5")))), "5"),
        (p('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "是"), "☑是"),
        (p('<w:r><w:sym w:font="Symbol" w:char="F034"/></w:r>', "4"), "44"),
        (p("4", '<w:r><w:sym w:font="Odd" w:char="F0E4"/></w:r>'), "4\ufffd"),
        (p(DELETED, INSERTED), "44"),
        (p(inside("moveFrom", r("7")), inside("moveTo", r("8"))), "8"),
        (p("4", r("5", "<w:vanish/>"), "6"), "46"),
        (p("4", r("5", '<w:vanish w:val="0"/>'), "6"), "456"),
        (p("4", r("5", '<w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>')), "45"),
        (p("44", r("2", '<w:vertAlign w:val="superscript"/>')), "44²"),
        (p("CO", r("2", '<w:vertAlign w:val="subscript"/>')), "CO₂"),
        (p("44", '<w:r><w:rPr><w:rStyle w:val="N"/></w:rPr><w:footnoteReference w:id="5"/></w:r>', "件"), "44件"),
        (p(r("44", "<w:strike/>"), "45"), "~~44~~45"),
        (p(r("4", "<w:dstrike/>"), r("4", "<w:strike/>"), "件"), "~~44~~件"),
        (p("4", '<w:commentRangeStart w:id="0"/>', "5", '<w:r><w:commentReference w:id="0"/></w:r>'), "45"),
        (p(inside("r", inside("ruby", inside("rt", r("yīng")) + inside("rubyBase", r("应")))), "急"), "应急"),
        (p("共", f"<m:oMath>{formula(12)}</m:oMath>", "件"), "共12件"),
        (p(f"<m:oMath><m:sSup><m:e>{formula(10)}</m:e><m:sup>{formula(2)}</m:sup></m:sSup></m:oMath>"), "10 2"),
        (p("<w:r><w:t>三、收到和处理</w:t><w:br/><w:t>情况</w:t></w:r>"), "三、收到和处理\n情况"),
        (p("1\u200b2", "总\u200b计"), "1\u200b2总计"),
    ],
)  # fmt: skip
def test_a_paragraph_says_what_is_printed(paragraph: str, text: str) -> None:
    assert lines(paragraph) == text.split("\n")


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText> {text} </w:instrText></w:r>"


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (p(field("begin"), code("DATE"), field("separate"), "2024年1月5日", field("end")), "2024年1月5日"),
        (p("第", field("begin"), code("PAGE"), field("separate"), "4", field("end"), "页"), "第页"),
        (p(field("begin"), code("HYPERLINK x"), field("separate"), "一、总体情况", "<w:r><w:tab/></w:r>",
           field("begin"), code("PAGEREF _Toc1"), field("separate"), "3", field("end"), field("end")), "一、总体情况"),
        (p('<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple>', "页"), "页"),
        (p('<w:fldSimple w:instr="REF a"><w:r><w:t>9</w:t></w:r></w:fldSimple>', "件"), "9件"),
        (p(field("begin"), code("IF"), field("begin"), code("X"), field("separate"), "5", field("end"),
           field("separate"), "6", field("end")), "6"),
    ],
)  # fmt: skip
def test_of_a_field_the_result_is_read_and_page_numbers_are_not(paragraph: str, text: str) -> None:
    assert lines(paragraph) == [text]


def test_fields_that_cross_each_other_end() -> None:
    crossed = f'<w:fldSimple w:instr="REF a">{field("end")}</w:fldSimple>'
    assert lines(p(field("begin"), field("separate"), "一", crossed, field("begin"), field("end"), "二")) == ["一二"]
    assert lines(p(field("begin"), field("separate"), "一", crossed, "二")) == ["一二"]


def test_a_field_that_never_ends_hides_no_text() -> None:
    assert lines(p(field("begin"), code("X"), "一") + p("二")) == ["一", "二"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert lines(p("一、总体", properties=gone) + p("情况") + p("好。")) == ["一、总体情况", "好。"]
    assert lines(p(DELETED, properties=gone) + p("好。")) == ["好。"]


def test_text_is_hidden_and_raised_by_styles_too() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="character" w:styleId="N"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="V"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="L1"><w:basedOn w:val="L2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L2"><w:basedOn w:val="L1"/></w:style>'
    )
    hidden, note, both = '<w:pStyle w:val="B"/>', '<w:rStyle w:val="N"/>', '<w:rStyle w:val="V"/>'
    body = (
        p("9", properties=hidden)
        + p(r("8", '<w:vanish w:val="false"/>'), "7", properties=hidden)
        + p(r("6", both), "5")
        + p("44", r("1", note))
        + p("3", properties='<w:pStyle w:val="L1"/>')
    )
    assert lines(body, styles=styles) == ["", "8", "5", "44¹", "3"]


def test_a_note_follows_the_paragraph_or_table_that_it_belongs_to() -> None:
    notes = (
        '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="5">{p("<w:r><w:footnoteRef/></w:r>", "其中修订3件。")}</w:footnote>'
        f'<w:footnote w:id="6">{p("含委托执法。")}</w:footnote>'
    )
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        p("共5件", mark.format(5), "。")
        + tbl(tr("行政许可", tc(p("44", mark.format(6)))), tr("行政处罚", "1"))
        + p("二、")
    )
    assert lines(body, footnotes=notes) == [
        "共5件。", "注：其中修订3件。", "行政许可\t44", "行政处罚\t1", "注：含委托执法。", "二、",
    ]  # fmt: skip
    assert lines(body) == ["共5件。", "行政许可\t44", "行政处罚\t1", "二、"]


# Numbers that Word prints by itself

CHAPTERS = list_of(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3."))


def test_numbers_of_headings_are_printed() -> None:
    body = "".join(
        [p("总体情况", properties=number(0)), p("主动公开", properties=number(1)), p("申请", properties=number(1)),
         p("机构", properties=number(2)), p("主动公开政府信息情况", properties=number(0)),
         p("规章", properties=number(1)), p("好。", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')]
    )  # fmt: skip
    assert lines(body, numbering=CHAPTERS + num(1, 1)) == [
        "一、总体情况", "（一）主动公开", "（二）申请", "一.1. 机构", "二、主动公开政府信息情况", "（一）规章", "好。",
    ]  # fmt: skip


def test_a_style_may_number_its_paragraphs() -> None:
    linked = CHAPTERS.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="H2"/>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    )
    body = p("总体情况", properties='<w:pStyle w:val="H1"/>') + p("主动公开", properties='<w:pStyle w:val="H2"/>')
    assert lines(body, styles=styles, numbering=linked + num(1, 1)) == ["一、总体情况", "（一）主动公开"]


def test_a_list_counts_on_or_anew_as_it_says() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = list_of(("decimal", "%1.")) + num(1, 1) + num(2, 1) + num(3, 1, start)
    body = "".join(p("项", properties=number(0, key)) for key in (1, 1, 2, 3, 3))
    assert lines(body, numbering=lists) == ["1. 项", "2. 项", "3. 项", "1. 项", "2. 项"]


def test_a_deleted_paragraph_counts_for_nothing() -> None:
    gone = number(0) + '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    body = p("甲", properties=number(0)) + p(DELETED, properties=gone) + p("乙", properties=number(0))
    assert lines(body, numbering=CHAPTERS + num(1, 1)) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", "1 10 11 20 105"), ("chineseCounting", "一 十 十一 二十 一百零五"),
        ("chineseCountingThousand", "一 十 十一 二十 一百零五"), ("japaneseCounting", "一 十 十一 二十 一百零五"),
        ("ideographDigital", "一 一〇 一一 二〇 一〇五"), ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 壹佰零伍"),
        ("ideographTraditional", "甲 癸 11 20 105"), ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 105"),
        ("upperRoman", "I X XI XX CV"), ("lowerLetter", "a j k t aaaaa"), ("decimalZero", "01 10 11 20 105"),
        ("decimalFullWidth", "１ １０ １１ ２０ １０５"), ("none", "    "), ("unheardOf", "1 10 11 20 105"),
    ],
)  # fmt: skip
def test_a_number_is_printed_in_its_format(form: str, expected: str) -> None:
    assert " ".join(show_number(value, form) for value in (1, 10, 11, 20, 105)) == expected


def test_large_chinese_numbers_are_whole_words() -> None:
    assert [show_number(value, "chineseCounting") for value in (110, 1001, 1010, 10000, 20500)] == [
        "一百一十", "一千零一", "一千零一十", "一万", "二万零五百",
    ]  # fmt: skip


# Tables


def test_a_row_holds_one_text_for_every_column() -> None:
    table = tbl(tr("行政许可", "44"), tr("行政处罚", ""))
    assert lines(p("表") + table) == ["表", "行政许可\t44", "行政处罚\t"]
    assert rows(table) == [TableRow(("行政许可", "44")), TableRow(("行政处罚", ""))]


def test_merged_cells_stand_where_they_begin() -> None:
    top, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tr(tc("申请人情况", properties=span(2)), "总计"),
        tr(tc("结果", properties=top), "予以公开", tc("5", properties=top)),
        tr(tc("", properties=on), "部分公开", tc("9", properties=on)),
        tr(tc("", properties=on), "其他", "1"),
    )
    assert rows(table) == [
        TableRow(("申请人情况", "", "总计"), frozenset({1})),
        TableRow(("结果", "予以公开", "5"), frozenset(), frozenset({0, 2})),
        TableRow(("", "部分公开", ""), frozenset(), frozenset({0, 2})),
        TableRow(("", "其他", "1"), frozenset(), frozenset({0})),
    ]


def test_blank_cells_over_several_rows_are_blank_in_each() -> None:
    table = tbl(
        tr("甲", tc("", properties='<w:vMerge w:val="restart"/>')), tr("乙", tc("8", properties="<w:vMerge/>")),
    )  # fmt: skip
    assert rows(table) == [TableRow(("甲", "")), TableRow(("乙", ""))]


def test_a_cell_that_goes_on_nothing_is_one_of_its_own() -> None:
    assert rows(tbl(tr("甲", "1"), tr("乙", tc("2", properties="<w:vMerge/>")))) == [
        TableRow(("甲", "1")),
        TableRow(("乙", "2")),
    ]


def test_cells_merged_the_old_way_belong_to_the_one_on_their_left() -> None:
    row = tr(tc("甲", properties='<w:hMerge w:val="restart"/>'), tc("x", properties="<w:hMerge/>"), "1")
    assert rows(tbl(row)) == [TableRow(("甲", "", "1"), frozenset({1}))]


def test_columns_left_free_before_and_behind_a_row_are_blank() -> None:
    table = tbl(
        tr("甲", "1", "2", "3"), tr("4", "5", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )  # fmt: skip
    assert rows(table)[1] == TableRow(("", "4", "5", ""))


def test_a_short_row_stands_where_its_widths_put_it() -> None:
    grid = (1000, 500, 500, 500)
    wide = [tc(text, properties=f'<w:tcW w:w="{w}" w:type="dxa"/>') for text, w in (("乙", 1500), ("7", 1000))]
    odd = [tc(text, properties=f'<w:tcW w:w="{w}" w:type="dxa"/>') for text, w in (("丙", 1250), ("8", 1250))]
    full = tr("甲", "1", "2", "3")
    assert rows(tbl(full, tr(*wide), grid=grid))[1] == TableRow(("乙", "", "7", ""), frozenset({1, 3}))
    document = read(tbl(full, tr(*odd), grid=grid))
    assert (document.lines[1], list(document.rows)) == ("丙\t8", [1])


def test_edges_that_were_meant_to_be_one_make_no_column() -> None:
    table = tbl(
        tr("信息内容", tc("本年制发件数", properties=span(2)), "现行有效件数"),
        tr(tc("规章", properties=span(2)), "3", "4"),
        grid=(1500, 20, 1480, 1500),
    )
    assert [row.cells for row in rows(table)] == [("信息内容", "本年制发件数", "现行有效件数"), ("规章", "3", "4")]
    rounded = (1500, 0, 1000, 0, 1000)
    one = tr(tc("甲", properties=span(2)), "1", tc("2", properties=span(2)))
    other = tr("乙", tc("3", properties=span(3)), "4")
    assert [row.cells for row in rows(tbl(one, other, grid=rounded))] == [("甲", "1", "2"), ("乙", "3", "4")]
    assert [row.cells for row in rows(tbl(one, tr("丙", "5", "6", "7", "8"), grid=rounded))] == [
        ("甲", "", "1", "2", ""),
        ("丙", "5", "6", "7", "8"),
    ]


def test_pieces_of_a_cell_never_run_together() -> None:
    table = tbl(
        tr(tc("本年新", "制作数量"), tc("1", "036"), tc(p("<w:r><w:t>2</w:t><w:br/><w:t>5</w:t></w:r>")), "第<w:tab/>"),
        tr("a", tc("第20", "条"), "总\t计", ""),
    )  # fmt: skip
    assert rows(table)[0].cells[:3] == ("本年新制作数量", "1 036", "2 5")
    assert rows(table)[1].cells[:3] == ("a", "第20 条", "总 计")


def test_rows_that_are_deleted_or_hidden_are_gone_and_inserted_ones_stand() -> None:
    table = tbl(
        tr("甲", "1", properties='<w:del w:id="1" w:author="a"/>'),
        tr("乙", "2", properties='<w:ins w:id="2" w:author="a"/>'),
        tr("丙", "3", properties="<w:hidden/>"),
        tr("丁", "4", properties="<w:tblHeader/>"),
    )
    assert lines(table) == ["乙\t2", "丁\t4"]
    row = tr("甲", tc("7", properties='<w:cellDel w:id="3" w:author="a"/>'), tc("1"))
    assert lines(tbl(row)) == ["甲\t1"]


def test_rows_and_cells_stand_in_content_controls_too() -> None:
    wrapped = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    table = tbl(wrapped.format(tr("甲", wrapped.format(tc("1")))), tr("乙", tc(wrapped.format(p("2")))))
    assert lines(wrapped.format(table)) == ["甲\t1", "乙\t2"]


def test_a_table_that_only_arranges_the_page_is_read_through() -> None:
    data = tbl(tr("行政许可", "44"), tr("行政处罚", "1"))
    frame = tbl(tr(tc(p("一、总体情况"), p("好。"), data)))
    assert lines(frame) == ["一、总体情况", "好。", "行政许可\t44", "行政处罚\t1"]
    prose = "全年工作平稳有序。" * 20
    form = tbl(tr("一、总体情况", tc(prose, "又一段。")), tr("行政许可", "44"))
    assert lines(form) == ["一、总体情况", prose, "又一段。", "行政许可\t44"]


def test_a_number_in_a_picture_is_not_a_blank() -> None:
    picture = p("<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>")
    assert rows(tbl(tr("行政许可", tc(picture))))[0].cells == ("行政许可", "〔图〕")


def test_a_picture_in_the_text_leaves_its_place() -> None:
    picture = p("<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>")
    emblem, prose = picture, "本年度工作平稳。" * 30
    assert lines(emblem + p("题") + p(prose) + picture + p("完。")) == ["", "题", prose, "", "〔图〕", "完。"]


def test_an_empty_table_and_a_table_of_one_column_are_no_rows() -> None:
    assert lines(tbl() + tbl(tr("甲"), tr(tc("乙", "丙")))) == ["甲", "乙", "丙"]


# Text boxes


def box(*blocks: str, offset: int | None = None, relative: str = "paragraph") -> str:
    """A text box as Word writes it: once as a drawing, once again as VML for older programs."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    place = (
        ""
        if offset is None
        else f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{offset}</wp:posOffset></wp:positionV>'
    )
    frame = "inline" if offset is None else "anchor"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:{frame}>{place}<a:graphic><wps:wsp>'
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></a:graphic></wp:{frame}></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )  # fmt: skip


def test_a_text_box_is_read_once_at_its_place() -> None:
    assert lines(p(box(p("某市"), p("报告"), offset=0))) == ["", "某市", "报告"]
    assert lines(p("正文", box(p("框"), offset=300))) == ["正文", "框"]
    assert lines(p("前") + p("正文", box(p("框"), offset=-300))) == ["前", "框", "正文"]
    assert lines(p("一、总体情况", box(p("题"), offset=900, relative="page"))) == ["题", "一、总体情况"]
    assert lines(p("前") + p("一、", box(p("框"), offset=900, relative="page"))) == ["前", "一、", "框"]


def test_a_table_in_a_text_box_is_a_table_and_boxes_may_stand_in_each_other() -> None:
    document = read(p(box(p("表"), tbl(tr("甲", "1")), p(box(p("内"), offset=0)), offset=0)))
    assert [line for line in document.lines if line] == ["表", "甲\t1", "内"]


def test_a_box_that_only_older_programs_know_is_read_from_there() -> None:
    content = f"<v:textbox>{inside('txbxContent', p('题'))}</v:textbox>"
    shape = f'<v:shape style="position:absolute;margin-top:-20pt">{content}</v:shape>'
    assert lines(p("前") + p("文", inside("r", inside("pict", shape)))) == ["前", "题", "文"]


def test_a_number_that_floats_over_a_cell_is_not_taken_for_its_own() -> None:
    table = tbl(tr("甲", tc(p(box(p("5"), offset=0)))), tr("乙", tc(p(box(p("6"))))))
    assert [row.cells for row in rows(table)] == [("甲", "〔5〕"), ("乙", "6")]


# What the print shows and no text tells; what the text tells and no print shows

BLIP = "<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>"
SHADED = '<w:shd w:val="clear" w:fill="1F4E79"/>'
WHITE = '<w:color w:val="FFFFFF"/>'


def value(*runs: str, cell: str = "", **parts: str) -> str:
    """The text of a value cell of these runs."""
    return rows(tbl(tr("行政许可", tc(p(*runs), properties=cell)), tr("行政处罚", "1")), **parts)[0].cells[1]


def whole_field(instruction: str, *result: str) -> str:
    """A field with its result."""
    return field("begin") + code(instruction) + field("separate") + "".join(map(r, result)) + field("end")


@pytest.mark.parametrize(
    "runs",
    [
        ("15", BLIP),
        (BLIP, "43件"),
        ("—", BLIP),
        ('<w:r><w:object w:dxaOrig="1" w:dyaOrig="1"/></w:r>',),
        ("15", '<w:r><w:object w:dxaOrig="1" w:dyaOrig="1"/></w:r>'),
        ('<w:r><w:drawing><wp:inline><a:graphic><c:chart xmlns:c="c"/></a:graphic></wp:inline></w:drawing></w:r>',),
        ('<w:r><w:pict><v:shape><v:textpath string="1543"/></v:shape></w:pict></w:r>',),
        ("15", '<w:r><w:contentPart r:id="r1"/></w:r>'),
        ("15", "<w:r><w:dayShort/></w:r>"),
        ("15", field("begin"), code("EQ \\o(4,3)"), field("end")),
        ("15", whole_field("EQ \\o(4,3)")),
        (whole_field("FORMDROPDOWN"),),
        (field("begin"), code("FORMDROPDOWN"), field("end")),
        (whole_field("FORMTEXT"),),
        ("15", whole_field("= 4 + 3")),
        ("15", '<w:fldSimple w:instr="DOCPROPERTY x"/>'),
        ("15", field("begin"), code("FORMDROPDOWN")),
    ],
)  # fmt: skip
def test_what_a_cell_shows_beside_its_text_leaves_a_mark(runs: tuple[str, ...]) -> None:
    assert value(*runs).endswith("〔图〕")


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (("15", whole_field("REF a", "43")), "1543"),
        (("1543", field("begin"), code("XE 件"), field("end")), "1543"),
        (("1543", whole_field("PAGE", "3")), "1543"),
        ((whole_field("FORMTEXT", "1543"),), "1543"),
        ((whole_field("FORMTEXT", "\u2002\u2002"),), ""),
        (("1543", DELETED), "1543"),
    ],
)  # fmt: skip
def test_a_field_with_a_result_or_of_none_leaves_no_mark(runs: tuple[str, ...], text: str) -> None:
    assert value(*runs) == text


def test_a_picture_beside_words_leaves_them_a_label() -> None:
    assert rows(tbl(tr(tc(p("行政许可", BLIP)), "5")))[0].cells == ("行政许可", "5")


def raised(places: int, text: str) -> str:
    return r(text, f'<w:position w:val="{places}"/>')


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (("1543", raised(12, "2")), "1543²"),
        (("1543", raised(-6, "2")), "1543₂"),
        (("1543", raised(0, "2")), "15432"),
        ((raised(6, "15"), raised(6, "43")), "1543"),
        ((raised(6, "1543"), " "), "1543"),
        (("1543", '<w:r><w:rPr><w:rStyle w:val="N"/></w:rPr><w:t>2</w:t></w:r>'), "1543²"),
    ],
)  # fmt: skip
def test_digits_out_of_the_line_are_a_notes_mark_unless_the_whole_line_is(runs: tuple[str, ...], text: str) -> None:
    style = '<w:style w:type="character" w:styleId="N"><w:rPr><w:position w:val="8"/></w:rPr></w:style>'
    assert value(*runs, styles=style).strip() == text


@pytest.mark.parametrize(
    "look",
    [
        WHITE, '<w:color w:val="FEFEFE"/>', '<w:sz w:val="2"/>', '<w:sz w:val="4"/>', '<w:rStyle w:val="W"/>',
        WHITE + '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>',
    ],
)  # fmt: skip
def test_what_nobody_can_see_is_no_digit_of_the_number(look: str) -> None:
    style = f'<w:style w:type="character" w:styleId="W"><w:rPr>{WHITE}</w:rPr></w:style>'
    assert value("1543", r("9", look), styles=style) == "1543〔图〕"
    assert value(r("9", look), styles=style) == "〔图〕"
    assert value("1543", r(" ", look), styles=style) == "1543"
    assert lines(p("共1543", r("9", look), "件"), styles=style) == ["共1543件"]


def test_white_text_on_a_ground_of_colour_is_seen() -> None:
    style = (
        f'<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="firstRow"><w:tcPr>{SHADED}</w:tcPr>'
        "</w:tblStylePr></w:style>"
    )
    white = r("1543", WHITE)
    assert value(white, cell=SHADED) == "1543"
    assert value(r("1543", WHITE + SHADED)) == "1543"
    assert value(r("1543", WHITE + '<w:highlight w:val="black"/>')) == "1543"
    assert value(r("1543", '<w:color w:val="000000"/>')) == "1543"
    assert rows(tbl(tr("甲", tc(p(white, properties=SHADED)))))[0].cells[1] == "1543"
    table = tbl(tr("甲", tc(p(white)))).replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>')
    assert rows(table, styles=style)[0].cells[1] == "1543"
    assert lines(p(box(p(white)))) == ["", "1543"]


def test_a_table_inside_a_value_cell_is_no_blank() -> None:
    one = tbl(tr("1543"))
    assert rows(tbl(tr("行政许可", tc("", one)), tr("行政处罚", "1"))) == [
        TableRow(("行政许可", "1543")),
        TableRow(("行政处罚", "1")),
    ]
    assert value(BLIP) == rows(tbl(tr("行政许可", tc(tbl(tr(tc(p(BLIP))))))))[0].cells[1]
    more = tbl(tr("本级", "1543"))
    assert rows(tbl(tr("行政许可", tc(more)), tr("行政处罚", "1")))[0].cells == ("行政许可", "〔本级 1543〕")
    many = tbl(*[tr("本级", "1", "2")] * 3)
    assert lines(tbl(tr("行政许可", tc(many)), tr("行政处罚", "1"))) == [
        "行政许可\t〔表〕",
        *["本级\t1\t2"] * 3,
        "行政处罚\t1",
    ]
    assert lines(tbl(tr("二、主动公开", tc(many)), tr("行政处罚", "1")))[:2] == ["二、主动公开", "本级\t1\t2"]
    assert lines(tbl(tr("主动公开", tc(many)), tr("其他", "无")))[0] == "主动公开"
    two = tc(tbl(tr("1543"), tr("2")))
    assert rows(tbl(tr("行政许可", two)))[0].cells == ("行政许可", "〔1543 2〕")


# Packages


def test_the_strict_variant_is_read() -> None:
    data = pack(p("一、总体情况") + tbl(tr("甲", "1")))
    document = read_docx(as_strict(p("一、总体情况") + tbl(tr("甲", "1"))))
    assert isinstance(document, Document)
    assert document == read_docx(data)


def as_strict(body: str) -> bytes:
    main = root("document", f"<w:body>{body}</w:body>")
    common, other = "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"
    strict = main.replace(common, other)
    start = relations(
        {"word/document.xml": "officeDocument"}, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )
    return zip_files({"_rels/.rels": start, "word/document.xml": strict})


def test_odd_packages_are_read() -> None:
    main = root("document", f"<w:body>{p('好。')}</w:body>")
    dangling = relations({"NULL": "image", "styles.xml": "styles", "../gone/numbering.xml": "numbering"})
    assert read_docx(zip_files({"word/document.xml": main})) == read_docx(pack(p("好。")))
    assert isinstance(
        read_docx(zip_files({"word/document.xml": main, "word/_rels/document.xml.rels": dangling})), Document
    )
    elsewhere = {"_rels/.rels": relations({"/doc/Main.xml": "officeDocument"}), "doc\\main.xml": main}
    assert isinstance(read_docx(zip_files(elsewhere)), Document)


def test_what_is_damaged_is_said_to_be() -> None:
    whole = pack(p("好。") * 500)
    damaged = ("file-damaged", {"found": "docx"})
    assert refusal(whole[: len(whole) // 2]) == damaged
    assert refusal(zip_files({"word/styles.xml": "<a/>"})) == damaged
    assert refusal(zip_files({"word/document.xml": root("document", "<w:body>")[:-20]})) == damaged
    assert refusal(zip_files({"word/document.xml": b""})) == damaged
    broken = bytearray(whole)
    place = whole.index(b"word/document.xml") + 40
    broken[place : place + 20] = bytes(20)
    assert refusal(bytes(broken)) == damaged


def test_entities_are_not_expanded() -> None:
    main = root("document", f"<w:body>{p('&lol;')}</w:body>").replace(
        "\n", '\n<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY lol "&a;&a;&a;&a;">]>\n', 1
    )
    assert refusal(zip_files({"word/document.xml": main})) == ("file-damaged", {"found": "docx"})
    outside = root("document", "<w:body/>").replace("\n", '\n<!DOCTYPE w SYSTEM "file:///etc/passwd">\n', 1)
    assert refusal(zip_files({"word/document.xml": outside})) == ("file-damaged", {"found": "docx"})


def test_a_part_that_unpacks_without_end_is_not_unpacked() -> None:
    bomb = zip_files({"word/document.xml": b" " * (MAX_PART + 1)})
    assert len(bomb) < 100_000
    assert refusal(bomb) == ("file-too-large", {"found": str(MAX_PART + 1), "expected": str(MAX_PART)})


@pytest.mark.parametrize(("tag", "found"), [("altChunk", "docx (altChunk)"), ("subDoc", "docx (subDoc)")])
def test_text_that_lies_outside_is_not_passed_over_in_silence(tag: str, found: str) -> None:
    body = p("好。") + (f'<w:{tag} r:id="r1"/>' if tag == "altChunk" else p(f'<w:{tag} r:id="r1"/>'))
    assert refusal(pack(body)) == ("unsupported-format", {"found": found})


def test_pictures_without_text_are_asked_to_be_transcribed() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>"
    assert refusal(pack(p("某局2023年政府信息公开工作年度报告") + p(picture) * 3)) == ("pictures-only", {"found": "3"})
    assert refusal(pack(p(""))) == ("empty-file", {})
    prose = p("本年度工作平稳。" * 30)
    assert isinstance(read_docx(pack(prose + p(picture))), Document)


# Hostile files end, and soon


def test_deep_nesting_is_refused() -> None:
    body = p("底")
    for _ in range(300):
        body = tbl(tr(tc(body)))
    assert refusal(pack(body)) == ("file-damaged", {"found": "docx"})
    shallow = p("底")
    for _ in range(60):
        shallow = tbl(tr(tc(shallow)))
    assert lines(shallow) == ["底"]


def test_a_table_of_more_columns_than_any_is_refused() -> None:
    wide = tbl(*[tr(tc("1", properties=span(190)), "2") for _ in range(3_000)])
    assert refusal(pack(wide)) == ("file-damaged", {"found": "docx"})
    assert refusal(pack(tbl(tr(*["1"] * 300)))) == ("file-damaged", {"found": "docx"})


def test_time_grows_with_size_alone() -> None:
    shapes = {
        "runs": lambda n: p(*["<w:r><w:t>1</w:t></w:r>"] * n),
        "struck": lambda n: p(*["<w:r><w:rPr><w:strike/></w:rPr><w:t>1</w:t></w:r>"] * n),
        "deleted ends": lambda n: p("字", properties='<w:rPr><w:del w:id="1"/></w:rPr>') * n,
        "fields": lambda n: p(*[field("begin")] * n) + p(*[field("end")] * n),
    }
    for name, shape in shapes.items():
        data = pack(shape(20_000))
        begun = time.process_time()
        assert isinstance(read_docx(data), Document | DecodeFailure)
        assert time.process_time() - begun < 3, name
