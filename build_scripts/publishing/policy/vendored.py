"""The libraries that readers' browsers load are those that were reviewed, byte for byte.

Comes in: `docs/assets/vendor` with its manifest. Goes out: nothing, or what is not as the manifest says. Refuses to
know: what the libraries do, where they came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from build_scripts.files import FilesError, read_bytes, read_text

MANIFEST = "manifest.json"


def check_vendored(folder: Path) -> None:
    """Raises FilesError naming every file that differs from the manifest, is missing, or is not in it."""
    if wrong := list(_find_wrong(folder)):
        raise FilesError("；".join(wrong))


def _find_wrong(folder: Path) -> Iterator[str]:
    named = _read_manifest(folder / MANIFEST)
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or (path.is_file() and path != folder / MANIFEST)
    }
    for name in sorted(named.keys() | found.keys()):
        path = folder / name
        if name not in found:
            yield f"{path}：清单里有，文件没有 / named in {MANIFEST}, missing"
        elif name not in named:
            yield f"{path}：清单里没有 / not named in {MANIFEST}"
        elif path.is_symlink():
            yield f"{path}：是链接，不是文件 / a link, not a file"
        elif hashlib.sha256(read_bytes(path)).hexdigest() != named[name]:
            yield f"{path}：与清单里的 SHA-256 不同 / differs from its SHA-256 in {MANIFEST}"


def _read_manifest(path: Path) -> dict[str, str]:
    """File → SHA-256; raises FilesError."""
    try:
        libraries = json.loads(read_text(path))
        return {f"{one['folder']}/{name}": digest for one in libraries for name, digest in one["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FilesError(f"{path}：不是清单 / not a manifest: {error!r}") from None
