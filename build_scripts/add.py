"""The story of adding, on one screen: files, folders, addresses → read → settled with what is held → placed → told.

Comes in: what was given, and what is said of it. Goes out: `Added`; files below the reports folder, each with its
sidecar. Refuses to know: the terminal, exit codes. Nothing that stands there is ever written over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from build_scripts.contributing.added import Added
from build_scripts.fetching import Fetched
from build_scripts.files import Layout
from build_scripts.pipeline import Announce

Fetch = Callable[[str], Fetched]
"""Gets what an address holds, or raises FetchError."""


def add_files(
    layout: Layout,
    inputs: Sequence[str],
    said: Mapping[str, str],
    fetch: Fetch,
    jobs: int,
    announce: Announce,
) -> Added:
    """Put these files, folders and addresses (http, https) below the reports folder, each with its sidecar.

    `said` holds keys of a sidecar (`agency`, `year`, `source_url`, `retrieved` …) for all of them; a file's own sidecar
    comes along. What has errors, stands against a report that is held, or against another that was given, is not
    placed, and its outcome says why; the others are. Raises one of `pipeline.FAILURES` where nothing can be done.
    """
    raise NotImplementedError
