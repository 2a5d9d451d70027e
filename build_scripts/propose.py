"""The story of a proposal, on one screen: an issue → what it asks for → its files → added → told and packed.

Comes in: the recorded event of an issue. Goes out: files below the reports folder as `add` places them, and a folder
that other jobs take as data. Refuses to know: GitHub's programs, git, the terminal. Nothing of an issue is ever a path,
a command or a format: files get numbers for names, and what they are is told by their bytes.

In two steps, the first leaving what it got in a folder, because a program may have to be installed between them:
`gather_issue` asks the network, `place_issue` reads, adds and packs. Packed is what holds if the review of the change
finds nothing against it (`well`), and beside it what holds if it does (`blocked`); who runs the review takes one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from build_scripts.add import add_files
from build_scripts.codes import build_codes
from build_scripts.contributing.added import ADDED, AddedFile
from build_scripts.contributing.held import find_held, read_known_agencies
from build_scripts.contributing.proposing.asked import Asked, read_event
from build_scripts.contributing.proposing.inbox import Item, read_inbox, write_inbox
from build_scripts.contributing.proposing.issue_form import read_fields
from build_scripts.contributing.proposing.proposal import Stored, Told, decide_state, write_answer, write_manifest
from build_scripts.contributing.proposing.words import read_words
from build_scripts.contributing.sidecar_text import HEAD, write_keys
from build_scripts.contributing.understood import withhold
from build_scripts.fetching import Fetch, Fetched, FetchError
from build_scripts.files import Layout, read_bytes, read_codelists, read_json, read_text, write_bytes, write_text
from build_scripts.pipeline import Announce
from build_scripts.reading.formats.kinds import tell_binary_kind

FORM = ".github/ISSUE_TEMPLATE/add-report.yml"


def gather_issue(layout: Layout, event: Path, folder: Path, fetch_attachment: Fetch, fetch_page: Fetch) -> Asked:
    """Bring what the issue of a recorded event asks for into `folder`; raises FilesError or NotAnIssue.

    Attachments come by `fetch_attachment`, the page of the original, where nothing is attached or pasted, by
    `fetch_page`. What did not come is told in its place.
    """
    asked = read_event(read_json(event), read_fields(read_text(layout.root / FORM)))
    items = [] if asked.is_hopeless else _gather(asked, fetch_attachment, fetch_page)
    write_inbox(folder, asked, items)
    return asked


def _gather(asked: Asked, fetch_attachment: Fetch, fetch_page: Fetch) -> list[Item]:
    if asked.attachments:
        return [_fetch(address, asked, fetch_attachment) for address in asked.attachments]
    if asked.pasted:
        return [Item("粘贴的文字 / pasted text", asked.pasted.encode("utf-8", "replace") + b"\n", "txt", asked.day)]
    return [_fetch(asked.url, asked, fetch_page)]


def _fetch(address: str, asked: Asked, fetch: Fetch) -> Item:
    name = address.rpartition("/")[2] if asked.attachments else address
    try:
        fetched = fetch(address)
    except FetchError as error:
        return Item(name, b"", "", asked.day, said=error.said)
    kind = tell_binary_kind(fetched.data) or "txt"
    return Item(name, fetched.data, kind, fetched.retrieved, "" if asked.attachments else fetched.url)


def place_issue(layout: Layout, folder: Path, jobs: int, announce: Announce) -> tuple[str, ...]:
    """Add what was gathered, and pack it into `folder`; the paths that were written, from the root of the project.

    Raises one of pipeline.FAILURES.
    """
    asked, items = read_inbox(folder)
    codes = build_codes(read_codelists(layout.codelists))
    words = read_words()
    told = add_items(layout, folder, asked, items, jobs, announce)
    paths = tuple(path for one in told if one.file.outcome == ADDED for path in _list_written(layout, one.file.placed))
    files = [Stored(path, read_bytes(layout.root / path)) for path in paths]
    for name, is_blocked in (("well", False), ("blocked", True)):
        state = decide_state(told, is_blocked)
        packed = folder / name
        write_text(packed / "proposal.json", write_manifest(asked.number, state, files))
        write_text(packed / "state", f"{state}\n")
        write_text(packed / "answer.md", write_answer(asked, state, told, words, codes))
        for at, file in enumerate(files, start=1):
            write_bytes(packed / "files" / f"{at:04}", file.data)
    return paths


def add_items(
    layout: Layout, folder: Path, asked: Asked, items: Sequence[Item], jobs: int, announce: Announce
) -> list[Told]:
    """What became of each item. What a report itself does not tell is taken from the form; what it tells otherwise than
    the form is not left where it was put."""

    def add(numbers: Sequence[int], said: Mapping[str, str]) -> dict[int, AddedFile]:
        given = {number: _set_down(folder, number, items[number], asked, said) for number in numbers}
        if not given:
            return {}
        fetch = _answer_from({given[number]: items[number] for number in given})
        of_a_page = said if any(items[number].url for number in given) else {}
        paths = list(given.values())
        made = add_files(layout, paths, of_a_page, fetch, jobs, announce, is_measured=False)  # the review measures
        return dict(zip(given, made.files, strict=True))

    known = {*find_held(layout).agencies.values(), *read_known_agencies(layout.package)}
    added = add([number for number, item in enumerate(items) if not any(item.said)], {})
    form = _say(asked)
    unsaid = [number for number, file in added.items() if is_for_the_form(asked, file)]
    for number in unsaid:
        added[number] = take_back(layout, added[number])
    again = add(unsaid, form) if form else {}
    added |= {number: file for number, file in again.items() if file.understood.report_id}
    told = []
    for number, item in enumerate(items):
        file = added.get(number) or AddedFile(item.name, "not_fetched", "", withhold("", {}), said=item.said)
        if differs := compare(asked, file):
            file = take_back(layout, file)
        is_newcomer = bool(file.understood.agency_id) and file.understood.agency_id not in known
        told.append(Told(item.name, file, differs, is_newcomer))
    return told


def is_for_the_form(asked: Asked, file: AddedFile) -> bool:
    """Whether the form has to say what the report does not: who or when at all, or the name that it only shortens."""
    if not file.understood.report_id:
        return file.outcome == "not_fit"
    is_short = shortens(_fold(file.understood.agency), _fold(asked.agency))
    return compare(asked, file) == "agency_differs" and is_short


def shortens(short: str, name: str) -> bool:
    """Whether a name is another with characters left out, and begins as that does.

    >>> shortens("上海市科委", "上海市科学技术委员会"), shortens("上海市科委", "上海市教育委员会")
    (True, False)
    """
    rest = iter(name)
    return 4 <= len(short) < len(name) and short[:2] == name[:2] and all(char in rest for char in short)


def take_back(layout: Layout, file: AddedFile) -> AddedFile:
    """Remove a report that was just put there, with its sidecar; what then is to be said of it."""
    if file.outcome != ADDED:
        return file
    for path in _list_written(layout, file.placed):
        (layout.root / path).unlink()
    return file._replace(outcome="not_fit")


def compare(asked: Asked, file: AddedFile) -> str:
    """The code of what the form says otherwise than the report; empty where they agree or one of them says nothing.

    An agency agrees by its id where the form has one, else by its name, of which the form may say a part.
    """
    understood = file.understood
    if not understood.report_id:
        return ""
    if asked.year and asked.year != understood.year:
        return "year_differs"
    if asked.agency_id:
        return "" if asked.agency_id == understood.agency_id else "agency_differs"
    if not asked.agency:
        return ""
    ours, theirs = _fold(asked.agency), _fold(understood.agency)
    return "" if ours in theirs or theirs in ours else "agency_differs"


def _fold(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _say(asked: Asked) -> dict[str, str]:
    """What the form says, as keys of a sidecar."""
    said = {"agency": asked.agency, "region_code": asked.agency_id[:6], "year": asked.year}
    return {key: value for key, value in said.items() if value}


def _set_down(folder: Path, number: int, item: Item, asked: Asked, said: Mapping[str, str]) -> str:
    """What `add` is given: the address of a page, or the path of a file with its sidecar beside it."""
    if item.url:
        return asked.url
    path = folder / "inbox" / f"{number + 1}.{item.kind}"
    if keys := {**said, **({"source_url": asked.url} if asked.url else {})}:  # no day: nobody fetched it from there
        write_text(path.with_name(f"{path.name}.yml"), HEAD + write_keys(keys))
    return str(path)


def _answer_from(given: Mapping[str, Item]) -> Fetch:
    """A fetch that answers with what was fetched before."""

    def fetch(address: str) -> Fetched:
        item = given[address]
        return Fetched(item.url, 200, {}, item.data, item.day)

    return fetch


def _list_written(layout: Layout, placed: str) -> list[str]:
    paths = [(layout.reports / placed).relative_to(layout.root).as_posix()]
    beside = layout.reports / f"{placed}.yml"
    return [*paths, *([f"{paths[0]}.yml"] if beside.is_file() else [])]
