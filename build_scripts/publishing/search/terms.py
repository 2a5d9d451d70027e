"""The terms that a document is listed under.

Comes in: normalised text. Goes out: terms. Refuses to know: files, documents. Terms of a text have two characters, or
three and four Latin ones; all that begin with a mark are longer or have a mark that no Latin one has, so that no text
whatever it says is listed under a filter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

FACET = "\u0001"
"""Begins a term of a filter: this, a letter, a value."""

SIMPLIFIED = "\u0002"
"""Begins a term that stands in the text only when it is written in simplified characters: this, the term."""

_LATIN_RUN = re.compile("[a-z0-9]{3,}")


def list_terms(text: str) -> set[str]:
    """The terms of a normalised text.

    >>> sorted(list_terms("局732件"))
    ['2件', '32', '73', '732', '局7']
    """
    return {text[start : start + 2] for start in range(len(text) - 1)} | list_latin(text)


def list_latin(text: str) -> set[str]:
    """Those of its terms that have three or four characters.

    >>> sorted(list_latin("局7321件"))
    ['321', '732', '7321']
    """
    terms: set[str] = set()
    for run in set(_LATIN_RUN.findall(text)):
        terms.update(run[start : start + size] for size in (3, 4) for start in range(len(run) - size + 1))
    return terms


def list_simplified(text: str, variants: Mapping[int, str]) -> set[str]:
    """The further terms of a text in simplified characters, marked; none of a text that is.

    >>> list_simplified("公開", {ord("開"): "开"}) == {SIMPLIFIED + "公开"}
    True
    """
    plain = text.translate(variants)
    if plain == text:
        return set()
    return {SIMPLIFIED + term for term in list_terms(plain) - list_terms(text)}


def name_facet(letter: str, value: str) -> str:
    """The term of a filter; `value` is not empty, so that the term is longer than a bigram.

    >>> name_facet("r", "410000") == "\\x01r410000"
    True
    """
    return f"{FACET}{letter}{value}"
