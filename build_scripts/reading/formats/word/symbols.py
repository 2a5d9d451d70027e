"""A symbol of Word's symbol fonts → the character it prints.

Comes in: font and code. Goes out: text. Refuses to know: what stands around it.
"""

from __future__ import annotations

_WINGDINGS = {0x6C: "●", 0x6E: "■", 0xA8: "□", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0xD8: "➢", 0x75: "◆"}
_WINGDINGS_2 = {0x50: "✓", 0x52: "☑", 0x51: "☒", 0xA3: "□"}
_PRIVATE = range(0xF000, 0xF100)
_UNKNOWN = "\ufffd"


def read_symbol(font: str, code: str) -> str:
    """The character; U+FFFD where we do not know what the font prints, for something does stand there.

    >>> read_symbol("Symbol", "F035"), read_symbol("Wingdings 2", "F052"), read_symbol("宋体", "2460")
    ('5', '☑', '①')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    if number in _PRIVATE:
        number -= 0xF000
    elif number > 0xFF:
        return chr(number) if number < 0xD800 or 0xF8FF < number < 0x110000 else _UNKNOWN
    match font.strip().lower():
        case "wingdings":
            return _WINGDINGS.get(number, _UNKNOWN)
        case "wingdings 2":
            return _WINGDINGS_2.get(number, _UNKNOWN)
        case "symbol":
            return chr(number) if chr(number).isascii() and chr(number) in "0123456789+,./%()[] " else _UNKNOWN
        case _:
            return chr(number) if 0x20 <= number < 0x7F and not font.lower().startswith("webdings") else _UNKNOWN
