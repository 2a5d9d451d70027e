"""A saved web page, or a piece of one → numbered lines and the rows of its tables.

Comes in: bytes. Goes out: `Document`, or a `DecodeFailure`. Refuses to know: labels, reports, paths.
The way: `charsets` bytes to text, `nesting` what would choke the parser, `markup` and `webtables` what the page shows,
`article` which of it is the report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_scripts.reading.document import DecodeFailure, Document, TableRow, build_document
from build_scripts.reading.formats.charsets import decode_page
from build_scripts.reading.formats.markup import Piece, Place, Walk
from build_scripts.reading.formats.stylesheets import read_styles
from build_scripts.reading.formats.webtexts import clean_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_STANDARD = re.compile(r"<!doctype\s+html(?:\s*>|[^>]*(?:\.dtd|about:))", re.IGNORECASE)
_PIPE_ROWS = re.compile(r"^[ \t]*\|[^\n]*\|[ \t\r]*\n[ \t]*\|[-:| \t]+\|[ \t\r]*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{1,40}>")
_TITLE_METAS = ("articletitle", "og:title", "title")
_LOOK = 16_384
_MAX_TITLE = 200


def read_html(data: bytes, declared: str = "", kind: str = "html") -> Document | DecodeFailure:
    """The article of the page: its text and tables. `declared` is the charset that came with the bytes, if any did."""
    source = decode_page(data, declared)
    return source if isinstance(source, DecodeFailure) else read_page(source, kind)


def read_page(source: str, kind: str = "html") -> Document | DecodeFailure:
    """The article of a page given as text; one empty line if the page shows no text, only pictures or frames."""
    from build_scripts.reading.formats.article import choose_article

    parsed = _parse(source)
    if isinstance(parsed, DecodeFailure):
        return parsed
    pieces = choose_article(_read_pieces(parsed, source), _list_titles(parsed))
    return build_document(kind, _to_parts(pieces) or [""])


def read_fragment(source: str) -> list[str | TableRow] | DecodeFailure:
    """All that a piece of markup shows, as parts of a document."""
    parsed = _parse(source)
    return parsed if isinstance(parsed, DecodeFailure) else _to_parts(_read_pieces(parsed, source))


def list_links(data: bytes) -> list[str]:
    """What the page's links and frames lead to, as it is written and in its order; none if it cannot be parsed.

    >>> list_links(b'<![foo[]]><a href="a.pdf"><iframe src="b.doc">')
    ['a.pdf', 'b.doc']
    """
    source = decode_page(data)
    parsed = _parse(source if isinstance(source, str) else data.decode("latin-1"))
    if isinstance(parsed, DecodeFailure):
        return []
    found = (node.attributes.get(name) for node in parsed.css("a, iframe, embed") for name in ("href", "src"))
    return [link for link in found if link]


def _parse(source: str) -> LexborHTMLParser | DecodeFailure:
    from selectolax.lexbor import LexborHTMLParser

    from build_scripts.reading.formats.nesting import bound_nesting

    bounded = bound_nesting(source)
    return bounded if isinstance(bounded, DecodeFailure) else LexborHTMLParser(bounded)


def _read_pieces(parsed: LexborHTMLParser, source: str) -> list[Piece]:
    """What the page shows; a piece of a page, as editors and converters of text write it, keeps its own line ends
    where they stand outside all elements, and everywhere if it holds tables of Markdown."""
    if parsed.body is None:
        return []
    is_piece = not _WHOLE_PAGE.search(source[:_LOOK])
    lines = "" if not is_piece else "all" if _PIPE_ROWS.search(source) else "outside"
    styles = read_styles(parsed, source.count("<"), not _STANDARD.search(source[:_LOOK]))
    return Walk(Place("body"), styles, lines=lines).read(parsed.body)


def _to_parts(pieces: list[Piece]) -> list[str | TableRow]:
    return [piece.row or piece.text for piece in pieces]


def _list_titles(parsed: LexborHTMLParser) -> list[str]:
    """The titles that the page's head names, the article's own before the site's."""
    named: dict[str, str] = {}
    for meta in parsed.css("meta"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        named.setdefault(name, attributes.get("content") or "")
    title = parsed.css_first("title")
    found = [*(named.get(name, "") for name in _TITLE_METAS), title.text() if title else ""]
    plain = (clean_text(_TAG.sub("", one[: 4 * _MAX_TITLE])) for one in found)
    return [text for text in plain if text and len(text) <= _MAX_TITLE]
