"""Traditional characters and what each is in simplified script, one by one.

Comes in: nothing. Goes out: a table. Refuses to know: documents, words. For a search in which script does not count:
a browser with this table alone makes of a text the same as the build does.
"""

from __future__ import annotations

from functools import cache

from build_scripts.reading.scripts import load_converter

_IDEOGRAPHS = (range(0x3400, 0xA000), range(0x20000, 0x323B0))


@cache
def list_variants() -> dict[int, str]:
    """The code of every character that is another in simplified script, and that other, which stays as it is.

    >>> list_variants()[ord("開")], list_variants()[ord("衞")], ord("开") in list_variants()
    ('开', '卫', False)
    """
    characters = [chr(code) for codes in _IDEOGRAPHS for code in codes]
    simplified = load_converter()("\n".join(characters)).split("\n")
    found = {
        ord(character): plain
        for character, plain in zip(characters, simplified, strict=True)
        if plain != character and len(plain) == 1
    }
    return {code: found.get(ord(plain), plain) for code, plain in found.items()}
