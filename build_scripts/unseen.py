"""Which characters cannot be seen, and which make others look otherwise: the one list that all rooms go by.

Comes in: text. Goes out: whether such a character is in it. Refuses to know: where the text is from.
The text of a report is kept as it is in the data; who shows it, on a page or a terminal, shows these by their number;
what people write beside a report holds none of them. Sources: Unicode Technical Standards 39 (identifiers in one
script, no invisible characters) and 55 (characters that turn the direction of writing, “Trojan Source”).
"""

from __future__ import annotations

import re

TURNING = "\u061c\u202a-\u202e\u2066-\u2069"
"""Characters that change the order in which others of their line are shown; the body of a character class."""
STEERING = (
    f"\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u00ad{TURNING}\u180e\u200b-\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e00ff"
)
"""These, and what controls, has no width or is no character, but for tabs and the ends of lines and
pages; the body of a character class."""
UNSEEN = (
    f"{STEERING}\t\n\x0c\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\ue000-\uf8ff\U000e0100-\U0010ffff"
)
"""These, and what is not seen or stands for no one character; the body of a character class."""

_TURNING = re.compile(f"[{TURNING}]")
_STEERING = re.compile(f"[{STEERING}]")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_NAME = re.compile(
    r"[ -~\xb7\u2010-\u2027\u2e80-\u2fdf\u3000-\u301f\u3021-\u3029\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e"
    "\U00020000-\U000323af]+"
)


def find_turning(text: str) -> str:
    """The first character that turns the direction of writing, '' if there is none.

    >>> find_turning("a\\u202eb"), find_turning("a")
    ('\\u202e', '')
    """
    found = _TURNING.search(text)
    return found.group() if found else ""


def list_steering(text: str) -> tuple[str, ...]:
    """Every character of the text that is not seen or steers, once, by its number.

    >>> list_steering("a\\u202e\\x07\\u202e")
    ('\\x07', '\\u202e')
    """
    return tuple(sorted(set(_STEERING.findall(text))))


def is_steady(text: str) -> bool:
    """Whether what is seen is what is there, but for tabs and the ends of lines and pages.

    >>> is_steady("一行\\n两行"), is_steady("a\\u200bb"), is_steady("\\ud800")
    (True, False, False)
    """
    return _STEERING.search(text) is None


def is_seen(text: str) -> bool:
    """Whether every character of a text of one line can be seen.

    >>> is_seen("a b"), is_seen("a\\tb"), is_seen("葛\\U000e0100")
    (True, False, False)
    """
    return _UNSEEN.search(text) is None


def is_name(text: str) -> bool:
    """Whether a name holds nothing but Chinese and Latin letters, digits and marks: other letters look like these.

    >>> is_name("卫辉市（WTO）中心"), is_name("卫辉市А局"), is_name("卫辉市ロ局"), is_name("卫辉\\u202e市")
    (True, False, False, False)
    """
    return _NAME.fullmatch(text) is not None


def name_point(char: str) -> str:
    """A character by its number.

    >>> name_point("\\u202e"), name_point("\\x07")
    ('U+202E', 'U+0007')
    """
    return f"U+{ord(char):04X}"
