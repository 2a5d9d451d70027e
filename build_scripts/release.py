"""The story of a release on one screen: package → diff → assertions → ledger → site → files of the release.

Comes in: the layout, the previous package, where the files shall lie. Goes out: the register, the address book and the
ledger brought up to date, and the folder of files, its site the very one that is deployed. Refuses to know: the
terminal, GitHub. If an assertion does not hold or anything fails, all that is hand-kept is as it was before.

The package of the version in hand is compared with the previous one as it was published; its own entry in the ledger,
if there is one already, is left out of what it is compared with. So a release made twice has the same bytes.

Register, address book and ledger are staged beside: package and site are made with them as they will be. Only when the
files of the release lie in their place are the hand-kept ones written, the entry's `release.json` last of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

from build_scripts import pipeline
from build_scripts.files import (
    DataVersion,
    FilesError,
    Layout,
    Ours,
    check_apart,
    read_bytes,
    read_data_version,
    read_rows,
    read_text,
    replace_bytes,
    stage_output,
    sync_folder,
    write_bytes,
)
from build_scripts.packaging.load import load_package
from build_scripts.publishing.links import agency_address, report_address
from build_scripts.releasing import register
from build_scripts.releasing.assertions import find_failures, render_failure
from build_scripts.releasing.assets import STEM, SUMS, gather_assets
from build_scripts.releasing.bundles import NOTHING, Bundle, open_bundle
from build_scripts.releasing.counts import count_package, list_reports_of
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.entries import Announcement, write_announcement, write_release
from build_scripts.releasing.evidence import Evidence
from build_scripts.releasing.ledger import (
    Asset,
    Change,
    Release,
    read_ledger,
    write_assets,
    write_changes,
    write_records,
)
from build_scripts.releasing.notes import Note, add_notes, read_notes, refuse_strange

TEXT = "release.md"
"""The text of the release, beside its files and none of them."""
DIST = Ours(SUMS, sign=f"  {STEM}-".encode(), names=frozenset({SUMS, TEXT}))
"""A folder of the files of a release: all that lies in it stands in its list of checksums."""
CITATION = "CITATION.cff"
"""At the root of the project: which version is to be cited, for those who read repositories."""
COMPARE = "比较和核对 / comparing and asserting"
GATHER = "汇集文件 / gathering the files"


class ReleaseResult(NamedTuple):
    """What was released: the package as it came out, the changes, the files, the newcomers that were pinned."""

    package: pipeline.PackageResult
    changes: tuple[Change, ...]
    assets: tuple[Asset, ...]
    pinned: int


class Weighed(NamedTuple):
    """A version that may be released: its ledger entry so far, its address book, its announcement without files."""

    release: str
    changes: tuple[Change, ...]
    book: str
    told: Announcement


def make_release(
    layout: Layout,
    previous: Path | None,
    reports: Path,
    output: Path,
    jobs: int,
    announce: pipeline.Announce,
    is_check: bool = False,
) -> ReleaseResult:
    """Release the version in hand into `output`; raises one of FAILURES, with everything as it was.

    `previous` is None for the first version. With `is_check` nothing hand-kept is written: register, address book and
    ledger must be, byte for byte, what would be written.
    """
    check_apart(output, reports)
    version = read_data_version(layout.changelog)
    entry = layout.releases / version.name
    own = [entry / "assets.csv", entry / "changes.csv", entry / "release.json"]
    citation = layout.root / CITATION
    books: dict[Path, bytes] = {}

    def set_down(path: Path, data: bytes) -> None:
        if is_check:
            pipeline.refuse_difference(path, data)
        books[path] = data

    with ExitStack() as stack:
        stage = stack.enter_context(stage_output(output, DIST))
        package = stage.work / "package"
        staged = stage_books(layout, stage.work / "books")
        result = pipeline.build_package(layout, reports, package, jobs, announce)
        rows, pinned = pin(layout, package)
        if pinned:
            set_down(layout.register, rows.encode())
            write_bytes(staged.register, rows.encode())
            result = pipeline.build_package(staged, reports, package, jobs, announce)
        announce(COMPARE, 0, 1)
        new = stack.enter_context(open_bundle(package))
        old = stack.enter_context(open_bundle(previous)) if previous else NOTHING
        earlier = tuple(one for one in read_ledger(layout.releases) if one.version != version.name)
        weighed = weigh(layout, old, new, earlier)
        announce(COMPARE, 1, 1)
        changes = write_changes(weighed.changes)
        set_down(layout.address_book, weighed.book.encode())
        set_down(citation, tell_citation(read_text(citation), version, citation).encode())
        set_down(own[1], changes.encode())
        set_down(own[2], weighed.release.encode())
        write_bytes(staged.address_book, weighed.book.encode())
        for path in own[1:]:
            write_bytes(staged.releases / version.name / path.name, books[path])
        pipeline.build_site(package, stage.work / "site", announce, staged, jobs)
        announce(GATHER, 0, 1)
        assets = gather_assets(stage.work / "site", changes, version.name, stage.output)
        write_bytes(stage.output / TEXT, write_announcement(weighed.told._replace(assets=assets)).encode())
        set_down(own[0], write_assets(assets).encode())
    if not is_check:
        with restore_on_failure(tuple(books)):
            keep_books(books, own[2])
    announce(GATHER, 1, 1)
    return ReleaseResult(result, weighed.changes, assets, pinned)


def tell_citation(text: str, version: DataVersion, path: Path) -> str:
    """CITATION.cff with the version and its day; raises FilesError where it has no line for one of them."""
    for key, value in (("version", version.name), ("date-released", version.date)):
        text, count = re.subn(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.MULTILINE)
        if count != 1:
            raise FilesError(f"{path}: {key}: 应有一行 / wants one line")
    return text


def stage_books(layout: Layout, target: Path) -> Layout:
    """The project with copies of its register, address book and ledger: a release is made with them as they will be."""
    staged = Layout(layout.root, target)
    write_bytes(staged.register, read_bytes(layout.register))
    write_bytes(staged.address_book, read_bytes(layout.address_book))
    if layout.releases.is_dir():
        copytree(layout.releases, staged.releases)
    return staged


def keep_books(books: Mapping[Path, bytes], last: Path) -> None:
    """Write what is hand-kept, when the files of the release lie there: each in one step, `last` after all others.

    A version stands in the ledger by `last` alone. If one stands there already and anything of it differs, it is taken
    away first. So a run that is killed leaves no version that says what is not, and the next run completes it.
    """
    fresh = {path: data for path, data in books.items() if not path.is_file() or read_bytes(path) != data}
    if last.is_file() and any(path.parent == last.parent for path in fresh):
        last.unlink()
        sync_folder(last.parent)
        fresh[last] = books[last]
    for path in sorted(fresh, key=lambda path: path == last):
        replace_bytes(path, fresh[path])


def weigh(layout: Layout, old: Bundle, new: Bundle, earlier: Sequence[Release]) -> Weighed:
    """Compare and assert; raises NotPublished naming every assertion that does not hold."""
    notes = read_notes(layout.release_notes, new.version)
    changes = add_notes(tuple(find_changes(old, new)), notes)
    refuse_strange(notes, changes, layout.release_notes)
    book, lost = keep_addresses(layout, new, changes, notes)
    is_first = old is NOTHING
    shared = frozenset() if is_first else list_reports_of(old) & list_reports_of(new)
    after = count_package(new, shared)
    failures = find_failures(
        Evidence(
            new=new,
            after=after,
            previous=None if is_first else old,
            before=None if is_first else count_package(old, shared),
            changes=changes,
            ledger=earlier,
            notes=notes,
            lost=lost,
        )
    )
    if failures:
        shown = "\n".join(map(render_failure, failures[:SHOWN]))
        more = f"\n… {len(failures) - SHOWN:,}" if len(failures) > SHOWN else ""
        raise pipeline.NotPublished(
            f"{new.version}：不能发布，{len(failures)} 处不合 / not released, {len(failures)} assertions fail:\n"
            f"{shown}{more}"
        )
    release = write_release(new, old.version, after.counts, changes)
    return Weighed(
        release, changes, book, Announcement(new.version, new.date, old.version, after.counts, changes, notes, ())
    )


SHOWN = 40
"""So many failures are said in full."""


def pin(layout: Layout, package: Path) -> tuple[str, int]:
    """The register with the newcomers of the package pinned; how many there are."""
    rows = read_rows(layout.register)
    pinned = register.pin_newcomers(rows, read_rows(package / "data" / "agencies.csv"))
    return write_records(register.COLUMNS, pinned), len(pinned) - len(rows)


def keep_addresses(
    layout: Layout, new: Bundle, changes: Sequence[Change], notes: Mapping[str, Note]
) -> tuple[str, list[str]]:
    """The address book as it will be, and the addresses that lead nowhere. A note on what went is its page's reason."""
    from build_scripts.publishing.address_book import COLUMNS, Entry, keep_book, take_down

    gone = {
        _address_of(one): note.zh
        for one in changes
        if one.change == "removed" and (note := notes.get(f"{one.subject}:{one.report_id or one.agency_id}"))
    }
    book = take_down([Entry(**row) for row in read_rows(layout.address_book)], gone)
    released = [new.version, *(release.version for release in read_ledger(layout.releases))]
    entries, lost = keep_book(book, load_package(new.folder), released)
    return write_records(COLUMNS, entries), [f"{entry.address} {entry.years}".rstrip() for entry in lost]


def _address_of(change: Change) -> str:
    if not change.report_id:
        return agency_address(change.agency_id)
    return report_address(change.agency_id, change.report_id.rpartition("-")[2])


@contextmanager
def restore_on_failure(paths: Sequence[Path]) -> Iterator[None]:
    """What is written to these files meanwhile stays only if all goes well; new folders that stay empty go too."""
    before = {path: read_bytes(path) if path.is_file() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, data in before.items():
            if data is not None:
                replace_bytes(path, data)
            elif path.is_file():
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
        raise
