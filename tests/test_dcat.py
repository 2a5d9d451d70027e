"""The DCAT catalogue: two writings of one graph, which tells what DCAT 3 and DCAT-AP oblige a catalogue to tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCTERMS, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.descriptions.dcat import describe_dcat
from build_scripts.publishing.descriptions.graph import Iri, Node
from build_scripts.publishing.descriptions.graph import Literal as Words
from build_scripts.publishing.descriptions.turtle import write_turtle
from build_scripts.publishing.offers import Offer
from build_scripts.releasing.ledger import Release
from tests.packages import ROOT

DCAT = Namespace("http://www.w3.org/ns/dcat#")
BASE = "https://example.org/reports/data/latest/"
SITE = "https://example.org/reports/"


@pytest.fixture(scope="module")
def graph(country_folder: Path) -> Graph:
    """The catalogue of the site as it is published, read from its Turtle."""
    return read(country_folder / "data/latest/dcat.ttl", "turtle")


def read(path: Path, format: str) -> Graph:
    return Graph().parse(path, format=format, publicID=BASE + path.name)


def complaints(graph: Graph) -> str:
    """What the shapes find wrong; empty if nothing is. Every class of a resource is a resource."""
    kinds = Graph()
    for kind in (DCAT.Dataset, DCAT.DatasetSeries, DCAT.Catalog):
        kinds.add((kind, RDFS.subClassOf, DCAT.Resource))
    holds, _, text = validate(graph, shacl_graph=str(ROOT / "tests/shapes/dcat.ttl"), ont_graph=kinds, inference="rdfs")
    return "" if holds else str(text)


def test_turtle_and_json_ld_are_one_graph(country_folder: Path, graph: Graph) -> None:
    assert isomorphic(graph, read(country_folder / "data/latest/dcat.jsonld", "json-ld"))


def test_it_tells_all_that_a_catalogue_must_tell(graph: Graph) -> None:
    assert complaints(graph) == ""


@pytest.mark.parametrize(
    "name", [DCTERMS.title, DCTERMS.publisher, DCTERMS.description, DCAT.downloadURL, DCAT.byteSize, DCAT.startDate]
)
def test_what_is_left_out_is_missed(catalogue: Catalogue, name: URIRef) -> None:
    cut = parse(replace(catalogue, offers=catalogue.offers[:3]))
    cut.remove((None, name, None))
    assert complaints(cut) != ""


def test_what_lies_where_it_says_is_there(country_folder: Path, graph: Graph) -> None:
    found = [str(address) for address in graph.objects(None, DCAT.downloadURL)]
    assert found
    for address in found:
        assert address.startswith(SITE)
        assert (country_folder / address.removeprefix(SITE)).is_file()


def test_years_are_a_series_in_their_order(catalogue: Catalogue) -> None:
    years = ("2021", "2023", "2024")
    whole = ("package", "年", "year", "application/zip", "zip")
    offers = tuple(Offer(f"data/latest/years/{year}/a.zip", *whole, year, "", None, 1, "0" * 64) for year in years)
    graph = parse(replace(catalogue, offers=(*catalogue.offers, *offers), site_url=SITE))
    assert complaints(graph) == ""
    (series,) = graph.subjects(RDF.type, DCAT.DatasetSeries)
    members = {str(member).rpartition("-")[2]: member for member in graph.subjects(DCAT.inSeries, series)}
    assert sorted(members) == list(years)
    assert graph.value(members["2024"], DCAT.prev) == members["2023"]
    assert graph.value(members["2023"], DCAT.prev) == members["2021"]
    assert graph.value(members["2021"], DCAT.prev) is None
    assert (graph.value(series, DCAT.first), graph.value(series, DCAT.last)) == (members["2021"], members["2024"])


def test_the_version_before_is_named_where_the_ledger_knows_it(catalogue: Catalogue) -> None:
    known = Release("2020.1.2", "2020-01-31", "", "", {}, (), ())
    graph = parse(replace(catalogue, releases=(known,), site_url=SITE))
    (dataset,) = graph.subjects(DCAT.previousVersion, None)
    assert graph.value(dataset, DCAT.previousVersion) == URIRef(f"{SITE}data/2020.1.2/")
    assert str(graph.value(dataset, DCTERMS.issued)) == "2020-01-31"
    assert list(parse(catalogue).objects(None, DCAT.previousVersion)) == []


def test_files_as_handed_in_are_under_no_licence_of_ours(catalogue: Catalogue) -> None:
    first = catalogue.offers[0]
    handed_in = first._replace(
        path="data/latest/s.zip", kind="sources", compression="zip", media_type="application/zip"
    )
    graph = parse(replace(catalogue, offers=(first, handed_in), site_url=SITE))
    assert complaints(graph) == ""
    places = {str(graph.value(file, DCAT.downloadURL)): file for file in graph.subjects(RDF.type, DCAT.Distribution)}
    ours, theirs = places[SITE + first.path], places[f"{SITE}data/latest/s.zip"]
    assert graph.value(ours, DCTERMS.license) is not None
    assert graph.value(theirs, DCTERMS.license) is None
    assert graph.value(theirs, DCTERMS.rights) is not None


def test_words_that_mean_something_in_turtle_stay_words() -> None:
    words = '"]; a <x> .\n\\ \r\t”'
    node = Node(
        "https://example.org/a b", ("dcat:Dataset",), (("dct:title", Words(words, "zh")), ("dct:source", Iri("u:>")))
    )
    graph = Graph().parse(data=write_turtle((node,)), format="turtle")
    subject = URIRef("https://example.org/a%20b")
    assert graph.value(subject, DCTERMS.title) == Literal(words, lang="zh")
    assert len(graph) == 3


def parse(catalogue: Catalogue) -> Graph:
    return Graph().parse(data=write_turtle(describe_dcat(catalogue)), format="turtle", publicID=BASE)
