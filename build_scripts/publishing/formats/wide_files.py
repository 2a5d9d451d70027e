"""The wide tables as CSV: of each part a file a form edition, and one descriptor of them; of the whole, compressed too.

Comes in: a part, the rows of its partitions. Goes out: `<stem>-wide-<form>.csv` and `<stem>-wide.datapackage.json`,
of the whole `….csv.gz` beside, and an offer of each. Refuses to know: how a table is turned wide. A file has a row for
each report of the edition: first what tells the report, then every number, then every state; where no number is printed
it is empty, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import write_pieces, write_text
from build_scripts.files.gzips import write_gzip
from build_scripts.files.indented import write_indented
from build_scripts.files.members import Member, deflate
from build_scripts.packaging.descriptor import DIALECT, LICENCES, PROFILE, RIGHTS, RIGHTS_EN
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.frames import Frame, read_frames
from build_scripts.publishing.formats.part_reuse import Needs, write_or_take
from build_scripts.publishing.formats.pieces import read_wide
from build_scripts.publishing.formats.report_rows import list_years, read_rows
from build_scripts.publishing.formats.wide import (
    ADDED,
    AGENCY_COLUMNS,
    FIRST,
    OTHER_ROW,
    STATE,
    STATE_TOLD,
    Edition,
    Place,
    build_editions,
    tell_missing,
)
from build_scripts.publishing.offers import Offer, Part, make_offer
from build_scripts.publishing.site_tasks import IndexedWork

_TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_NUMBER_BLANK = (
    "空着：没有印数字，不等于 0；印了什么见同名加 _state 的一列。",
    "Empty: no number is printed, which is not zero; the column of the same name with _state tells what is.",
)


class WideFile(NamedTuple):
    """A file that was written: its edition, its offer."""

    edition: Edition
    offer: Offer


def write_wide(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    """Write the wide tables of a part; an edition without reports there has no file. Raises FilesError."""
    return write_or_take(work, part, _write, Needs(agencies=AGENCY_COLUMNS))


def _write(work: IndexedWork, part: Part) -> tuple[Offer, ...]:
    context, site = work.context, work.site
    heads = {name: read_rows(work, name, ()) for name in work.indexes}
    frames = read_frames(work.package, heads, heads)
    files, packed = [], []
    for edition in build_editions(frames, context):
        found = _choose(work, part, edition.form)
        if not found:
            continue
        path = f"{part.folder}{part.stem}-wide-{edition.form}.csv"
        head = (",".join(list_columns(edition)) + "\n").encode()
        write_pieces(site / path, [head, *(row for rows, _ in found for row in rows)])
        count = sum(len(rows) for rows, _ in found)
        files.append(WideFile(edition, _offer(path, edition, part, count, context, site)))
        if part.kind == "whole":
            write_gzip(site / f"{path}.gz", [deflate([head]), *(member for _, member in found)])
            packed.append(_offer(f"{path}.gz", edition, part, count, context, site))
    if not files:
        return ()
    path = f"{part.folder}{part.stem}-wide.datapackage.json"
    text = write_indented(describe_wide(files, frames, context, part), 1)
    write_text(site / path, text + "\n")
    titles = (f"宽表的描述：{part.title}", f"description of the wide tables: {part.title_en}")
    told = make_offer(site, path, "description", titles, "application/json", part=part.code)
    return (*(file.offer for file in files), *packed, told)


def _choose(work: IndexedWork, part: Part, form: str) -> list[tuple[list[bytes], Member]]:
    """The rows of a part's reports in an edition, partition by partition; with them, deflated, all of the partition."""
    chosen = []
    for partition, years in list_years(part.reports).items():
        wanted = {report["report_id"] for several in years.values() for report in several}
        reports, wide = read_wide(work, partition).get(form, ((), None))
        if wide:
            places = zip(reports, [0, *wide.ends], wide.ends, strict=False)
            if rows := [wide.data[start:end] for report, start, end in places if report in wanted]:
                chosen.append((rows, wide.member))
    return chosen


def _offer(path: str, edition: Edition, part: Part, rows: int, context: SiteContext, site: Path) -> Offer:
    is_packed = path.endswith(".gz")
    return make_offer(
        site,
        path,
        "wide_gz" if is_packed else "wide",
        (f"宽表，{edition.label}：{part.title}", f"wide table, {edition.form} edition: {part.title_en}"),
        "text/csv",
        compression="gzip" if is_packed else "",
        part=part.code,
        table=f"wide_{edition.form}",
        rows=rows,
        notes=tell_missing(part, context),
    )


def list_columns(edition: Edition) -> tuple[str, ...]:
    """The names of all columns of an edition's wide table, in order."""
    places = [place.name for grid in edition.grids for place in grid.places]
    return (*FIRST, *places, *(name + STATE for name in places))


def describe_wide(
    files: Sequence[WideFile], frames: Mapping[str, Frame], context: SiteContext, part: Part
) -> dict[str, object]:
    """The descriptor of a part's wide tables (Data Package 2.0)."""
    without = sum(row["form"] not in {file.edition.form for file in files} for row in part.reports)
    return {
        "$schema": PROFILE,
        "name": f"{part.stem}-wide",
        "title": f"{context.settings.site_name}：宽表，{part.title}",
        "description": (
            "每份报告一行，每格一列，按表格版本分开；列名由表、行、列的代码组成，标题是表格上印的文字。"
            "空着不等于 0。数照报告所印，更正过的除外：列在 corrected_cells。"
            "统计范围（scope）未说明的报告不要相加；各版表格的列不可直接相比。"
            f"{without} 份报告没有可以辨认版本的表格，不在其中。 / One row a report, one column a cell, the two form "
            "editions apart. Empty is not zero; numbers are as printed but for those of corrected_cells; "
            "never add up reports of unknown scope. "
            f"{without} reports print no form and are not here."
        ),
        "version": context.version,
        "created": f"{context.date}T00:00:00+08:00",
        "licenses": LICENCES,
        "rights": f"{RIGHTS} / {RIGHTS_EN}",
        "resources": [_describe_file(file, frames, context) for file in files],
    }


def _describe_file(file: WideFile, frames: Mapping[str, Frame], context: SiteContext) -> dict[str, object]:
    edition, offer = file
    states = [row["code"] for row in context.codes.lists["states"]]
    signed = {row["code"] for row in context.codes.lists["disclosure_measures"] if row["signed"] == "true"}
    places = [(grid, place) for grid in edition.grids for place in grid.places]
    return {
        "name": f"wide-{edition.form}",
        "type": "table",
        "title": offer.title,
        "path": offer.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": offer.size,
        "hash": f"sha256:{offer.sha256}",
        "dialect": DIALECT,
        "schema": {
            "$schema": _TABLE_SCHEMA,
            "fields": [
                *(_describe_first(name, edition.form, frames) for name in FIRST),
                *(_describe_number(place, frames[grid.table], place.cell.column in signed) for grid, place in places),
                *(_describe_state(place, states) for _, place in places),
            ],
            "missingValues": [""],
            "primaryKey": ["report_id"],
        },
    }


def _describe_first(name: str, form: str, frames: Mapping[str, Frame]) -> dict[str, object]:
    if name in ADDED:
        return dict(ADDED[name])
    table = frames["agencies" if name in AGENCY_COLUMNS else "reports"]
    schema = next(each for each in table.schema if each["name"] == name)
    constraints = schema.get("constraints", {})
    assert isinstance(constraints, dict)
    own = {"enum": [form]} if name == "form" else {}
    return {**schema, "constraints": {**constraints, **own}} if constraints or own else dict(schema)


def _describe_number(place: Place, table: Frame, signed: bool) -> dict[str, object]:
    number = next(field for field in table.fields if field.name in ("value", "count"))
    chinese, english = _join_told(_NUMBER_BLANK, place)
    article = f"《政府信息公开条例》{place.cell.article}。" if place.cell.article else ""
    return {
        "name": place.name,
        "type": number.kind,
        "title": f"{place.table}｜{place.title}",
        "description": f"{article}{chinese} / {english}",
        **({"unit": place.cell.unit} if place.cell.unit else {}),
        **({} if signed else {"constraints": {"minimum": 0}}),
    }


def _describe_state(place: Place, states: Sequence[str]) -> dict[str, object]:
    chinese, english = _join_told(STATE_TOLD, place)
    return {
        "name": place.name + STATE,
        "type": "string",
        "title": f"{place.table}｜{place.title}｜状态",
        "description": f"{chinese} / {english}",
        "constraints": {"enum": list(states)} if place.other else {"required": True, "enum": list(states)},
    }


def _join_told(told: tuple[str, str], place: Place) -> tuple[str, str]:
    return (told[0] + OTHER_ROW[0], f"{told[1]} {OTHER_ROW[1]}") if place.other else told
