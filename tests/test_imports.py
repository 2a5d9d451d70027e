"""Dependencies point one way. Every import in build_scripts is walked, those inside functions too."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = "datapackage/reports/2023/410781-chengshiguanliju.txt"

# A room may import rooms of a lower floor, and itself; the rooms of floor 0 may import each other.
FLOORS = {
    "model": 0,
    "codes": 0,
    "findings": 0,
    "unseen": 0,
    "limits": 0,
    "reading": 1,
    "checking": 2,
    "packaging": 3,
    "fetching": 1,
    "releasing": 4,
    "contributing": 5,
    "publishing": 6,
    "cluster": 4,
    "pipeline": 7,
    "release": 8,
    "review": 8,
    "add": 8,
    "watch": 8,
    "propose": 9,
    "cli": 10,
    "__main__": 11,
}
# The only hands on the disk: knows floor 0 alone, and serves these.
FILES = "files"
SERVED_BY_FILES = {
    "packaging",
    "cluster",
    "releasing",
    "contributing",
    "publishing",
    "pipeline",
    "release",
    "review",
    "add",
    "watch",
    "propose",
    "cli",
}
# Tools of the maintainers: they may import what they like, and nobody imports them.
ASIDE = {"upkeep", "setup"}
# Each of these libraries has one importer, below this room.
LIBRARIES = {
    "pandas": "packaging",
    "frictionless": "packaging",
    "mkdocs": "publishing",
    "pyarrow": "publishing",
    "xlsxwriter": "publishing",
}


# Modules more, where things are done with a library that share no code: Parquet is written, CSV is read, S3 is reached.
SECOND_IMPORTERS = {
    "pyarrow": ["packaging.columns", "files.remote"],
    "frictionless": ["packaging.plain_tables"],
}


def test_no_arrow_points_upward() -> None:
    assert wrong_arrows(our_sources()) == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_heavy_library_is_imported_in_one_place(library: str) -> None:
    further = SECOND_IMPORTERS.get(library, [])
    places = [place for place in importers(our_sources(), library) if place not in further]
    assert len(places) <= 1, f"{library} is imported in {places}; one module should, and serve the others"
    assert [place for place in places if room_of(place) != LIBRARIES[library]] == []


# Libraries of one file format, script or kind of number: loaded when the first such comes, in `reading` alone.
ON_DEMAND = ("docx", "lxml", "opencc", "phonenumbers", "pypdfium2", "selectolax", "stdnum")
# Feeds are written with the same library of XML that Word files are read with: by one module, which knows no reports.
FURTHER_IMPORTERS = {"lxml": ["publishing.versions.atom"]}


@pytest.mark.parametrize("library", ON_DEMAND)
def test_a_library_of_one_format_is_known_to_reading_alone(library: str) -> None:
    outside = [place for place in importers(our_sources(), library) if room_of(place) != "reading"]
    assert outside == FURTHER_IMPORTERS.get(library, [])


def test_checking_a_text_loads_no_library_of_another_format_or_of_tables() -> None:
    """`check` starts in a third of the time that way: people wait for it."""
    code = (
        "import sys; from build_scripts.pipeline import *; from build_scripts.files.layout import PROJECT; "
        "from pathlib import Path; from build_scripts.packaging.handed_in import read_handed_in; "
        f"given = name_input(Path({SAMPLE!r}), PROJECT.reports); "
        "assert read_handed_in(given, load_knowledge(PROJECT)[1]).report; "  # what `check` has another process do
        f"[told] = check_files(PROJECT, [Path({SAMPLE!r})], 'text', 'zh'); assert told[0].report; "
        f"print(*sorted({{*{ON_DEMAND!r}, *{sorted(LIBRARIES)!r}, 'pyarrow'}} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


# The test itself is tested on planted sources: it must find what it is for.


@pytest.mark.parametrize(
    ("planted", "arrow"),
    [
        ({"reading/grids.py": "from build_scripts.checking import sums"}, "reading.grids:1 → checking.sums"),
        ({"reading/grids.py": "from ..checking.sums import check"}, "reading.grids:1 → checking.sums.check"),
        ({"reading/__init__.py": "from . import grids\nfrom .. import files"}, "reading:2 → files"),
        ({"checking/sums.py": "def f():\n    import build_scripts.files"}, "checking.sums:2 → files"),
        ({"checking/sums.py": "from build_scripts.packaging import tables"}, "checking.sums:1 → packaging.tables"),
        (
            {"packaging/tables.py": "if True:\n    from ..publishing import pages"},
            "packaging.tables:2 → publishing.pages",
        ),
        ({"files.py": "from build_scripts import pipeline"}, "files:1 → pipeline"),
        ({"files.py": "from build_scripts.reading import intake"}, "files:1 → reading.intake"),
        ({"model.py": "import build_scripts.reading.grids"}, "model:1 → reading.grids"),
        ({"pipeline.py": "from build_scripts.upkeep import regions"}, "pipeline:1 → upkeep.regions"),
        ({"cli.py": "from .setup import browser"}, "cli:1 → setup.browser"),
        ({"__init__.py": "from .cli import main"}, "build_scripts:1 → cli.main"),
        (
            {"reading/grids.py": "import importlib\nimportlib.import_module('build_scripts.pipeline')"},
            "reading.grids:2 → pipeline",
        ),
        ({"attic/old.py": ""}, "attic.old: the room “attic” has no floor; give it one in tests/test_imports.py"),
    ],
)
def test_an_arrow_that_points_upward_is_found(planted: dict[str, str], arrow: str) -> None:
    assert wrong_arrows(planted) == [arrow]


def test_the_arrows_we_want_are_let_through() -> None:
    planted = {
        "__main__.py": "from build_scripts.cli import main",
        "cli.py": "from build_scripts import files, pipeline\nfrom build_scripts.reading import intake",
        "pipeline.py": "from . import files\nfrom .publishing import pages\nfrom .checking import sums",
        "publishing/pages.py": "from ..packaging import tables\nfrom ..files import write\nimport jinja2",
        "packaging/tables.py": "import pandas\nfrom build_scripts.files import read\nfrom ..model import Cell",
        "checking/sums.py": "from ..reading.grids import Grid\nfrom ..codes import Codes",
        "reading/grids.py": "from .intake import lines\nfrom ..model import Cell",
        "files.py": "from .model import Cell\nimport pathlib",
        "codes.py": "from .model import Form",
        "upkeep/pin.py": "from build_scripts import cli",
    }
    assert wrong_arrows(planted) == []


def test_a_second_importer_of_a_library_is_found() -> None:
    planted = {
        "packaging/frames.py": "import pandas as pd",
        "publishing/pages.py": "def f():\n    from pandas.api import types",
        "reading/pandas_free.py": "from .pandas import x",
    }
    assert importers(planted, "pandas") == ["packaging.frames", "publishing.pages"]


# How it is done.


@cache
def our_sources() -> Mapping[str, str]:
    """Path below build_scripts → source."""
    folder = ROOT / "build_scripts"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))
    }


def wrong_arrows(sources: Mapping[str, str]) -> list[str]:
    """Every import that the order of the rooms does not allow, as “importer:line → imported”."""
    wrong = []
    for path, source in sources.items():
        module = module_of(path)
        if room_of(module) not in {*FLOORS, *ASIDE, FILES, ""}:
            wrong.append(f"{module}: the room “{room_of(module)}” has no floor; give it one in tests/test_imports.py")
            continue
        wrong += [
            f"{module or 'build_scripts'}:{line} → {inner}"
            for line, name in imports_of(path, source)
            if name.startswith("build_scripts.")
            and not allowed(room_of(module), room_of(inner := name.removeprefix("build_scripts.")))
        ]
    return wrong


def importers(sources: Mapping[str, str], library: str) -> list[str]:
    """The modules that import this library."""
    return [
        module_of(path)
        for path, source in sources.items()
        if any(name.split(".")[0] == library for _, name in imports_of(path, source))
    ]


def allowed(importer: str, imported: str) -> bool:
    if importer in ASIDE or importer == imported:
        return True
    if imported == FILES:
        return importer in SERVED_BY_FILES
    if imported not in FLOORS or importer == "":
        return False
    if importer == FILES or FLOORS[importer] == 0:
        return FLOORS[imported] == 0
    return FLOORS[imported] < FLOORS[importer]


@cache
def imports_of(path: str, source: str) -> tuple[tuple[int, str], ...]:
    """Line and full dotted name of every import of a module; a module is parsed once for all tests."""
    return tuple(_walk_imports(path, source))


def _walk_imports(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of every import of a module, wherever in it they stand."""
    package = ["build_scripts", *Path(path).parts[:-1]]
    for node in ast.walk(ast.parse(source, path)):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom():
                start = package[: len(package) - node.level + 1] if node.level else []
                base = ".".join([*start, *([node.module] if node.module else [])])
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def module_of(path: str) -> str:
    """“reading/grids.py” → “reading.grids”; of a package its own name; of build_scripts itself nothing."""
    parts = Path(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[0]
