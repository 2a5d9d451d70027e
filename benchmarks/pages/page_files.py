"""The file of a ready page: a line of JSON with its address and slots, then its body, as other generators have it, too.

Comes in: ready pages, or their files. Goes out: the other. Loads nothing else, for who fills pages is timed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Ready(NamedTuple):
    """A page: its address below the site's root, and the values of its slots, as HTML."""

    address: str
    slots: dict[str, str]


def read_ready(folder: Path) -> Iterator[Ready]:
    """The pages that `write_ready` wrote."""
    for path in sorted((folder / "pages").iterdir()):
        yield read_page(path.read_text("utf-8"))


def write_page(ready: Ready) -> str:
    """The file of a page: its body below a line of JSON."""
    head = {"address": ready.address, **{name: value for name, value in ready.slots.items() if name != "body"}}
    return f"{json.dumps(head, ensure_ascii=False)}\n{ready.slots['body']}"


def read_page(text: str) -> Ready:
    """What `write_page` wrote.

    >>> page = Ready("a/", {"title": "甲", "body": "<p>1</p>\\n<p>2</p>"})
    >>> read_page(write_page(page)) == page
    True
    """
    head, _, body = text.partition("\n")
    slots = json.loads(head)
    return Ready(slots.pop("address"), {**slots, "body": body})
