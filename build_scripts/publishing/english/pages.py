"""What the English pages take from the package: the same model as the Chinese ones, the English half of its words.

Comes in: the package and the files as they were published. Goes out: slots as HTML, by address. Refuses to know: the
pages' own words, the disk.
"""

from __future__ import annotations

from collections.abc import Mapping

from build_scripts.packaging.package import Package
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.contents import draw_contents
from build_scripts.publishing.data.dictionary_tables import describe_tables, find_prints
from build_scripts.publishing.data.downloads import draw_downloads
from build_scripts.publishing.data.entries import find_rule_forms
from build_scripts.publishing.data.glossary import ENGLISH_ADDRESS, draw_glossary
from build_scripts.publishing.data.page import draw_tables
from build_scripts.publishing.data.which import draw_which
from build_scripts.publishing.hand_pages import Filler
from build_scripts.publishing.links import root_of
from build_scripts.publishing.machine.english_citations import cite_package_english
from build_scripts.publishing.templates import render

HOME = "en/"
DATA = "en/data/"
DICTIONARY = "en/dictionary/"
LONGEST_LIST = 120
"""Codes of a list that the English page shows; longer lists lie in their files."""


def make_english_fillers(catalogue: Catalogue) -> Mapping[str, Filler]:
    """Who fills the English pages, by address."""

    def fill_home(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"coverage": draw_coverage(context)}

    def fill_data(package: Package, context: SiteContext) -> Mapping[str, str]:
        root = root_of(DATA)
        return {
            **draw_downloads(catalogue, context, "en", root),
            "resources": draw_tables(
                catalogue,
                "en",
                root,
                {table.name: (table.definition_en, f"{root}{DICTIONARY}#{table.name}") for table in catalogue.tables},
            ),
            "version": render("data/version.html", version=catalogue.version),
            "standing": render("english/standing.html", context=context, root=root),
            "contents": draw_contents(context, "en", root),
            "which": draw_which(catalogue, "en", root),
            "citations": render(
                "data/citations.html",
                citations=cite_package_english(context, catalogue.title_en),
                day=catalogue.date,
                lang="en",
            ),
        }

    def fill_dictionary(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"dictionary": draw_dictionary(package, context)}

    def fill_glossary(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"glossary": draw_glossary("en")}

    return {HOME: fill_home, DATA: fill_data, DICTIONARY: fill_dictionary, ENGLISH_ADDRESS: fill_glossary}


def draw_coverage(context: SiteContext) -> str:
    """What is held, in figures, each leading to its list."""
    years = sorted({int(row["year"]) for row in context.reports})
    provinces = {context.region_path(row["region_code"])[0]["code"] for row in context.agencies.values()}
    return render(
        "english/coverage.html",
        reports=len(context.reports),
        agencies=len(context.agencies),
        provinces=len(provinces),
        span=f"{years[0]}–{years[-1]}" if years else "—",
        context=context,
        root=root_of(HOME),
    )


def draw_dictionary(package: Package, context: SiteContext) -> str:
    """Every table with its columns and every code list with its codes, as HTML."""
    tables = list(describe_tables(package))
    groups = [
        ("Tables", [table for table in tables if not table.is_list]),
        ("Code lists and registers", [table for table in tables if table.is_list]),
    ]
    return render(
        "english/dictionary.html",
        groups=groups,
        root=root_of(DICTIONARY),
        most=LONGEST_LIST,
        prints=find_prints(package),
        forms=context.codes.printed_forms,
        editions={"rules": {row["code"]: ", ".join(find_rule_forms(row, context)) for row in package.lists["rules"]}},
    )
