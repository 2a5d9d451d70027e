"""Names in pinyin without tones, a syllable apart from the next; what was spelled before is remembered.

Comes in: names, and the places they may name. Goes out: text. Refuses to know: who shows it. The dictionaries take
longer to load than to spell a thousand names, so they are loaded with the first name that is new.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice, product

from build_scripts.files.fingerprints import hash_code
from build_scripts.files.reuse import Earlier
from build_scripts.packaging.package import Row

Spell = Callable[[str, Iterable[Row]], str]
"""A name and the places in it, in pinyin."""

ROOMS = ("publishing/lists/spelling.py",)
_NOTE = "spellings"
_MOST_READINGS = 200
_APART = re.compile(r"[^0-9a-z]+")


class Spellings:
    """What an earlier run spelled is not spelled again."""

    def __init__(self, earlier: Earlier | None) -> None:
        """Without `earlier`, every name is new."""
        self._earlier, self._program = earlier, hash_code(*ROOMS)
        self._known: dict[str, str] = (earlier.recall_as(_NOTE, self._read) if earlier else None) or {}
        self._used: dict[str, str] = {}

    def spell(self, name: str, places: Iterable[Row]) -> str:
        """As the function of this name."""
        named = tuple(places)
        key = "\n".join([name, *(f"{place['label_zh']}\t{place['label_en']}" for place in named)])
        found = self._known.get(key)
        self._used[key] = found = spell(name, named) if found is None else found
        return found

    def _read(self, data: bytes) -> dict[str, str]:
        program, known = json.loads(data)
        return known if program == self._program else {}

    def keep(self) -> None:
        """Note what was asked for, if it is not just what was known, for the next run."""
        if self._earlier and self._used != self._known:
            self._earlier.note(_NOTE, json.dumps((self._program, self._used), ensure_ascii=False).encode())


def spell(name: str, places: Iterable[Row] = ()) -> str:
    """A name in pinyin without tones, a syllable apart from the next; what is no character stays as it is, folded.

    A character of several readings in the name of one of the places is read as the place's English name has it.

    >>> spell("卫辉市城市管理局"), spell("重庆市"), spell("第３ <b>局")
    ('wei hui shi cheng shi guan li ju', 'chong qing shi', 'di 3 b ju')
    """
    from pypinyin import lazy_pinyin

    folded = unicodedata.normalize("NFKC", name)
    for place in places:
        if place["label_zh"] in folded:
            folded = folded.replace(place["label_zh"], f" {_spell_place(place['label_zh'], place['label_en'])} ", 1)
    return _APART.sub(" ", " ".join(lazy_pinyin(folded)).lower()).strip()


@cache
def _spell_place(label: str, english: str) -> str:
    """A place's syllables, those readings that its English name begins with; the usual ones where it fits none."""
    from pypinyin import Style, lazy_pinyin, pinyin

    letters = _APART.sub("", english.lower())
    usual = lazy_pinyin(label)
    readings = pinyin(label, style=Style.NORMAL, heteronym=True)
    for length in range(len(usual), 1, -1):
        for chosen in islice(product(*readings[:length]), _MOST_READINGS):
            if letters.startswith("".join(chosen)):
                return " ".join([*chosen, *usual[length:]])
    return " ".join(usual)
