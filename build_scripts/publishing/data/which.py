"""Which file serves which purpose, with links to the very files.

Comes in: the catalogue. Goes out: one slot as HTML, in either language. Refuses to know: the disk. A kind that is not
offered of the whole is named without a link; parts are led to by their place on the page.
"""

from __future__ import annotations

from typing import NamedTuple

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.data.downloads import FORMATS
from build_scripts.publishing.offers import LATEST, Offer
from build_scripts.publishing.templates import render

Words = tuple[str, str]


class Use(NamedTuple):
    """What one wants to do, the kind of file, the anchors of its parts on the page, why; words Chinese and English."""

    want: Words
    kind: str
    parts: tuple[str, ...]
    why: Words


PARTS = {"years": ("按年度", "by year"), "regions": ("按省", "by province")}

USES = (
    Use(
        ("在 Excel、WPS 里看", "to look in Excel or LibreOffice"),
        "xlsx",
        ("years", "regions"),
        (
            "打开就是表，没有数的格子写着记号；只有记号时 SUM 得 0，算好的合计在各表最后",
            "opens as it is; cells without a number bear a mark that says why; SUM of marks alone is 0, so totals of "
            "requests stand ready at the end of the sheets",
        ),
    ),
    Use(
        ("一份报告一行，做统计", "statistics, one row a report"),
        "wide",
        ("years", "regions"),
        (
            "一格一列，列名就是格子；各版表格不要相加",
            "one file for each form edition, a column a cell; add nothing across editions",
        ),
    ),
    Use(
        ("用 SQL，几张表连着问", "SQL over several tables"),
        "sqlite",
        ("years",),
        ("一个文件，有键、索引、视图，附给 Datasette 的说明", "keys, indexes, views, described for Datasette"),
    ),
    Use(
        ("用 pandas、R 逐格分析", "every cell in pandas or R"),
        "package",
        ("years", "regions"),
        ("CSV 长表，一格一行，带状态、原文和行号", "CSV, one row a cell, with state, print and line"),
    ),
    Use(
        ("写程序，一份一份处理", "a program, report by report"),
        "jsonl",
        ("years",),
        (
            "一行一份报告，与静态接口相同，只有链接写成完整的",
            "a line a report, as the static API has it, with links written in full",
        ),
    ),
    Use(
        ("要一个对象，连代码表", "one object, code lists and all"),
        "json",
        ("years",),
        (
            "数据包里的每一行都在里面；代码表占去大半，所以比 JSON Lines 大",
            "every row of the package; the code lists make it larger than JSON Lines",
        ),
    ),
    Use(
        ("核对原文", "to check the print"),
        "sources",
        ("years",),
        ("报告文件，交来时的样子，一个字节不改；各报告页也有", "the files as handed in; on each report’s page too"),
    ),
)


def draw_which(catalogue: Catalogue, lang: str, root: str) -> str:
    """The table of uses in `lang`, each with its files of the whole; `root` leads to the site's root."""
    at = 0 if lang == "zh" else 1
    rows = [
        {
            "want": use.want[at],
            "name": FORMATS[use.kind][at],
            "files": _find_whole(catalogue, use.kind),
            "parts": [(anchor, PARTS[anchor][at]) for anchor in use.parts if _has_parts(catalogue, use.kind, anchor)],
            "why": use.why[at],
        }
        for use in USES
    ]
    return render("data/which.html", lang=lang, root=root, rows=rows, parquet=bool(catalogue.list_kind("parquet")))


def _find_whole(catalogue: Catalogue, kind: str) -> list[Offer]:
    return [offer for offer in catalogue.list_kind(kind) if "/" not in offer.path.removeprefix(LATEST)]


def _has_parts(catalogue: Catalogue, kind: str, anchor: str) -> bool:
    return any(offer.path.startswith(f"{LATEST}{anchor}/") for offer in catalogue.list_kind(kind))
