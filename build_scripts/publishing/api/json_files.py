"""A file of the API as it is written: one line of JSON, UTF-8, LF at the end.

Comes in: plain data. Goes out: a file. Refuses to know: what is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from build_scripts.files import write_bytes
from build_scripts.publishing.json_text import write_object
from build_scripts.publishing.links import root_of

API = "api/v1/"
"""Where the API lies, below the site's root."""


def write_json(path: Path, data: Mapping[str, object]) -> None:
    """Write the data; raises FilesError."""
    write_bytes(path, encode_json(data))


def encode_json(data: Mapping[str, object]) -> bytes:
    """The bytes of a file that holds the data."""
    return f"{write_object(data)}\n".encode()


def name_schema(kind: str, place: str) -> dict[str, str]:
    """The key by which a file in the folder `place` names its schema.

    >>> name_schema("agency", "api/v1/agencies/")
    {'describedby': '../schemas/agency.json'}
    """
    return {"describedby": f"{root_of(place.removeprefix(API)).removeprefix('./')}schemas/{kind}.json"}
