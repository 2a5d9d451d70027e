"""The files of a version for programs: what it is, what changed, its statement of quality; the list of all versions.

Comes in: facts of versions. Goes out: bytes, the same bytes always. Refuses to know: pages, the disk.

    data/versions.json                 every version that has a page, newest first
    data/<version>/release.json        version, day, the one before, the package's hash, counts, files with hashes
    data/<version>/changes.csv         every change, as the ledger has it; of released versions alone
    data/<version>/quality.json        the statement of quality: every measure with numerator and denominator
    data/latest/quality.json           that of the data in hand
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from build_scripts.publishing.versions.changes import Group
from build_scripts.publishing.versions.measures import Measure
from build_scripts.releasing.ledger import Release, write_changes

RELEASED, REGISTERED, UNRELEASED = "released", "registered", "unreleased"
"""What a version is: given out as files, only in the ledger, or neither."""
STATUSES = {RELEASED: "正式发布", REGISTERED: "只有登记，没有作为文件发布", UNRELEASED: "未发布的构建"}
"""In words."""
TAG = "data-"
"""What the tag of a released version begins with, before its number."""


class VersionFile(NamedTuple):
    """A file of a version; `href` leads to it from the version's folder, empty where nobody knows its address."""

    name: str
    title: str
    href: str
    media_type: str
    size: int
    sha256: str


class Facts(NamedTuple):
    """A version as it is told. `release` is its entry in the ledger, without what is held back (none: unreleased);
    `in_hand`: its files are those of this site; `groups` what changed, none if nobody compared."""

    version: str
    date: str
    before: str
    release: Release | None
    in_hand: bool
    descriptor_sha256: str
    counts: Mapping[str, int]
    measures: tuple[Measure, ...]
    groups: tuple[Group, ...]
    files: tuple[VersionFile, ...]

    @property
    def status(self) -> str:
        """What the version is."""
        if not self.release:
            return UNRELEASED
        return RELEASED if self.release.published else REGISTERED

    @property
    def revision(self) -> str:
        """What the version is made from, for git: a tag, or the commit where there is none; empty for a build that is
        no version."""
        if not self.release:
            return ""
        return self.release.commit or f"{TAG}{self.version}"


def write_files(facts: Facts) -> dict[str, bytes]:
    """The files in the folder of a version, by name."""
    files = {"release.json": _write_json(describe_release(facts)), "quality.json": write_quality(facts)}
    if facts.release:
        files["changes.csv"] = write_changes(facts.release.changes).encode()
    return files


def write_quality(facts: Facts) -> bytes:
    """The statement of quality of a version; `before` and `change` are null where the version before does not tell."""
    return _write_json(
        {
            **_describe(facts),
            "measures": [measure.describe() for measure in facts.measures],
        }
    )


def describe_release(facts: Facts) -> dict[str, object]:
    """What a version is; `changes` is null where nobody compared it with the one before."""
    return {
        **_describe(facts),
        "descriptor_sha256": facts.descriptor_sha256,
        "revision": facts.revision or None,
        "counts": dict(facts.counts),
        "changes": "changes.csv" if facts.release else None,
        "quality": "quality.json",
        "files": [
            {
                "name": file.name,
                **({"href": file.href} if file.href else {}),
                "mediatype": file.media_type,
                "bytes": file.size,
                "hash": f"sha256:{file.sha256}",
            }
            for file in facts.files
        ],
    }


def write_versions(versions: Iterable[Facts]) -> bytes:
    """The list of the versions that have a page; links lead from the folder `data/`."""
    return _write_json(
        {
            "versions": [
                {**_describe(facts), "in_hand": facts.in_hand, "href": f"{facts.version}/release.json"}
                for facts in versions
            ]
        }
    )


def count_bytes(files: Sequence[VersionFile]) -> int:
    """How many bytes all files have."""
    return sum(file.size for file in files)


def _describe(facts: Facts) -> dict[str, object]:
    return {
        "version": facts.version,
        "date": facts.date,
        "status": facts.status,
        "previous": facts.before or None,
    }


def _write_json(data: Mapping[str, object]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
