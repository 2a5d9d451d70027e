"""What is where, for language models: `llms.txt`.

Comes in: the catalogue. Goes out: Markdown as https://llmstxt.org/ has it: a title, a summary, notes, sections of
links. Refuses to know: pages, the disk. Chinese first, English after.
"""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.context import write_years
from build_scripts.publishing.machine.citation_files import clean_text
from build_scripts.publishing.offers import LATEST

RULES = (
    "空白不是 0：只有状态是 reported 的格子有数；blank、dash、absent、unreadable 都没有数。"
    " / A blank is never zero: only cells whose state is reported hold a number.",
    "统计范围（reports 的 scope）未说明或重叠的报告，不要相加，也不要比高低。"
    " / Never add or rank reports of unknown or overlapping scope.",
    "各版表格里含义不同的格子，不要连成一条线。"
    " / Cells that mean different things in the editions of the form are not one series.",
    "说的是报告，不是机关：核对不符可能是机关、转换或读取的差错，不作评价。"
    " / Speak of the report, never judge the agency: a sum that differs may be anybody’s slip.",
    "引用时机关在先，本站在后，写明数据版本；每个数都可以指到它的那一行。"
    " / Cite the agency first, this portal second, with the version; every number has its line.",
)
"""The rules of use, Chinese and English."""

PAGES = (
    ("agencies/", "机关 / Agencies", "每个机关各年的报告 / every agency over the years"),
    ("years/", "年份 / Years", "每年收录的报告 / reports held by year"),
    ("regions/", "地区 / Regions", "按省、市、县 / by province, prefecture, county"),
    ("query/", "查询 / Query", "指标、机关、年份列成一张表 / measures, agencies and years as a table"),
    ("query/sql/", "SQL", "在浏览器里用 SQL / SQL in the browser"),
    ("search/", "搜索 / Search", "全文 / full text"),
    ("quality/", "质量 / Quality", "收录、状态、核对、发现 / coverage, states, checks, findings"),
    ("data/", "数据 / Data", "里面有什么、全部下载、引用 / what is in it, every download, how to cite"),
    ("data/read/", "读法 / Recipes", "Python、R、SQL、Excel 的代码和结果 / code and its answers"),
    ("en/data/", "Data (English)", "every download, how to load, how to cite"),
)
MEANINGS = (
    ("data/dictionary/", "数据字典 / Dictionary (Chinese)", "每张表、每一列、每个代码 / every table, column and code"),
    ("en/dictionary/", "Dictionary (English)", "every table, column and code"),
    ("about/", "关于 / About", "方法、局限、法律依据、怎样提出异议 / method, limits, legal basis, objections"),
    ("en/about/", "About (English)", "method, limits, legal basis, objections"),
    ("changes/", "变更 / Changes", "数据和代码的变更 / changes of data and code"),
)
INTERFACE = (
    ("api/v1/index.json", "index.json", "目录：每个文件的大小、校验值、行数 / every file with size, hash, rows"),
    (
        "api/v1/agencies.json",
        "agencies.json",
        "全部机关；各一份 agencies/<agency_id>.json / every agency, and a file for each",
    ),
    (
        "api/v1/schemas/report.json",
        "reports/<report_id>.json",
        "一份报告：正文、每一格、核对、发现 / a report with text, cells, checks and findings; this is its JSON Schema",
    ),
)
FILES = ("package", "xlsx", "sqlite", "json", "jsonl", "sources", "wide")
"""Kinds of files of the whole that are named; the API's index has all."""


OF_PARTS = tuple(f"{LATEST}{folder}/" for folder in ("years", "regions"))
"""Where the files of years and provinces lie: told by pattern, for there are hundreds."""
PATTERNS = (
    (
        "各年度 / by year",
        "data/latest/years/<年 year>/disclosure-reports-<年 year>：.zip、.xlsx、.sqlite.zip、.json.gz、.jsonl.gz、"
        "-wide-<表格版本 form>.csv、-wide.datapackage.json、-sources.zip；有哪些见这份目录 / this index lists them",
    ),
    (
        "各省 / by province",
        "data/latest/regions/<六位代码 code>/disclosure-reports-<六位代码 code>：.zip、.xlsx、"
        "-wide-<表格版本 form>.csv、-wide.datapackage.json；有哪些见这份目录 / this index lists them",
    ),
)
"""How the files of years and provinces are called."""


def write_llms(catalogue: Catalogue) -> str:
    """The whole file."""
    return "\n".join(_write_lines(catalogue)) + "\n"


def _write_lines(catalogue: Catalogue) -> Iterator[str]:
    years = write_years(catalogue.years) or "—"
    yield f"# {catalogue.title}"
    yield ""
    yield f"> {catalogue.description} / {catalogue.description_en}"
    yield ""
    yield (
        f"版本 {catalogue.version}（{catalogue.date}）：{catalogue.agencies} 个机关，{catalogue.reports} 份报告，"
        f"{years} 年度。编成的数据 {catalogue.licence.name}；报告原文是行政机关公布的文件，不由本项目许可。 / "
        f"Version {catalogue.version}: {catalogue.agencies} agencies, {catalogue.reports} reports. Compiled data "
        f"{catalogue.licence.name}; the reports are public authorities’ documents."
    )
    yield ""
    yield from (f"- {rule}" for rule in RULES)
    if catalogue.contact:
        yield f"- 联系 / Contact: {clean_text(catalogue.contact)}"
    for heading, links in (
        ("数据 / Data", tuple(_list_files(catalogue))),
        ("接口 / API", INTERFACE),
        ("含义 / Meaning", MEANINGS),
        ("网页 / Pages", PAGES),
    ):
        yield ""
        yield f"## {heading}"
        yield ""
        for path, name, about in links:
            yield f"- [{name}]({catalogue.absolute(path) or path}): {about}"


def _list_files(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for offer in catalogue.offers:
        if not offer.part and offer.kind in {"description", *FILES} and not offer.path.startswith(OF_PARTS):
            size = f"{offer.size:,} B"
            yield offer.path, offer.name, f"{offer.title} / {offer.title_en}, {size}, SHA-256 {offer.sha256}"
    for name, about in PATTERNS:
        yield "api/v1/index.json", name, about
