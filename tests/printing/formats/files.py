"""Drafts written as files: each format by the program that makes it, in batches.

Comes in: drafts of any formats, a folder. Goes out: the file of each draft, and for .doc, .rtf and .odt what
LibreOffice turns them into. Refuses to know: the reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from build_scripts.reading.document import Converter
from tests.printing.formats.browser import save_pages
from tests.printing.formats.draft import SUFFIXES, Draft
from tests.printing.formats.office import convert_files
from tests.printing.formats.web import to_page
from tests.printing.formats.word import to_docx

OFFICE = ("html-office", "docx-office", "doc", "rtf", "odt", "pdf-office")
BROWSER = ("mhtml", "pdf-browser")
CONVERTED = ("doc", "rtf", "odt")


def needs(form: str) -> str:
    """The program that makes files of this format: `office`, `browser` or ''."""
    return "office" if form in OFFICE else "browser" if form in BROWSER else ""


def file_of(folder: Path, draft: Draft) -> Path:
    """Where the draft's file stands."""
    return folder / draft.format / f"{draft.seed}{SUFFIXES[draft.format]}"


def write_files(drafts: Sequence[Draft], folder: Path) -> None:
    """The file of every draft below the folder. A format's seeds must be different ones."""
    for draft in drafts:
        file_of(folder, draft).parent.mkdir(parents=True, exist_ok=True)
        if draft.format == "html":
            file_of(folder, draft).write_bytes(to_page(draft))
        elif draft.format == "docx":
            file_of(folder, draft).write_bytes(to_docx(draft))
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(_write_by_office, drafts, form, folder) for form in OFFICE]
        _write_by_browser(drafts, folder)
        for job in jobs:
            job.result()


def write_new_files(drafts: Sequence[Draft], folder: Path) -> None:
    """As `write_files`, but files that stand there already, of the very same drafts, are left as they are."""
    new = [draft for draft in drafts if not _stands(draft, folder)]
    write_files(new, folder)
    for draft in new:
        file_of(folder, draft).with_suffix(".draft").write_text(_fingerprint(draft), "ascii")


def _stands(draft: Draft, folder: Path) -> bool:
    mark = file_of(folder, draft).with_suffix(".draft")
    return mark.exists() and mark.read_text("ascii") == _fingerprint(draft)


def _fingerprint(draft: Draft) -> str:
    """Told by all that is printed: what would be written, by whatever program, follows from it."""
    return hashlib.sha256(to_page(replace(draft, format="")) + repr(draft.setup).encode()).hexdigest()


def converter(drafts: Sequence[Draft], folder: Path) -> Converter:
    """Gives for the bytes of a .doc, .rtf or .odt what LibreOffice made of it in the batch."""
    made = {
        hashlib.sha256(file_of(folder, draft).read_bytes()).digest(): _back(folder, draft)
        for draft in drafts
        if draft.format in CONVERTED
    }
    return lambda data, kind: made[hashlib.sha256(data).digest()].read_bytes()


def _write_by_office(drafts: Sequence[Draft], form: str, folder: Path) -> None:
    chosen = [draft for draft in drafts if draft.format == form]
    make: Callable[[Draft], bytes] = to_page if form == "html-office" else to_docx
    source = ".html" if form == "html-office" else ".docx"
    files = [_source(folder, draft, source, make) for draft in chosen]
    kind = SUFFIXES[form].removeprefix(".")
    convert_files(files, kind, folder / form)
    if form in CONVERTED:
        convert_files([file_of(folder, draft) for draft in chosen], "docx", folder / "back" / form)


def _write_by_browser(drafts: Sequence[Draft], folder: Path) -> None:
    chosen = [draft for draft in drafts if draft.format in BROWSER]
    if not chosen:
        return
    pages = [(one, _source(folder, one, ".html", to_page), SUFFIXES[one.format].removeprefix(".")) for one in chosen]
    for draft, data in zip(chosen, save_pages(pages), strict=True):
        file_of(folder, draft).write_bytes(data)


def _source(folder: Path, draft: Draft, suffix: str, make: Callable[[Draft], bytes]) -> Path:
    source = folder / "source" / draft.format / f"{draft.seed}{suffix}"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(make(draft))
    return source


def _back(folder: Path, draft: Draft) -> Path:
    return folder / "back" / draft.format / f"{draft.seed}.docx"
