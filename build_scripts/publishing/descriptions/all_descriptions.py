"""Every description of the data that lies beside it as a file.

Comes in: the catalogue. Goes out: files, and an offer of each. Refuses to know: vocabularies, formats of the data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import write_text
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.descriptions.croissant import describe_croissant
from build_scripts.publishing.descriptions.csvw import describe_csvw
from build_scripts.publishing.descriptions.dcat import describe_dcat
from build_scripts.publishing.descriptions.graph import write_graph
from build_scripts.publishing.descriptions.llms import write_llms
from build_scripts.publishing.descriptions.turtle import write_turtle
from build_scripts.publishing.offers import LATEST, Offer, make_offer


class Description(NamedTuple):
    """A description: where it lies, what it is in Chinese and English, its media type, who writes it."""

    path: str
    title: str
    title_en: str
    media_type: str
    write: Callable[[Catalogue], str]


def write_descriptions(catalogue: Catalogue, site: Path) -> tuple[Offer, ...]:
    """Write every description; returns what was written. Raises FilesError."""
    offers = []
    for one in DESCRIPTIONS:
        write_text(site / one.path, one.write(catalogue))
        offers.append(make_offer(site, one.path, "description", (one.title, one.title_en), one.media_type))
    return tuple(offers)


def _write_json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


DESCRIPTIONS = (
    Description(
        f"{LATEST}csv-metadata.json",
        "CSVW：CSV 各表的列、类型和键",
        "CSVW: columns, types and keys of the CSV tables",
        "application/csvm+json",
        lambda catalogue: _write_json(describe_csvw(catalogue)),
    ),
    Description(
        f"{LATEST}croissant.json",
        "Croissant：给机器学习的工具",
        "Croissant: for tools of machine learning",
        "application/ld+json",
        lambda catalogue: _write_json(describe_croissant(catalogue)),
    ),
    Description(
        f"{LATEST}dcat.jsonld",
        "DCAT 3：数据目录（JSON-LD）",
        "DCAT 3: catalogue of the data (JSON-LD)",
        "application/ld+json",
        lambda catalogue: _write_json(write_graph(describe_dcat(catalogue))),
    ),
    Description(
        f"{LATEST}dcat.ttl",
        "DCAT 3：数据目录（Turtle）",
        "DCAT 3: catalogue of the data (Turtle)",
        "text/turtle",
        lambda catalogue: write_turtle(describe_dcat(catalogue)),
    ),
    Description(
        "llms.txt",
        "llms.txt：给语言模型的说明",
        "llms.txt: what is where, for language models",
        "text/plain",
        write_llms,
    ),
)
"""In the order they are shown."""
