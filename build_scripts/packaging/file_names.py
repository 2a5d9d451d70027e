"""File names are published too: a file whose name holds the number of a person is not taken.

Comes in: input files, or findings that name files. Goes out: the files that may be read, and findings whose file names
are masked. Refuses to know: what stands in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from build_scripts.files import InputFile
from build_scripts.model import Finding, Reading
from build_scripts.reading.privacy.finder import find_places
from build_scripts.reading.privacy.masking import mask_text
from build_scripts.reading.privacy.words import PrivacyWords

CODE = "file-name-personal"


def refuse_personal_names(
    files: Sequence[InputFile], refused: Iterable[Finding], words: PrivacyWords
) -> tuple[tuple[InputFile, ...], tuple[Finding, ...]]:
    """The files that may be read; a finding for each other, and those refused before, no number in any of them."""
    personal = [file for file in files if find_places([file.source_file], words)]
    named = set(personal)
    return tuple(file for file in files if file not in named), (
        *(refuse_name(file.source_file, words) for file in personal),
        *(mask_names(finding, words) for finding in refused),
    )


def refuse_name(source_file: str, words: PrivacyWords) -> Finding:
    """The finding for a file of such a name, which it does not tell."""
    return Finding(CODE, mask_text(source_file, words), None)


def refuse_reading(reading: Reading, words: PrivacyWords) -> Reading:
    """The reading of one file; of a file of such a name nothing but that."""
    if find_places([reading.source_file], words):
        refused = (refuse_name(reading.source_file, words),)
        return Reading(mask_text(reading.source_file, words), reading.source_sha256, None, refused)
    return replace(reading, findings=tuple(mask_names(finding, words) for finding in reading.findings))


def mask_names(finding: Finding, words: PrivacyWords) -> Finding:
    """The finding with a mark for each number of a person in the names of files that it tells."""
    details = tuple((name, mask_text(text, words)) for name, text in finding.details)
    return replace(finding, source_file=mask_text(finding.source_file, words), details=details)
