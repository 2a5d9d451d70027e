"""A workbook of each part of the data: what stands on its cover, in its notes, its dictionary, its codes.

Comes in: frames, the editions turned wide, the parts. Goes out: `<stem>.xlsx` of each part and an offer of each.
Refuses to know: how a workbook is written. What a book leaves out is said on its cover, with where to get it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts.files import read_bytes
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Frame, read_frames
from build_scripts.publishing.formats.marks import NOT_APPLICABLE, NOTHING, TOO_LONG, is_too_long, list_notes
from build_scripts.publishing.formats.part_reuse import Needs, write_or_take
from build_scripts.publishing.formats.pieces import SHEETS, read_piece
from build_scripts.publishing.formats.report_rows import list_years, read_rows
from build_scripts.publishing.formats.sheet import MARK, Kept, Sheet
from build_scripts.publishing.formats.sheet_pieces import gather_sheets
from build_scripts.publishing.formats.sheet_xml import name_column
from build_scripts.publishing.formats.sheets import KEPT, LeftOut, list_codes, list_sheets
from build_scripts.publishing.formats.wide import Edition, build_editions, tell_missing
from build_scripts.publishing.formats.workbook import write_workbook
from build_scripts.publishing.formats.workbook_frame import Book, Leaf
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.offers import LATEST, Offer, Part, make_offer
from build_scripts.publishing.site_tasks import IndexedWork

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Material:
    """What a book is made of: frames with the rows of its part, or of more, or without where the rows are kept; those
    that partitions keep, by table of a sheet."""

    frames: Mapping[str, Frame]
    editions: tuple[Edition, ...]
    kept: Mapping[str, Kept]
    context: SiteContext
    site: Path


def write_part_book(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    """Write the book of a part, put together of the rows its partitions keep, or take over that of an earlier run.
    Raises FilesError."""
    return write_or_take(work, part, _write_book, Needs())


def _write_book(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    data = {name: read_rows(work, name, () if name in KEPT else part.reports) for name in work.indexes}
    if not part.code:
        data["findings"] = read_bytes(work.indexes["findings"].path)
    frames = read_frames(work.package, COLUMNS, data)
    partitions = list_years(part.reports)
    kept = gather_sheets(
        (read_piece(work, name, SHEETS) for name in partitions), [row["report_id"] for row in part.reports]
    )
    material = Material(frames, build_editions(frames, work.context), kept, work.context, work.site)
    return (write_book(material, part),)


def write_book(material: Material, part: Part) -> Offer:
    """Write the book of a part; returns its offer."""
    context, path = material.context, f"{part.folder}{part.stem}.xlsx"
    found = list(list_sheets(part, material.frames, material.editions, context, material.kept))
    sheets = tuple(each for each in found if isinstance(each, Sheet))
    left_out = tuple(each for each in found if isinstance(each, LeftOut))
    made = (_write_notes(context), _write_dictionary(sheets), _write_codes(sheets, context))
    leaves = tuple(leaf for leaf in made if leaf.rows)
    cover = _write_cover(part, leaves, sheets, left_out, context)
    book = Book(
        f"{context.settings.site_name}：{part.title}（{context.version} 版）",
        part.title,
        "政府信息公开工作年度报告 / annual reports on government information disclosure, China",
        f"{context.settings.site_name}项目",
        "政府信息公开, 年度报告, 依申请公开, open data",
        context.date,
        (cover, *leaves),
        sheets,
    )
    write_workbook(material.site / path, book)
    titles = (f"工作簿：{part.title}", f"workbook: {part.title_en}")
    notes = _note_left_out(left_out)
    return make_offer(material.site, path, "xlsx", titles, MEDIA_TYPE, part=part.code, notes=notes)


def _write_cover(
    part: Part, leaves: Sequence[Leaf], sheets: Sequence[Sheet], left_out: Sequence[LeftOut], context: SiteContext
) -> Leaf:
    latest = context.absolute(LATEST) or LATEST
    missing = tell_missing(part, context)
    settings, agencies = context.settings, len({row["agency_id"] for row in part.reports})
    lines = [
        f"{settings.site_name}：{part.title}",
        f"Annual reports on government information disclosure, China: {part.title_en}",
        "各级行政机关依《政府信息公开条例》第五十条公布的年度报告，逐格读成数据。"
        f"本册有 {agencies} 个机关的 {len(part.reports)} 份报告。"
        "数都照报告所印，更正过的除外：“更正格数”“更正的格”两列写明哪几格，原因在“更正”。空白不等于 0。",
        f"Every number as the authorities' reports print it, cell by cell, but for corrected ones, which are named in "
        f"their row (更正的格): {len(part.reports)} reports of {agencies} agencies. Blank is never zero.",
        *(
            [f"{missing[0]}（按表格版本排的各张工作表）；“报告”列着全部报告。 / {missing[1]}; 报告 lists all."]
            if missing[0]
            else []
        ),
        f"数据版本 {context.version}，{context.date} / Data version {context.version}, {context.date}",
        "许可：编成的数据 CC0 1.0，可以自由使用；报告里的原文是行政机关公布的文件，不由本项目许可。"
        " / Compiled data: CC0 1.0; quotes are the authorities' own documents.",
        f"怎样引用：{cite_package(context).gbt7714} 请先写发布报告的机关。 / How to cite: name the authority first.",
        *_tell_addresses(context),
        *_tell_left_out(left_out, latest),
        *_tell_too_long(sheets, latest),
        f"本册有 {1 + len(leaves) + len(sheets)} 张工作表，每张一个表格，逐张列在下面；先看“说明”。"
        " / The sheets, one table each, are listed below; read 说明 (notes) first.",
    ]
    rows = (
        *((f"#{each.name}", each.lines[0], each.lines[1], len(each.rows)) for each in leaves),
        *((f"#{sheet.name}", f"{sheet.title}。{sheet.about}", sheet.about_en, sheet.rows) for sheet in sheets),
    )
    return Leaf(
        "封面", "contents", tuple(lines), ("工作表 / Sheet", "内容", "Contents", "行数 / Rows"), rows, (64, 60, 60, 14)
    )


def _tell_addresses(context: SiteContext) -> Iterator[str]:
    settings = context.settings
    if settings.site_url:
        yield "网站，有每份报告的原文、每一格的出处 / Website, with the source of every cell："
        yield settings.site_url
    if settings.repository:
        yield "发现读错了，请到这里告诉我们 / Tell us of a mistake："
        yield f"{settings.repository.rstrip('/')}/issues"


def _tell_left_out(left_out: Sequence[LeftOut], latest: str) -> Iterator[str]:
    empty = [each.name for each in left_out if each.reason == "empty"]
    whole = [each for each in left_out if each.reason == "whole"]
    if empty:
        yield f"没有内容、所以没有的工作表：{'、'.join(empty)}。 / No rows, so no sheet: {len(empty)} tables."
    if whole:
        told = "、".join(f"{each.name}（{each.rows} 行）" for each in whole)
        yield (
            f"行数太多、不在本册的表：{told}。它们在各年（years/）、各省（regions/）的工作簿里，"
            f"也在数据包的 CSV 里（{latest}data/）。 / Too long for this book: see the books of the years and "
            "provinces, or the CSV files."
        )
    for each in left_out:
        if each.reason == "too_many":
            yield (
                f"{each.name}有 {each.rows} 行，一张工作表装不下，不在本册；见 {latest}data/{each.table}.csv。"
                f" / {each.table} has more rows than a sheet holds; see the CSV file."
            )


def _note_left_out(left_out: Sequence[LeftOut]) -> tuple[str, str]:
    """What the book lacks for its length and where that is, for the lists that offer it; empty if nothing."""
    told = []
    for reason, (zh, en) in _ELSEWHERE.items():
        found = [each for each in left_out if each.reason == reason]
        if found:
            tables = ", ".join(each.table for each in found)
            told.append((zh.format("、".join(each.name for each in found)), en.format(tables)))
    return "；".join(zh for zh, _ in told), "; ".join(en for _, en in told)


_ELSEWHERE = {
    "whole": (
        "不含长表{}，它们在各年、各省的工作簿里",
        "without the long tables {}, which are in the workbooks of the years and provinces",
    ),
    "too_many": (
        "不含{}，一张工作表装不下，在数据包的 CSV 里",
        "without {}, of more rows than a sheet holds, which the CSV files of the data package have",
    ),
}
"""Why a table is left out, and where it is instead."""


def _tell_too_long(sheets: Sequence[Sheet], latest: str) -> Iterator[str]:
    count = sum(
        sheet.kept.too_long
        if sheet.kept
        else sum(is_too_long(text) for column in sheet.columns for text in column.words.texts if text)
        for sheet in sheets
    )
    if count:
        yield (
            f"有 {count} 段文字超过一格能装的长度，写作 {TOO_LONG}；全文在 {latest}data/sections.csv"
            "和各报告页旁的 report.txt。 / Texts that no cell can hold are marked; they are whole in the CSV files."
        )


def _write_notes(context: SiteContext) -> Leaf:
    rows = tuple((note.subject, note.chinese, note.english) for note in list_notes(context))
    return Leaf(
        "说明",
        "notes",
        ("说明：表格里的记号，使用以前要知道的", "Notes: marks, and what must be known before use"),
        ("记号或事项 / Mark or subject", "意思", "Meaning"),
        rows,
        (30, 70, 70),
    )


def _write_dictionary(sheets: Sequence[Sheet]) -> Leaf:
    kinds = {"string": "文字", "integer": "整数", "number": "数", "date": "日期"}
    rows = tuple(
        (
            f"#{sheet.name}",
            name_column(number),
            column.field.title,
            column.field.name,
            kinds.get(column.field.kind, column.field.kind),
            column.field.unit or NOT_APPLICABLE,
            column.article or NOT_APPLICABLE,
            column.field.description or NOTHING,
            column.field.description_en or NOTHING,
        )
        for sheet in sheets
        for number, column in enumerate(sheet.columns)
    )
    return Leaf(
        "字典",
        "dictionary",
        ("字典：每张工作表的每一列", "Dictionary: every column of every sheet, with its name in the CSV files"),
        ("工作表", "列", "标题", "CSV 里的名称", "类型", "单位", "条例条款", "说明", "English"),
        rows,
        (24, 8, 48, 48, 11, 11, 28, 60, 60),
    )


def _write_codes(sheets: Sequence[Sheet], context: SiteContext) -> Leaf:
    rows = tuple(
        (name, row["code"], *((row.get(column) or NOTHING).replace(MARK, "") for column in _CODE_COLUMNS))
        for name, row in list_codes(sheets, context)
    )
    return Leaf(
        "代码",
        "codes",
        ("代码：各列用到的代码和名称", "Codes: the codes that stand in the columns, and what they mean"),
        ("代码表 / List", "代码 / Code", "名称", "Label", "定义", "Definition"),
        rows,
        (24, 36, 36, 36, 60, 60),
    )


_CODE_COLUMNS = ("label_zh", "label_en", "definition_zh", "definition_en")
