"""The records of agencies, cut out of the tables, are those of the whole package; a faulty row is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_scripts.files import FilesError
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.publishing.formats.row_index import index_tables
from build_scripts.publishing.part_records import PartTables


def test_records_of_agencies_are_those_of_the_package(package_folder: Path) -> None:
    package = load_package(package_folder)
    tables = PartTables(package, index_tables(package), package.reports)
    records = list(iterate_reports(package))
    assert any(any(record.cells.values()) for record in records)
    assert tables.read_records(package.reports) == records
    assert [record for row in package.reports for record in tables.read_records([row])] == records


@pytest.mark.parametrize("fault", [b",x", b'"'])
def test_a_row_with_a_field_more_or_a_lone_quote_is_refused(package_folder: Path, tmp_path: Path, fault: bytes) -> None:
    folder = shutil.copytree(package_folder, tmp_path / "package")
    package = load_package(folder)
    indexes = index_tables(package)
    path = indexes["checks"].path
    with path.open("r+b") as stream:
        data = stream.read().rstrip(b"\n")
        stream.seek(0)
        stream.write(data[: -len(fault)] + fault + b"\n")
    with pytest.raises(FilesError, match=path.name):
        PartTables(package, indexes, package.reports).read_records(package.reports)
