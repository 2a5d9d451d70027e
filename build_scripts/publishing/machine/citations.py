"""How to cite the data, an agency, a report: in a sentence, by GB/T 7714, in BibTeX, as CITATION.cff.

The agency first, the portal second, then the version and its day. An annual report is a report that lies on the
network, [R/OL]; what is held of an agency and the whole are data sets, [DS/OL]. The report year always stands there,
for many a report bears no date; then no year of publication is made up: BibTeX and CFF leave it out, GB/T 7714 says
出版日期不详; the day of the version is the portal's. A report without an address of its page is found by its id.

Comes in: the rows of a report and its agency. Goes out: plain text. Refuses to know: the clock (no date of access is
made up: it is the reader's), HTML. Sources of the forms: GB/T 7714—2015 信息与文献 参考文献著录规则, whose order is
主要责任者. 题名[文献类型标识/文献载体标识]. 版本项. 出版者, 出版年(更新日期). 获取路径; Citation File Format 1.2.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.descriptor import LICENCE, PROJECT_NAME
from build_scripts.packaging.package import Row
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import agency_address, report_address
from build_scripts.publishing.machine.citation_files import clean_text, write_bibtex, write_cff
from build_scripts.publishing.offers import NAME

_MESSAGE = (
    "引用时请先写公布报告的机关，再写本站和数据版本。/ Name the agency first, then this site and the data version."
)
_WHOLE = "由各机关公布的政府信息公开工作年度报告编成"


class Citations(NamedTuple):
    """The same thing cited four ways, each plain text; `bibtex` and `cff` are files of their own, ended by a line."""

    inline: str
    gbt7714: str
    bibtex: str
    cff: str


def name_report(report: Row, agency: Row) -> str:
    """The title as printed; where none is printed, what such a report is called, without a claim to be its title.

    >>> name_report({"title": "", "year": "2023"}, {"name": "卫辉市城市管理局"})
    '卫辉市城市管理局2023年政府信息公开工作年度报告（原文没有标题）'
    """
    return report["title"] or f"{agency['name']}{report['year']}年政府信息公开工作年度报告（原文没有标题）"


def cite_package(context: SiteContext) -> Citations:
    """The citations of the whole data, compiled by the makers of the portal."""
    portal, address = context.settings.site_name, context.absolute("")
    return Citations(
        inline=f"数据取自{name_version(context)}，{_WHOLE}。",
        gbt7714=_write_gbt7714(PROJECT_NAME, f"{portal}[DS/OL]", context, address),
        bibtex=write_bibtex(
            "misc",
            f"{NAME}-{context.version}",
            {
                "author": PROJECT_NAME,
                "title": portal,
                "year": context.version[:4],
                "date": context.date,
                "publisher": portal,
                "version": context.version,
                "note": f"{note_version(context)}，{_WHOLE}",
                "url": address,
            },
        ),
        cff=write_cff(_describe_data(portal, [PROJECT_NAME], context, address)),
    )


def cite_agency(agency: Row, held: str, context: SiteContext) -> Citations:
    """The citations of what is held of an agency, `held` being its years in words."""
    name, years = agency["name"], f"{held} 年度"
    title, address = f"政府信息公开工作年度报告数据（{years}）", context.absolute(agency_address(agency["agency_id"]))
    return Citations(
        inline=f"{name}：政府信息公开工作年度报告，{years}。数据取自{name_version(context)}，"
        f"机关编号 {agency['agency_id']}。",
        gbt7714=_write_gbt7714(name, f"{title}[DS/OL]", context, address or f"机关编号 {agency['agency_id']}"),
        bibtex=write_bibtex(
            "misc",
            agency["agency_id"],
            {
                "author": name,
                "title": title,
                "year": context.version[:4],
                "date": context.date,
                "publisher": context.settings.site_name,
                "version": context.version,
                "note": f"{note_version(context)}，机关编号 {agency['agency_id']}",
                "url": address,
            },
        ),
        cff=write_cff(_describe_data(f"{name}{title}", [name, context.settings.site_name], context, address)),
    )


def cite_report(report: Row, agency: Row, context: SiteContext) -> Citations:
    """The citations of a report: the address of its page, without one the agency's own (`source_url`), or its id."""
    name, year, published = agency["name"], report["year"], report["published"]
    title, report_id = clean_text(name_report(report, agency)), report["report_id"]
    url = context.absolute(report_address(agency["agency_id"], year)) or report["source_url"]
    note = f"报告年度 {year}，报告编号 {report_id}，{note_version(context)}"
    data = _describe_data(f"{title}（数据）", [name, context.settings.site_name], context, url)
    document = {
        "type": "government-document",
        "title": title,
        "authors": [{"name": name}],
        "publisher": {"name": context.settings.site_name},
        **({"date-published": published, "year": int(published[:4])} if published else {}),
        "version": context.version,
        "notes": note,
        **({"url": url} if url else {}),
    }
    return Citations(
        inline=f"{name}：《{title}》，报告年度 {year}{f'，{published} 公布' if published else ''}。"
        f"数据取自{name_version(context)}，报告编号 {report_id}。",
        gbt7714=_write_gbt7714(
            name, f"{entitle_report(report, agency)}[R/OL]", context, url or f"报告编号 {report_id}"
        ),
        bibtex=write_bibtex("misc", report_id, {**list_fields(report, agency, context), "note": note, "url": url}),
        cff=write_cff(data | {"preferred-citation": document}),
    )


def entitle_report(report: Row, agency: Row) -> str:
    """Title and, as further words of it, the report year and the day of publication, or that it is not known."""
    published = f", {report['published']} 公布" if report["published"] else ", [出版日期不详]"
    return f"{clean_text(name_report(report, agency))}: 报告年度 {report['year']}{published}"


def list_fields(report: Row, agency: Row, context: SiteContext) -> Mapping[str, str]:
    """The BibTeX fields of a report but for note and address; without a printed date it has no year of publication."""
    return {
        "author": agency["name"],
        "title": name_report(report, agency),
        "year": report["published"][:4],
        "date": report["published"],
        "howpublished": context.settings.site_name,
        "version": context.version,
    }


def name_version(context: SiteContext) -> str:
    """The portal, its version and the day of it."""
    return f"“{context.settings.site_name}”{context.version} 版（{context.date}{tell_unreleased(context, '，')}）"


def note_version(context: SiteContext) -> str:
    """The version and its day, for notes."""
    return f"数据版本 {context.version}（{context.date}{tell_unreleased(context, '，')}）"


def tell_unreleased(context: SiteContext, before: str) -> str:
    """A word, after `before`, that the data cited was never released; nothing for a release."""
    return "" if context.released else f"{before}未发布的构建"


def _write_gbt7714(author: str, title: str, context: SiteContext, access: str) -> str:
    """One entry in the order of the standard; where no address is known, the id by which it is found stands there."""
    version = f"{context.version} 版{tell_unreleased(context, ', ')}"
    made = f"{version}. {context.settings.site_name}, {context.version[:4]}({context.date})."
    return f"{author}. {title}. {made}{f' {access}.' if access else ''}"


def _describe_data(title: str, authors: Sequence[str], context: SiteContext, url: str) -> dict[str, object]:
    return {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": title,
        "authors": [{"name": author} for author in authors],
        "version": context.version,
        "date-released": context.date,
        "license": LICENCE,
        **({"url": url} if url else {}),
    }
