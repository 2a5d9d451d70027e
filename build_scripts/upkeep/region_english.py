"""From a place's official name to its English label.

In: the Chinese name and curated forms. Out: a romanised label with the type word (Huzhu Tu Autonomous County).
Refuses to know: codes of lists, files other than its own word table.
"""

import csv
import re
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

WORDS_FILE = Path(__file__).with_name("region_words.csv")


def label_place(name: str, curated: str = "") -> str:
    """Return the English label; `curated` replaces the romanised stem, or with a leading `=` the whole label.

    >>> label_place("互助土族自治县")
    'Huzhu Tu Autonomous County'
    >>> label_place("哈尔滨市", "Harbin")
    'Harbin City'
    """
    if curated.startswith("="):
        return curated[1:]
    stem, peoples, type_word = split_name(name)
    words = read_words("people")
    named = list(dict.fromkeys(words[people] for people in peoples))
    joined = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    parts = [curated or romanise_stem(stem, name), joined, read_words("type").get(type_word, "")]
    return " ".join(part for part in parts if part)


def split_name(name: str) -> tuple[str, tuple[str, ...], str]:
    """Return stem, peoples and type word of an official name.

    >>> split_name("互助土族自治县")
    ('互助', ('土族',), '自治县')
    >>> split_name("西藏自治区"), split_name("井陉矿区"), split_name("芒市")
    (('西藏', (), '自治区'), ('井陉', (), '矿区'), ('芒', (), '市'))
    """
    type_word = next((word for word in read_words("type") if name.endswith(word) and is_type(word, name)), "")
    stem = name.removesuffix(type_word)
    peoples: list[str] = []
    while type_word.startswith("自治") or (type_word == "区" and stem.endswith("族")):
        people = next((word for word in read_words("people") if stem.endswith(word) and is_people(word, stem)), "")
        if not people:
            break
        peoples.insert(0, people)
        stem = stem.removesuffix(people)
    return stem, tuple(peoples), type_word


def is_type(word: str, name: str) -> bool:
    """Tell whether a word ends a name as its type: 浦东新区 is a 新区, 清新区 and 矿区 are a 区."""
    return len(name) - len(word) >= (2 if word.endswith("区") and len(word) == 2 else 1)


def is_people(word: str, stem: str) -> bool:
    """Tell whether a word ends a stem as a people: 互助土族 has one, 内蒙古 has none."""
    return len(stem) - len(word) >= (1 if word.endswith("族") else 2)


def romanise_stem(stem: str, name: str) -> str:
    """Return the pinyin of a stem as one word, read within the whole name (长治市 is Changzhi, 六安市 Lu'an).

    >>> romanise_stem("六安", "六安市")
    "Lu'an"
    """
    fixed = read_words("reading")
    read = lazy_pinyin(name, v_to_u=True)[: len(stem)]
    syllables = [fixed.get(sign, syllable) for sign, syllable in zip(stem, read, strict=True)]
    joined = "".join(
        f"'{syllable}" if index and re.match("[aoe]", syllable) else syllable
        for index, syllable in enumerate(syllables)
    )
    return joined.capitalize()


@cache
def read_words(kind: str) -> dict[str, str]:
    """Return the Chinese → English words of one kind, in the order in which they are tried."""
    with WORDS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["zh"]: row["en"] for row in csv.DictReader(file) if row["kind"] == kind}
