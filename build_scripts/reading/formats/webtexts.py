"""The text of a web page as its source writes it → as a browser shows it.

Comes in: text. Goes out: text. Refuses to know: elements, tables, labels.
"""

from __future__ import annotations

import re
from itertools import pairwise

from build_scripts.reading.formats.text import NO_PRINT

_CJK = r"\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff5e“”‘’—…·"
_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t\f]*[\n\r][ \t\n\r\f]*(?=[{_CJK}])")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_OTHER_BREAK = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(rf"(?<![0-9{NO_PRINT}])[{NO_PRINT}]++|[{NO_PRINT}]++(?![0-9])")
_BOTH_CJK = re.compile(rf"[{_CJK}]")
_BLANKS = " \u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_KEPT_BLANK, _KEPT_TAB = "\xa0", "\x1f"
_WORDS = re.compile(r"[㐀-鿿]{2}")
_IMAGE = "[图]"


def clean_text(text: str) -> str:
    """Text as a browser shows it: white space collapsed, none where the source was only wrapped between two Chinese
    characters, and nothing that does not print.

    >>> clean_text("  规范性\\n  文件 1\\xa0 036 ")
    '规范性文件 1  036'
    """
    if "\n" in text or "\r" in text:
        text = _WRAP.sub("", text)
    text = _OTHER_BREAK.sub(" ", _SPACE.sub(" ", text))
    text = text.replace(_KEPT_BLANK, " ").replace(_KEPT_TAB, "\t")
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return text.strip(_BLANKS)


def join_texts(texts: list[str]) -> str:
    """The lines of one cell as one text: nothing between two Chinese characters, else a blank, so that two numbers
    never become one.

    >>> join_texts(["本年新", "制作数量"]), join_texts(["1", "2"]), join_texts(["1.", "属于"])
    ('本年新制作数量', '1 2', '1. 属于')
    """
    if len(texts) < 2:
        return texts[0] if texts else ""
    joined = [texts[0]]
    for above, text in pairwise(texts):
        both = _BOTH_CJK.match(above[-1]) and _BOTH_CJK.match(text[0])
        joined += [text] if both else [" ", text]
    return "".join(joined)


def cell_text(lines: list[str], images: int) -> str:
    """The text of a cell; one that shows a picture and no words says so, for the picture may be of a digit.

    >>> cell_text([], 1), cell_text(["64"], 1), cell_text(["规章"], 1)
    ('[图]', '64[图]', '规章')
    """
    text = join_texts(lines)
    if not images or text.endswith(_IMAGE) or (_WORDS.search(text) and not text[-1].isdigit()):
        return text
    return text + _IMAGE


def keep_blanks(text: str) -> str:
    """Text whose blanks and tabs `clean_text` is to keep."""
    return text.replace(" ", _KEPT_BLANK).replace("\t", _KEPT_TAB)
