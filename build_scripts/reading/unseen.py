"""What a report says with characters that cannot be seen → a note.

Comes in: lines. Goes out: a finding. Refuses to know: which characters these are (`build_scripts.unseen`), how they are
shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from build_scripts.model import Finding
from build_scripts.unseen import is_steady, list_steering, name_point

_MOST_TOLD = 12


def note_unseen(lines: Sequence[str], source_file: str) -> tuple[Finding, ...]:
    """A note of the characters in a report's lines that are not seen or steer, on the first of these lines."""
    if is_steady("".join(lines)):
        return ()
    found = [number for number, line in enumerate(lines, 1) if not is_steady(line)]
    points = list_steering("".join(lines))
    told = "、".join(map(name_point, points[:_MOST_TOLD])) + ("……" if len(points) > _MOST_TOLD else "")
    details = (("found", told), ("count", str(len(found))))
    return (Finding("unseen-characters", source_file, found[0], details),)
