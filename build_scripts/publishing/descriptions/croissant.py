"""The data in the Croissant vocabulary, for tools of machine learning.

Comes in: the catalogue. Goes out: plain data for `croissant.json`. Refuses to know: the disk, any table by name.
Source: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html, and its RAI vocabulary.

Every file that is offered is a FileObject; the records are read from the Parquet files, whose columns have types (the
usual reader of CSV guesses them and would take “00” for 0), and each Parquet file is a record set: readers gather no
files into one unless these lie in an archive. Foreign keys are left to the other descriptions: readers of Croissant
join by them and lose the rows whose key is empty.
"""

from __future__ import annotations

from collections.abc import Mapping

from build_scripts.publishing.catalogue import Catalogue, Column, Table
from build_scripts.publishing.languages import APART
from build_scripts.publishing.offers import LATEST, Offer

CONTEXT: Mapping[str, object] = {
    "@language": "zh",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}
RESPONSIBLE: Mapping[str, object] = {
    "rai:dataCollection": "Annual reports as published by the agencies, handed in one file each and read cell by cell; "
    "the collection is what contributors handed in, neither complete nor a sample.",
    "rai:dataCollectionType": ["Secondary data analysis", "Document analysis"],
    "rai:dataCollectionMissingData": "Every cell of the form has a row with its state: blank, dash, absent and "
    "unreadable cells have no number. Blank is never zero.",
    "rai:dataCollectionRawData": "The report files as handed in; reports.source_file, source_sha256 and source_url "
    "name each, and every number has the line it stands on.",
    "rai:dataImputationProtocol": "None: no number is inferred, completed or repaired.",
    "rai:dataPreprocessingProtocol": [
        "Labels are matched by declared spellings; what cannot be placed for certain is marked unreadable, with a "
        "finding. Corrections are listed in the table corrections, each with a reason."
    ],
    "rai:dataLimitations": [
        "Counts are as printed by the agencies and may hold their slips; the table checks tells which sums hold.",
        "Reports of unknown or overlapping scope must not be added up.",
        "The editions of the form differ; cells of different meaning are never one series.",
    ],
    "rai:dataBiases": ["Agencies, places and years that were not handed in are missing, and not at random."],
    "rai:dataUseCases": ["Research on disclosure of government information; testing of readers of tables."],
    "rai:personalSensitiveInformation": [
        "Reports are documents of public authorities. A report in which an identity-card or mobile-phone number stands "
        "is published without its text until maintainers decide (reports.text_release)."
    ],
}
"""What the vocabulary for responsible use asks for and is true here."""


def describe_croissant(catalogue: Catalogue) -> dict[str, object]:
    """The data set: every file, and the records of every table."""
    described: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": catalogue.title,
        "alternateName": catalogue.title_en,
        "description": catalogue.description + APART + catalogue.description_en,
        "identifier": f"{catalogue.name}-{catalogue.version}",
        "license": catalogue.licence.url,
        "usageInfo": {"@type": "sc:CreativeWork", "text": catalogue.rights + APART + catalogue.rights_en},
        "version": catalogue.version,
        "datePublished": catalogue.date,
        "keywords": list(catalogue.keywords),
        "inLanguage": "zh-Hans",
        "creator": {"@type": "sc:Organization", "name": catalogue.publisher},
        "publisher": {"@type": "sc:Organization", "name": catalogue.publisher},
        "citeAs": catalogue.citations.bibtex,
        **RESPONSIBLE,
    }
    address = {"url": catalogue.absolute("data/")} if catalogue.site_url else {}
    tables = {table.name: table for table in catalogue.tables}
    return {
        **described,
        **address,
        "distribution": [_describe_file(offer, catalogue) for offer in catalogue.offers],
        "recordSet": [_describe_records(tables[offer.table], offer) for offer in catalogue.list_kind("parquet")],
    }


def _describe_file(offer: Offer, catalogue: Catalogue) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": name_file(offer),
        "name": offer.name,
        "description": f"{offer.title}{APART}{offer.title_en}",
        "contentUrl": catalogue.absolute(offer.path) or name_file(offer),
        "contentSize": f"{offer.size} B",
        "encodingFormat": _name_format(offer),
        "sha256": offer.sha256,
    }


def name_file(offer: Offer) -> str:
    """What a file is called here: its path from where the description lies."""
    return offer.path.removeprefix(LATEST)


def _name_format(offer: Offer) -> str | list[str]:
    """The media type; of Parquet also the name that readers of Croissant know it by."""
    return [offer.media_type, "application/x-parquet"] if offer.kind == "parquet" else offer.media_type


def name_records(offer: Offer) -> str:
    """What the records of a Parquet file are called: their table, and the part of it.

    >>> name_records(Offer("data/latest/parquet/checks/2023.parquet", *[""] * 5, "2023", "checks", 1, 1, ""))
    'checks-2023'
    """
    return f"{offer.table}-{offer.part}" if offer.part else offer.table


def _describe_records(table: Table, file: Offer) -> dict[str, object]:
    name = name_records(file)
    part = f"（{file.part}）" if file.part else ""
    described: dict[str, object] = {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{table.title}{part}：{table.definition}{APART}{table.definition_en}",
        "field": [_describe_field(name, column, name_file(file)) for column in table.columns],
    }
    return described | ({"key": [{"@id": f"{name}/{column}"} for column in table.key]} if table.key else {})


def _describe_field(records: str, column: Column, file: str) -> dict[str, object]:
    return {
        "@type": "cr:Field",
        "@id": f"{records}/{column.name}",
        "name": column.name,
        "description": f"{column.title}：{column.definition}{APART}{column.definition_en}",
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
