"""The Content Security Policy of every page, and what a server may say in addition.

Comes in: `directives.csv` (what is allowed where, and why), the styles inside a page. Goes out: the text of a
policy. Refuses to know: pages, files of the site. The policy of a page stands in its head, before anything is loaded;
that of a server is sent with every file and is as wide as the widest page, for a browser keeps both.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from build_scripts.files import read_rows

FOLDER = Path(__file__).parent
PAGE, SQL, MISSING, SERVER = "page", "sql", "missing", "server"
NONE, HASH = "'none'", "hash"


def write_page_policy(kind: str = PAGE, styles: Collection[str] = ()) -> str:
    """The policy of a page of a kind (`page`, `sql`, `missing`); `styles` are the texts of its style elements.

    >>> write_page_policy().split("; ")[:2]
    ["default-src 'none'", "script-src 'self'"]
    """
    return _write((PAGE, kind), styles)


def write_server_policy(styles: Collection[str] = ()) -> str:
    """The policy a server sends with every file; `styles` are those of the page for wrong addresses."""
    return _write((PAGE, SQL, MISSING, SERVER), styles)


def list_headers(styles: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """Every header a server should send with every file: name and value."""
    told = tuple((row["header"], row["value"]) for row in read_rows(FOLDER / "headers.csv"))
    return (("Content-Security-Policy", write_server_policy(styles)), *told)


def hash_source(text: str) -> str:
    """A script or a style as a source of a policy.

    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _write(places: Collection[str], styles: Collection[str]) -> str:
    allowed: dict[str, list[str]] = {}
    for where, directive, sources in _read_directives():
        if where not in places:
            continue
        given = [hash_source(style) for style in styles] if sources == HASH else sources.split(" ")
        stands = allowed.setdefault(directive, [])
        stands += [source for source in given if source not in stands]
    return "; ".join(f"{directive} {' '.join(_drop_none(sources))}" for directive, sources in allowed.items())


def _drop_none(sources: list[str]) -> list[str]:
    """`'none'` stands alone or not at all."""
    return [source for source in sources if source != NONE] or [NONE]


@cache
def _read_directives() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["where"], row["directive"], row["sources"]) for row in read_rows(FOLDER / "directives.csv"))
