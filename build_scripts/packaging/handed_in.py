"""One file as handed in → its reading, whatever becomes of it.

Comes in: a report file and its sidecar on disk. Goes out: a `Reading`; trouble of the disk, of LibreOffice or of our
own reader is a finding in it. Refuses to know: other files, what is done with the reading. `package` and `check` both
read through here, so that they say the same.
"""

from __future__ import annotations

from pathlib import Path

from build_scripts.files import FilesError, InputFile, OfficeError, TooLarge, convert_to_docx, find_refusal, read_input
from build_scripts.model import Finding, Reading
from build_scripts.reading import read_report
from build_scripts.reading.decode import hash_bytes
from build_scripts.reading.document import ConversionError, Converter
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.privacy.masking import mask_text


def convert_office(data: bytes, kind: str) -> bytes:
    """An older office file as .docx, by the LibreOffice of this machine; raises ConversionError."""
    try:
        return convert_to_docx(data, kind)
    except OfficeError as error:
        raise ConversionError(error.code) from error


def read_handed_in(file: InputFile, knowledge: Knowledge, convert: Converter = convert_office) -> Reading:
    """The reading of one file, wherever it lies; what cannot be read is a finding, a fault of the reader too.

    Raises MemoryError: what is left of memory then is of no use until the bounds are lifted (`bounds`).
    """
    sidecar, sidecar_refusal = _try_read(file.sidecar, f"{file.source_file}.yml") if file.sidecar else (None, ())
    data, refusal = _try_read(file.path, file.source_file)
    if data is None or sidecar_refusal:
        digest = hash_bytes(data) if data is not None else ""
        return Reading(file.source_file, digest, None, (*refusal, *sidecar_refusal))
    try:
        return read_report(file.source_file, data, sidecar, knowledge, convert)
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours takes this report alone with it, and is told
        said = mask_text(f"{type(error).__name__}: {error}", knowledge.privacy_words)
        failure = Finding("reader-failed", file.source_file, None, (("found", said),))
        return Reading(file.source_file, hash_bytes(data), None, (failure,))


def _try_read(path: Path, name: str) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The bytes of an input file, or None and the finding that says why not."""
    code = find_refusal(path)
    try:
        return (None, (Finding(code, name, None),)) if code else (read_input(path), ())
    except TooLarge as error:
        details = (("found", str(error.size)), ("expected", str(error.most)))
        return None, (Finding("file-too-large", name, None, details),)
    except FilesError:
        return None, (Finding("file-unreadable", name, None),)
