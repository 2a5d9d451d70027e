r"""Which locked versions may be renewed: newer than those locked, and out for a week.

    python -m build_scripts.upkeep.newer pins OLD NEW     folders of *.lock files → “name<=version” for `lock.sh`
    python -m build_scripts.upkeep.newer npm FOLDER       its package.json → “name@version”; asks npm
    python -m build_scripts.upkeep.newer majors FOLDER    new major versions, in words, for a person to renew
    python -m build_scripts.upkeep.newer tell OLD NEW     folders with *.lock and package.json files → what is renewed

Never an older version: a version that was locked within the week stays. NEW of `pins` is what a week ago would have
been locked; the markers of an entry (`; python_version …`) do not matter here, the highest version of a name does.

>>> list_newer({"a": "1.9", "b": "2", "c": "1"}, {"a": "1.10", "b": "1.5", "d": "1"})
[('a', '1.9', '1.10'), ('d', '', '1')]
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from packaging.version import Version

REST = timedelta(days=7)
_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==([^\s;]+)", re.MULTILINE)
_NAME = re.compile(r"(?:@[a-z0-9.-]+/)?[a-z0-9][a-z0-9._-]*")
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,60}")
_GROUPS = ("dependencies", "devDependencies", "optionalDependencies")


def read_pins(text: str) -> dict[str, str]:
    r"""The highest locked version of each package.

    >>> read_pins("numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=…\nnumpy==2.10 ; …\nuv[x]==1\n")
    {'numpy': '2.10', 'uv': '1'}
    """
    found: dict[str, str] = {}
    for name, version in _PIN.findall(text):
        found[name] = max(found.get(name, version), version, key=Version)
    return found


def list_newer(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Name, version before and after of every package that is new or newer."""
    return [
        (name, old.get(name, ""), version)
        for name, version in sorted(new.items())
        if name not in old or Version(version) > Version(old[name])
    ]


def list_bounds(old: Path, new: Path) -> Iterator[str]:
    """Up to which version each package may be renewed, of all locks together."""
    newer = {name: version for path in sorted(new.glob("*.lock")) for name, _, version in _compare(old, path)}
    yield from (f"{name}<={version}" for name, version in sorted(newer.items()))


class Newer(NamedTuple):
    """A package, its version now, the newest, and whether that may break what uses it."""

    name: str
    held: str
    latest: str
    is_major: bool


def list_npm(folder: Path, now: datetime) -> Iterator[Newer]:
    """The packages of a package.json whose newest version is another and has been out for a week; asks npm."""
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    for name, held in sorted((name, held) for group in _GROUPS for name, held in package.get(group, {}).items()):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{folder}: {name!r} is no name of a package")
        said = subprocess.run(
            ["npm", "view", name, "dist-tags", "time", "--json"], check=True, capture_output=True, text=True
        )
        told = json.loads(said.stdout)
        latest = str(told["dist-tags"]["latest"])
        if not _VERSION.fullmatch(latest):
            raise ValueError(f"{name}: {latest!r} is no version")
        times = told["time"]
        is_newer = held in times and datetime.fromisoformat(times[latest]) > datetime.fromisoformat(times[held])
        if is_newer and now - datetime.fromisoformat(times[latest]) >= REST:
            yield Newer(name, held, latest, _name_series(held) != _name_series(latest))


def _name_series(version: str) -> tuple[str, ...]:
    """What stays the same while nothing breaks: the first number, before 1.0 the second too.

    >>> _name_series("5.9.3"), _name_series("0.28.2")
    (('5',), ('0', '28'))
    """
    first, *others = version.split(".")
    return (first,) if first != "0" else (first, *others[:1])


def tell_renewed(old: Path, new: Path) -> Iterator[str]:
    """A table in Markdown of what is renewed, each version once."""
    yield "| 包 / package | 原来 / before | 现在 / now | 在哪里 / where |"
    yield "|---|---|---|---|"
    for path in sorted(new.rglob("*.lock")):
        for name, before, after in _compare(old / path.parent.relative_to(new), path):
            yield f"| `{name}` | {before or '—'} | {after} | `{path.name}` |"
    for path in sorted(new.rglob("package.json")):
        before_path = old / path.relative_to(new)
        held, now = (json.loads(one.read_text(encoding="utf-8")) for one in (before_path, path))
        for group in _GROUPS:
            for name, version in sorted(now.get(group, {}).items()):
                if held.get(group, {}).get(name) != version:
                    where = path.relative_to(new).as_posix()
                    yield f"| `{name}` | {held.get(group, {}).get(name, '—')} | {version} | `{where}` |"


def _compare(old: Path, path: Path) -> list[tuple[str, str, str]]:
    before = old / path.name
    held = read_pins(before.read_text(encoding="utf-8")) if before.is_file() else {}
    return list_newer(held, read_pins(path.read_text(encoding="utf-8")))


def main(arguments: list[str]) -> None:
    """Print what was asked for, a line each."""
    match arguments:
        case ["pins", old, new]:
            lines = list_bounds(Path(old), Path(new))
        case ["npm", folder]:
            lines = (
                f"{one.name}@{one.latest}" for one in list_npm(Path(folder), datetime.now(UTC)) if not one.is_major
            )
        case ["majors", folder]:
            lines = (
                f"- `{one.name}` {one.held} → {one.latest}：新的主版本，要人来换 / a new major version, renewed by hand"
                for one in list_npm(Path(folder), datetime.now(UTC))
                if one.is_major
            )
        case ["tell", old, new]:
            lines = tell_renewed(Path(old), Path(new))
        case _:
            sys.exit(f"usage: {__doc__}")
    for line in lines:
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
