"""A Word document → numbered lines and the rows of its tables.

Comes in: bytes. Goes out: `Document`, or a `DecodeFailure`. Refuses to know: labels, reports, paths.
"""

from __future__ import annotations

from build_scripts.reading.document import DecodeFailure, Document, build_document

_FEW_LETTERS = 200


def read_docx(data: bytes) -> Document | DecodeFailure:
    """The text and tables of the file as printed when every recorded change is accepted."""
    from build_scripts.reading.formats.word.package import Refusal, open_package
    from build_scripts.reading.formats.word.story import Story

    try:
        package = open_package(data)
        story = Story(package)
        parts = story.read(package.document)
    except Refusal as refusal:
        return DecodeFailure(refusal.code, refusal.details)
    except (RecursionError, OverflowError):
        return DecodeFailure("file-damaged", (("found", "docx"),))
    document = build_document("docx", parts)
    if not document.rows:
        letters = sum(len("".join(line.split())) for line in document.lines)
        pictures = story.pictures or package.pictures
        if pictures and letters < _FEW_LETTERS:
            return DecodeFailure("pictures-only", (("found", str(pictures)),))
        if not letters:
            return DecodeFailure("empty-file")
    return document
