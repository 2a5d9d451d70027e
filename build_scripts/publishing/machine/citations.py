"""How to cite a report: in a sentence, by GB/T 7714, in BibTeX. The agency first, the portal second, then the version.

The report is an electronic document, [EB/OL]; the package a data set, [DS/OL]: both lie on the network, with or
without an address known. The report year always stands there, for many a report bears no date.

Comes in: the rows of a report and its agency. Goes out: plain text. Refuses to know: the clock (no date of access is
made up), HTML. Source of the form: GB/T 7714—2015, 信息与文献 参考文献著录规则.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from build_scripts.packaging.package import Row


class Citations(NamedTuple):
    """The same report, or the whole package, cited three ways."""

    inline: str
    gbt7714: str
    bibtex: str


def name_report(report: Row, agency: Row) -> str:
    """The title as printed; where none is printed, what such a report is called, without a claim to be its title.

    >>> name_report({"title": "", "year": "2023"}, {"name": "卫辉市城市管理局"})
    '卫辉市城市管理局2023年政府信息公开工作年度报告（原文没有标题）'
    """
    return report["title"] or f"{agency['name']}{report['year']}年政府信息公开工作年度报告（原文没有标题）"


def cite_report(report: Row, agency: Row, portal: str, version: str, address: str) -> Citations:
    """The citations of a report; `address` is its page's absolute address, empty while the site has none.

    Without one the agency's own address (`source_url`) stands there, and if that is not known either, none.
    """
    url = address or report["source_url"]
    name, year, published = name_report(report, agency), f"报告年度 {report['year']}", report["published"]
    return Citations(
        inline=f"{agency['name']}：《{name}》，{year}{f'，{published} 公布' if published else ''}。"
        f"数据取自“{portal}”{version} 版，报告编号 {report['report_id']}。",
        gbt7714=f"{agency['name']}. {name}[EB/OL]. {published or year}."
        f" {portal}, {version} 版, {report['report_id']}.{f' {url}.' if url else ''}",
        bibtex=_write_bibtex(report, agency, portal, version, url),
    )


def cite_agency(agency: Row, held: str, portal: str, version: str, address: str) -> Citations:
    """The citations of what is held of an agency, `held` being its years in words; `address` is its page's absolute
    address, empty if unknown."""
    name = f"政府信息公开工作年度报告数据（{held} 年度）"
    fields = {
        "author": f"{{{_tame(agency['name'])}}}",
        "title": f"{{{_tame(name)}}}",
        "year": version[:4],
        "publisher": _tame(portal),
        "version": _tame(version),
        "note": _tame(f"机关编号 {agency['agency_id']}"),
        "url": _tame(address),
    }
    lines = [f"  {field} = {{{value}}}" for field, value in fields.items() if value]
    return Citations(
        inline=f"{agency['name']}：政府信息公开工作年度报告，{held} 年度。"
        f"数据取自“{portal}”{version} 版，机关编号 {agency['agency_id']}。",
        gbt7714=f"{agency['name']}. {name}[DS/OL]. {version[:4]}. {portal}, {version} 版, {agency['agency_id']}."
        f"{f' {address}.' if address else ''}",
        bibtex=f"@misc{{{agency['agency_id']},\n" + ",\n".join(lines) + "\n}\n",
    )


def cite_package(portal: str, version: str, address: str) -> Citations:
    """The citations of the whole data package; `address` is the site's, empty while it has none."""
    fields = {
        "author": f"{{{_tame(f'{portal}项目')}}}",
        "title": f"{{{_tame(portal)}}}",
        "year": version[:4],
        "publisher": _tame(portal),
        "version": _tame(version),
        "url": _tame(address),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return Citations(
        inline=f"数据取自“{portal}”{version} 版，由各机关公布的年度报告编成。",
        gbt7714=f"{portal}项目. {portal}: {version} 版[DS/OL]. {version[:4]}.{f' {address}.' if address else ''}",
        bibtex=f"@misc{{disclosure-reports-{version},\n" + ",\n".join(lines) + "\n}\n",
    )


def _write_bibtex(report: Row, agency: Row, portal: str, version: str, url: str) -> str:
    fields = {
        "author": f"{{{_tame(agency['name'])}}}",
        "title": f"{{{_tame(name_report(report, agency))}}}",
        "year": report["year"],
        "date": report["published"],
        "howpublished": _tame(portal),
        "version": _tame(version),
        "note": _tame(f"报告年度 {report['year']}，报告编号 {report['report_id']}"),
        "url": _tame(url),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{report['report_id']},\n" + ",\n".join(lines) + "\n}\n"


def _tame(text: str) -> str:
    """Text that cannot leave its braces: what BibTeX and TeX give a meaning is taken out or escaped.

    >>> _tame("50% {a} x_y")
    '50\\\\% a x\\\\_y'
    """
    plain = re.sub(r"[{}\\]", "", re.sub(r"\s+", " ", text))
    return re.sub(r"([%&#$_])", r"\\\1", plain)
