"""What a step of the package follows from is all in its hash, and nothing it does not look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from build_scripts.checking import check_report
from build_scripts.files import PROJECT, fingerprints, list_reports, write_bytes
from build_scripts.packaging.handed_in import read_handed_in
from build_scripts.packaging.kept_reports import pack_report, unpack_report
from build_scripts.packaging.program import NOT_CHECKED, NOT_READ, READING_CODE, WRITING_CODE
from build_scripts.pipeline import load_knowledge
from build_scripts.publishing import hand_made, kept_pages, part_pages
from build_scripts.publishing.formats import part_reuse, pieces
from build_scripts.publishing.lists import spelling
from build_scripts.publishing.search import site_index
from build_scripts.reading.knowledge import build_knowledge
from tests.packages import REAL, ROOT

BETWEEN = {"files/__init__.py"}
"""A room's front door: it imports all of its modules, and says nothing itself."""

WORDS_ALONE = {
    "checking/declarations.py",
    "packaging/held_back.py",
    "publishing/quality/tally.py",
    "publishing/report/page.py",
}
"""Modules of which others take names that the module gives itself, and nothing that it makes."""

ENDS_OF_PAGES = {"checking/declarations.py", "packaging/held_back.py"}
"""The same, of pages: they are made by the others."""

LOOKED_AT = (
    "files/disk.py",
    "files/reuse.py",
    "packaging/package.py",
    "packaging/resources.py",
    "packaging/tables.py",
    "releasing/ledger.py",
)
"""What these say of package and ledger is told beside, in each run."""

TASKS = "publishing/site_tasks.py"
"""It does tasks, whatever they make."""

NOT_KEPT = ("files/indented.py", "files/pieces.py", "files/reuse.py", "files/store.py")
"""Modules of what is not kept as such: the descriptor is laid out, tables joined, files looked at in each run."""


@pytest.mark.parametrize(
    ("first", "rooms", "ends"),
    [
        ("packaging/intake.py", READING_CODE, set()),
        ("packaging/output.py", (*READING_CODE, *WRITING_CODE, *NOT_KEPT), set()),
        ("publishing/formats/pieces.py", (*pieces.ROOMS, TASKS), WORDS_ALONE | {TASKS}),
        ("publishing/formats/all_formats.py", part_reuse.ROOMS, {*WORDS_ALONE, "publishing/formats/pieces.py"}),
        ("publishing/formats/parquet.py", ("publishing/formats",), set()),
        ("publishing/part_pages.py", part_pages.ROOMS, {*ENDS_OF_PAGES, "publishing/search/site_index.py"}),
        ("publishing/whole_pages.py", kept_pages.ROOMS, ENDS_OF_PAGES),
        ("publishing/search/partition.py", site_index.ROOMS, set()),
        ("reading/variants.py", site_index.ROOMS, {"reading/__init__.py", "reading/scripts.py"}),
        ("publishing/versions/changelog.py", hand_made.ROOMS, set()),
        ("publishing/hand_made.py", (*hand_made.ROOMS, *LOOKED_AT), {"publishing/context.py", *LOOKED_AT}),
        ("publishing/lists/spelling.py", (*spelling.ROOMS, "files", "limits.py", "packaging/package.py"), set()),
    ],
)
def test_every_module_that_takes_part_is_in_the_hash(first: str, rooms: tuple[str, ...], ends: set[str]) -> None:
    """`ends` are modules behind which nothing takes part, or what does has a hash of its own."""
    done, waiting = set(), [first]
    while waiting:
        name = waiting.pop()
        if name not in done:
            done.add(name)
            waiting += [] if name in BETWEEN | ends else list_imports(name)
    aside = {"files/fingerprints.py", "files/layout.py", "__init__.py", *BETWEEN}
    assert (
        sorted(name for name in done - aside if not any(name == room or name.startswith(f"{room}/") for room in rooms))
        == []
    )


def list_imports(name: str) -> list[str]:
    """The files of the modules, ours, that a module imports anywhere, and the front doors of their rooms."""
    tree = ast.parse((ROOT / "build_scripts" / name).read_text(encoding="utf-8"))
    return [found for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for found in _find(node)]


def _find(node: ast.ImportFrom) -> Iterator[str]:
    if node.module and node.module.startswith("build_scripts"):
        place = Path(*node.module.split(".")[1:])
        for path in (place, *(place / alias.name for alias in node.names)):
            for file in (path.with_name(f"{path.name}.py") if path.name else path, path / "__init__.py"):
                if file.name and (ROOT / "build_scripts" / file).is_file():
                    yield file.as_posix()


def test_a_hash_of_code_is_of_what_is_written_and_of_what_it_runs_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was compiled is no part of it: such files come and go while others run, under names of the moment."""
    monkeypatch.setattr(fingerprints, "PROGRAM", tmp_path)

    def look() -> str:
        for kept in (fingerprints.hash_code, fingerprints._hash_room):
            kept.cache_clear()
        return fingerprints.hash_code("room")

    source, compiled = tmp_path / "room/words.csv", tmp_path / "room/__pycache__/.x.cpython-311.pyc-77"
    write_bytes(source, b"a")
    first = look()
    write_bytes(compiled, b"c")
    assert look() == first
    write_bytes(source, b"b")
    second = look()
    assert second != first
    monkeypatch.setattr(fingerprints.zlib, "ZLIB_RUNTIME_VERSION", "0")
    assert look() not in (first, second), "what is deflated is another zlib's"
    monkeypatch.undo()
    look()


def test_reading_does_without_the_lists_that_are_not_in_its_hash() -> None:
    codes, knowledge, _ = load_knowledge(PROJECT)
    lists = {name: rows for name, rows in codes.lists.items() if name not in NOT_READ}
    bare = replace(build_knowledge(replace(codes, lists=lists, rules=()), ()), register=knowledge.register)
    assert codes.lists.keys() > NOT_READ
    for file in list_reports(REAL)[0]:
        reading = read_handed_in(file, knowledge)
        assert reading.report
        assert read_handed_in(file, bare) == reading


def test_checking_does_without_the_lists_that_are_not_in_its_hash() -> None:
    codes, knowledge, _ = load_knowledge(PROJECT)
    lists = {name: rows for name, rows in codes.lists.items() if name not in NOT_CHECKED}
    bare = replace(codes, lists=lists, finding_codes={}, spellings=())
    assert codes.lists.keys() > NOT_CHECKED
    for file in list_reports(REAL)[0]:
        report = read_handed_in(file, knowledge).report
        assert report
        assert check_report(report, None, codes) == check_report(report, None, bare)
        assert unpack_report(pack_report(report)) == report
