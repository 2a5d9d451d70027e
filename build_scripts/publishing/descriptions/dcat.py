"""The data as a catalogue of data sets (DCAT 3, with what DCAT-AP asks for).

Comes in: the catalogue. Goes out: nodes of a graph, for `dcat.jsonld` and `dcat.ttl`. Refuses to know: how a graph is
written, the disk. Source: https://www.w3.org/TR/vocab-dcat-3/. The whole is a data set, so is each year and each
province that has files of its own; the years are a series. Every file that is offered is the distribution of one.
Addresses are relative to the file while the site knows none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from build_scripts.publishing.catalogue import Catalogue, Group, Place, group_offers
from build_scripts.publishing.contact import find_contact
from build_scripts.publishing.descriptions.graph import Iri, Literal, Node, Value
from build_scripts.publishing.descriptions.standards import DATA_PACKAGE, PACKINGS, STANDARDS, Standard
from build_scripts.publishing.links import root_of
from build_scripts.publishing.offers import LATEST, Offer

PAGE = "data/"
_EU = "http://publications.europa.eu/resource/authority/"
IRREGULAR = Iri(_EU + "frequency/IRREG")
GOVERNMENT = Iri(_EU + "data-theme/GOVE")
PUBLIC = Iri(_EU + "access-right/PUBLIC")
CHINESE = Iri(_EU + "language/ZHO")
ENGLISH = Iri(_EU + "language/ENG")
IANA = "https://www.iana.org/assignments/media-types/"
SHA256 = Iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
Said = tuple[str, Value]


def describe_dcat(catalogue: Catalogue) -> tuple[Node, ...]:
    """The whole graph: catalogue, publisher, series, data sets, distributions, places, standards."""
    groups = group_offers(catalogue)
    years = [group for group in groups if group.kind == "year"]
    members = [_describe_group(group, catalogue, years) for group in groups]
    return (
        _describe_catalogue(catalogue, groups, bool(years)),
        Node(
            _name("publisher", catalogue),
            ("foaf:Agent", "foaf:Organization"),
            (*_tell("foaf:name", catalogue.publisher, catalogue.publisher_en),),
        ),
        *([_describe_series(catalogue, years)] if years else []),
        _describe_rights(catalogue),
        *members,
        *(_describe_file(offer, catalogue) for group in groups for offer in group.offers),
        *(_describe_place(place, catalogue) for place in catalogue.places),
        *(_describe_standard(standard) for standard in dict.fromkeys((DATA_PACKAGE, *STANDARDS.values()))),
    )


def _describe_catalogue(catalogue: Catalogue, groups: Sequence[Group], series: bool) -> Node:
    said: list[Said] = [
        *_tell("dct:title", catalogue.title, catalogue.title_en),
        *_tell("dct:description", catalogue.description, catalogue.description_en),
        *_tell_origin(catalogue),
        ("foaf:homepage", Iri(_link("", catalogue))),
        ("dcat:themeTaxonomy", Iri(_EU + "data-theme")),
        *(("dcat:dataset", Iri(_name_group(group, catalogue))) for group in groups),
    ]
    return Node(
        _name("catalog", catalogue),
        ("dcat:Catalog",),
        (*said, *([("dcat:dataset", Iri(_name("years", catalogue)))] if series else [])),
    )


def _describe_series(catalogue: Catalogue, years: Sequence[Group]) -> Node:
    newest, oldest = years[0], years[-1]
    said: list[Said] = [
        *_tell("dct:title", f"{catalogue.title}：各年度", f"{catalogue.title_en}: by report year"),
        *_tell("dct:description", "每个报告年度一个数据集。", "A data set for each report year."),
        *_tell_origin(catalogue),
        ("dct:accrualPeriodicity", IRREGULAR),
        _tell_span(int(oldest.code), int(newest.code)),
        ("dcat:first", Iri(_name_group(oldest, catalogue))),
        ("dcat:last", Iri(_name_group(newest, catalogue))),
    ]
    return Node(_name("years", catalogue), ("dcat:DatasetSeries",), said)


def _describe_group(group: Group, catalogue: Catalogue, years: Sequence[Group]) -> Node:
    whole = group.kind == "whole"
    title = catalogue.title if whole else f"{catalogue.title}：{group.title}"
    title_en = catalogue.title_en if whole else f"{catalogue.title_en}: {group.title_en}"
    keywords: list[Said] = [("dcat:keyword", _word(word)) for word in catalogue.keywords]
    said: list[Said] = [
        *_tell("dct:title", title, title_en),
        *_tell("dct:description", catalogue.description, catalogue.description_en),
        ("dct:identifier", Literal(f"{catalogue.name}{f'-{group.code}' if group.code else ''}-{catalogue.version}")),
        *_tell_origin(catalogue),
        ("dct:creator", Iri(_name("publisher", catalogue))),
        ("dct:accessRights", PUBLIC),
        ("dct:accrualPeriodicity", IRREGULAR),
        ("dcat:theme", GOVERNMENT),
        *keywords,
        ("dcat:landingPage", Iri(_link(PAGE, catalogue))),
        ("dcat:version", Literal(catalogue.version)),
        ("dct:bibliographicCitation", Literal(catalogue.citations.gbt7714, "zh")),
        ("dct:conformsTo", Iri(DATA_PACKAGE.url)),
        *_tell_coverage(group, catalogue),
        *_tell_place_in(group, catalogue, years),
        *(("dcat:distribution", Iri(_name_file(offer, catalogue))) for offer in group.offers),
    ]
    return Node(_name_group(group, catalogue), ("dcat:Dataset",), said)


def _tell_origin(catalogue: Catalogue) -> Iterator[Said]:
    """Who published it, when, under which licence, in which languages."""
    yield "dct:publisher", Iri(_name("publisher", catalogue))
    yield (
        "dct:issued",
        Literal(min([catalogue.date, *(one.date for one in catalogue.releases if one.published)]), type="xsd:date"),
    )
    yield "dct:modified", Literal(catalogue.date, type="xsd:date")
    yield "dct:license", Iri(catalogue.licence.url)
    yield "dct:rights", Iri(_name("rights", catalogue))
    yield "dct:language", CHINESE
    yield "dct:language", ENGLISH
    contact = list(_tell_contact(catalogue))
    if contact:
        name: Said = ("vcard:fn", Literal(catalogue.publisher, "zh"))
        yield "dcat:contactPoint", Node("", ("vcard:Organization",), [name, *contact])


def _tell_contact(catalogue: Catalogue) -> Iterator[Said]:
    """The repository, and the contact that the site is given; an address of the post is a note."""
    if catalogue.repository:
        yield "vcard:hasURL", Iri(catalogue.repository)
    if door := find_contact(catalogue.contact):
        if door.href:
            yield "vcard:hasEmail" if door.href.startswith("mailto:") else "vcard:hasURL", Iri(door.href)
        else:
            yield "vcard:note", Literal(door.words)


def _tell_coverage(group: Group, catalogue: Catalogue) -> Iterator[Said]:
    """Which years and places it is of; a year's own places are not told."""
    if group.kind == "year":
        yield _tell_span(int(group.code), int(group.code))
    elif group.kind == "whole" and catalogue.years:
        yield _tell_span(catalogue.years[0], catalogue.years[-1])
    for place in catalogue.places:
        if group.kind == "whole" or group.code == place.code:
            yield "dct:spatial", Iri(_name_place(place, catalogue))


def _tell_place_in(group: Group, catalogue: Catalogue, years: Sequence[Group]) -> Iterator[Said]:
    """What it belongs to and what was before it."""
    if group.kind != "whole":
        yield "dct:isPartOf", Iri(_name("dataset", catalogue))
    else:
        for earlier in catalogue.earlier_releases()[:1]:
            yield "dcat:previousVersion", Iri(_link(f"{PAGE}{earlier.version}/", catalogue))
    if group.kind == "year":
        yield "dcat:inSeries", Iri(_name("years", catalogue))
        for later, earlier_year in pairwise(years):
            if later.code == group.code:
                yield "dcat:prev", Iri(_name_group(earlier_year, catalogue))


def _describe_file(offer: Offer, catalogue: Catalogue) -> Node:
    checksum: list[Said] = [
        ("spdx:algorithm", SHA256),
        ("spdx:checksumValue", Literal(offer.sha256, type="xsd:hexBinary")),
    ]
    said: list[Said] = [
        *_tell("dct:title", offer.title, offer.title_en),
        ("dct:identifier", Literal(offer.path)),
        ("dcat:accessURL", Iri(_link(PAGE, catalogue))),
        ("dcat:downloadURL", Iri(_link(offer.path, catalogue))),
        ("dcat:byteSize", Literal(str(offer.size), type="xsd:nonNegativeInteger")),
        ("spdx:checksum", Node("", ("spdx:Checksum",), checksum)),
        ("dcat:mediaType", Iri(IANA + offer.media_type)),
        *_tell_rights(offer, catalogue),
        ("dct:issued", Literal(catalogue.date, type="xsd:date")),
    ]
    if offer.compression:
        name = "dcat:compressFormat" if offer.compression == "gzip" else "dcat:packageFormat"
        said.append((name, Iri(IANA + PACKINGS[offer.compression])))
    if offer.kind in STANDARDS:
        said.append(("dct:conformsTo", Iri(STANDARDS[offer.kind].url)))
    return Node(_name_file(offer, catalogue), ("dcat:Distribution",), said)


def _tell_rights(offer: Offer, catalogue: Catalogue) -> Iterator[Said]:
    """The licence of what was compiled and what it does not cover; files as handed in are the agencies' own."""
    if offer.kind != "sources":
        yield "dct:license", Iri(catalogue.licence.url)
    yield "dct:rights", Iri(_name("rights", catalogue))


def _describe_rights(catalogue: Catalogue) -> Node:
    words = _tell("rdfs:label", catalogue.rights, catalogue.rights_en)
    return Node(_name("rights", catalogue), ("dct:RightsStatement",), tuple(words))


def _describe_place(place: Place, catalogue: Catalogue) -> Node:
    said = [*_tell("skos:prefLabel", place.name, place.name_en), ("dct:identifier", Literal(place.code))]
    return Node(_name_place(place, catalogue), ("dct:Location",), said)


def _describe_standard(standard: Standard) -> Node:
    return Node(standard.url, ("dct:Standard",), (("dct:title", Literal(standard.name, "en")),))


def _tell_span(first: int, last: int) -> Said:
    """Report years, as days: a report is of a calendar year."""
    days: list[Said] = [
        ("dcat:startDate", Literal(f"{first}-01-01", type="xsd:date")),
        ("dcat:endDate", Literal(f"{last}-12-31", type="xsd:date")),
    ]
    return "dct:temporal", Node("", ("dct:PeriodOfTime",), days)


def _tell(name: str, zh: str, en: str) -> Iterator[Said]:
    yield name, Literal(zh, "zh")
    if en and en != zh:
        yield name, Literal(en, "en")


def _word(word: str) -> Literal:
    return Literal(word, "en" if word.isascii() else "zh")


def _link(path: str, catalogue: Catalogue) -> str:
    """The address of what lies below the site's root, absolute if the site knows its own."""
    return catalogue.absolute(path) or root_of(LATEST) + path


def _name(fragment: str, catalogue: Catalogue) -> str:
    return _link(f"{PAGE}#{fragment}", catalogue)


def _name_group(group: Group, catalogue: Catalogue) -> str:
    return _name("dataset" if group.kind == "whole" else f"{group.kind}-{group.code}", catalogue)


def _name_file(offer: Offer, catalogue: Catalogue) -> str:
    return _name(f"file-{offer.path.removeprefix(LATEST)}", catalogue)


def _name_place(place: Place, catalogue: Catalogue) -> str:
    return _link(f"regions/{place.code}/", catalogue)
