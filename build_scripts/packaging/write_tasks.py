"""What is to be written of each partition, and a hash of all that it follows from.

Comes in: settled reports, where each was kept when it was read. Goes out: tasks, one a partition, in the order of
report_id. Refuses to know: rows, tables, how a partition is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from build_scripts.files.fingerprints import hash_parts
from build_scripts.files.pieces import Rows
from build_scripts.files.reuse import Kept
from build_scripts.packaging.intake import Place, ReadReport
from build_scripts.packaging.partitions import name_partition
from build_scripts.packaging.settlement import Settlement
from build_scripts.packaging.shares import Former, Share


@dataclass(frozen=True, slots=True)
class WriteItem:
    """A report and how its text is given out, the same of the one of the same agency a year before if it is published,
    how many findings concern it, the file it was read from, a hash of all it was read from and by, and one of all that
    its rows follow from (or nothing)."""

    report_id: str
    place: Place
    text_release: str
    previous: tuple[Place, str] | None
    findings: int
    path: Path
    key: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class WriteTask:
    """The reports of a partition in the order of report_id, the folder of its parts, the package's folder, and what
    stands of the partition."""

    partition: str
    items: tuple[WriteItem, ...]
    parts: Path
    output: Path
    former: Former | None = None

    @property
    def fresh(self) -> int:
        """How many reports do not stand as they are to be written."""
        standing = {share.key for share in self.former.shares} - {""} if self.former else set()
        return sum(item.share not in standing for item in self.items)


@dataclass(frozen=True, slots=True)
class Written:
    """What was made of a partition: its number of reports, its stretch of each table (path empty, size, hash), its
    files below the package, and each report's share of them."""

    partition: str
    reports: int
    stretches: Mapping[str, Rows]
    files: tuple[Kept, ...]
    shares: tuple[Share, ...] = ()


def plan_writing(settlement: Settlement, work: Path, output: Path, writing: str = "") -> list[WriteTask]:
    """The partitions of what is published, in the order of report_id; `writing` is what checking and writing do, if it
    is known."""
    counts = Counter(finding.report_id for finding in settlement.findings)
    published = {(read.agency.agency_id, read.year): read for read in settlement.published}
    items = []
    for read in settlement.published:
        before = published.get((read.agency.agency_id, read.year - 1))
        item = WriteItem(
            report_id=read.report_id,
            place=read.place,
            text_release=read.text_release,
            previous=(before.place, before.text_release) if before else None,
            findings=counts[read.report_id],
            path=read.path,
            key=read.key,
            share=_make_share_key(read, before, counts[read.report_id], writing),
        )
        items.append(item)
    return [
        WriteTask(name, tuple(group), work / f"parts-{number:06}", output)
        for number, (name, group) in enumerate(groupby(items, key=lambda item: name_partition(item.report_id)))
    ]


def _make_share_key(read: ReadReport, before: ReadReport | None, findings: int, writing: str) -> str:
    """A hash of all that a report's rows and files follow from; empty if it is not known."""
    if not (writing and read.key and (before is None or before.key)):
        return ""
    told = (read.key, read.report_id, read.text_release, str(findings))
    return hash_parts("share", writing, *told, *((before.key, before.text_release) if before else ()))


def make_key(task: WriteTask, writing: str) -> str:
    """A hash of all that a partition follows from, `writing` being what checking and writing do; empty if some report
    may be another tomorrow."""
    if not all(item.key for item in task.items):
        return ""
    told = ((item.key, item.report_id, item.text_release, str(item.findings)) for item in task.items)
    return hash_parts(writing, task.partition, *chain.from_iterable(told))
