"""Every finding code that files can give is provoked here, and its full text compared with a literal."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.files import list_reports
from build_scripts.model import Finding
from build_scripts.reading.collection import Entry, settle_collection
from tests.pdf_files import Sketch, make_pdf
from tests.printing.readback import known_codes
from tests.report_texts import (
    DISCLOSURES_2021,
    HEADS,
    REMEDIES,
    TITLE,
    print_requests,
    print_text,
    read_text,
    row_labels,
    told,
)

ZEROS = "\t0" * 7
GRANTED = "\t\t" + row_labels("2021")["granted"]
CORRECTION = """corrections:
  - table: applications
    row: granted
    column: total
    value: '0'
    reason: 核对原件
    evidence: https://www.example.gov.cn/a
"""
Case = tuple[str | bytes, str | None, str, int | None, str]


def requests(**changes: str | None) -> str:
    return print_text(requests=print_requests(changes=changes))


def disclosures(old: str, new: str) -> str:
    return print_text(disclosures=DISCLOSURES_2021.replace(old, new))


def six_as_one_row() -> str:
    gone = dict.fromkeys(("other_no_correction", "other_fee_unpaid", "other"))
    return print_text(requests=print_requests(changes=gone, extra="（六）其他处理" + ZEROS))


def compound(stream: str) -> bytes:
    """The beginning of an older Office file with a stream of this name."""
    name = stream.encode("utf-16-le") + b"\x00\x00"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\x00"
    return head.ljust(512, b"\x00") + name.ljust(64, b"\x00") + bytes([len(name), 0, 2]) + bytes(61)


# what is printed, the sidecar, then code, line and message of the one finding of that code
READ: list[Case] = [
    (print_text() + "\n联系人手机13812345678\n", None, "personal-number", 51,
     "这一行有 1 处像手机号，又没有人决定怎样公布，所以这份报告的正文暂不公布；表里的数照常公布。"
     "要公布正文，在附注里写 text_release：masked（遮去号码）、full（照原样）或 withheld（不公布）。"),
    (print_text().replace("\n二、", "\n联系张三，手机是1381234\n\n- 2 -\n\n5678。\n\n二、", 1), "text_release: masked",
     "masking-incomplete", 2, "这一行起的一部分里，有像个人号码的数字分在几处，遮不干净，所以正文暂不公布。"),
    (print_text(), "text_release: masked", "nothing-to-mask", None,
     "附注写 text_release: masked，但没有找到身份证号、手机号；正文照原样公布。"),
    (print_text(title="2023年政府信息公开工作年度报告"), None, "agency-unknown", 1,
     "从标题“2023年政府信息公开工作年度报告”看不出机关名称。"),
    (print_text(title="卫辉市财政局政府信息公开工作年度报告"), None, "year-unknown", 1,
     "从标题“卫辉市财政局政府信息公开工作年度报告”看不出报告年度。"),
    (print_text(title="卫辉市城市管理局2022年政府信息公开工作年度报告\n" + TITLE), None, "title-ambiguous", 2,
     "第 1 行“卫辉市城市管理局2022年政府信息公开工作年度报告”和第 2 行“卫辉市城市管理局2023年政府信息公开工作年度报告”"
     "都像本报告的标题，机关或年度不同。"),
    (print_text(title=""), None, "title-missing", None,
     "没有找到“……政府信息公开工作年度报告”这样的标题，不知道是哪个机关、哪一年。"),
    (print_text(title="公安局2023年政府信息公开工作年度报告"), None, "region-unknown", 1,
     "“公安局”里没有可以认出的县级以上地名。"),
    (print_text(title="鼓楼区财政局2023年政府信息公开工作年度报告"), None, "region-ambiguous", 1,
     "“鼓楼区财政局”可以是：320106 江苏省南京市鼓楼区；320302 江苏省徐州市鼓楼区；350102 福建省福州市鼓楼区；"
     "410204 河南省开封市鼓楼区"),
    (b"abc\x01def", None, "binary-file", None, "文件里有文本中不会出现的字符（U+0001），不是可以读取的文本。"),
    (b"\xef\xbb\xbf \r\n\t", None, "empty-file", None, "文件没有内容。"),
    (b"abc\xff\xff\xff", None, "unknown-encoding", None,
     "文件不是 UTF-8、UTF-16、GB18030 或 Big5：第 4 字节处无法解码。"),
    (b"GIF89a", None, "unsupported-format", None,
     "文件是 gif 格式，不能读取；可以读取 txt、md、html、mhtml、docx、pdf，装有 LibreOffice 时还有 doc、rtf、odt。"),
    (b"PK\x03\x04" + bytes(26) + b"word/document.xml", None, "file-damaged", None,
     "文件看来是 docx 格式，但不完整或已损坏，打不开。"),
    (compound("EncryptedPackage"), None, "file-encrypted", None, "这个 docx 文件设有密码，打不开。"),
    (make_pdf([Sketch(), Sketch().picture(0, 0, 600, 800)]), None, "pdf-scanned", None,
     "PDF 的第 2 页只有图像，没有文字，读不出来。"),
    (make_pdf([Sketch()] * 301), None, "pdf-too-complex", None,
     "PDF 里有 301 页 / pages，远远超过一份报告，没有读取。"),
    (make_pdf([Sketch().write(50, 100, "abcdefghijklmnopqrstuvwxyz", font="F3")]), None, "pdf-unmapped", None,
     "PDF 第 1 页的字体没有说明画的是什么字，读出来会是乱码。"),
    (compound("WordDocument"), None, "office-missing", None,
     "文件是 doc 格式，要用 LibreOffice 转换，而本机没有安装。"),
    (b"a" * (64 * 1024 * 1024 + 1), None, "file-too-large", None, "文件有 67108865 字节，上限 67108864 字节。"),
    ("\n今天天气很好。\n", None, "not-a-report", 2,
     "没有找到“政府信息公开工作年度报告”的标题、章节或表格；文件开头写的是“今天天气很好。”。"),
    ("长" * 1_000_001, None, "text-too-long", None,
     "从文件里取出的文字有 1000001 个字，上限 1000000 个字；年度报告一般不到三万字。"),
    (f"《{TITLE}》解读\n某句。", None, "explanation-page", 1,
     "标题是对报告的解读：“《卫辉市城市管理局2023年政府信息公开工作年度报告》解读”"),
    (print_text(end="卫辉市财政局2022年政府信息公开工作年度报告\n一、总体情况"), None, "two-reports-in-file", 50,
     "第 1 行和第 50 行各有一个报告标题。"),
    (print_text(disclosures="", requests=HEADS + "\n（一）予以公开" + ZEROS), None, "form-unknown", 7,
     "表格的列名和行名看不出是哪一版，整份表格都没有取数。"),
    (print_text(disclosures="", requests="无。", remedies="无。"), None, "tables-not-found", None,
     "没有找到三张统计表中的任何一张，只收录文字。"),
    (print_text(remedies="〔图〕"), None, "picture-unread", 43,
     "这里有一幅图片，图里的字读不出来；这一部分的表格没有读到，也许就在图里，所以“未印”只是没有读到。"),
    (print_text(remedies="无。"), None, "table-missing", None,
     "“政府信息公开行政复议、行政诉讼情况”没有印出，15 格记为未印。"),
    (print_text(remedies=REMEDIES.rpartition("\n")[0]), None, "rows-missing", None,
     "“政府信息公开行政复议、行政诉讼情况”只印了表头，没有一行数，15 格记为未印。"),
    (print_text(remedies=REMEDIES.replace("结果维持\t结果纠正", "结果维持\t结果维持")), None, "header-differs", 43,
     "“政府信息公开行政复议、行政诉讼情况”的表头印作“行政复议\t未经复议直接起诉\t复议后起诉 "
     + "\t".join(["结果维持\t结果维持\t其他结果\t尚未审结\t总计"] * 3)
     + "”，与本版次序不同；其下的数都不取。"),
    (print_text(requests=print_requests(extra="5\t5\t5\t5\t5\t5\t5")), None, "label-ambiguous", 42,
     "这一行数字（5\t5\t5\t5\t5\t5\t5）旁边的行名不能确定，没有收录。"),
    (requests(not_processed_publication="\t\t3.要求提供公开出版勿" + ZEROS), None, "label-slip", 34,
     "“3.要求提供公开出版勿”按“要求提供公开出版物”读取。"),
    (requests(granted="\t\t（一）不知所云之行" + ZEROS), None, "label-unknown", 19,
     "“（一）不知所云之行\t0\t0\t0\t0\t0\t0\t0”不是这张表的行，其中的数没有收录。"),
    (disclosures("\t44", "\t44（其中延续3件）"), None, "number-remark", 9,
     "“行政许可”的“本年处理决定数量”印作“44（其中延续3件）”，读作 44。"),
    (disclosures("\t44", "\t四十四"), None, "number-unreadable", 9,
     "“行政许可”的“本年处理决定数量”印作“四十四”，不是数字，记为无法读取。"),
    (disclosures("行政许可", "\u202e行政许可"), None, "direction-turned", 9,
     "“\u202e行政许可\t44”这一行有改变书写方向的字符 U+202E：看到的先后与文件里的可能不同，这一行的数记为无法读取。"),
    (print_text(first="甲\u202e乙\U000e0041。\n丙\u200b丁\x9b。"), None, "unseen-characters", 3,
     "报告的文字里有看不见的或改变显示的字符：U+009B、U+202E、U+E0041（共 2 行）。数据里照原样保留，网页上写出编号。"),
    (disclosures("\t44", "\t15\n43"), None, "number-wrapped", 9,
     "紧挨“行政许可”的一行只印有 43：可能是页码，也可能是表中的数折了行。不能确定，整行记为无法读取。"),
    (disclosures("250.83", "251000元"), None, "unit-converted", 14,
     "“行政事业性收费”的“本年收费金额（单位：万元）”印作“251000元”，换算为 25.1万元。"),
    (requests(granted=None), None, "row-missing", None, "“予以公开”没有印出，7 格记为未印。"),
    (six_as_one_row(), None, "row-of-other-form", 39,
     "“其他处理”是另一版表格的行，照印收录；与它对应的 申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请、"
     "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请、其他 记为未印。"),
    (print_text(requests=print_requests(extra="（六）其他处理" + ZEROS)), None, "row-of-other-form-beside", 42,
     "“其他处理”是另一版表格的行，照印收录；本版的行不受影响。"),
    (print_text(requests=print_requests(extra=GRANTED + "\t1" * 7)), None, "row-repeated", 42,
     "“予以公开”在第 19 行已经印过，两次的内容不同，都不取。"),
    (print_text(requests=print_requests(extra=GRANTED + ZEROS)), None, "row-repeated-equal", 42,
     "“予以公开”在第 19 行已经印过，内容相同。"),
    (print_text(requests="\n".join(print_requests().split("\n")[1:])), None, "header-missing", 16,
     "“收到和处理政府信息公开申请情况”没有认得出的列名，各列按表式的次序读取。"),
    (requests(granted=GRANTED.strip() + "：0、0、0、0、0、0、0"), None, "columns-not-parted", 19,
     "“收到和处理政府信息公开申请情况”印有内容，但列没有用制表符或竖线分开，7 格无法读取。"),
    (requests(granted=GRANTED.strip() + " 1 036 0 0 0 0 0 1 036"), None, "numbers-not-parted", 19,
     "“（一）予以公开”的各格之间只有空格或换行：1 036 0 0 0 0 0 1 036。"
     "可能少了一格、混有页码或带空格的千位数，整行记为无法读取。"),
    (requests(granted=GRANTED + ZEROS + "\n某些夹杂的文字\t"), None, "text-in-table", 20,
     "表中这一行文字不属于任何行名或表头：“某些夹杂的文字”"),
    (print_text().replace("六、其他需要报告的事项", ""), None, "section-missing", None,
     "没有找到第 6 部分“其他需要报告的事项”。"),
    (print_text().replace("六、其他", "五、其他"), None, "section-order", 48,
     "标题印作“五、其他需要报告的事项”，按文字是第 6 部分。"),
    (print_text(first="好。\n一、总体情况"), None, "section-repeated", 4,
     "标题“一、总体情况”重复出现，并入前面的同一部分。"),
    (print_text(first="统计期限为2022年1月1日至2022年12月31日。"), None, "year-differs", 1,
     "标题写 2023 年，统计期限写 2022 年；以标题为准。"),
    (requests(granted=GRANTED + "\t0" * 5), None, "wrong-width", 19,
     "“（一）予以公开”应有 7 个数，印有 5 个：0 0 0 0 0。不能确定各属哪一列，整行记为无法读取。"),
    (requests(granted=GRANTED + "\t0" * 8), None, "wrong-width-equal", 19,
     "“（一）予以公开”应有 7 个数，印有 8 个：0 0 0 0 0 0 0 0。各数相同，按 0 读取。"),
    (requests(granted=GRANTED + "\t1\t0\t0\t0\t0\t0\t0\t1"), None, "wrong-width-sum", 19,
     "“（一）予以公开”应有 7 个数，印有 8 个：1 0 0 0 0 0 0 1。"
     "只有一种取法合于本行总计，按此读取；本行的总计因此不再核对。"),
    (print_text(), "yaer: 2023\n", "sidecar-unknown-key", 1,
     "不认识的键“yaer”；可用的键：agency, region_code, level, function, year, scope, source_url, retrieved, replaces, "
     "text_release, corrections"),
    (print_text(), "scope: organ\nyear: '23'\n", "sidecar-bad-value", 2,
     "“year”的值“23”不合要求，要求是：四位年份，2008 年（《条例》施行）起"),
    (print_text(), "year: [\n", "sidecar-unreadable", 2,
     "附注文件读不通：第 2 行第 1 列：值没有写完"),
    (print_text(), CORRECTION, "correction-without-effect", 2,
     "对“applications/granted/total”的更正与读出的相同，已不起作用。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sidecar", "code", "line", "message"), READ, ids=[case[2] for case in READ])
def test_a_file_gives_the_finding(
    text: str | bytes, sidecar: str | None, code: str, line: int | None, message: str
) -> None:
    reading = read_text(text, sidecar)
    assert [one for one in told(reading.findings) if one[0] == code] == [(code, line, message)]
    severe = known_codes().finding_codes[code].severity == "error"
    assert (reading.report is None) == severe
    about = "2023/410781-chengshiguanliju.txt" + (".yml" if code.startswith(("sidecar", "correction")) else "")
    assert {one.source_file for one in reading.findings if one.code == code} == {about}


# the files of a collection, then file, code and message of every finding
def entry(path: str, sha: str, report_id: str = "410781-a-2023", name: str = "甲局", replaces: str = "") -> Entry:
    return Entry(path, sha, report_id, name, 2023, replaces)


TOGETHER = [
    ([entry("a.txt", "1"), entry("b.txt", "1")],
     [("b.txt", "duplicate-bytes", "与 a.txt 的内容一字不差；只收录前者。")]),
    ([entry("a.txt", "1"), entry("b.txt", "2")],
     [("a.txt", "two-reports-one-year", "甲局 2023 年有不止一份报告：b.txt；都未收录。"),
      ("b.txt", "two-reports-one-year", "甲局 2023 年有不止一份报告：a.txt；都未收录。")]),
    ([entry("a.txt", "1"), entry("b.txt", "2", replaces="a.txt")],
     [("a.txt", "replaced-report", "由 b.txt 取代，未收录。")]),
    ([entry("a.txt", "1"), entry("b.txt", "2", "410781-a-2022", replaces="a.txt")],
     [("b.txt", "replaces-other", "附注里 replaces 写的 a.txt 不是甲局 2023 年的另一份报告，没有取代任何文件。")]),
    ([entry("b.txt", "2", replaces="a.txt")],
     [("b.txt", "replaces-missing", "附注里 replaces 写的 a.txt 不在报告文件夹里，没有取代任何文件。")]),
    ([entry("a.txt", "1"), entry("b.txt", "2", "410781-a-2022", "贾局")],
     [("a.txt", "agency-id-taken", "“甲局”与“贾局”得到同一个标识 410781-a。"),
      ("b.txt", "agency-id-taken", "“贾局”与“甲局”得到同一个标识 410781-a。")]),
    ([replace(entry("a.txt", "1"), year=2027)],
     [("a.txt", "year-ahead",
       "报告年度是 2027 年，而数据版本的日期在 2026 年：这一年还没有到，不会有它的年度报告。")]),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "expected"), TOGETHER, ids=[case[1][0][1] for case in TOGETHER])
def test_files_together_give_the_finding(entries: list[Entry], expected: list[tuple[str, str, str]]) -> None:
    findings = settle_collection(entries, 2026)
    assert [(one.source_file, one.code, told((one,))[0][2]) for one in findings] == expected


def link(folder: Path) -> None:
    (folder / "a.txt").symlink_to("nowhere")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "a.txt")


def orphan(folder: Path) -> None:
    (folder / "a.txt.yml").touch()


def misnamed(folder: Path) -> None:
    (folder / "a.txt").touch()
    (folder / "a.yml").touch()


def odd_name(folder: Path) -> None:
    (folder / os.fsdecode(b"\xd0\xc5.txt")).touch()


FOUND = [
    (link, "symbolic-link"),
    (pipe, "not-a-file"),
    (orphan, "sidecar-without-report"),
    (misnamed, "sidecar-misnamed"),
    (misnamed, "sidecar-not-read"),
    (odd_name, "file-name-unusable"),
]
FOLDER_TEXTS = {
    "symbolic-link": "这是符号链接，没有读取。",
    "not-a-file": "这是设备、管道一类的特殊文件，没有读取。",
    "sidecar-without-report": "没有与这份附注对应的报告文件 a.txt",
    "sidecar-misnamed": "这看来是 a.txt 的附注，但名字不对，没有读取；附注应当名为 a.txt.yml。",
    "sidecar-not-read": "a.yml 看来是它的附注，但没有读取（原因见那个文件）；附注可能改机关、年度，或要求暂不公布正文，"
    "所以这份报告也没有收录。",
    "file-name-unusable": "文件名不是 UTF-8，不能写入数据。",
}


@pytest.mark.parametrize(("make", "code"), FOUND, ids=[code for _, code in FOUND])
def test_a_folder_gives_the_finding(make: Callable[[Path], None], code: str, tmp_path: Path) -> None:
    make(tmp_path)
    _, findings = list_reports(tmp_path)
    assert (code, FOLDER_TEXTS[code]) in [(one[0], one[2]) for one in told(findings)]
    assert len(findings) == sum(one is make for one, _ in FOUND)


# told of paths given by hand or closed to us, by the net under the reader, and of many rows at once: see test_cli,
# test_files, test_pipeline, test_bounds, test_hostile_layouts; of names, copies and parts held back: see
# test_held_back, test_privacy_unread; and of names and years the text tells: see test_witnesses
ELSEWHERE = (
    "agency-candidates",
    "agency-from-text",
    "file-missing",
    "file-name-personal",
    "file-unreadable",
    "folder-given",
    "held-back-copy",
    "office-failed",
    "pictures-only",
    "personal-number-unread",
    "pinyin-dropped",
    "reader-died",
    "reader-failed",
    "reader-out-of-memory",
    "reader-too-slow",
    "region-by-town",
    "row-repeated-blank",
    "traditional-script",
    "year-differs-text",
    "year-from-period",
)


def test_every_code_is_provoked() -> None:
    provoked = {case[2] for case in READ} | {one[1] for case in TOGETHER for one in case[1]} | {one for _, one in FOUND}
    assert sorted(set(known_codes().finding_codes) - provoked) == sorted(ELSEWHERE)


def test_what_is_missing_in_a_sidecar_is_said_in_whole_sentences() -> None:
    findings = read_text(print_text(), CORRECTION.replace("    reason: 核对原件\n", "")).findings
    said = [told(findings, lang)[0][2] for lang in ("zh", "en")]
    assert said == [
        "“reason”的值“”不合要求，要求是：必须写明",
        "The value “” of “reason” does not fit; expected: a value; it is required",
    ]


def test_pages_are_listed_as_each_language_does() -> None:
    scan = Sketch().picture(0, 0, 600, 800)
    findings = read_text(make_pdf([Sketch(), scan, scan]), None).findings
    assert told(findings)[0][2] == "PDF 的第 2、3 页只有图像，没有文字，读不出来。"
    assert told(findings, "en")[0][2] == "PDF page(s) 2, 3: images only and no text, so they cannot be read."


ENGLISH = {
    "wrong-width-equal": "Row “（一）予以公开” should hold 7 numbers and holds 8: 0 0 0 0 0 0 0 0; all are equal, "
    "so each cell is read as 0.",
    "wrong-width": "Row “（一）予以公开” should hold 7 numbers and holds 5: 0 0 0 0 0; which belongs to which column "
    "cannot be told, so none is taken.",
    "row-missing": "The row “予以公开” is not printed; its 7 cells are absent.",
    "title-missing": "No title like “…政府信息公开工作年度报告” was found, so agency and year are not known.",
    "unsupported-format": (
        "The file is of format gif, which is not read; txt, md, html, mhtml, docx and pdf are read, and with "
        "LibreOffice doc, rtf and odt."
    ),
    "sidecar-bad-value": "The value “23” of “year” does not fit; expected: a year of four digits, from 2008 on",
    "pdf-scanned": "PDF page(s) 2: images only and no text, so they cannot be read.",
    "sidecar-unreadable": "The sidecar cannot be read: line 2, column 1: "
    "expected the node content, but found '<stream end>'",
    "year-differs": "The title says 2023, the period says 2022; the title was taken.",
}


@pytest.mark.parametrize("code", ENGLISH)
def test_the_finding_reads_in_english_too(code: str) -> None:
    text, sidecar = next((case[0], case[1]) for case in READ if case[2] == code)
    findings: Sequence[Finding] = read_text(text, sidecar).findings
    assert [one[2] for one in told(tuple(findings), "en") if one[0] == code] == [ENGLISH[code]]
