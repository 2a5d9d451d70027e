"""Which file beside a report is meant as its sidecar, but is named so that nobody reads it.

Comes in: names of files, or the path of one report. Goes out: findings. Refuses to know: what stands in a sidecar.
The sidecar of `a.txt` is `a.txt.yml`; people also write `a.yml`, `a.yaml`, `a.txt.yaml`, `a.txt.YML` or `A.txt.yml`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from build_scripts.model import Finding

SUFFIX = ".yml"
_SUFFIXES = (".yml", ".yaml", ".YML", ".YAML")


def match_misnamed(names: Sequence[str]) -> dict[str, str]:
    """The misnamed sidecars among the files of a folder and those below it, each with the report it is meant for.

    >>> match_misnamed(["a.txt", "a.txt.yml", "b.txt", "b.yml", "c", "c.yml", "d.md", "d.md.yaml", "e.yaml"])
    {'b.yml': 'b.txt', 'd.md.yaml': 'd.md'}
    >>> match_misnamed(["A.txt", "A.txt.yml", "B.TXT", "a.txt", "b.txt.YML"])  # letter case is not seen everywhere
    {'b.txt.YML': 'B.TXT'}
    """
    there = frozenset(names)
    doubtful = [
        name
        for name in names
        if name.endswith(_SUFFIXES) and not (name.endswith(SUFFIX) and _cut_suffix(name) in there)
    ]
    if not doubtful:  # as nearly always
        return {}
    reports = [name for name in names if not name.endswith(_SUFFIXES)]
    meant: dict[str, str] = {}
    for name in reports:
        meant.setdefault(str(PurePosixPath(name).with_suffix("")).casefold(), name)
    meant.update((name.casefold(), name) for name in reversed(reports))
    found: dict[str, str] = {}
    for name in doubtful:
        bare = _cut_suffix(name)
        if bare.casefold() in meant:
            found[name] = meant[bare.casefold()]
    return found


def find_misnamed(path: Path, source_file: str) -> tuple[Finding, ...]:
    """The misnamed sidecars beside one report, wherever it lies; only the few likely names are looked for."""
    if not path.name or path.name.endswith(_SUFFIXES):
        return ()
    stem = path.with_suffix("").name
    names = [stem + suffix for suffix in _SUFFIXES if stem != path.name and not os.path.lexists(path.with_name(stem))]
    names += [path.name + suffix for suffix in _SUFFIXES if suffix != SUFFIX]
    folder = PurePosixPath(source_file).parent
    found: dict[tuple[int, int], str] = {}
    for name in (path.name + SUFFIX, *names):  # where letter case does not count, two names are one file
        try:
            status = os.lstat(path.with_name(name))
        except OSError:
            continue
        found.setdefault((status.st_dev, status.st_ino), name)
    told = (name for name in found.values() if name != path.name + SUFFIX)
    return tuple(tell_misnamed(str(folder / show_name(name)), source_file) for name in told)


def tell_misnamed(name: str, report: str) -> Finding:
    """The finding about a misnamed sidecar."""
    base = PurePosixPath(report).name
    return Finding("sidecar-misnamed", name, None, (("other", base), ("expected", base + SUFFIX)))


def show_name(name: str) -> str:
    """The name as text: bytes that are no UTF-8, NUL and lone surrogates are shown as `\\xNN`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def leave_out_sidecars(paths: Iterable[Path]) -> list[Path]:
    """The files without the sidecars of others among them: a sidecar is read with its report."""
    given = list(paths)
    known = frozenset(given)
    return [path for path in given if not (path.suffix == SUFFIX and path.with_suffix("") in known)]


def _cut_suffix(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), "")
