"""Which small tables were found faultless already: the same bytes under the same words are not validated twice.

Comes in: the folder of a package, its descriptor, the name of a resource. Goes out: a hash of everything that decides
whether that resource is valid: its own entry and file, and the entries and files of those its keys refer to. Nothing
is kept from one process to the next. Refuses to know: how a resource is validated.

Two thirds of a small package's validation is spent on code lists that are the same in every build: `serve` builds
after each change, a review builds what was before and what comes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MOST_BYTES = 2 << 20
"""Files that are longer are validated each time, without being read once more for their hash."""
_FAULTLESS: set[bytes] = set()


def read_entries(descriptor: Path) -> dict[str, Mapping[str, Any]]:
    """The entries of a descriptor that frictionless has read, by the name of their resource."""
    entries = json.loads(descriptor.read_text(encoding="utf-8"))["resources"]
    return {entry["name"]: entry for entry in entries}


def fingerprint_words(entries: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The words of all entries as one hash, whatever the sizes and hashes of the files are."""
    told = [
        {**entry, "bytes": type(entry.get("bytes")).__name__, "hash": str(entry.get("hash")).partition(":")[0]}
        for entry in entries.values()
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).digest()


def fingerprint(folder: Path, entries: Mapping[str, Mapping[str, Any]], name: str) -> bytes | None:
    """What the resource's validity follows from, as one hash; None if it cannot be told or is long."""
    schema = entries[name].get("schema")
    if not isinstance(schema, dict):
        return None
    needed = {name, *(key["reference"]["resource"] or name for key in schema.get("foreignKeys", ()))}
    digest = hashlib.sha256(name.encode())
    for each in sorted(needed):
        path = entries.get(each, {}).get("path")
        if not isinstance(path, str) or not (folder / path).is_file() or (folder / path).stat().st_size > MOST_BYTES:
            return None
        for part in (json.dumps(entries[each], sort_keys=True).encode(), (folder / path).read_bytes()):
            digest.update(hashlib.sha256(part).digest())
    return digest.digest()


def is_faultless(mark: bytes | None) -> bool:
    """Whether this process has found no fault in what the hash stands for."""
    return mark in _FAULTLESS


def note_faultless(mark: bytes | None) -> None:
    """Note that no fault was found in what the hash stands for."""
    if mark is not None:
        _FAULTLESS.add(mark)
