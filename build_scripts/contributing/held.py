"""What the reports folder holds already, as far as it has to be known before something is added.

Comes in: the folder, the package that was built of it last, if any. Goes out: its files, which hold the same bytes as
another, which are an agency's. Refuses to know: what is added. A name at the canonical place is believed, and so is the
package about a file whose bytes are still those it tells; what neither tells has to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from build_scripts.contributing.places import tell_agency
from build_scripts.files import FilesError, InputFile, Layout, list_reports, measure_file, read_rows
from build_scripts.packaging.package import Row


class Held(NamedTuple):
    """The report files that lie there, of those that could be told the agency, by name, and the files by size."""

    files: tuple[InputFile, ...]
    agencies: Mapping[str, str]
    sizes: Mapping[int, tuple[InputFile, ...]]

    @property
    def names(self) -> frozenset[str]:
        """The names of all files, below the reports folder."""
        return frozenset(file.source_file for file in self.files)

    def list_untold(self) -> list[InputFile]:
        """The files whose agency nobody told."""
        return [file for file in self.files if file.source_file not in self.agencies]

    def list_neighbours(self, agencies: Iterable[str]) -> list[InputFile]:
        """The files of these agencies."""
        wanted = frozenset(agencies)
        return [file for file in self.files if self.agencies.get(file.source_file) in wanted]


def find_held(layout: Layout) -> Held:
    """All that lies in the reports folder; raises FilesError."""
    files = list_reports(layout.reports)[0] if layout.reports.is_dir() else ()
    packaged = _read_packaged(layout.package)
    agencies = {}
    for file in files:
        told = packaged.get(file.source_file)
        by_name = tell_agency(file.source_file)
        if by_name or (told and _has_hash(file.path, told[0])):
            agencies[file.source_file] = by_name if by_name else told[1] if told else ""
    sizes: dict[int, list[InputFile]] = {}
    for file in files:
        sizes.setdefault(_measure(file.path), []).append(file)
    return Held(files, agencies, {size: tuple(found) for size, found in sizes.items()})


def find_same(held: Held, path: Path, sha256: str) -> str:
    """The file that holds the same bytes as another; empty if none does."""
    same = (file.source_file for file in held.sizes.get(_measure(path), ()) if _has_hash(file.path, sha256))
    return next(same, "")


def read_known_agencies(package: Path) -> Mapping[str, Row]:
    """The agencies of the package that was built last; none without one."""
    try:
        return {row["agency_id"]: row for row in read_rows(package / "data" / "agencies.csv")}
    except (FilesError, KeyError):
        return {}


def _read_packaged(package: Path) -> Mapping[str, tuple[str, str]]:
    """Hash and agency of every file of which the package tells the hash; nothing without a package."""
    try:
        rows: Sequence[Mapping[str, str]] = read_rows(package / "data" / "reports.csv")
        return {row["source_file"]: (row["source_sha256"], row["agency_id"]) for row in rows if row["source_sha256"]}
    except (FilesError, KeyError):
        return {}


def _measure(path: Path) -> int:
    """The size of a file; -1 if it cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _has_hash(path: Path, sha256: str) -> bool:
    try:
        return measure_file(path)[1] == sha256
    except FilesError:
        return False
