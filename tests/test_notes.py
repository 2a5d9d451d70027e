"""Every zip tells who opens it what is in it, under which licence, of which version and day, and how to cite it."""

from __future__ import annotations

from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.machine.citations import cite_package
from build_scripts.publishing.notes import NOTES, list_notes

CONTENTS = (("data/表.csv", "一张表", "a table"), ("a-longer-name.csv", "又一张", "another"))


def notes(context: SiteContext) -> dict[str, str]:
    return {name: data.decode() for name, data in list_notes(context, "2023 年度 / year 2023", CONTENTS)}


def test_the_notes_are_named_as_agreed_and_the_same_each_time(site_context: SiteContext) -> None:
    assert tuple(notes(site_context)) == NOTES
    assert notes(site_context) == notes(site_context)


def test_the_readme_tells_title_version_and_every_file_in_both_languages(site_context: SiteContext) -> None:
    readme = notes(site_context)["README.txt"]
    assert readme.startswith(
        "2023 年度 / year 2023\n开放数据，数据版本 "
        f"{site_context.version}（{site_context.date}）\n\n"
        "data/表.csv        一张表\na-longer-name.csv  又一张\nLICENCE.txt        许可\n"
    )
    assert f"Data version {site_context.version} ({site_context.date})" in readme
    assert "data/表.csv        a table\na-longer-name.csv  another\n" in readme
    assert "空白不等于 0" in readme
    assert "Blank is never zero" in readme


def test_the_citations_are_those_of_the_data(site_context: SiteContext) -> None:
    written, cited = notes(site_context), cite_package(site_context)
    assert (written["CITATION.bib"], written["CITATION.cff"]) == (cited.bibtex, cited.cff)
    for text in (cited.inline, cited.gbt7714, cited.bibtex):
        assert text in written["CITATION.txt"]


def test_the_licence_frees_the_data_and_claims_nothing_of_the_reports(site_context: SiteContext) -> None:
    licence = notes(site_context)["LICENCE.txt"]
    assert "CC0 1.0" in licence
    assert "不由本项目许可" in licence
