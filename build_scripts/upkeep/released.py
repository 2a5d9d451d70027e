"""Which release comes before the one a tag names: for the scripts that publish.

In: a tag `data-<version>`, CHANGELOG.md, the ledger. Out: one line, `data-<previous> <asset> <sha256> <commit>`, with
`-` for what there is not; nothing for the first version. `python -m build_scripts.upkeep.released TAG` ends with 2 if
the tag does not name the newest version of CHANGELOG.md, or that version has no entry in the ledger.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from build_scripts.files import PROJECT, FilesError, Layout, read_data_version, read_json
from build_scripts.releasing.assets import name_package
from build_scripts.releasing.ledger import read_ledger

PREFIX = "data-"


def main(arguments: Sequence[str] | None = None, layout: Layout = PROJECT) -> int:
    """Print the line; 0, or 2 with a word on the standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        print(tell_previous(given[0] if given else "", layout), end="")
    except FilesError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def tell_previous(tag: str, layout: Layout) -> str:
    """The line about the version before the tag's, ended by a line break, or nothing; raises FilesError."""
    version = read_data_version(layout.changelog).name
    if tag != f"{PREFIX}{version}":
        raise FilesError(f"{tag!r}: 标签应为 / the tag should be {PREFIX}{version} ({layout.changelog.name})")
    releases = read_ledger(layout.releases)
    own = next((one for one in releases if one.version == version), None)
    if own is None or own is not releases[0]:
        raise FilesError(f"{layout.releases}: {version} 不是最新的一条 / is not the newest entry of the ledger")
    if not own.previous:
        return ""
    previous = next((one for one in releases if one.version == own.previous), None)
    if previous is None:
        raise FilesError(f"{layout.releases}: 没有 / no entry {own.previous}")
    asset = next((one for one in previous.assets if one.name == name_package(previous.version)), None)
    commit = str(read_json(layout.releases / previous.version / "release.json").get("commit", "-"))
    if asset is None and not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise FilesError(
            f"{layout.releases / previous.version}: neither the asset {name_package(own.previous)} nor a commit"
        )
    name, digest = (asset.name, asset.sha256) if asset else ("-", "-")
    return f"{PREFIX}{previous.version} {name} {digest} {commit}\n"


if __name__ == "__main__":
    sys.exit(main())
