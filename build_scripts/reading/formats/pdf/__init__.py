"""A PDF with a text layer → numbered lines and the rows of its tables.

Comes in: bytes. Goes out: `Document`, or a `DecodeFailure`. Refuses to know: labels, reports, paths.
bytes → sound `streams` → pages (`engine`: glyphs, rules) → `lattice` → `ruled` tables, over page `breaks` too; what
stands on none → `lines` → `paragraphs`, without what returns at the `margins`. Struck digits and `pictures` where
numbers stand leave a mark that nobody takes for a number.
Tables are told by their rules alone, never by what they say; the text a scanner's program hides behind its image is no
proof of what is printed.
"""

from __future__ import annotations

from build_scripts.reading.document import DecodeFailure, Document, build_document

_FEW_GLYPHS, _PICTURE, _MANY_DRAWINGS = 40, 0.4, 150
_SOME_UNMAPPED, _MANY_UNMAPPED = 20, 0.02
_MOST_NAMED = 30


def read_pdf(data: bytes) -> Document | DecodeFailure:
    """The text and tables of the file; a file with scanned pages, or of damaged or locked content, is refused."""
    from build_scripts.reading.formats.pdf.content import TooComplexError
    from build_scripts.reading.formats.pdf.engine import OpenError, read_pages
    from build_scripts.reading.formats.pdf.layout import read_layout
    from build_scripts.reading.formats.pdf.streams import has_damage

    try:
        if has_damage(data):
            return DecodeFailure("file-damaged", (("found", "pdf"),))
        pages = read_pages(data)
        scanned = [
            number
            for number, page in enumerate(pages, 1)
            if sum(glyph.char != " " for glyph in page.glyphs) < _FEW_GLYPHS
            and (page.pictured >= _PICTURE or page.drawings >= _MANY_DRAWINGS)
        ]
        if scanned:
            return DecodeFailure("pdf-scanned", _name_pages(scanned))
        unmapped = [
            number
            for number, page in enumerate(pages, 1)
            if page.unmapped >= _SOME_UNMAPPED and page.unmapped >= _MANY_UNMAPPED * len(page.glyphs)
        ]
        if unmapped:
            return DecodeFailure("pdf-unmapped", _name_pages(unmapped))
        return build_document("pdf", read_layout(pages))
    except OpenError as error:
        return DecodeFailure("file-encrypted" if error.is_locked else "file-damaged", (("found", "pdf"),))
    except TooComplexError as error:
        return DecodeFailure("pdf-too-complex", (("found", error.found),))


def list_properties(data: bytes) -> tuple[str, ...] | None:
    """What a file that was read says of itself besides its pages; None if it holds what cannot be looked into."""
    from build_scripts.reading.formats.pdf.engine import OpenError, read_properties

    try:
        return read_properties(data)
    except OpenError:
        return None


def _name_pages(numbers: list[int]) -> tuple[tuple[str, str], ...]:
    """The numbers of pages as a detail of a finding, in Chinese and English."""
    shown, is_more = [str(number) for number in numbers[:_MOST_NAMED]], len(numbers) > _MOST_NAMED
    return (
        ("found", "、".join(shown) + ("……" if is_more else "")),
        ("found_en", ", ".join(shown) + (" …" if is_more else "")),
    )
