"""What assertions look at, and what they say: two records and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.releasing.bundles import Bundle
from build_scripts.releasing.counts import Tally
from build_scripts.releasing.ledger import Change, Release
from build_scripts.releasing.notes import Note


class Failure(NamedTuple):
    """An assertion that does not hold: its code, what it is about, what was expected and what was found."""

    code: str
    subject: str
    expected: str
    found: str


class Evidence(NamedTuple):
    """All that assertions look at. `previous` and `before` are None for the first version; `ledger` has only earlier
    versions, newest first; `lost` are addresses that lead nowhere."""

    new: Bundle
    after: Tally
    previous: Bundle | None
    before: Tally | None
    changes: Sequence[Change]
    ledger: Sequence[Release]
    notes: Mapping[str, Note]
    lost: Sequence[str]
