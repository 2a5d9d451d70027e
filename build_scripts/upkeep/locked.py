"""Everything that is locked, as one list: Python packages, npm packages, the libraries in readers' browsers.

Comes in: `requirements/*.lock`, `requirements/licences.csv`, the `package-lock.json` below `setup`, the manifest of
`docs/assets/vendor`. Goes out: `Locked`. Refuses to know: what is installed, the network. LockError for a package
whose licence is not known.
"""

from __future__ import annotations

import base64
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
NPM_LOCKS = ("build_scripts/setup/package-lock.json", "build_scripts/setup/vendor/package-lock.json")
MANIFEST = "docs/assets/vendor/manifest.json"
LICENCES = "requirements/licences.csv"
ALLOWED = "requirements/licences_allowed.csv"
_PIN = re.compile(r"([a-z0-9][a-z0-9.-]*)(?:\[[a-z0-9,-]+\])?==([^\s;]+)(?: ; .+)?")


class LockError(ValueError):
    """A lock names something whose licence nobody has looked up; the message names it."""


class Locked(NamedTuple):
    """A package of one version: `hashes` are (algorithm, hex digits) of its files, `locks` where it is locked."""

    ecosystem: str
    name: str
    version: str
    licence: str
    hashes: tuple[tuple[str, str], ...]
    locks: tuple[str, ...]


def list_locked(root: Path = ROOT) -> list[Locked]:
    """Everything locked, by ecosystem, name and version; raises LockError naming all without a licence."""
    found: dict[tuple[str, str, str], Locked] = {}
    for one in (*_read_python(root), *_read_npm(root), *_read_vendored(root)):
        key = one[:3]
        if key in found:
            locks = (*found[key].locks, *one.locks)
            one = one._replace(locks=tuple(sorted(set(locks))), hashes=found[key].hashes or one.hashes)
        found[key] = one
    if unknown := [
        f"{name} {version} ({lock})" for *_, name, version, licence, _, (lock, *_) in found.values() if not licence
    ]:
        raise LockError(f"没有许可 / no licence in {LICENCES}: {', '.join(unknown)}")
    return [found[key] for key in sorted(found)]


def find_refused(locked: list[Locked], root: Path = ROOT) -> list[str]:
    """“name version: licence” of everything whose licence is not allowed."""
    allowed = {row["licence"] for row in _read_csv(root / ALLOWED)}
    return [f"{one.name} {one.version}: {one.licence}" for one in locked if not is_allowed(one.licence, allowed)]


def is_allowed(licence: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression can be kept by who keeps the licences allowed.

    >>> is_allowed("(MIT OR GPL-3.0-only) AND ISC", {"MIT", "ISC"}), is_allowed("MIT AND GPL-3.0-only", {"MIT"})
    (True, False)
    """
    words = re.findall(r"[()]|[^\s()]+", licence)
    try:
        found = _either(words, allowed)
    except IndexError:
        return False
    return found and not words


def _either(words: list[str], allowed: set[str]) -> bool:
    """Takes `… OR …` from the words; raises IndexError where one is wanted and none is left."""
    found = _both(words, allowed)
    while words[:1] == ["OR"]:
        words.pop(0)
        found = _both(words, allowed) or found
    return found


def _both(words: list[str], allowed: set[str]) -> bool:
    """Takes `… AND …`, which binds tighter, or what is in brackets."""
    found = _one(words, allowed)
    while words[:1] == ["AND"]:
        words.pop(0)
        found = _one(words, allowed) and found
    return found


def _one(words: list[str], allowed: set[str]) -> bool:
    word = words.pop(0)
    if word != "(":
        return word in allowed
    found = _either(words, allowed)
    return words.pop(0) == ")" and found


def _read_python(root: Path) -> Iterator[Locked]:
    licences = {row["name"]: row["licence"] for row in _read_csv(root / LICENCES) if row["ecosystem"] == "pypi"}
    for path in sorted((root / "requirements").glob("*.lock")):
        for entry in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").replace("\\\n", "")):
            requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
            if not requirement or requirement.startswith("#"):
                continue
            pin = _PIN.fullmatch(requirement)
            if not pin:
                raise LockError(f"{path}: {requirement!r}")
            told = tuple(("SHA-256", digest.removeprefix("sha256:")) for digest in hashes)
            yield Locked("pypi", pin[1], pin[2], licences.get(pin[1], ""), told, (path.relative_to(root).as_posix(),))


def _read_npm(root: Path) -> Iterator[Locked]:
    licences = {row["name"]: row["licence"] for row in _read_csv(root / LICENCES) if row["ecosystem"] == "npm"}
    for lock in NPM_LOCKS:
        for place, entry in json.loads((root / lock).read_text(encoding="utf-8"))["packages"].items():
            if place:
                name = entry.get("name") or place.rpartition("node_modules/")[2]
                kind, _, digest = entry["integrity"].partition("-")
                told = (("SHA-512" if kind == "sha512" else kind, base64.b64decode(digest).hex()),)
                yield Locked(
                    "npm", name, entry["version"], entry.get("license") or licences.get(name, ""), told, (lock,)
                )


def _read_vendored(root: Path) -> Iterator[Locked]:
    """What is in readers' browsers: an npm package of which some files stand in the site."""
    for library in json.loads((root / MANIFEST).read_text(encoding="utf-8")):
        yield Locked("npm", library["name"], library["version"], library["licence"], (), (MANIFEST,))


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
