"""What the package in hand is beside the ledger: a version that was released, or a build that was not.

Comes in: the package, the ledger. Goes out: `Standing`, and the context that knows it. Refuses to know: pages.

A package is a release if the ledger has its version and the hash of its very `datapackage.json`, which holds those of
all tables. Anything else is an unreleased build and is told so, an empty ledger or not: nobody shall cite as a version
what no ledger vouches for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from build_scripts.files import measure_file
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import SiteContext
from build_scripts.releasing.ledger import VERSION, Release


class Standing(NamedTuple):
    """The ledger, newest first; the release that the package in hand is (none: an unreleased build); the release that
    its counts stand beside: the one before, or the newest."""

    ledger: tuple[Release, ...]
    release: Release | None
    before: Release | None

    @property
    def newest(self) -> Release | None:
        """The newest version that was given out as files; what is to be cited if the package in hand is none."""
        return next((one for one in self.ledger if one.published), None)

    @property
    def released(self) -> bool:
        """Whether the package in hand is a release of the ledger whose files are given out."""
        return self.release is not None and self.release.published


def find_standing(folder: Path, version: str, ledger: Sequence[Release]) -> Standing:
    """How the package of this version in a folder stands; raises FilesError if its descriptor cannot be read."""
    _, digest = measure_file(folder / "datapackage.json")
    release = next((one for one in ledger if (one.version, one.descriptor_sha256) == (version, digest)), None)
    if release is None:
        return Standing(tuple(ledger), None, ledger[0] if ledger else None)
    before = next((one for one in ledger if one.version == release.previous), None)
    return Standing(tuple(ledger), release, before)


def has_own_page(standing: Standing, package: Package) -> bool:
    """Whether the package in hand needs a page beside those of the ledger: an unreleased build whose number no release
    bears, and which is a number."""
    taken = {release.version for release in standing.ledger}
    return not standing.released and package.version not in taken and VERSION.fullmatch(package.version) is not None


def tell_context(context: SiteContext, standing: Standing) -> SiteContext:
    """The context that knows whether the package is a release, and which version is to be cited if it is none."""
    newest = standing.newest
    return replace(context, released=standing.released, newest_release=newest.version if newest else "")
