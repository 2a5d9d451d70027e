"""Two sites → whether they are the same, file by file: for trying another generator of pages.

In: two folders. Out: every file that only one has or whose bytes differ, the first line that differs beside its
counterpart; 0 if there is none, 1 if there are, 2 if a folder holds no site.
`python -m build_scripts.upkeep.same_sites ONE OTHER`. Refuses to know: what made the sites.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

SHOWN = 20
"""So many files that differ are shown; all are counted."""
_WIDTH = 160


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what differs; the exit code."""
    folders = [Path(name) for name in (sys.argv[1:] if arguments is None else arguments)]
    if len(folders) != 2 or not all((folder / "index.html").is_file() for folder in folders):
        print("用法 / usage: python -m build_scripts.upkeep.same_sites SITE SITE", file=sys.stderr)
        return 2
    one, other = (list_files(folder) for folder in folders)
    told = list(compare_files(one, other))
    for line in told[:SHOWN]:
        print(line)
    pages = sum(name.endswith(".html") for name in one)
    print(
        f"文件 {len(one)} 个（网页 {pages}），不同 {len(told)} 个"
        f" / {len(one)} files ({pages} pages), {len(told)} differ"
    )
    return 1 if told else 0


def list_files(folder: Path) -> dict[str, Path]:
    """The files of a site by their path in it."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def compare_files(one: dict[str, Path], other: dict[str, Path]) -> Iterator[str]:
    """A line for every file that differs, in the order of their names."""
    for name in sorted(one.keys() | other.keys()):
        if name not in one or name not in other:
            yield f"{name}: {'第一个没有 / not in the first' if name not in one else '第二个没有 / not in the second'}"
        elif (before := one[name].read_bytes()) != (after := other[name].read_bytes()):
            yield f"{name}: {tell_difference(before, after)}"


def tell_difference(before: bytes, after: bytes) -> str:
    r"""The first line that differs, of both.

    >>> tell_difference(b"a\nb\nc", b"a\nB\nc")
    '2: b | B'
    """
    pairs = zip_longest(before.split(b"\n"), after.split(b"\n"), fillvalue=b"")
    number, sides = next((at, sides) for at, sides in enumerate(pairs, 1) if sides[0] != sides[1])
    return f"{number}: " + " | ".join(side.decode("utf-8", "replace").strip()[:_WIDTH] for side in sides)


if __name__ == "__main__":
    sys.exit(main())
