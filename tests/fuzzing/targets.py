"""The ways in: for each kind of file anybody may hand in, what is done with its bytes.

Comes in: bytes. Goes out: nothing; an exception that is not the reader's own refusal, or a BrokenPromise, is a fault.
Refuses to know: how the bytes were made. Each target reads all the way, as the commands do.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from protego import Protego

from build_scripts.codes import CodeListError, build_codes
from build_scripts.contributing.links import find_links
from build_scripts.contributing.proposing.asked import NotAnIssue, read_event
from build_scripts.contributing.proposing.issue_form import read_fields
from build_scripts.files import FilesError, read_rows
from build_scripts.files.disk import parse_json
from build_scripts.packaging.load import load_package
from build_scripts.reading import read_report
from build_scripts.reading.document import ConversionError
from build_scripts.reading.knowledge import build_knowledge
from tests.fuzzing.promises import BrokenPromise, hold_promises
from tests.printing.codelists import DATAPACKAGE
from tests.printing.readback import known, known_codes

ROOT = DATAPACKAGE.parent
CORPUS = Path(__file__).with_name("corpus")
PATH = "2023/410781-chengshiguanliju.txt"
READ_TWICE = 4
"""One of so many inputs is read twice."""


class Target(NamedTuple):
    """A way in: its name, which is that of its folder in the corpus; what is done with bytes; what the parts are that
    bytes are changed by: `lines`, `tags`, `zip` (tags inside the entries of a ZIP) or `objects` (of a PDF)."""

    name: str
    run: Callable[[bytes], None]
    parts: str


def read_file(data: bytes) -> None:
    """A report file without a sidecar, read, checked, kept and shown."""
    _read(data, None)


def read_sidecar_file(data: bytes) -> None:
    """The sidecar of a sound report."""
    _read(_sound_report(), data)


def read_office_file(data: bytes) -> None:
    """A report file that LibreOffice would convert; in its place stands what always gives the same .docx, or fails."""
    _read(data, None, is_office=True)


def read_codelist(data: bytes) -> None:
    """A code list in the place of one of ours; its name stands on the first line."""
    name, _, rows = data.partition(b"\n")
    lists = dict(known_codes().lists)
    chosen = name.decode("ascii", "replace")
    if chosen not in lists:
        return
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(rows)
        file.flush()
        try:
            read = read_rows(Path(file.name))
            if tuple(read[0] if read else ()) != tuple(lists[chosen][0]):
                return  # refused by its head, before anything is built of it
            build_knowledge(build_codes({**lists, chosen: read}), ())
        except (FilesError, CodeListError) as error:
            _demand_words(error)


def read_issue(data: bytes) -> None:
    """The event of an issue that somebody wrote."""
    fields = read_fields((ROOT / ".github/ISSUE_TEMPLATE/add-report.yml").read_text("utf-8"))
    try:
        asked = read_event(parse_json(data, "event.json"), fields)
    except (FilesError, NotAnIssue) as error:
        _demand_words(error)
        return
    if len(asked.attachments) > 5 and "too_many" not in asked.troubles:
        raise BrokenPromise("more attachments than are asked for")
    for text in (asked.agency, asked.agency_id, asked.year, asked.url):
        if "\n" in text or "\0" in text:
            raise BrokenPromise(f"{text!r} is no answer of one line")


def read_listing(data: bytes) -> None:
    """The page of an agency that links to its reports."""
    links = find_links(data, "https://example.gov.cn/a/b.html")
    if len(links) > 20 or len(set(links)) != len(links):
        raise BrokenPromise("more links than asked for, or one twice")
    for link in links:
        if not link.startswith(("https://", "http://")) or not link.isprintable():
            raise BrokenPromise(f"{link!r} is no address")


def read_robots(data: bytes) -> None:
    """What a site's robots.txt allows."""
    rules = Protego.parse(data.decode("utf-8", "replace").removeprefix("\ufeff"))
    for path in ("/", "/zwgk/2023/gb.html?a=b%20c", "/%E5%85%AC.pdf"):
        rules.can_fetch(f"https://example.gov.cn{path}", "disclosure-reports")
    rules.crawl_delay("disclosure-reports")


def read_descriptor(data: bytes) -> None:
    """The `datapackage.json` of a package of somebody's; its tables have their heads and no rows."""
    folder = _bare_package()
    (folder / "datapackage.json").write_bytes(data)
    try:
        load_package(folder)
    except FilesError as error:
        _demand_words(error)


TARGETS = {
    target.name: target
    for target in (
        Target("txt", read_file, "lines"),
        Target("md", read_file, "lines"),
        Target("html", read_file, "tags"),
        Target("mhtml", read_file, "tags"),
        Target("docx", read_file, "zip"),
        Target("pdf", read_file, "objects"),
        Target("office", read_office_file, "zip"),
        Target("sidecar", read_sidecar_file, "lines"),
        Target("codelist", read_codelist, "lines"),
        Target("issue", read_issue, "lines"),
        Target("listing", read_listing, "tags"),
        Target("robots", read_robots, "lines"),
        Target("descriptor", read_descriptor, "lines"),
    )
}


def _read(data: bytes, sidecar: bytes | None, is_office: bool = False) -> None:
    convert = _convert if is_office else None
    reading = read_report(PATH, data, sidecar, known(), convert)
    hold_promises(reading, known_codes())
    if hashlib.sha256(data).digest()[0] % READ_TWICE == 0 and read_report(
        PATH, data, sidecar, known(), convert
    ) != reading:  # fmt: skip
        raise BrokenPromise("read a second time, the same bytes say something else")


def _convert(data: bytes, kind: str) -> bytes:
    if data[-1:] == b"!":
        raise ConversionError("office-failed")
    return _sound_docx()


@cache
def _sound_report() -> bytes:
    return (CORPUS / "sound.txt").read_bytes()


@cache
def _sound_docx() -> bytes:
    return (CORPUS / "sound.docx").read_bytes()


@cache
def _bare_package() -> Path:
    """A folder with the tables of a package, their heads alone."""
    from build_scripts.packaging.resources import COLUMNS, REGISTER, name_resource

    folder = Path(tempfile.mkdtemp(prefix="fuzzing-package-"))
    (folder / "data").mkdir()
    heads = {name: ",".join(columns) for name, columns in COLUMNS.items()}
    heads[REGISTER] = ",".join(COLUMNS.get(REGISTER, ("name", "agency_id")))
    heads |= {name_resource(name): ",".join(rows[0]) for name, rows in known_codes().lists.items()}
    for name, head in heads.items():
        (folder / "data" / f"{name}.csv").write_text(f"{head}\n", "utf-8")
    return folder


def _demand_words(error: Exception) -> None:
    if not str(error).strip():
        raise BrokenPromise(f"{type(error).__name__} says nothing")


def describe_event(body: str) -> bytes:
    """The event of an issue with this body."""
    issue = {"number": 7, "updated_at": "2024-03-01T00:00:00Z", "body": body, "labels": []}
    return json.dumps({"action": "opened", "issue": issue}, ensure_ascii=False).encode()
