"""What MkDocs makes: the hand-written pages and the specimens, or what it made of the very same before.

Comes in: the package, the ledger, docs/ and mkdocs.yml. Goes out: files, and the settings of mkdocs.yml. Refuses to
know: data pages. The only module that imports MkDocs, and only where something has changed.
"""

from __future__ import annotations

from pathlib import Path

from build_scripts.files import PROJECT, read_bytes, read_json, write_bytes
from build_scripts.files.fingerprints import hash_code, hash_files, hash_parts
from build_scripts.files.plain_data import pack_plain, unpack_plain
from build_scripts.files.reuse import Earlier, stays_inside
from build_scripts.publishing.context import Settings
from build_scripts.publishing.versions.standing import find_standing
from build_scripts.releasing.ledger import read_ledger

ROOMS = (
    "cli",
    "files/plain_data.py",
    "publishing/context.py",
    "publishing/hand_made.py",
    "publishing/mkdocs_hook.py",
    "publishing/policy",
    "publishing/shown.py",
    "publishing/stamping.py",
    "publishing/templates.py",
    "publishing/templates",
    "publishing/versions",
    "unseen.py",
)
"""What of the program these pages follow from: the hooks, the policy, the page of commands, the page of changes."""


def write_hand_made(package: Path, output: Path, releases: Path, earlier: Earlier | None) -> Settings:
    """Write what MkDocs makes into `output`; returns the settings of mkdocs.yml. Raises SystemExit where MkDocs cannot
    go on."""
    key = hash_inputs(package, releases) if earlier else ""
    kept = earlier.get(key) if earlier else None
    files, settings = unpack_plain(kept) if kept is not None else ({}, ())
    if files and all(map(stays_inside, files)):
        for name, data in files.items():
            write_bytes(output / name, data)
        return Settings(*settings)
    made = _run_mkdocs(package, output, releases)
    if earlier:
        files = {path.relative_to(output).as_posix(): read_bytes(path) for path in output.rglob("*") if path.is_file()}
        told = (made.site_name, made.site_url, made.repository, made.contact)
        earlier.put(key, pack_plain((files, told)))
    return made


def hash_inputs(package: Path, releases: Path, root: Path = PROJECT.root) -> str:
    """The hash of all that MkDocs' pages follow from; `root` is the project's folder."""
    version = str(read_json(package / "datapackage.json").get("version", ""))
    standing = find_standing(package, version, read_ledger(releases))
    given = [root / name for name in ("mkdocs.yml", "CHANGELOG.md", "Makefile")]
    pages = [path for path in (root / "docs").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    told = ("mkdocs", version, str(standing.released))
    return hash_parts(*told, hash_files([*given, *pages], root), hash_code(*ROOMS))


def _run_mkdocs(package: Path, output: Path, releases: Path) -> Settings:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(str(PROJECT.root / "mkdocs.yml"), site_dir=str(output.resolve()))
    config.extra.update(package=str(package.resolve()), releases=str(releases.resolve()), stamps=False)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    given = (str(config.extra.get(name) or "") for name in ("repository", "contact"))
    return Settings(config.site_name, config.site_url or "", *given)
