"""Files, folders and addresses as they were given → files to be read, each with the sidecar it would have.

Comes in: what was given, what is said of it, a way to fetch. Goes out: `Given`s, one a report file, in the order given.
Refuses to know: what stands in a file, where it will lie. What cannot be read at all has its outcome at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.contributing.added import AddedFile
from build_scripts.contributing.sidecar_text import SidecarConflict, merge_sidecar
from build_scripts.contributing.understood import withhold
from build_scripts.fetching import Fetch, FetchError
from build_scripts.files import (
    FilesError,
    InputFile,
    find_misnamed,
    find_refusal,
    leave_out_sidecars,
    list_reports,
    name_input,
    read_input,
    show_path,
    write_bytes,
)
from build_scripts.model import Finding

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class Given(NamedTuple):
    """One file to be read: how it was named, the file itself with the sidecar it would have, and the address it came
    from; or, with `refused`, why it is not even read."""

    name: str
    file: InputFile | None
    url: str = ""
    refused: AddedFile | None = None


def is_address(given: str) -> bool:
    """Whether it is an address and no path.

    >>> is_address("https://example.org/a.html"), is_address("reports/2023/a.txt")
    (True, False)
    """
    return _ADDRESS.match(given) is not None


def gather_inputs(
    inputs: Sequence[str], said: Mapping[str, str], folder: Path, work: Path, codes: Codes, fetch: Fetch
) -> Iterator[Given]:
    """Every report file among what was given; `folder` is that of the reports, `work` takes what is fetched."""
    paths = [Path(given) for given in inputs if not is_address(given)]
    sidecars = set(paths) - set(leave_out_sidecars(paths))
    for number, given in enumerate(dict.fromkeys(inputs)):
        into = work / f"{number:06}"
        if is_address(given):
            yield _fetch(given, said, into, codes, fetch)
        elif Path(given) in sidecars:
            continue
        elif Path(given).is_dir() and not Path(given).is_symlink():
            yield from _walk(given, said, into, codes)
        else:
            yield _take_file(Path(given), folder, said, into, codes)


def _take_file(path: Path, folder: Path, said: Mapping[str, str], into: Path, codes: Codes) -> Given:
    file = name_input(path, folder)
    name = show_path(path)
    if code := find_refusal(path):
        return _refuse(name, "not_fit", Finding(code, name, None))
    if misnamed := find_misnamed(path, file.source_file):
        return _refuse(name, "not_fit", *misnamed)
    return _join_sidecar(name, file, said, into, codes)


def _walk(given: str, said: Mapping[str, str], into: Path, codes: Codes) -> Iterator[Given]:
    """The report files below a folder, by the rules of the reports folder; what is none has its outcome."""
    files, refused = list_reports(Path(given))
    for number, file in enumerate(files):
        yield _join_sidecar(show_path(file.path), file, said, into / f"{number:06}", codes)
    for finding in refused:
        name = f"{show_path(Path(given))}/{finding.source_file}"
        yield _refuse(name, "not_fit", replace(finding, source_file=name))


def _fetch(given: str, said: Mapping[str, str], into: Path, codes: Codes, fetch: Fetch) -> Given:
    """What an address holds, kept under a name of ours; the address and the day are said in its sidecar."""
    try:
        fetched = fetch(given)
    except FetchError as error:
        return Given(given, None, given, AddedFile(given, "not_fetched", "", withhold(given, {}), said=error.said))
    path = into / "page"
    write_bytes(path, fetched.data)
    said = {**said, "source_url": given.partition("#")[0], "retrieved": fetched.retrieved}
    return _join_sidecar(given, InputFile(given, path, None), said, into, codes)._replace(url=fetched.url)


def _join_sidecar(name: str, file: InputFile, said: Mapping[str, str], into: Path, codes: Codes) -> Given:
    """The file with its own sidecar and what is said in one."""
    try:
        own = read_input(file.sidecar) if file.sidecar and not find_refusal(file.sidecar) else None
    except FilesError as error:
        return _refuse(name, "not_written", said=(str(error), str(error)))
    if file.sidecar and own is None:
        return Given(name, file)  # reading it says what is wrong with it
    merged = merge_sidecar(own, said, codes)
    if isinstance(merged, SidecarConflict):
        if not merged.key:
            zh, en = "附注后面加不了别的键，请自己写进去", "keys cannot be added to the sidecar; write them into it"
        else:
            zh = f"附注里 {merged.key} 是“{merged.own}”，选项说是“{merged.said}”"
            en = f"the sidecar says {merged.key}: “{merged.own}”, the options say “{merged.said}”"
        return _refuse(name, "sidecar_conflict", said=(zh, en))
    if merged is None:
        return Given(name, file)
    path = into / "sidecar.yml"
    write_bytes(path, merged)
    return Given(name, InputFile(file.source_file, file.path, path))


def _refuse(name: str, outcome: str, *findings: Finding, said: tuple[str, str] = ("", "")) -> Given:
    counts = {"error": len(findings)} if findings else {}
    return Given(name, None, "", AddedFile(name, outcome, "", withhold(name, counts), findings, said=said))
