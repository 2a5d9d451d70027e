"""What the package is → `datapackage.json` (Data Package 2.0).

Comes in: version, schemas, sizes and hashes of the files. Goes out: the descriptor as plain data. Refuses to know: the
disk, the clock, reports. Source: https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from build_scripts.files.indented import write_indented

NAME = "disclosure-reports"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TITLE = "政府信息公开工作年度报告开放数据"
DESCRIPTION = (
    "各级行政机关依《政府信息公开条例》第五十条公布的年度报告，逐格读成数据，并附正文、核对结果和读取时的发现。"
    "每个数都能回到报告的行；空白不等于0。各表按主键排序，代码表的印刷次序见 order 列；"
    "单元格原样写出，不为电子表格转义。"
    "读取的原文在 data/text/<report_id>.txt；收到的文件不在这里，在各年度的 …-sources.zip 和每份报告的 bundle.zip 里"
    "（全文公布的报告才有）。 / "
    "Annual reports on government information disclosure under Article 50 "
    "of China’s Regulations on Open Government Information, read cell by cell, with their texts, checks and findings. "
    "Every number leads back to its line; blank is never zero. All tables are sorted by primary key; code lists give "
    "the printed order in a column; cells are exact and not escaped for spreadsheets. The text that was read is in "
    "data/text/<report_id>.txt; the files as handed in are not here but in the zips …-sources.zip of each year and in "
    "each report’s bundle.zip (of reports released in full)."
)
RIGHTS = (
    "编成的数据：CC0 1.0。报告原文（读取的文字、收到的文件，以及各表里逐字引用的部分）是行政机关公布的文件，"
    "不由本项目许可。"
)
RIGHTS_EN = (
    "Compiled data: CC0 1.0. The reports themselves (their texts, the files as handed in, and verbatim quotes in the "
    "tables) are public authorities’ documents, which this project does not license."
)
"""What the licence does not cover, said wherever the licence is."""
LICENCE, LICENCE_URL = "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"
"""The SPDX name of the licence, and its address."""
LICENCES = [
    {
        "name": LICENCE,
        "path": LICENCE_URL,
        "title": "Creative Commons Zero v1.0 Universal",
    }
]
SOURCES = [
    {"title": "各机关公布的政府信息公开工作年度报告，逐份见 reports 的 source_file 和 source_url"},
    {
        "title": "国务院办公厅政府信息与政务公开办公室关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知"
        "（国办公开办函〔2021〕30号），及此前的格式（国办公开办函〔2019〕60号）"
    },
    {"title": "中华人民共和国行政区划代码（GB/T 2260），逐行见 regions 的 source"},
]
PROJECT_NAME, PROJECT_NAME_EN = "政府信息公开工作年度报告开放数据项目", "Disclosure Reports Open Data Project"
"""What the makers of the data are called, in every citation and description."""
CONTRIBUTORS = [
    {
        "title": f"{PROJECT_NAME} / {PROJECT_NAME_EN}",
        "roles": ["creator", "maintainer"],
    }
]
KEYWORDS = ["政府信息公开", "年度报告", "依申请公开", "freedom of information", "China", "open data"]
DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}


@dataclass(frozen=True, slots=True)
class ResourceFile:
    """A published CSV: its resource's name, its size in bytes, its SHA-256 in hex, its Table Schema."""

    name: str
    bytes: int
    sha256: str
    schema: Mapping[str, object]


def build_descriptor(version: str, date: str, resources: Iterable[ResourceFile]) -> dict[str, object]:
    """The whole descriptor; the same arguments give the same result, in the same order.

    `date` is the day of the version (ISO); it stands in `created`, which Data Package 2.0 wants as a moment: midnight
    in Beijing.
    """
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": TITLE,
        "description": DESCRIPTION,
        "version": version,
        "created": f"{date}T00:00:00+08:00",
        "licenses": LICENCES,
        "rights": f"{RIGHTS} / {RIGHTS_EN}",
        "sources": SOURCES,
        "contributors": CONTRIBUTORS,
        "keywords": KEYWORDS,
        "resources": [_describe(resource) for resource in resources],
    }


def render_descriptor(descriptor: Mapping[str, object]) -> str:
    """The descriptor as JSON text: UTF-8 unescaped, two blanks of indent, LF at the end."""
    return write_indented(descriptor) + "\n"


def _describe(resource: ResourceFile) -> dict[str, object]:
    """A resource; title and description are those of its schema, which is given whole."""
    return {
        "name": resource.name,
        "type": "table",
        "title": resource.schema["title"],
        "description": resource.schema["description"],
        "path": f"data/{resource.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.bytes,
        "hash": f"sha256:{resource.sha256}",
        "dialect": DIALECT,
        "schema": {key: value for key, value in resource.schema.items() if key not in {"title", "description"}},
    }
