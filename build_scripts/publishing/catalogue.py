"""What the data is: the one model of everything that lists or describes it.

Comes in: the package, the context, what is offered, the ledger. Goes out: a frozen `Catalogue`, built once in
`website.finish_site`. Refuses to know: pages, formats, any vocabulary of descriptions. Whoever describes the data
(the data page, the API's index, CSVW, Croissant, DCAT, schema.org, `llms.txt`) takes all that it says from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from build_scripts.packaging.descriptor import RIGHTS, RIGHTS_EN
from build_scripts.packaging.package import Package
from build_scripts.packaging.resources import COLUMNS
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.languages import part_languages
from build_scripts.publishing.machine.citations import Citations, cite_package
from build_scripts.publishing.offers import LATEST, Offer
from build_scripts.releasing.ledger import Release


class Licence(NamedTuple):
    """A licence: its SPDX name, its title, its address."""

    name: str
    title: str
    url: str


class Place(NamedTuple):
    """A province that has reports: its six digits and its names."""

    code: str
    name: str
    name_en: str


class Key(NamedTuple):
    """A foreign key: columns, the table they lead to (its own, if it leads there) and the columns there."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


class Column(NamedTuple):
    """A column: name, type in the table schema, Chinese title, both definitions, unit, constraints."""

    name: str
    type: str
    title: str
    definition: str
    definition_en: str
    unit: str
    constraints: Mapping[str, object]


class Table(NamedTuple):
    """A table of the package: `path` below LATEST; `is_list` of a code list or register."""

    name: str
    title: str
    definition: str
    definition_en: str
    path: str
    is_list: bool
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The data as a whole. `name` is its short name, `date` the day of `version` (ISO), `years` those of the reports,
    rising; `rights` what the licence does not cover; `site_url` empty while the site knows no address; `offers` every
    file that is offered, in the order it is shown; `releases` the versions of the ledger, newest first; `contact` how
    the makers are reached without a repository, empty while unset."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    version: str
    date: str
    licence: Licence
    rights: str
    rights_en: str
    publisher: str
    publisher_en: str
    keywords: tuple[str, ...]
    years: tuple[int, ...]
    places: tuple[Place, ...]
    agencies: int
    reports: int
    citations: Citations
    site_url: str
    repository: str
    tables: tuple[Table, ...]
    offers: tuple[Offer, ...]
    releases: tuple[Release, ...]
    descriptor: Mapping[str, object]
    contact: str = ""

    def list_kind(self, kind: str) -> tuple[Offer, ...]:
        """The offers of a kind, in their order."""
        return tuple(offer for offer in self.offers if offer.kind == kind)

    def absolute(self, address: str) -> str:
        """The absolute address of what lies below the site's root; empty while the site has none."""
        return self.site_url + address if self.site_url else ""

    def earlier_releases(self) -> tuple[Release, ...]:
        """The versions of the ledger before this one whose files were given out, newest first."""
        return tuple(one for one in self.releases if one.published and one.version != self.version)


class Group(NamedTuple):
    """What is offered of one part: `kind` is whole, year or region, `code` the part's, empty for the whole."""

    kind: str
    code: str
    title: str
    title_en: str
    offers: tuple[Offer, ...]


def group_offers(catalogue: Catalogue) -> tuple[Group, ...]:
    """The offers by part: the whole, the years newest first, the provinces by code; each offer in one group.

    A part has the files in its own folder; the Parquet files of a partition are of the whole.
    """
    places = {place.code: place for place in catalogue.places}
    found: dict[tuple[str, str], list[Offer]] = {("whole", ""): []}
    for offer in catalogue.offers:
        found.setdefault(_place_offer(offer), []).append(offer)
    groups = [
        Group(kind, code, *_name_part(kind, code, places), tuple(offers)) for (kind, code), offers in found.items()
    ]
    order = {"whole": 0, "year": 1, "region": 2}
    return tuple(
        sorted(groups, key=lambda one: (order[one.kind], -int(one.code or 0) if one.kind == "year" else one.code))
    )


def _place_offer(offer: Offer) -> tuple[str, str]:
    """The kind and code of the part in whose folder a file lies.

    >>> _place_offer(Offer("data/latest/years/2023/a.zip", *[""] * 5, "2023", "", None, 1, ""))
    ('year', '2023')
    """
    steps = offer.path.removeprefix(LATEST).split("/")
    return (steps[0].removesuffix("s"), steps[1]) if steps[0] in {"years", "regions"} else ("whole", "")


def _name_part(kind: str, code: str, places: Mapping[str, Place]) -> tuple[str, str]:
    if kind == "year":
        return f"{code} 年度", code
    place = places.get(code, Place(code, code, code))
    return (place.name, place.name_en) if kind == "region" else ("全部", "all")


def build_catalogue(
    package: Package, context: SiteContext, offers: Sequence[Offer], releases: Sequence[Release] = ()
) -> Catalogue:
    """The catalogue of what is offered; the same arguments give the same result."""
    told = package.descriptor
    title, title_en = part_languages(told.get("title"))
    description, description_en = part_languages(told.get("description"))
    publisher, publisher_en = part_languages(_first(told.get("contributors")).get("title"))
    licence = _first(told.get("licenses"))
    provinces = {f"{agency['region_code'][:2]}0000" for agency in context.agencies.values()}
    return Catalogue(
        name=str(told.get("name", "")),
        title=title,
        title_en=title_en or TITLE_EN,
        description=description,
        description_en=description_en,
        version=context.version,
        date=context.date,
        licence=Licence(*(str(licence.get(name, "")) for name in ("name", "title", "path"))),
        rights=RIGHTS,
        rights_en=RIGHTS_EN,
        publisher=publisher,
        publisher_en=publisher_en,
        keywords=tuple(map(str, _list(told.get("keywords")))),
        years=tuple(sorted({int(report["year"]) for report in context.reports})),
        places=tuple(_name_place(code, context) for code in sorted(provinces)),
        agencies=len(context.agencies),
        reports=len(context.reports),
        citations=cite_package(context),
        site_url=context.settings.site_url,
        repository=context.settings.repository,
        tables=tuple(_describe_table(resource) for resource in list_resources(package)),
        offers=tuple(offers),
        releases=tuple(releases),
        descriptor=told,
        contact=context.settings.contact,
    )


TITLE_EN = "Annual reports on government information disclosure in China: open data"
"""The English name of the data; the descriptor has the Chinese one alone."""


def _name_place(code: str, context: SiteContext) -> Place:
    row = context.regions.get(code, {})
    return Place(code, row.get("label_zh", code), row.get("label_en", code))


def _describe_table(resource: Mapping[str, object]) -> Table:
    name, schema = str(resource["name"]), _mapping(resource["schema"])
    definition, definition_en = part_languages(resource.get("description"))
    return Table(
        name=name,
        title=str(resource.get("title", name)),
        definition=definition,
        definition_en=definition_en,
        path=str(resource["path"]),
        is_list=name not in COLUMNS,
        columns=tuple(_describe_column(_mapping(field)) for field in _list(schema["fields"])),
        key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(_describe_key(_mapping(key), name) for key in _list(schema.get("foreignKeys", []))),
    )


def _describe_column(field: Mapping[str, object]) -> Column:
    definition, definition_en = part_languages(field.get("description"))
    return Column(
        name=str(field["name"]),
        type=str(field["type"]),
        title=str(field.get("title", field["name"])),
        definition=definition,
        definition_en=definition_en,
        unit=str(field.get("unit", "")),
        constraints=_mapping(field.get("constraints", {})),
    )


def _describe_key(key: Mapping[str, object], own: str) -> Key:
    reference = _mapping(key["reference"])
    return Key(_names(key["fields"]), str(reference.get("resource") or own), _names(reference["fields"]))


def _names(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, _list(value)))


def _first(value: object) -> Mapping[str, object]:
    found = _list(value)
    return _mapping(found[0]) if found else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
