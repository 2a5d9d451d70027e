"""The data page and the list of the dictionary: hand-written pages that show what can be taken away.

Comes in: the files as they were published. Goes out: slots as HTML. Refuses to know: the pages' own words, the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from build_scripts.packaging.package import Package
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.data.contents import draw_contents
from build_scripts.publishing.data.dictionary import ADDRESS, draw_dictionary_list
from build_scripts.publishing.data.downloads import draw_downloads
from build_scripts.publishing.data.glossary import ADDRESS as GLOSSARY
from build_scripts.publishing.data.glossary import draw_glossary
from build_scripts.publishing.data.questions import Questions, draw_answers
from build_scripts.publishing.data.which import draw_which
from build_scripts.publishing.hand_pages import Filler
from build_scripts.publishing.home.page import fill_home
from build_scripts.publishing.links import root_of
from build_scripts.publishing.machine.catalogue_ld import describe_catalog, describe_dataset
from build_scripts.publishing.machine.json_ld import write_json_ld
from build_scripts.publishing.offers import Offer
from build_scripts.publishing.query.page import draw_measures
from build_scripts.publishing.templates import render

RECIPES = "data/read/"
"""The page of recipes."""


def make_data_fillers(catalogue: Catalogue, questions: Questions) -> Mapping[str, Filler]:
    """Who fills the data page, the recipes, the dictionary's list and the home page, which describes the portal, by
    address. All records must have passed `questions` by the time a page is filled."""

    def fill_data(package: Package, context: SiteContext) -> Mapping[str, str]:
        parquet = catalogue.list_kind("parquet")
        return {
            **draw_downloads(catalogue, context, "zh", root_of("data/")),
            "contents": draw_contents(context, "zh", root_of("data/")),
            "which": draw_which(catalogue, "zh", root_of("data/")),
            "resources": draw_tables(
                catalogue,
                "zh",
                root_of("data/"),
                {table.name: (table.title, f"dictionary/{table.name}/") for table in catalogue.tables},
            ),
            "parquet": render(
                "data/parquet.html",
                tables=list_by_table(parquet),
                count=len(parquet),
                size=sum(file.size for file in parquet),
            ),
            "version": render("data/version.html", version=catalogue.version),
            "citations": render("data/citations.html", citations=catalogue.citations, day=catalogue.date),
            "json_ld": write_json_ld(describe_dataset(catalogue)),
        }

    def fill_recipes(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {
            "version": render("data/version.html", version=catalogue.version),
            "answers": draw_answers(questions),
        }

    def fill_front(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {**fill_home(package, context), "json_ld": write_json_ld(describe_catalog(catalogue))}

    def fill_dictionary(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"dictionary": draw_dictionary_list(package, context), "measures": draw_measures(context)}

    def fill_glossary(package: Package, context: SiteContext) -> Mapping[str, str]:
        return {"glossary": draw_glossary("zh")}

    return {
        "": fill_front,
        "data/": fill_data,
        RECIPES: fill_recipes,
        ADDRESS: fill_dictionary,
        GLOSSARY: fill_glossary,
    }


def draw_tables(catalogue: Catalogue, lang: str, root: str, about: Mapping[str, tuple[str, str]]) -> str:
    """The CSV of each table, with the compressed one where there is one; `about` has its words and where they lead."""
    packed = {offer.table: offer for offer in catalogue.list_kind("csv_gz")}
    files = [(file, *about[file.table], packed.get(file.table)) for file in catalogue.list_kind("csv")]
    return render("data/files.html", lang=lang, root=root, files=files)


def list_by_table(files: Iterable[Offer]) -> Sequence[Sequence[Offer]]:
    """The files of each table, tables and files in the order given."""
    tables: dict[str, list[Offer]] = {}
    for file in files:
        tables.setdefault(file.table, []).append(file)
    return list(tables.values())
