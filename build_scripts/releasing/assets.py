"""A site and its changes → the files of a release.

Comes in: the folder of the finished site, where to put the files, the version. Goes out: the files, and what each is.
Refuses to know: formats, pages: it takes whatever the site offers of the whole data below `data/latest/`.

    disclosure-reports-<version>….<suffix>       every file `disclosure-reports…` of the whole, the version put in
    disclosure-reports-<version>-<year>-sources.zip   the source files of a year
    disclosure-reports-<version>-parquet.zip     the Parquet files
    disclosure-reports-<version>-years.zip       the files of every year (but for those above), by their path
    disclosure-reports-<version>-regions.zip     the files of every province, by their path
    disclosure-reports-<version>-<name>          the other files named in OTHERS
    disclosure-reports-<version>-changes.csv     what changed since the version before
    site.zip                                     the site, to be unpacked behind any web server
    SHA256SUMS                                   the hashes of all of these, for `sha256sum -c`
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from build_scripts.files import FilesError, measure_file, read_bytes, write_text
from build_scripts.files.archives import write_zip
from build_scripts.files.disk import name_path
from build_scripts.releasing.ledger import Asset

LATEST = "data/latest"
STEM = "disclosure-reports"
SUMS = "SHA256SUMS"
SITE = "site.zip"
OTHERS = ("quality*.json", "quality*.csv", "quality*.md", "dictionary.*", "croissant.json", "dcat.jsonld", "dcat.ttl")
"""Files of the whole data that go along under the release's name."""
PARTS = ("years", "regions")
MEDIA_TYPES = {
    ".zip": "application/zip",
    ".gz": "application/gzip",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".ttl": "text/turtle",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "": "text/plain; charset=utf-8",
}


def gather_assets(site: Path, changes: str, version: str, target: Path) -> tuple[Asset, ...]:
    """Put the files of the release into `target` and give them by name; raises FilesError if the package lacks."""
    for source, name in _list_copies(site / LATEST, version):
        try:
            shutil.copyfile(source, target / name)
        except OSError as error:
            raise name_path(error, source) from error
    if not (target / name_package(version)).is_file():
        raise FilesError(f"{site / LATEST}: {STEM}.zip: 没有数据包的压缩包 / the zip of the package is missing")
    write_zip(target / f"{STEM}-{version}-parquet.zip", _list_entries(site / LATEST / "parquet"))
    for parts in PARTS:
        if (site / LATEST / parts).is_dir():
            write_zip(target / f"{STEM}-{version}-{parts}.zip", _list_parts(site / LATEST, parts))
    write_text(target / f"{STEM}-{version}-changes.csv", changes)
    write_zip(target / SITE, _list_entries(site))
    assets = [_measure(path) for path in sorted(target.iterdir())]
    write_text(target / SUMS, "".join(f"{asset.sha256}  {asset.name}\n" for asset in assets))
    return tuple(sorted((*assets, _measure(target / SUMS))))


def name_package(version: str) -> str:
    """The name of the asset that holds the data package of a version.

    >>> name_package("2026.11.4")
    'disclosure-reports-2026.11.4.zip'
    """
    return f"{STEM}-{version}.zip"


def _list_copies(latest: Path, version: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(latest.glob(f"{STEM}*")):
        if path.is_file():
            yield path, path.name.replace(STEM, f"{STEM}-{version}", 1)
    for path in sorted(latest.glob(f"years/*/{STEM}-*-sources.zip")):
        yield path, path.name.replace(STEM, f"{STEM}-{version}", 1)
    for path in sorted(path for pattern in OTHERS for path in latest.glob(pattern)):
        yield path, f"{STEM}-{version}-{path.name}"


def _list_parts(latest: Path, parts: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the years or provinces by its path, but for those that are files of the release themselves."""
    for path in sorted(path for path in (latest / parts).rglob("*") if path.is_file()):
        if not path.name.endswith("-sources.zip"):
            yield path.relative_to(latest).as_posix(), read_bytes(path)


def _list_entries(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, by name."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.relative_to(folder).as_posix(), read_bytes(path)


def _measure(path: Path) -> Asset:
    size, digest = measure_file(path)
    return Asset(path.name, MEDIA_TYPES.get(path.suffix, "application/octet-stream"), str(size), digest)
