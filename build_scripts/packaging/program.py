"""From what each step of the package follows beside its input: the program, the code lists, the register.

Comes in: the hashes of the code lists and of the register. Goes out: a hash for each step. Refuses to know: reports. A
list that a step does not look at is not in its hash, so that an edit of it leaves alone what the step made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.files.fingerprints import hash_code, hash_parts

READING_CODE = (
    "reading",
    "model.py",
    "codes.py",
    "limits.py",
    "files/disk.py",
    "files/inputs.py",
    "files/office.py",
    "files/sidecars.py",
    "packaging/bounds.py",
    "packaging/handed_in.py",
    "packaging/intake.py",
    "packaging/kept_reports.py",
    "packaging/unfit.py",
    "unseen.py",
)
"""What takes part in reading a file."""

WRITING_CODE = ("checking", "packaging", "findings.py")
"""What takes part, beside these, in checking a report and writing its rows."""

NOT_READ = frozenset({"check_statuses", "finding_codes", "rules", "severities"})
"""Code lists that the reader does not look at."""

NOT_CHECKED = frozenset(
    {"finding_codes", "functions", "label_spellings", "national_bodies", "region_names", "regions", "township_names"}
)
"""Code lists that neither the checks nor the rows of a report look at."""


class Program(NamedTuple):
    """The code of reading and of writing, each as a hash."""

    reading: str
    writing: str


def hash_program() -> Program:
    """The program as it is."""
    return Program(hash_code(*READING_CODE), hash_code(*WRITING_CODE))


def hash_reading(program: Program, lists: Mapping[str, str], severities: Mapping[str, str], register: str) -> str:
    """What reading a file follows from beside the file, given the hashes of the code lists and of the register, and of
    the codes of findings only how severe they are."""
    told = [f"{name} {lists[name]}" for name in sorted(lists.keys() - NOT_READ)]
    told += [f"{code} {severities[code]}" for code in sorted(severities)]
    return hash_parts("reading", program.reading, register, *told)


def hash_writing(program: Program, lists: Mapping[str, str]) -> str:
    """What checking and writing a report follow from beside the report."""
    told = (f"{name} {lists[name]}" for name in sorted(lists.keys() - NOT_CHECKED))
    return hash_parts("writing", program.writing, *told)
