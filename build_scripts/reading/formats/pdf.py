"""A PDF with a text layer → numbered lines and the rows of its tables.

Comes in: bytes. Goes out: `Document`, or a `DecodeFailure`. Refuses to know: labels, reports, paths.
"""

from __future__ import annotations

from build_scripts.reading.document import DecodeFailure, Document


def read_pdf(data: bytes) -> Document | DecodeFailure:
    """The text and tables of the file."""
    return DecodeFailure("unsupported-format", (("found", "pdf"),))
