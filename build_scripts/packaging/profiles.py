"""Profiles of a run: of this process, and of the workers it starts.

Comes in: a folder for the profiles, or none. Goes out: one file a process, in Python's own format. Refuses to know:
what is done, who reads them. A worker that is killed leaves none.
"""

from __future__ import annotations

import cProfile
import os
from multiprocessing import util
from pathlib import Path

_profile: cProfile.Profile | None = None
_folder: Path | None = None
_LAST = 1
"""Of all that is done at the end of a worker, the profile is written rather late."""


def begin_profile(folder: Path) -> None:
    """Profile this process from now on, and the workers it starts."""
    global _profile, _folder
    _folder, _profile = folder, cProfile.Profile()
    _profile.enable()


def end_profile() -> None:
    """Write the profile of this process, if there is one, and profile no longer."""
    global _profile, _folder
    if _profile is not None and _folder is not None:
        _profile.disable()
        _profile.dump_stats(_folder / f"{os.getpid()}.prof")
    _profile = _folder = None


def tell_workers() -> Path | None:
    """What a worker has to be told: the folder, if there are to be profiles."""
    return _folder


def begin_worker(folder: Path | None) -> None:
    """In a worker: profile it until it ends, if it was told a folder."""
    global _profile
    if folder is None:
        return
    if _profile is not None:  # the parent's own, which a forked worker begins with
        _profile.disable()
        _profile = None
    begin_profile(folder)
    util.Finalize(None, end_profile, exitpriority=_LAST)
