"""The portal and the whole of its data in schema.org's words, for the home page and the data page.

Comes in: the catalogue. Goes out: plain data for JSON-LD. Refuses to know: pages, single reports. Addresses are left
out while the site knows none: a search engine takes no relative ones. Of the files those of the whole are told; the
parts, the compressed tables and Parquet are in DCAT and in the API's index, a page would only be heavier for them.
"""

from __future__ import annotations

from build_scripts.packaging.descriptor import LICENCE_URL
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.languages import APART
from build_scripts.publishing.machine.json_ld import TECHNIQUE, USAGE, VARIABLES
from build_scripts.publishing.offers import Offer

TOLD = ("package", "xlsx", "sqlite", "wide", "json", "jsonl", "sources", "csv")
"""Kinds of files of the whole that are told on the data page."""


def describe_catalog(catalogue: Catalogue) -> dict[str, object]:
    """The whole site as a schema.org DataCatalog."""
    url = {"url": catalogue.site_url} if catalogue.site_url else {}
    data = {"url": catalogue.absolute("data/")} if catalogue.site_url else {}
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        **_tell_common(catalogue),
        **url,
        "dataset": {"@type": "Dataset", **_tell_common(catalogue), **data},
    }


def describe_dataset(catalogue: Catalogue) -> dict[str, object]:
    """The whole data as a schema.org Dataset; addresses of files only where the site has one."""
    years, url = catalogue.years, {"url": catalogue.site_url} if catalogue.site_url else {}
    data = {"url": catalogue.absolute("data/")} if catalogue.site_url else {}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        **_tell_common(catalogue),
        **data,
        "identifier": f"{catalogue.name}-{catalogue.version}",
        **({"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}),
        "spatialCoverage": [
            {"@type": "Place", "name": place.name, "identifier": place.code} for place in catalogue.places
        ],
        "variableMeasured": VARIABLES,
        "measurementTechnique": TECHNIQUE,
        "creditText": catalogue.citations.inline,
        "citation": catalogue.citations.gbt7714,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": catalogue.title, **url},
        "distribution": [
            _describe_file(file, catalogue) for kind in TOLD for file in catalogue.list_kind(kind) if not file.part
        ],
    }


def _tell_common(catalogue: Catalogue) -> dict[str, object]:
    """What is said of the portal and of its data alike."""
    return {
        "name": catalogue.title,
        "alternateName": catalogue.title_en,
        "description": f"{catalogue.description}{APART}{catalogue.description_en}",
        "keywords": list(catalogue.keywords),
        "inLanguage": "zh-Hans",
        "version": catalogue.version,
        "datePublished": min([catalogue.date, *(one.date for one in catalogue.releases if one.published)]),
        "dateModified": catalogue.date,
        "license": LICENCE_URL,
        "usageInfo": USAGE,
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": catalogue.publisher, "alternateName": catalogue.publisher_en},
    }


def _describe_file(file: Offer, catalogue: Catalogue) -> dict[str, object]:
    described: dict[str, object] = {
        "@type": "DataDownload",
        "name": file.name,
        "description": f"{file.title}{APART}{file.title_en}",
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
    return described | ({"contentUrl": catalogue.absolute(file.path)} if catalogue.site_url else {})
