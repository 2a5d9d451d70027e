"""Nothing large that cannot be had compressed and by year: the rule, and which offers break it.

Comes in: what is offered, the years. Goes out: the offers that break the rule, and a line that names them. Refuses to
know: formats, the disk. The build says that line aloud and goes on: a file that is slow to fetch is better than none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from build_scripts.publishing.offers import Offer

MOST = 25_000_000
"""Bytes above which a file is large."""

PACKED = frozenset({"parquet", "xlsx"})
"""Kinds that are compressed in themselves."""

SAME = {"csv": ("csv_gz",), "wide": ("wide_gz", "xlsx", "sqlite")}
"""Of kinds that are not compressed, the kinds that hold the same and are."""

BY_YEAR = {"csv": ("package",), "csv_gz": ("package",), "wide": ("xlsx",), "wide_gz": ("xlsx",)}
"""Of kinds that have no file for a year, the kinds that hold the same and do."""

MOST_IN_ONE = {"xlsx": 30_000, "sqlite": 30_000, "jsonl": 30_000, "json": 30_000}
"""Kinds that hold everything in one file as long as there are no more reports than this; every year has its own,
however many there are. So no file is made anew that grows for ever, and what a report costs stays the same."""


def is_in_one(kind: str, reports: int) -> bool:
    """Whether files of a kind are made of so many reports, being all there are."""
    return reports <= MOST_IN_ONE.get(kind, reports)


def find_oversized(offers: Sequence[Offer], years: Collection[str], most: int = MOST) -> tuple[Offer, ...]:
    """The offers larger than `most` that are not to be had compressed, or not year by year."""
    return tuple(offer for offer in offers if offer.size > most and not _is_elsewhere(offer, offers, years))


def tell_oversized(offers: Sequence[Offer]) -> str:
    """One line that names files which break the rule."""
    named = "、".join(f"{offer.path}（{offer.size // 1_000_000} MB）" for offer in offers)
    return (
        f"大于 {MOST // 1_000_000} MB 的文件要另有压缩的和分年的，这几个没有：{named}"
        f" / {len(offers)} files above {MOST // 1_000_000} MB are not offered compressed and by year"
    )


def _is_elsewhere(offer: Offer, offers: Sequence[Offer], years: Collection[str]) -> bool:
    """Whether what a file holds is offered compressed, and for every year of which it has something."""
    is_packed = bool(offer.compression) or offer.kind in PACKED
    is_packed = is_packed or any(
        other.kind in SAME.get(offer.kind, ()) and other.table in ("", offer.table) and other.part == offer.part
        for other in offers
    )
    kinds = (offer.kind, *BY_YEAR.get(offer.kind, ()))
    parts = {other.part[:4] for other in offers if other.kind in kinds and other.table in ("", offer.table)}
    return is_packed and (offer.part[:4] in years or parts >= set(years))
