"""Names of changed files → what each of them is, and which of them is where or what it should not be.

Comes in: names from the root of the repository, as git tells them, the root. Goes out: `ChangedFile`. Refuses to know:
what a report says. Nothing is opened, no link is followed; numbers of persons in a name are masked before it goes on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import find_refusal, read_rows
from build_scripts.files.sidecars import show_name

KINDS = Path(__file__).with_name("changed_kinds.csv")
REPORTS = "datapackage/reports/"
LIKE_A_REPORT = re.compile(
    r"\.(txt|md|html?|mht|mhtml|docx?|rtf|odt|wps|pdf|ofd|xlsx?|et|zip|rar|7z|png|jpe?g|tiff?)", re.IGNORECASE
)
"""What people hand reports in as, rightly or not."""
SETTINGS = frozenset((".gitattributes", ".gitmodules", ".lfsconfig"))
"""What tells git how to check files out, in whatever folder it lies."""
LONGEST_NAME = 255
"""Bytes of a file name that the usual file systems hold."""
Mask = Callable[[str], str]


class ChangedFile(NamedTuple):
    """`name` from the root of the repository, as it may be shown; `kind` a kind of `changed_kinds.csv`.

    `source_file` is filled of what lies in the reports folder: the name below it, of a sidecar its report's.
    `strange` is empty, or why it cannot stay where or as it is: outside (of the reports folder), folder (a submodule),
    link, special (a device and the like), settings (of git, below the reports), long_name.
    """

    name: str
    kind: str
    source_file: str
    is_sidecar: bool
    is_there: bool
    strange: str


def sort_changed(names: Iterable[bytes], root: Path, mask: Mask) -> tuple[ChangedFile, ...]:
    """Every changed file by its name, once; `mask` takes the numbers of persons from a name."""
    kinds = read_kinds()
    return tuple(_look_at(name, root, kinds, mask) for name in sorted(set(filter(None, names))))


def split_names(data: bytes) -> list[bytes]:
    """The names in what `git diff --name-only -z` gives."""
    return [name for name in data.split(b"\0") if name]


def read_kinds() -> list[dict[str, str]]:
    """The kinds of files by the beginnings of their names."""
    return read_rows(KINDS)


def _look_at(raw: bytes, root: Path, kinds: Iterable[dict[str, str]], mask: Mask) -> ChangedFile:
    name = os.fsdecode(raw)
    if name.startswith("/") or ".." in name.split("/"):  # git gives no such name
        return ChangedFile(mask(show_name(name)), "other", "", False, False, "outside")
    path = root / name
    refusal = find_refusal(path)
    is_long = any(len(part) > LONGEST_NAME for part in raw.split(b"/"))
    is_there = is_long or refusal != "file-missing"
    kind = _find_kind(name, kinds)
    strange = _tell_strange(path, kind, refusal, is_long) if is_there else ""
    shown = show_name(name)
    if name.rpartition("/")[2] in SETTINGS:
        strange = strange or ("settings" if kind == "report" and is_there else "")
        return ChangedFile(mask(shown), "program", "", False, is_there, strange)
    if kind != "report" or strange == "folder":
        return ChangedFile(mask(shown), kind, "", False, is_there, strange)
    below = shown.removeprefix(REPORTS)
    is_sidecar = below.endswith(".yml")
    source_file = mask(below.removesuffix(".yml") if is_sidecar else below)
    return ChangedFile(REPORTS + mask(below), kind, source_file, is_sidecar, is_there, strange)


def _find_kind(name: str, kinds: Iterable[dict[str, str]]) -> str:
    """The kind whose prefix is longest; a prefix without a slash is a whole name."""
    fitting = [row for row in kinds if _begins(name, row["prefix"])]
    return max(fitting, key=lambda row: len(row["prefix"]))["kind"]


def _begins(name: str, prefix: str) -> bool:
    return name.startswith(prefix) if not prefix or prefix.endswith("/") else name == prefix


def _tell_strange(path: Path, kind: str, refusal: str, is_long: bool) -> str:
    if is_long:
        return "long_name"
    known = {"folder-given": "folder", "symbolic-link": "link", "not-a-file": "special"}.get(refusal, "")
    if kind == "report" and known in ("link", "special"):  # a finding says so
        return ""
    is_outside = kind == "other" and LIKE_A_REPORT.fullmatch(path.suffix) is not None
    return known or ("outside" if is_outside else "")
