"""Which files are reports: the walk through the reports folder.

Comes in: a folder. Goes out: its report files with their sidecars, and a finding for each thing that is none. Refuses
to know: what stands in a file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from build_scripts.files.disk import name_path
from build_scripts.files.sidecars import match_misnamed, show_name, tell_misnamed
from build_scripts.model import Finding

_README = re.compile(r"(?i)readme(\.\w+)?")
SKIPPED_NAMES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """A report file below the reports folder: its name with `/` as separator, its path and its sidecar's, if any."""

    source_file: str
    path: Path
    sidecar: Path | None


def list_reports(folder: Path) -> tuple[tuple[InputFile, ...], tuple[Finding, ...]]:
    """Every report file below `folder`, by code point of its name, and a finding for each thing that is no such file.

    Only regular files are taken; a symbolic link, device, unreadable file or unusable name is a finding, never
    followed or opened. `<file name>.yml` is the sidecar of its neighbour; one of another name is a finding, and so is
    the report beside a sidecar that cannot be read: it might hold the text back. Left out in silence: hidden names,
    README files, Thumbs.db and desktop.ini. Raises FilesError if the folder itself cannot be read.
    """
    found: dict[str, Path] = {}
    refused: list[Finding] = []
    for name, path, code in sorted(_walk(folder), key=lambda entry: entry[0]):
        if code:
            refused.append(Finding(code, name, None))
        else:
            found[name] = path
    closed = [finding.source_file for finding in refused]
    meant = match_misnamed([*found, *closed])
    misnamed = {name: report for name, report in meant.items() if name in found and report in found}
    unread = {report: name for name, report in meant.items()}
    unread |= {name.removesuffix(".yml"): name for name in closed if name.endswith(".yml")}
    reports = [
        InputFile(name, path, found.get(f"{name}.yml"))
        for name, path in found.items()
        if not name.endswith(".yml") and name not in misnamed and name not in unread
    ]
    names = {report.source_file for report in reports} | unread.keys()
    strays = [
        Finding("sidecar-without-report", name, None, (("expected", name.removesuffix(".yml")),))
        for name in found
        if name.endswith(".yml") and name.removesuffix(".yml") not in names and name not in misnamed
    ]
    strays += [tell_misnamed(name, report) for name, report in misnamed.items()]
    strays += [
        Finding("sidecar-not-read", report, None, (("other", PurePosixPath(name).name),))
        for report, name in sorted(unread.items())
        if report in found
    ]
    return tuple(reports), tuple(refused + strays)


def name_input(path: Path, folder: Path) -> InputFile:
    """One file, wherever it lies, as an input: named below the reports folder, or below where we are, or as given.

    Neither file need be there, or be one: `find_refusal` tells.
    """
    full = Path(os.path.realpath(path.parent)) / path.name  # a link at the end keeps its own name
    base = next((base for base in (folder.resolve(), Path.cwd()) if full.is_relative_to(base)), None)
    name = (full.relative_to(base) if base else path).as_posix()
    sidecar = path.with_name(f"{path.name}.yml") if path.name else path
    return InputFile(show_name(name), path, sidecar if path.name and os.path.lexists(sidecar) else None)


def find_refusal(path: Path) -> str:
    """The finding code for a path that cannot be read as a report file or sidecar, or the empty string."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "file-missing"
    except OSError:
        return "file-unreadable"
    if stat.S_ISDIR(mode):
        return "folder-given"
    if stat.S_ISLNK(mode):
        return "symbolic-link"
    if not stat.S_ISREG(mode):
        return "not-a-file"
    return "" if _is_readable(path) else "file-unreadable"


def show_path(path: Path) -> str:
    """The path as people see it: below where we are, if it lies there."""
    full = Path(os.path.abspath(path))
    return show_name(str(full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else path))


def _walk(top: Path) -> Iterator[tuple[str, Path, str]]:
    """Each thing below `top`: its name, its path, and the finding code if it is refused. Folders may lie in one another
    as deep as the system knows names for; below that they are refused."""
    waiting = [("", top)]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            if not prefix:
                raise name_path(error, folder) from error
            yield prefix.rstrip("/"), folder, "file-unreadable"
            continue
        for entry in entries:
            if _is_skipped(entry.name):
                continue
            name = prefix + show_name(entry.name)
            if entry.is_dir(follow_symlinks=False) and _is_usable(entry.name):
                waiting.append((f"{name}/", Path(entry.path)))
            else:
                yield name, Path(entry.path), _refuse(entry)


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name.lower() in SKIPPED_NAMES or _README.fullmatch(name) is not None


def _is_usable(name: str) -> bool:
    return show_name(name) == name


def _refuse(entry: os.DirEntry[str]) -> str:
    """The finding code for a thing that cannot be a report file, or the empty string."""
    if not _is_usable(entry.name):
        return "file-name-unusable"
    if entry.is_symlink():
        return "symbolic-link"
    if not entry.is_file(follow_symlinks=False):
        return "not-a-file"
    return "" if _is_readable(entry.path) else "file-unreadable"


def _is_readable(path: str | Path) -> bool:
    return os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids)
