"""Printed labels → codes: one way of folding, exact look-up, and a slip of a character or two.

Comes in: label texts. Goes out: folded keys and `LabelBook` look-ups. Refuses to know: lines, numbers, files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from build_scripts.reading.radicals import RADICALS

_SPACE = re.compile(r"\s+")
_ENUMERATOR = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.]|(?<![0-9])[0-9]{1,2}[.、)](?![0-9])")
_REMARK = re.compile(r"\([^()]*\)")
_PUNCTUATION = re.compile(r"[^\w]|_")
_UNIT_REMARK = re.compile(r"(?:单位:?)?(?:[亿千百十万]*元|[件个项次宗条起份人户]|人次)(?:[,，].{0,12})?")
_SLIP_ONE = 6
_SLIP_TWO = 10
_DOUBLED = re.compile(r"(.)\1")
_TURNING = "上本下前后不未无有非0123456789"


@lru_cache(maxsize=65536)
def strip_space(text: str) -> str:
    """NFKC without any white space, radicals of PDF text as the characters they stand for.

    >>> strip_space("三、 本 年 度"), strip_space("⾏政许可"), strip_space("⺠政局")
    ('三、本年度', '行政许可', '民政局')
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", text.translate(RADICALS)))


@lru_cache(maxsize=65536)
def fold_label(text: str) -> str:
    """What a label says, without spaces, enumerators, remarks in brackets and punctuation.

    >>> fold_label("(二) 部分公开 (区分处理的, 只计这一情形, 不计其他情形)")
    '部分公开'
    >>> fold_label("3.危及“三安全一稳定”")
    '危及三安全一稳定'
    >>> fold_label("三、本年度办理结果（一）予以公开")
    '本年度办理结果予以公开'
    """
    plain = _ENUMERATOR.sub("", strip_space(text))
    return _PUNCTUATION.sub("", _REMARK.sub("", plain))


@lru_cache(maxsize=65536)
def find_remarks(text: str) -> tuple[str, ...]:
    """The remarks in brackets of a label, without the brackets and without enumerators.

    >>> find_remarks("（一）行政许可（不予许可）")
    ('不予许可',)
    """
    return tuple(remark[1:-1] for remark in _REMARK.findall(_ENUMERATOR.sub("", strip_space(text))))


@dataclass(frozen=True, slots=True, eq=False)
class LabelBook:
    """The labels of one table: rows, the groups printed before them, and the heads above. Keys are folded.

    `joined` also holds a row's label with its groups before it, as a merged cell prints them; `remarks` the remarks in
    brackets that the form's own labels hold, each with the codes of its rows.
    """

    rows: Mapping[str, str]
    joined: Mapping[str, str]
    groups: frozenset[str]
    heads: Mapping[str, str]
    remarks: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def row_of(self, folded: str) -> str:
        """The row code of a folded label, alone or with its groups before it; '' if there is none."""
        return self.joined.get(folded, "")

    def has_strange_remark(self, text: str) -> bool:
        """Whether a remark in brackets stands in a label that is not the form's own, a unit, or an enumerator: it may
        make another row of it, as 行政许可（不予许可）."""
        return any(
            not _UNIT_REMARK.fullmatch(remark) and not any(remark in own for own in self.remarks)
            for remark in find_remarks(text)
        )

    def has_remark_of_another(self, text: str, code: str) -> bool:
        """Whether a remark in brackets stands in a label that, in the form, only labels of other rows have."""
        return any(
            remark in own and code not in codes for remark in find_remarks(text) for own, codes in self.remarks.items()
        )

    def is_group_part(self, folded: str) -> bool:
        """Whether the text is a group label or a torn piece of one."""
        return folded in self.groups or any(folded in group for group in self.groups)

    def nearest_row(self, folded: str) -> str:
        """The one row whose label is a slip of one or two characters away; '' if none, if several are as near, or if a
        label as near says the opposite."""
        if len(folded) < _SLIP_ONE:
            return ""
        near = [
            (distance, code, label)
            for label, code in self.joined.items()
            if (distance := _distance_within(folded, label, _allowed_slip(label))) is not None
        ]
        if not near or any(_turns_meaning(folded, label) for _, _, label in near):
            return ""
        least = min(distance for distance, _, _ in near)
        codes = {code for distance, code, _ in near if distance == least}
        return codes.pop() if len(codes) == 1 else ""


def build_book(
    rows: Iterable[tuple[str, str]], groups: Iterable[tuple[str, tuple[str, ...]]], heads: Iterable[tuple[str, str]]
) -> LabelBook:
    """A book from (printed label, code) pairs, (row code, its printed groups) and (printed head, code) pairs."""
    listed = tuple(rows)
    row_labels = {fold_label(label): code for label, code in listed}
    joined = dict(row_labels)
    group_labels: set[str] = set()
    for code, printed in groups:
        folded = [fold_label(group) for group in printed]
        group_labels.update(folded)
        for label in [label for label, other in row_labels.items() if other == code]:
            for start in range(len(folded)):
                joined["".join(folded[start:]) + label] = code
    remarks: dict[str, frozenset[str]] = {}
    for label, code in listed:
        remarks |= {remark: remarks.get(remark, frozenset()) | {code} for remark in find_remarks(label)}
    return LabelBook(row_labels, joined, frozenset(group_labels), _fold_heads(heads), remarks)


def _fold_heads(heads: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded heads with their codes; a head that is listed without a code too keeps the one it has."""
    folded: dict[str, str] = {}
    for label, code in heads:
        key = fold_label(label)
        folded[key] = code or folded.get(key, "")
    return folded


def _turns_meaning(one: str, other: str) -> bool:
    """Whether the slip is in a character that turns the label round: 上年 is not 本年, 不予 not 予以."""
    one, other = _DOUBLED.sub(r"\1", one), _DOUBLED.sub(r"\1", other)
    return any(one.count(char) != other.count(char) for char in _TURNING)


def _allowed_slip(label: str) -> int:
    return 2 if len(label) >= _SLIP_TWO else 1 if len(label) >= _SLIP_ONE else 0


def _distance_within(one: str, other: str, limit: int) -> int | None:
    """Levenshtein distance if it is at most `limit`."""
    if not limit or abs(len(one) - len(other)) > limit or len(set(other) - set(one)) > limit:
        return None
    above = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        row = [i]
        for j, other_char in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (char != other_char)))
        if min(row) > limit:
            return None
        above = row
    return above[-1] if above[-1] <= limit else None
