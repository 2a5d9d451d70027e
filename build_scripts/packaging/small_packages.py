"""Some records of a package as a small package of their own, with all that their keys refer to.

Comes in: the folder of a package, records of some of its tables. Goes out: files and descriptor of the small package.
Refuses to know: why these records, what becomes of it. Schemas and dialect are those of the descriptor, word for word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from build_scripts.packaging.columns import read_records
from build_scripts.packaging.stretches import cut_table, find_ends, locate_table, read_stretch

LARGE = 64 << 10
"""A table of more bytes that is only referred to is cut down to the records that are: a lookup needs no others."""

Entry = Mapping[str, Any]


def write_small_package(folder: Path, records: Mapping[str, bytes], target: Path) -> None:
    """Write the package of just these records by table, and of the tables that their foreign keys refer to."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    entries = {entry["name"]: entry for entry in descriptor["resources"]}
    contents = {name: _read_head(folder, name) + data for name, data in records.items()}
    for name in sorted(_list_referred(entries, records) - records.keys()):
        contents[name] = _read_head(folder, name) + _select_referred(folder, name, entries, records)
    for name, data in contents.items():
        path = target / entries[name]["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    resources = [
        {**entry, "bytes": len(contents[name]), "hash": f"sha256:{hashlib.sha256(contents[name]).hexdigest()}"}
        for name, entry in entries.items()
        if name in contents
    ]
    text = json.dumps({**descriptor, "resources": resources}, ensure_ascii=False)
    (target / "datapackage.json").write_text(text, encoding="utf-8")


def group_records(folder: Path, table: str, entry: Entry, place: int) -> dict[str, list[tuple[int, bytes]]]:
    """The records of a table by their text in the field at that place, each with its row, counted from 1 (the head).

    Where records cannot be told from one another, all of the table is one record of no text.
    """
    groups: dict[str, list[tuple[int, bytes]]] = {}
    row = 2
    for stretch in cut_table(folder, table):
        data = read_stretch(folder, stretch)
        texts = _read_texts(data, entry, place)
        ends = find_ends(data).tolist()
        if len(texts) != len(ends):
            texts, ends = [""], [len(data)]
        for text, start, end in zip(texts, [0, *ends], ends, strict=False):
            groups.setdefault(text, []).append((row, data[start:end]))
            row += 1
    return groups


def _read_texts(data: bytes, entry: Entry, place: int) -> list[str]:
    """The text of every record in the field at that place."""
    column = read_records(data, len(entry["schema"]["fields"]), (place,)).columns[place]
    return [column.texts[number] or "" for number in column.places.tolist()]


def _read_head(folder: Path, table: str) -> bytes:
    with locate_table(folder, table).open("rb") as file:
        return file.read(cut_table(folder, table)[0].start)


def _list_referred(entries: Mapping[str, Entry], tables: Collection[str]) -> set[str]:
    """The other tables that foreign keys of these refer to."""
    keys = (key for name in tables for key in entries[name]["schema"].get("foreignKeys", ()))
    return {key["reference"]["resource"] for key in keys} - {""}


def _select_referred(folder: Path, name: str, entries: Mapping[str, Entry], records: Mapping[str, bytes]) -> bytes:
    """The records of a table that the given ones refer to, or all if it is small."""
    size = locate_table(folder, name).stat().st_size
    if size <= LARGE:
        return b"".join(read_stretch(folder, stretch) for stretch in cut_table(folder, name))
    wanted: dict[str, set[str]] = {}
    for table, data in records.items():
        places = {field["name"]: place for place, field in enumerate(entries[table]["schema"]["fields"])}
        for key in entries[table]["schema"].get("foreignKeys", ()):
            if key["reference"]["resource"] == name:
                (field,), (reference,) = key["fields"], key["reference"]["fields"]
                wanted.setdefault(reference, set()).update(_read_texts(data, entries[table], places[field]))
    fields = [field["name"] for field in entries[name]["schema"]["fields"]]
    kept: dict[int, bytes] = {}
    for reference, texts in wanted.items():
        groups = group_records(folder, name, entries[name], fields.index(reference)) if texts - {""} else {}
        kept |= dict(pair for text in texts & groups.keys() for pair in groups[text])
    return b"".join(kept[row] for row in sorted(kept))
