"""What was brought from an issue, kept in a folder between two steps: the things under numbers, what is said in JSON.

Comes in: what an issue asks for, things with their bytes. Goes out: the same. Refuses to know: where they came from,
what they say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from build_scripts.contributing.proposing.asked import Asked
from build_scripts.files import Ours, check_ours, read_bytes, read_json, write_bytes, write_text

INBOX, TOLD = "inbox", "asked.json"


class Item(NamedTuple):
    """A thing that was given: under what name, its bytes, its kind by its bytes, the day it was got, where a page was
    found in the end; or, in both languages, why it did not come."""

    name: str
    data: bytes
    kind: str
    day: str
    url: str = ""
    said: tuple[str, str] = ("", "")


def write_inbox(folder: Path, asked: Asked, items: Sequence[Item]) -> None:
    """Keep them: `inbox/<number>.<kind>`, and `asked.json` last of all. Raises FilesError if the folder holds things of
    somebody else."""
    check_ours(folder, Ours(TOLD, sign=b'"asked":'))
    for number, item in enumerate(items, start=1):
        if item.kind:
            write_bytes(folder / INBOX / f"{number}.{item.kind}", item.data)
    told = {
        "asked": asked._asdict(),
        "items": [{key: value for key, value in item._asdict().items() if key != "data"} for item in items],
    }
    write_text(folder / TOLD, json.dumps(told, ensure_ascii=True, indent=1) + "\n")


def read_inbox(folder: Path) -> tuple[Asked, list[Item]]:
    """What was kept; raises FilesError."""
    told: dict[str, Any] = dict(read_json(folder / TOLD))
    asked = Asked(**{**told["asked"], **{key: tuple(told["asked"][key]) for key in ("attachments", "troubles")}})
    items = [
        Item(
            **{
                **one,
                "said": tuple(one["said"]),
                "data": read_bytes(folder / INBOX / f"{number}.{one['kind']}") if one["kind"] else b"",
            }
        )
        for number, one in enumerate(told["items"], start=1)
    ]
    return asked, items
