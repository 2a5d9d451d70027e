"""What is shown of characters that cannot be seen or turn the direction of writing: their number, ⟨U+202E⟩.

Comes in: text or HTML. Goes out: the same, such characters written out. Refuses to know: where it stands. So no words
of a report can change how the page around them is read, nor hide in it; the data keeps them as they are. Which they
are, `unseen` says; `docs/assets/js/shared/dom.js` shows the same in the browser, and a test holds them equal.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from build_scripts.unseen import STEERING, name_point

_STEERING = re.compile(f"[{STEERING}]")
_CODES = 1 << 16


def show_unseen(text: str) -> str:
    """The text with these characters by their numbers; line ends and tabs stay.

    >>> show_unseen("甲\\u202e<b>\\n"), show_unseen("1\\u200b2\\x9b"), show_unseen("\\U000e0041\\U0001f600")
    ('甲⟨U+202E⟩<b>\\n', '1⟨U+200B⟩2⟨U+009B⟩', '⟨U+E0041⟩😀')
    """
    if text.isascii() and text.isprintable():
        return text
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if not _steers().take(codes).any():  # four times as fast as the pattern, and nearly always enough
        return text
    return _STEERING.sub(lambda found: f"⟨{name_point(found.group())}⟩", text)


@cache
def _steers() -> NDArray[np.bool_]:
    """For each code of UTF-16 whether it may be of such a character."""
    found = np.zeros(_CODES, np.bool_)
    found[[match.start() for match in _STEERING.finditer("".join(map(chr, range(_CODES))))]] = True
    return found
