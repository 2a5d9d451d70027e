"""`python -m tests.same_bytes [--keep]`: package and site again in other surroundings, file by file the same bytes.

Each variation changes one thing of where, when and by whom a build is run: locale, time zone, day, hash seed, the order
in which folders list their files, umask, how many processes, home and what else the surroundings say, the folder it is
started in, the path of the project, -O, how many processors there are. What differs is told by the file; then the exit
code is 1. What a machine cannot do (a clock without libfaketime, a locale without its source) is told.

Other versions of Python (`PYTHONS`), where they are installed, get our locked packages into `.cache/python-<version>`
and build the same. What is packed is up to the libraries that come with each (zlib, SQLite): of such files the bytes
may differ, and are counted; what is in them may not.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.every_file import list_contents
from tests.guards.keeping import keep_figures
from tests.packages import ROOT, copy_real, hash_tree
from tests.printing.codelists import read_codes
from tests.printing.country.collection import write_country

SURROUNDINGS = Path(__file__).parent / "surroundings"
"""A folder for PYTHONPATH: what Python loads first there shuffles the lists of folders."""
SHUFFLED = {"PYTHONPATH": os.pathsep.join([str(SURROUNDINGS), str(ROOT)]), "SHUFFLED": "7"}
COPIED = ("build_scripts", "datapackage", "docs", "requirements", "mkdocs.yml", "CHANGELOG.md", "Makefile")
REPORTS = 40
PYTHONS = tuple(one for one in ("3.11", "3.12", "3.13") if one != ".".join(platform.python_version_tuple()[:2]))
"""Those of the matrix of test.yml, but this one."""
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"SQLite format 3\x00", b"PAR1")
"""How files begin that are looked into."""


@dataclass(frozen=True, slots=True)
class Variation:
    """What is otherwise: variables of the surroundings, words before the command and of Python and of the build, the
    folder it is started in, another copy of the project, other permissions."""

    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    python: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    before: str = ""
    elsewhere: str = ""
    started_in: str = ""
    bare: bool = False


VARIATIONS = (
    Variation("locale-c", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    Variation("locale-posix", {"LC_ALL": "POSIX", "LANG": "POSIX"}),
    Variation("locale-turkish", {"LC_ALL": "tr_TR.UTF-8"}),
    Variation("locale-gb18030", {"LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "0"}),
    Variation("zone-far-east", {"TZ": "Pacific/Kiritimati"}),
    Variation("zone-summer-time", {"TZ": "America/St_Johns"}),
    Variation("hash-seed-0", {"PYTHONHASHSEED": "0"}),
    Variation("hash-seed-4242", {"PYTHONHASHSEED": "4242"}),
    Variation("order-of-files", {"SHUFFLED": "7"}),
    Variation("order-of-files-again", {"SHUFFLED": "8"}),
    Variation("umask-077", before="umask 077;"),
    Variation("umask-002", before="umask 002;"),
    Variation("jobs-1", options=("--jobs", "1")),
    Variation("jobs-3", options=("--jobs", "3")),
    Variation("surroundings-bare", bare=True),
    Variation(
        "surroundings-strange", {"HOME": "/nonexistent", "USER": "", "TERM": "dumb", "COLUMNS": "13", "NO_COLOR": "1"}
    ),
    Variation("source-date-epoch", {"SOURCE_DATE_EPOCH": "86400"}),
    Variation("day-2031", {"FAKETIME": "@2031-02-28 23:59:50"}),
    Variation("day-1999", {"FAKETIME": "@1999-12-31 23:59:50"}),
    Variation("started-elsewhere", started_in="/"),
    Variation("path-of-project", elsewhere="项目 of ours/deep'er"),
    Variation("optimised", python=("-O",)),
    Variation("one-processor", before="exec taskset -c 0"),
)


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.same_bytes", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep the figures")
    parser.add_argument("--only", default="", help="variations whose names begin so")
    parser.add_argument("--reports", type=int, default=REPORTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="disclosure-same-") as name:
        folder = Path(name)
        prepare(folder, options.reports)
        plain = build(folder, Variation("plain"))
        inside = hash_contents(folder / "built")
        figures = {"files-compared": len(plain), "variations": 0, "files-that-differ": 0}
        for one in VARIATIONS:
            if one.name.startswith(options.only) and can_be(one, folder):
                found = compare(plain, build(folder, one))
                tell(one.name, found)
                figures["variations"] += 1
                figures["files-that-differ"] += len(found)
        for version in PYTHONS if not options.only else ():
            if python := find_python(version):
                packed = compare(plain, build(folder, Variation(f"python-{version}"), python))
                found = compare(inside, hash_contents(folder / "built"))
                tell(f"python-{version}", found)
                figures[f"packed-otherwise-by-python-{version}"] = len(packed)
                figures[f"differ-inside-by-python-{version}"] = len(found)
    if options.keep:
        units = {"variations": "variations"}
        keep_figures("same-bytes", {name: (value, units.get(name, "files")) for name, value in figures.items()})
    return 1 if any(value for name, value in figures.items() if "differ" in name) else 0


def tell(name: str, differing: Sequence[str]) -> None:
    """Say how many files were not the same, and the first."""
    print(f"{name}: {len(differing)} 个文件不同 / files differ", *differing[:40], sep="\n  ", flush=True)


def prepare(folder: Path, reports: int) -> None:
    """A project, a copy of it under another path, and reports of several partitions."""
    for name in COPIED:
        source, target = ROOT / name, folder / "project" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "build", "reports"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    write_country(read_codes(), folder / "reports", reports)
    copy_real(folder / "reports")


def can_be(variation: Variation, folder: Path) -> bool:
    """Whether this machine can do so; what it cannot is told, and made where that is cheap: locales of the system's
    sources."""
    locale = variation.given.get("LC_ALL", "C")
    if "." in locale:
        name, charset = locale.split(".")
        words = ["localedef", "-i", name, "-f", charset, str(folder / "locales" / locale)]
        (folder / "locales").mkdir(exist_ok=True)
        is_able = shutil.which("localedef") is not None and subprocess.run(words, check=False).returncode < 2
    else:
        is_able = "FAKETIME" not in variation.given or find_clock() is not None
    if not is_able:
        print(f"{variation.name}: 这台机器做不了 / not possible on this machine", file=sys.stderr)
    return is_able


def find_clock() -> Path | None:
    """libfaketime (Debian: libfaketime), by which a program is told another time."""
    named = [Path(os.environ["FAKETIME_LIBRARY"])] if "FAKETIME_LIBRARY" in os.environ else []
    found = [*named, *Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
    return found[0] if found else None


def build(folder: Path, variation: Variation, python: str = sys.executable) -> dict[str, str]:
    """The files of package and site as they come of a build so, by name and hash; what fails is said and raised."""
    project = folder / "project"
    if variation.elsewhere:
        shutil.copytree(project, project := folder / variation.elsewhere)
    output = folder / "built"
    shutil.rmtree(output, ignore_errors=True)
    words = [
        "--reports",
        folder / "reports",
        "--package",
        output / "package",
        "--output",
        output / "site",
        "--no-cache",
    ]
    command = [python, *variation.python, "-m", "build_scripts", "build", *map(str, words), *variation.options]
    begun = subprocess.run(
        ["sh", "-c", f'{variation.before} "$@"', "sh", *command],
        cwd=variation.started_in or project,
        env=set_surroundings(project, variation),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if begun.returncode not in (0, 1):
        raise SystemExit(f"{variation.name}: {begun.stderr.decode('utf-8', 'replace')}")
    return hash_tree(output)


def set_surroundings(project: Path, variation: Variation) -> dict[str, str]:
    """What the program may ask the surroundings for."""
    bare = {"PATH": os.environ["PATH"]}
    given = {"PYTHONPATH": os.pathsep.join([str(SURROUNDINGS), str(project)]), **variation.given}
    if "." in given.get("LC_ALL", ""):
        given["LOCPATH"] = str(project.parent / "locales")
    if "FAKETIME" in given:
        given |= {"LD_PRELOAD": str(find_clock()), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    return {**(bare if variation.bare else os.environ), **given}


def hash_contents(folder: Path) -> dict[str, str]:
    """All that the files hold, however it is packed, by name and hash; of what is packed not the packed bytes."""
    found = {}
    for number, (name, data) in enumerate(list_contents(folder)):
        if not data.startswith(PACKED):
            found[f"{name} {number}" if name.endswith("names") else name] = hashlib.sha256(data).hexdigest()
    return found


def find_python(version: str) -> str | None:
    """That Python with the packages of `site.lock`, installed anew if need be; None where it is not on this machine."""
    base, folder = shutil.which(f"python{version}"), ROOT / ".cache" / f"python-{version}"
    asked = [base or "false", "-c", f"import sys; sys.exit('{version}' != '%d.%d' % sys.version_info[:2])"]
    if base is None or subprocess.run(asked, capture_output=True, check=False).returncode:
        print(f"python-{version}: 这台机器上没有 / not on this machine", file=sys.stderr)
        return None
    words = [str(ROOT / "build_scripts/setup/install_environment.sh"), "site", str(folder)]
    subprocess.run(words, env={**os.environ, "PYTHON": base}, check=True)
    return str(folder / "bin/python")


def compare(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The files that are not the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


if __name__ == "__main__":
    sys.exit(main())
