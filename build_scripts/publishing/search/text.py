"""What the search takes for the same text, and nothing else.

Comes in: text as printed, or as a reader types it. Goes out: the text that is indexed and compared. Refuses to know:
files, documents, queries. `docs/assets/js/search/normalise.js` does the same in the browser; a test holds the two
equal. Full width and half width, ligatures, upper and lower case are one; white space counts only between two Latin
letters and between two digits, so that `2021 年` is `2021年` and `30 km` is `30km`; the asterisks that Markdown left
over and characters without width do not count.
"""

from __future__ import annotations

import re
from unicodedata import normalize

MARKS = (
    "\u0300-\u036f\u1160-\u11ff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\uff9e-\uffdc\U000e0100-\U000e01ef"
)
"""Characters that may join the one before them under NFKC; the body of a character class."""

IGNORED = "*\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
"""Characters that do not count, after NFKC; the body of a character class."""

SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""White space, after NFKC and before; the body of a character class."""

_MARKED = re.compile(f"[{MARKS}]")
_RUN = re.compile(f"[^{MARKS}][{MARKS}]*|[{MARKS}]+")
_IGNORED = re.compile(f"[{IGNORED}]+")
_SPACE = re.compile(f"[{SPACE}]")
_KEPT = re.compile(" (?:(?<=[a-z] ) *(?=[a-z])|(?<=[0-9] ) *(?=[0-9]))")
_MARK = "\ufeff"
"""Stands for a space that stays; it does not count, so no text has it any more."""


def normalise(text: str) -> str:
    """The text as it is indexed and compared.

    >>> normalise("**２０２３** 年 1 月，Open  DATA 平台")
    '2023年1月,open data平台'
    """
    if not _MARKED.search(text):
        return _drop_space(text.translate(_FOLDED))
    folded = "".join(map(_fold_run, _RUN.findall(text)))
    return _drop_space(_SPACE.sub(" ", _IGNORED.sub("", folded)))


def _drop_space(text: str) -> str:
    """The text without white space but one between two letters or two digits."""
    return _KEPT.sub(_MARK, text).replace(" ", "").replace(_MARK, " ") if " " in text else text


def _fold_run(run: str) -> str:
    """A character with the marks that follow it, in compatibility form and without case.

    Lower, upper and lower case again, each character by itself: this makes one of all that Unicode's case folding
    makes one, and a browser can do the same without a table.
    """
    upper = _lower(normalize("NFKC", run)).upper()
    return normalize("NFKC", _lower(upper))


def _lower(text: str) -> str:
    return "".join(character.lower() for character in text)


class _Folded(dict[int, str]):
    """Every character met, folded once: nothing for one that does not count, a space for white space."""

    def __missing__(self, code: int) -> str:
        self[code] = _SPACE.sub(" ", _IGNORED.sub("", _fold_run(chr(code))))
        return self[code]


_FOLDED = _Folded()
