"""The story of a review on one screen: two packages and the names of changed files → what a maintainer has to know.

Comes in: the package before the change, the package after it, the changed files' names. Goes out: a folder with a
summary, annotations, everything in full, JSON, the changes. Refuses to know: git, GitHub, the terminal. It tells
what packages hold, so what the public will see: no text that is held back, no number of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from build_scripts.checking import check_report
from build_scripts.checking.drawing import show_text
from build_scripts.codes import CodeListError, Codes, build_codes
from build_scripts.contributing.reviewing.changed_files import Mask, sort_changed, split_names
from build_scripts.contributing.reviewing.freed import find_freed, hush_changes, hush_row
from build_scripts.contributing.reviewing.machine import write_review
from build_scripts.contributing.reviewing.newcomers import find_newcomers
from build_scripts.contributing.reviewing.notices import write_notices
from build_scripts.contributing.reviewing.records import load_bundle
from build_scripts.contributing.reviewing.reviewed import NOTHING, Reviewed
from build_scripts.contributing.reviewing.summary import COMMENT_ROOM, EVERYTHING, write_summary
from build_scripts.contributing.reviewing.verdict import FileRow, Verdict, judge_change
from build_scripts.contributing.reviewing.weighing import Effects, weigh_effects
from build_scripts.contributing.understood import understand_reading
from build_scripts.files import (
    FilesError,
    InputFile,
    Layout,
    Ours,
    check_apart,
    find_refusal,
    list_reports,
    read_bytes,
    read_input,
    stage_output,
    write_text,
)
from build_scripts.packaging.held_back import show_publicly
from build_scripts.packaging.isolation import read_each_apart
from build_scripts.pipeline import PACKAGE_MARKER, NotPublished, load_knowledge
from build_scripts.reading.privacy.masking import mask_text
from build_scripts.reading.sidecar.sidecars import read_sidecar
from build_scripts.releasing.bundles import Bundle, open_bundle
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.ledger import Change, write_changes
from build_scripts.releasing.words import read_words

MARKER = "review.json"
FILES = frozenset({"summary.md", "comment.md", "full.md", "annotations.txt", "changes.csv", "log.txt"})
"""What lies beside it; the log is put there by `review_change.sh`."""
AMONG = frozenset(("two-reports-one-year", "agency-id-taken", "duplicate-bytes", "year-ahead"))
"""Errors of files that can be read: they cannot stand among the others."""
SIDECAR_FAULTS = frozenset(("sidecar-bad-value", "sidecar-unknown-key", "sidecar-unreadable"))
"""Errors of sidecars whose report may well be read: then it is told what it says by itself, its title left out."""
MOST_SAID = 200
"""Lines of what was said instead of a package or a site."""
LONG_NUMBER = re.compile(r"\d{6,}")


def review_change(
    layout: Layout,
    base: Path | None,
    package: Path,
    changed: Path,
    output: Path,
    failed: Path | None = None,
    site_failed: Path | None = None,
) -> Reviewed:
    """Review a change and put what is to be said of it in the place of `output`; raises one of FAILURES.

    `changed` holds names from the root of the repository, each ended by NUL. Where there is no package, `failed` holds
    what was said instead of it, and `site_failed` what was said instead of a site. Where there is no base, that is
    told, and what changes in the data is not.
    """
    for read in filter(None, (layout.reports, package, base)):
        check_apart(output, read)
    names = split_names(read_bytes(changed))
    if (package / PACKAGE_MARKER).is_file():
        reviewed = _review(layout, base, package, names, site_failed)
    elif failed is not None:
        reviewed = _review_failure(layout, names, failed)
    else:
        raise NotPublished(
            f"{package}: 没有数据包，请先运行 package / holds no data package; run the command package first"
        )
    with stage_output(output, Ours(MARKER, sign=b'"blocks":', names=FILES)) as stage:
        write_text(stage.output / "summary.md", write_summary(reviewed))
        write_text(stage.output / "comment.md", write_summary(reviewed, COMMENT_ROOM))
        write_text(stage.output / "full.md", write_summary(reviewed, EVERYTHING))
        write_text(stage.output / "annotations.txt", write_notices(reviewed))
        write_text(stage.output / "changes.csv", write_changes(reviewed.changes))
        write_text(stage.output / MARKER, write_review(reviewed))
    return reviewed


def _review(layout: Layout, base: Path | None, package: Path, names: list[bytes], site_failed: Path | None) -> Reviewed:
    with open_bundle(package) as new, _open_base(base) as old:
        after = load_bundle(new)
        before = load_bundle(old) if old else None
        codes = build_codes(after.lists)
        changed = sort_changed(names, layout.root, _make_mask(layout))
        freed = find_freed(before, after)
        hushed = {one.report_id for one in freed}
        changes = hush_changes(find_changes(old, new), hushed) if old else ()
        altered = {one.report_id for one in changes if one.subject == "report"}
        verdict = _look_closer(judge_change(before, after, changed, altered), layout)
        verdict = verdict._replace(rows=tuple(hush_row(row, hushed) for row in verdict.rows))
        return Reviewed(
            version=new.version,
            changed=changed,
            verdict=verdict,
            effects=_weigh(old, new, changes) if old else None,
            changes=changes,
            newcomers=find_newcomers(before, after),
            freed=freed,
            site_failure=_tell_failure(site_failed) if site_failed else "",
            codes=codes,
            words=(read_words(old or new, new, "zh"), read_words(old or new, new, "en")),
        )


def _look_closer(verdict: Verdict, layout: Layout) -> Verdict:
    """The verdict, with what was understood of files that could be read, but not be taken beside the others, and with
    what changed sidecars decide on the release of a text: whoever hands a report in may not decide that alone."""
    files = {file.source_file: file for file in list_reports(layout.reports)[0]}
    codes, knowledge, _ = load_knowledge(layout)

    def look(row: FileRow) -> FileRow:
        file = files.get(row.source_file)
        if file and row.is_sidecar_changed:
            row = row._replace(decision=_read_decision(file, codes))
        codes_of = {one.code for one in row.errors}
        is_alone = codes_of <= SIDECAR_FAULTS
        if file and codes_of and (codes_of <= AMONG or is_alone):
            reading = next(read_each_apart([replace(file, sidecar=None) if is_alone else file], knowledge))
            checks = check_report(reading.report, None, codes) if reading.report else ()
            told = understand_reading(*show_publicly(reading, checks, codes), codes)
            told = told._replace(findings=row.understood.findings, title="" if is_alone else told.title)
            row = row._replace(understood=told, is_alone=is_alone and told.is_taken)
        return row

    return verdict._replace(rows=tuple(map(look, verdict.rows)))


def _read_decision(file: InputFile, codes: Codes) -> str:
    """The `text_release` of a sidecar; empty if it says none or cannot be read."""
    if file.sidecar is None or find_refusal(file.sidecar):
        return ""
    said, _ = read_sidecar(read_input(file.sidecar), file.source_file, codes)
    return said.get("text_release")


@contextmanager
def _open_base(base: Path | None) -> Iterator[Bundle | None]:
    """The package that stood before, or None: there may be none, or one that cannot be read."""
    with ExitStack() as stack:
        try:
            bundle = stack.enter_context(open_bundle(base)) if base and (base / PACKAGE_MARKER).is_file() else None
        except FilesError:
            bundle = None
        yield bundle


def _weigh(old: Bundle, new: Bundle, changes: Sequence[Change]) -> Effects | None:
    """The effects, or None where the older package has other tables or columns than this program counts."""
    try:
        return weigh_effects(old, new, changes)
    except (FilesError, KeyError):
        return None


def _review_failure(layout: Layout, names: list[bytes], failed: Path) -> Reviewed:
    """A change that no package came of: what was said, line by line harmless, long numbers left out."""
    changed = sort_changed(names, layout.root, _make_mask(layout))
    strange = Verdict(NOTHING.rows, tuple(one for one in changed if one.strange))
    return Reviewed("", changed, strange, failure=_tell_failure(failed))


def _tell_failure(log: Path) -> str:
    """What was said, as it may be shown: the last lines, where the reason stands."""
    lines = read_bytes(log).decode("utf-8", "replace").splitlines()[-MOST_SAID:]
    return "\n".join(show_text(LONG_NUMBER.sub("…", line))[:2000] for line in lines) or "—"


def _make_mask(layout: Layout) -> Mask:
    """What takes the numbers of persons from names; where the code lists are broken, every long number."""
    try:
        words = load_knowledge(layout)[1].privacy_words
    except (CodeListError, FilesError, KeyError):
        return lambda name: LONG_NUMBER.sub("…", name)
    return lambda name: mask_text(name, words)
