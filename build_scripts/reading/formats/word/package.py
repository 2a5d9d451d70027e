"""A .docx, .docm or .dotx → the trees of the parts that hold its text.

Comes in: bytes. Goes out: `WordPackage`; raises `Refusal` naming the finding. Refuses to know: what the parts say.
Only the parts needed are unpacked, each of a size we allow; links are not followed, entities not expanded. The zip is
opened here and not by a library of Word files: these unpack every picture, and stop at the dangling relations and the
ISO strict names that common programs write.
Source: ECMA-376 part 2 (packages), ISO/IEC 29500-1 (names of the strict variant).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

MAX_PART = 16 * 1024 * 1024
_MAX_ENTRIES = 20_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/wordprocessingml/main")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_MAIN = "word/document.xml"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    RuntimeError,
    NotImplementedError,
    etree.XMLSyntaxError,
)
Element = Any
"""An element of lxml's tree, which comes without types."""


class Refusal(Exception):
    """The document is not read; `code` names the finding, `details` the values of its template."""

    def __init__(self, code: str, *details: tuple[str, str]) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The roots of the parts, None where there is no such part; `pictures` is how many the package holds."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    pictures: int


def open_package(data: bytes) -> WordPackage:
    """The parts of the file; raises Refusal: file-damaged, file-encrypted, file-too-large, unsupported-format."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_parts(archive)
    except _DAMAGE as error:
        raise Refusal("file-damaged", ("found", "docx")) from error


def _read_parts(archive: zipfile.ZipFile) -> WordPackage:
    entries = archive.infolist()
    if len(entries) > _MAX_ENTRIES:
        raise Refusal("file-damaged", ("found", "docx"))
    names: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = _fold(entry.filename)
        if name in names and name.endswith(".xml"):  # two parts of one name: nothing says which is meant
            raise Refusal("file-damaged", ("found", "docx"))
        names[name] = entry
    main = next((target for kind, target in _relations(archive, names, "") if kind == "officeDocument"), _MAIN)
    if _fold(main) not in names:
        main = _MAIN
    document = _parse(archive, names.get(_fold(main)))
    if document is None:
        raise Refusal("file-damaged", ("found", "docx"))
    if document.tag != f"{W}document":
        raise Refusal("unsupported-format", ("found", etree.QName(document).localname[:40]))
    related: dict[str, Element] = {}
    for kind, target in _relations(archive, names, main):
        if kind in _PARTS and kind not in related:
            related[kind] = _parse(archive, names.get(_fold(target)))
    return WordPackage(
        document,
        related.get("styles"),
        related.get("numbering"),
        related.get("footnotes"),
        related.get("endnotes"),
        sum("/media/" in name for name in names),
    )


def _fold(name: str) -> str:
    """A part's name as it is compared: letter case does not count, and some programs write `\\`."""
    return name.replace("\\", "/").lstrip("/").lower()


def _relations(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], part: str) -> Iterator[tuple[str, str]]:
    """Kind and target of the relations of a part ('': of the package) to parts inside the file."""
    folder, base = posixpath.split(part)
    tree = _parse(archive, names.get(_fold(posixpath.join(folder, "_rels", f"{base}.rels"))))
    for relation in tree.iter(_RELATION) if tree is not None else ():
        if relation.get("TargetMode", "Internal") == "Internal":
            target = unquote(relation.get("Target", ""))
            kind = relation.get("Type", "").rpartition("/")[2]
            yield kind, target if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _parse(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None) -> Element | None:
    """The root of a part; the names of the strict variant are turned into the common ones first."""
    if entry is None:
        return None
    if entry.flag_bits & 1:
        raise Refusal("file-encrypted", ("found", "docx"))
    if entry.file_size > MAX_PART:
        raise Refusal("file-too-large", ("found", str(entry.file_size)), ("expected", str(MAX_PART)))
    data = _STRICT.sub(W[1:-1].encode(), archive.read(entry))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:  # no part of a Word document declares entities
        raise Refusal("file-damaged", ("found", "docx"))
    return root
