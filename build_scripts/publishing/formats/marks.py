"""What stands in a cell of a workbook where there is no value, and what is said of it.

Comes in: labels of the states. Goes out: marks, and the rows of the notes sheet. Refuses to know: workbooks, tables.
A mark is in square brackets, as the United Kingdom's Analysis Function asks of statistics in spreadsheets ("Releasing
statistics in spreadsheets"): no cell of a table is empty, none holds a bare dash, a screen reader reads each mark as a
word, and no two mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.publishing.context import SiteContext
from build_scripts.unseen import TURNING

NUMBER = "reported"
"""The state of a cell with a number."""

NOTHING = "[无内容]"
NOT_APPLICABLE = "[不适用]"
TOO_LONG = "[过长]"
INCOMPLETE = "[有格无数]"
AS_TEXT = "[文字]"
LONGEST = 32_767
"""Characters (UTF-16) that a cell of a workbook can hold."""
MOST_LINES = 253
"""Line ends that a cell can hold."""
_UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff{TURNING}]")


class Note(NamedTuple):
    """A row of the notes sheet: the mark or the subject, what it means in Chinese and English."""

    subject: str
    chinese: str
    english: str


def mark_states(context: SiteContext) -> Mapping[str, str]:
    """The mark of each state that has no number."""
    rows = context.codes.lists["states"]
    return {row["code"]: f"[{row['label_zh']}]" for row in rows if row["code"] != NUMBER}


def show_text(text: str) -> str:
    """The text as a cell can hold it: a character that XML cannot hold, or that turns the direction of writing, is
    shown by its number, a text that is too long by a mark.

    >>> show_text("=1+1"), show_text("a\\x0cb\\r\\nc"), show_text("字" * 32768)
    ('=1+1', 'a[U+000C]b[U+000D]\\nc', '[过长]')
    """
    shown = _UNFIT.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)
    return TOO_LONG if is_too_long(shown) else shown


def is_too_long(text: str) -> bool:
    """Whether no cell can hold the text."""
    return (len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST) or text.count("\n") > MOST_LINES


def list_notes(context: SiteContext) -> tuple[Note, ...]:
    """Every mark and what must be known before use."""
    states = mark_states(context)
    return (
        *(
            Note(states[row["code"]], row["definition_zh"], row["definition_en"])
            for row in context.codes.lists["states"]
            if row["code"] in states
        ),
        *_NOTES,
    )


_NOTES = (
    Note(
        NOT_APPLICABLE,
        "这份报告没有这一格可言：所用的表格版本没有这一行，报告也没有印；这条核对不适用于这一版、这一年；"
        "这一列没有单位或条款。",
        "There is no such cell: the form edition has no such row and the report does not print one; the check does not "
        "apply to this edition or year; the column has no unit or article.",
    ),
    Note(
        NOTHING,
        "数据包里这一格没有内容；为什么没有，见“字典”里这一列的说明。",
        "The data package holds nothing here; the dictionary says for each column why that may be.",
    ),
    Note(
        TOO_LONG,
        "文字超过一格能装的 32,767 个字符或 253 行；全文在数据包和报告页旁的 report.txt。",
        "The text is longer than a cell can hold (32,767 characters or 253 lines); it is whole in the data package and "
        "in report.txt beside the report's page.",
    ),
    Note(
        AS_TEXT,
        "数字后面有这个记号：数字超过 15 位，电子表格会改掉末几位，所以写成文字，一位不改。",
        "After a number: it has more than 15 digits, of which a spreadsheet would change the last, so it is text.",
    ),
    Note(
        "[U+000C]",
        "原文在这里有一个看不见、工作簿装不下的字符，方括号里是它的编号（四位十六进制）。",
        "The text has a character here that cannot be seen and that no workbook can hold; its number is in brackets.",
    ),
    Note(
        INCOMPLETE,
        "算出的合计里，有一格或几格没有数，所以没有合计；各格印的是什么，看那几列。",
        "A total has no value because one or more of the cells it is made of has no number.",
    ),
    Note(
        "自己求和",
        "SUM 跳过记号：几格都是记号时，SUM 得出 0，只有一部分有数时，得出的只是那一部分。"
        "要把一行里的几格加起来，先数一数："
        '=IF(COUNT(几格)=格数,SUM(几格),"[有格无数]")；或者用 + 相加，遇到记号会显示错误，不会显示错的数。'
        "“依申请公开”各表末尾有照这个办法算好的合计。",
        "SUM passes over marks: of marks alone it makes 0, of some numbers their sum alone. To add cells of a row "
        'count them first: =IF(COUNT(cells)=how many,SUM(cells),"[有格无数]"); or add with +, which fails at a mark. '
        "The last columns of the sheets 依申请公开 hold totals made in this way.",
    ),
    Note(
        "更正过的格",
        "数照报告所印，更正过的除外：“更正格数”写明这一行有几格更正过，"
        "“更正的格”写明是哪几格、原来印的是什么；理由和依据在“更正”。",
        "Numbers are as printed but for those corrected: the columns 更正格数 and 更正的格 tell which cells of a row, "
        "and what was printed; reasons and evidence are on the sheet 更正.",
    ),
    Note(
        "没有表格的报告",
        "没有印表格、或者表格认不出版本的报告（表格版本为 none），没有一格可列，"
        "不在按表格版本排的各张工作表里，只在“报告”里。",
        "Reports that print no table of a known edition (form none) have no cells; they stand on the sheet 报告 alone.",
    ),
    Note(
        "空白不等于 0",
        "0 是报告印的 0。有记号的格没有数，不要当作 0，也不要当作 0 求和。",
        "A 0 is a printed 0. A cell with a mark has no number: it is not zero and must not be added as zero.",
    ),
    Note(
        "统计范围",
        "“统计范围”（scope）不同的报告不要相加；写明 unknown（未说明）的，不与任何报告相加：下级可能已经算在上级里。",
        "Never add up reports of different scope, and none of unknown scope: one may count what another counts.",
    ),
    Note(
        "各版表格",
        "表格换过版，各版用于哪些报告年度见“代码”里的表格版本（forms）。各版分别列在不同的工作表；名称相近的行和列含义可能不同，"
        "不要跨版相减、相连。",
        "Each edition of the form (see forms) stands on sheets of its own: rows and columns of like names may differ "
        "in meaning; do not subtract or join across the break.",
    ),
    Note(
        "别的版本的行",
        "标题末尾写着“年版的行”的列，是别的版本才有、这份报告照样印了的行；没有印的报告写 [不适用]。",
        "Columns whose title ends with another edition's year hold rows that some reports print all the same.",
    ),
    Note(
        "读错、更正",
        "读取有疑问的地方在“发现”，改过的格在“更正”，各有理由；数字与报告原文不一致时，以机关公布的原文为准。",
        "What was doubtful is on the sheet of findings, what was corrected on that of corrections, each with its "
        "reason; the authority's own publication prevails.",
    ),
    Note(
        "暂不公布的文字",
        "“文字公布方式”（text_release）不是 full 的报告，正文和引文写作 [无内容]，或者遮住了号码；数照常列出。",
        "Where text_release is not full, the text and its quotes are held back or masked; the numbers are all here.",
    ),
    Note(
        "描述的是报告",
        "“不符”“无法读取”说的是这份报告和我们的读取，不是说机关做错了什么。",
        "Everything here describes the report as read; nothing says that an authority did wrong.",
    ),
    Note(
        "用 R 读",
        "用 readxl 或 openxlsx2；openxlsx 读不了行多的几张表。第 4 行是列名，要跳过前三行（skip = 3）。",
        "Read this book in R by readxl or openxlsx2; openxlsx cannot read the large sheets. Row 4 holds the heads: "
        "skip three rows.",
    ),
    Note(
        "编号和代码",
        "编号、代码、校验值、行政区划代码都是文字，不是数字；以 = + - @ 开头的文字也只是文字，没有公式，没有外部链接。",
        "Ids, codes and hashes are text; text that begins with = + - @ is text too. There are no formulas.",
    ),
)
