"""The package's tables held column by column, each read once for all parts that are written of them.

Comes in: the loaded package. Goes out: frozen frames of words. Refuses to know: formats, files of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from build_scripts.packaging.package import Package
from build_scripts.publishing.formats.parquet import Words, read_words
from build_scripts.publishing.formats.resources import list_resources
from build_scripts.publishing.languages import part_languages

Rows = npt.NDArray[np.intp]
Places = npt.NDArray[np.int32]


class Field(NamedTuple):
    """A column as its schema describes it, Chinese and English parted; `unit` is empty where it has none."""

    name: str
    kind: str
    title: str
    description: str
    description_en: str
    unit: str


class Frame(NamedTuple):
    """A table: its name, title and description, its fields, the same as its schema has them, its columns by name."""

    name: str
    title: str
    description: str
    description_en: str
    fields: tuple[Field, ...]
    schema: tuple[Mapping[str, object], ...]
    columns: Mapping[str, Words]

    @property
    def size(self) -> int:
        """How many rows it has."""
        return len(self.columns[self.fields[0].name].codes)

    def find_rows(self, column: str, values: Iterable[str]) -> Rows:
        """The places of the rows that have one of the values in a column, in order."""
        texts, codes = self.columns[column]
        wanted = frozenset(values)
        return np.flatnonzero(np.array([text in wanted for text in texts], bool)[codes] if texts else [])

    def column(self, name: str, rows: Rows | None = None) -> list[str]:
        """A column's texts, row by row."""
        texts, codes = self.columns[name]
        return [texts[code] for code in (codes if rows is None else codes[rows]).tolist()]


def read_frames(package: Package, names: Iterable[str], data: Mapping[str, bytes] | None = None) -> Mapping[str, Frame]:
    """The tables of these names; raises FilesError. `data` are those of which only some rows are wanted, each a CSV of
    these rows under the table's head."""
    wanted = frozenset(names)
    return {
        str(resource["name"]): _read_frame(package, resource, (data or {}).get(str(resource["name"])))
        for resource in list_resources(package)
        if resource["name"] in wanted
    }


def take_words(words: Words, rows: Rows) -> Words:
    """The words of some rows alone, the texts sorted: they depend on these rows and on nothing else."""
    codes = words.codes[rows]
    used = np.zeros(len(words.texts), bool)
    used[codes] = True
    order = sorted(np.flatnonzero(used).tolist(), key=words.texts.__getitem__)
    place = np.zeros(len(words.texts), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return Words(tuple(words.texts[code] for code in order), place[codes])


def _read_frame(package: Package, resource: Mapping[str, object], data: bytes | None) -> Frame:
    schema = resource["schema"]
    assert isinstance(schema, dict)
    fields = tuple(
        Field(
            field["name"],
            field["type"],
            field.get("title", field["name"]),
            *part_languages(field.get("description", "")),
            part_languages(field.get("unit", ""))[0],
        )
        for field in schema["fields"]
    )
    return Frame(
        str(resource["name"]),
        str(resource.get("title", resource["name"])),
        *part_languages(str(resource.get("description", ""))),
        fields,
        tuple(schema["fields"]),
        read_words(package.folder / str(resource["path"]), [field.name for field in fields], data),
    )
