"""Where the hand-kept things of the project lie, and those that are not tables read into rows.

Comes in: the root folder. Goes out: paths, code lists, the data version. Refuses to know: reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from build_scripts.files.disk import FilesError, read_rows, read_text


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the hand-kept things of the project lie; `books`, those that a release writes: register, address book and
    ledger, if they are not to be taken from among the others."""

    root: Path
    books: Path | None = None

    @property
    def reports(self) -> Path:
        """The folder of report files."""
        return self.root / "datapackage" / "reports"

    @property
    def codelists(self) -> Path:
        """The folder of code lists."""
        return self.root / "datapackage" / "codelists"

    @property
    def schemas(self) -> Path:
        """The folder of Table Schemas, one for each resource."""
        return self.root / "datapackage" / "schemas"

    @property
    def register(self) -> Path:
        """The agency register."""
        return (self.books or self.root / "datapackage") / "agency_register.csv"

    @property
    def address_book(self) -> Path:
        """Every address that was ever published, and where those lead that moved."""
        return (self.books or self.root / "datapackage") / "address_book.csv"

    @property
    def releases(self) -> Path:
        """The ledger: a folder for each version of the data that was released."""
        return (self.books or self.root / "datapackage") / "releases"

    @property
    def release_notes(self) -> Path:
        """The notes of the maintainers to the releases: why something went, was replaced, or jumped."""
        return self.root / "datapackage" / "release_notes.csv"

    @property
    def package(self) -> Path:
        """Where the package is written unless the command says otherwise."""
        return self.root / "datapackage" / "build"

    @property
    def site(self) -> Path:
        """Where the site is written unless the command says otherwise."""
        return self.root / "site"

    @property
    def cache(self) -> Path:
        """Where runs keep what the next ones may use again, unless the command says otherwise."""
        return self.root / ".cache"

    @property
    def changelog(self) -> Path:
        """The changelog whose newest Data heading is the data version."""
        return self.root / "CHANGELOG.md"


PROJECT = Layout(Path(__file__).resolve().parents[2])


def read_codelists(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Every code list of `folder` by its file name without suffix; raises FilesError."""
    return {path.stem: read_rows(path) for path in list_codelists(folder)}


def list_codelists(folder: Path) -> list[Path]:
    """The CSV files of `folder`, by name; raises FilesError if there are none."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise FilesError(f"{folder}: no code lists")
    return paths


class DataVersion(NamedTuple):
    """A version of the data (year.month.count) and the day of its release (ISO date)."""

    name: str
    date: str


def list_data_versions(changelog: Path) -> tuple[str, ...]:
    """The versions that the changelog tells under Data, in its order; raises FilesError if it cannot be read."""
    return tuple(match[1] for match in _HEADING.finditer(_find_data_part(changelog)))


def read_data_version(changelog: Path) -> DataVersion:
    """The newest `###` heading under `## Data` of the changelog; raises FilesError if there is none, or no date in it.

    A heading is a version and its date: `### 2026.11.1 - 2026-11-20`. Nothing is taken from the clock: this is the only
    date that the package and the site have of themselves.
    """
    heading = _HEADING.search(_find_data_part(changelog))
    if heading is None:
        raise FilesError(f"{changelog}: no version heading (###) under Data (##)")
    date = re.search(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b", heading[2])
    if date is None:
        raise FilesError(
            f"{changelog}: 版本标题没有日期，应写作 / the version heading has no date; write it as "
            f"“### {heading[1]} - YYYY-MM-DD”"
        )
    return DataVersion(heading[1], date[0])


_HEADING = re.compile(r"^### +\[?([0-9A-Za-z][0-9A-Za-z.+-]*)\]?([^\n]*)", re.MULTILINE)


def _find_data_part(changelog: Path) -> str:
    """The text under `## Data`; empty if there is none."""
    part = re.search(r"^## [^\n]*\bData\b[^\n]*\n(.*?)(?=^## |\Z)", read_text(changelog), re.MULTILINE | re.DOTALL)
    return part[1] if part else ""
