"""What may happen to a project between two builds, by chance: to reports, to what they are read by, to what stands.

Comes in: a `Place` and a source of chances. Goes out: one change, and in a few words which. Refuses to know: builds.
What is changed may end in a build that refuses; nothing here may change what decides whether a folder is ours.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

MARKERS = frozenset({"datapackage.json", ".disclosure-site"})
SIDECARS = (
    "text_release: withheld\n",
    "text_release: full\n",
    "text_release: masked\n",
    "scope: organ\n",
    "no key: of ours\n",
    "source_url: https://example.gov.cn/1\n",
    "corrections:\n  - table: remedies\n    row: reconsideration\n    column: upheld\n    value: 3\n"
    "    reason: 试\n    evidence: https://example.gov.cn/x\n",
)
SETTINGS = (
    (r"^(# )?site_url:.*$", ("# site_url:", "site_url: https://example.org/", "site_url: https://example.org/a/b/")),
    (r"^  repository: .*$", ('  repository: ""', '  repository: "https://github.com/o/n"')),
    (r"^  contact: .*$", ('  contact: ""', '  contact: "a@example.org"')),
)
READ_BY = (
    "datapackage/codelists",
    "datapackage/schemas",
    "datapackage/releases",
    "datapackage/agency_register.csv",
    "CHANGELOG.md",
    "docs",
    "build_scripts/publishing/templates",
)
"""What of a project's texts a build follows from, beside the program."""


class Place(NamedTuple):
    """A project of its own, the reports that are built, others that may come, and what a build leaves."""

    project: Path
    reports: Path
    spare: Path
    cache: Path
    package: Path
    site: Path


Change = Callable[[Place, Random], str]


def list_files(folder: Path) -> list[Path]:
    """Every file below a folder, links and what was compiled left out."""
    found = (path for path in folder.rglob("*") if not path.is_symlink() and path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts)


def list_reports(folder: Path) -> list[Path]:
    """The reports below a folder, without sidecars."""
    return [path for path in list_files(folder) if path.suffix != ".yml"]


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of a report lies."""
    return path.with_name(f"{path.name}.yml")


# Reports


def add(place: Place, chance: Random) -> str:
    source = chance.choice(list_reports(place.spare))
    name = source.relative_to(place.spare) if chance.random() < 0.9 else Path("other", source.name)
    _copy(source, place.reports / name)
    return f"add {name}"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for one, other in ((source, target), (sidecar_of(source), sidecar_of(target))):
        if one.is_file():
            shutil.copy(one, other)


def remove(place: Place, chance: Random) -> str:
    path = chance.choice(list_reports(place.reports))
    if len(list_reports(place.reports)) > 4:
        path.unlink()
        if chance.random() < 0.8:
            sidecar_of(path).unlink(missing_ok=True)
    return f"remove {path.name}"


def rename(place: Place, chance: Random) -> str:
    path = chance.choice(list_reports(place.reports))
    _copy(path, path.parent / "renamed" / path.name)
    path.unlink()
    sidecar_of(path).unlink(missing_ok=True)
    return f"rename {path.name}"


def edit(place: Place, chance: Random) -> str:
    """A digit, a stroke or a number of a person; size and time of the file stay as they were where they can."""
    path = chance.choice(list_reports(place.reports))
    text, told = path.read_text(encoding="utf-8"), path.stat()
    digits = [found.start() for found in re.finditer(r"\d", text)]
    at = chance.choice(digits)
    telephone = f"，电话13{chance.randrange(10**9):09}。"
    edited = (f"{text[:at]}{chance.randint(0, 9)}{text[at + 1 :]}", text.replace("。", telephone, 1))
    path.write_text(chance.choice(edited), encoding="utf-8")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    return f"edit {path.name}"


def say(place: Place, chance: Random) -> str:
    sidecar = sidecar_of(chance.choice(list_reports(place.reports)))
    sidecar.write_text(said := chance.choice(SIDECARS), encoding="utf-8")
    return f"say {sidecar.name} {said!r}"


def replace(place: Place, chance: Random) -> str:
    path = chance.choice(list_reports(place.reports))
    other = path.with_name(f"new-{path.name}")
    other.write_bytes(path.read_bytes() + "\n又及。\n".encode())
    told = f"replaces: {path.relative_to(place.reports).as_posix()}\n"
    sidecar_of(other).write_text(told, encoding="utf-8")
    return f"replace {path.name}"


def swap(place: Place, chance: Random) -> str:
    one, other = chance.choices(list_reports(place.reports), k=2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return f"swap {one.name} {other.name}"


# What they are read and shown by


def reword(place: Place, chance: Random) -> str:
    """Double a Chinese character of a code list, a schema, the ledger, a page or a template."""
    folder = place.project / chance.choice(READ_BY)
    kinds = {".csv", ".json", ".md", ".html"}
    path = chance.choice([one for one in [folder, *list_files(folder)] if one.is_file() and one.suffix in kinds])
    text = path.read_text(encoding="utf-8")
    places = [found.start() for found in re.finditer(r"[一-龥]{3}", text)]
    if places:
        at = chance.choice(places)
        path.write_text(text[:at] + text[at] + text[at:], encoding="utf-8")
    return f"reword {path.relative_to(place.project)}"


def set_otherwise(place: Place, chance: Random) -> str:
    path = place.project / "mkdocs.yml"
    pattern, values = chance.choice(SETTINGS)
    value = chance.choice(values)
    path.write_text(re.sub(pattern, value, path.read_text(encoding="utf-8"), flags=re.M), encoding="utf-8")
    return f"set {value.strip()}"


def set_times(place: Place, chance: Random) -> str:
    for path in [*list_files(place.reports), *list_files(place.project / "docs")]:
        os.utime(path, (moment := chance.randint(1, 2**31), moment))
    return "other times"


# What stands


def tamper(place: Place, chance: Random) -> str:
    """Spoil, cut, take away, link, move or double some files of the cache, the package, the site or its spare."""
    folder = chance.choice([place.cache, place.cache / "site/version-before", place.package, place.site])
    files = [path for path in list_files(folder) if path.name not in MARKERS]
    for path in chance.sample(files, min(len(files), chance.choice([2, 20, 200]))):
        if path.is_file():
            chance.choice(SPOILERS)(path, chance)
    return f"tamper with {folder.name}"


def spoil_folder(place: Place, chance: Random) -> str:
    """Take a folder away, or put a link or something more in its place."""
    root = chance.choice([place.cache, place.package, place.site])
    folders = sorted(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())
    if not folders:
        return "no folder"
    folder, how = chance.choice(folders), chance.choice(["away", "moved", "more"])
    if how == "more":
        (folder / "more").mkdir(exist_ok=True)
        (folder / "more/index.html").write_text("more", encoding="utf-8")
    else:
        elsewhere = place.reports.with_name(f"moved-{chance.randrange(10**9)}")
        shutil.move(folder, elsewhere)
        if how == "moved":
            folder.symlink_to(elsewhere, target_is_directory=True)
    return f"folder {folder.relative_to(root.parent)} {how}"


def wipe(place: Place, chance: Random) -> str:
    folder = chance.choice([place.cache, place.cache / "site", place.cache / "package", place.package, place.site])
    shutil.rmtree(folder, ignore_errors=True)
    return f"wipe {folder.name}"


def _flip(path: Path, chance: Random) -> None:
    """Another bit, the same size and time."""
    data, told = bytearray(path.read_bytes()), path.stat()
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def _link(path: Path, _: Random) -> None:
    path.rename(other := path.with_name(f"{path.name}-other"))
    path.symlink_to(other)


def _make_folder(path: Path, _: Random) -> None:
    path.unlink()
    path.mkdir()


SPOILERS: tuple[Callable[[Path, Random], object], ...] = (
    _flip,
    _link,
    _make_folder,
    lambda path, _: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    lambda path, _: path.unlink(),
    lambda path, _: shutil.copy(path, path.with_name(f"more-{path.name}")),
    lambda path, _: path.rename(path.with_name(path.name.swapcase())),
)

CHANGES: Mapping[Change, int] = {
    add: 4, remove: 3, rename: 1, edit: 4, say: 3, replace: 1, swap: 1,
    reword: 4, set_otherwise: 1, set_times: 1, tamper: 5, spoil_folder: 2, wipe: 1,
}  # fmt: skip
"""Every change, and how often it happens beside the others."""
