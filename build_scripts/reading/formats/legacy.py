"""Office files that are converted before they are read → which of them one is, whether it is whole or closed.

Comes in: bytes. Goes out: a format code, the format a password closes, what of a broken file is still known. Refuses
to know: text; what is unpacked is looked at for its check sum alone.
Source: [MS-CFB] (directory entries), [MS-DOC] 2.5.2 (FibBase), [MS-OFFCRYPTO] 2.3 (EncryptedPackage), OpenDocument 1.3
part 2 (manifest).
"""

from __future__ import annotations

import io
import zipfile
import zlib

_ENTRY = 128
_STREAM = b"\x02"
_FIB_FLAGS, _FIB_ENCRYPTED = 11, 0x01
_MANIFEST = "META-INF/manifest.xml"
_MOST = 4 * 1024 * 1024
_STREAMS = (
    ("WordDocument", "doc"),
    ("EncryptedPackage", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_FIRST_TABLES = 109
_HEAD = _SECTOR = 512
_ROOT = 5
_CONTENT = "content.xml"
_MOST_UNPACKED, _CHUNK = 64 * 1024 * 1024, 1024 * 1024
_FAMILIES = {"ole": "OLE (.doc, .xls, .ppt …)", "zip": "ZIP (.docx, .odt, .xlsx …)"}
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    KeyError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
)


def tell_compound(data: bytes) -> str:
    """The format of a compound file: doc (one with a password too), xls, ppt, or ole for any other."""
    return next((kind for name, kind in _STREAMS if _find_stream(data, name) >= 0), "ole")


def find_damage(data: bytes, kind: str) -> str:
    """The format of a file that is cut or broken, for a reader, as closely as what is left tells; '' if none is seen.

    A ZIP or compound file that is whole and holds something else is not damaged, only of a format that is not read.
    """
    if kind == "doc":
        return kind if is_cut(data) else ""
    if kind == "odt":
        return "" if _holds_content(data) else kind
    if kind == "ole":  # the directory, which would tell more, may begin in the last sector
        return _FAMILIES[kind] if is_cut(data, _SECTOR) or not _has_root(data) else ""
    return _FAMILIES[kind] if kind == "zip" and not _opens(data) else ""


def is_unclosed(data: bytes) -> bool:
    """Whether an RTF file stops before its last bracket."""
    return not data.rstrip(b"\x00\r\n\t ").endswith(b"}")


def is_cut(data: bytes, least: int = 1) -> bool:
    """Whether the end of a compound file is missing: its table of sectors names some behind the end.

    Of the last sector `least` bytes must be there: some programs leave out its rest.
    """
    if len(data) < _HEAD:
        return True
    size = 1 << min(data[30], 16)
    last = -1
    for number in range(min(int.from_bytes(data[44:48], "little"), _FIRST_TABLES)):
        sector = int.from_bytes(data[76 + 4 * number : 80 + 4 * number], "little")
        table = data[(sector + 1) * size : (sector + 2) * size]
        if len(table) < size:
            return True
        used = len(table.rstrip(b"\xff")) + 3 >> 2
        last = number * size // 4 + used - 1 if used else last
    return (last + 1) * size + least > len(data)


def find_lock(data: bytes, kind: str) -> str:
    """The format that a password closes, '' if none does. A .docx with a password is a compound file too."""
    if kind == "odt":
        return "odt" if _is_manifest_encrypted(data) else ""
    if kind != "doc":
        return ""
    if _find_stream(data, "EncryptedPackage") >= 0:
        return "docx"
    start = _find_stream(data, "WordDocument")
    flags = data[start + _FIB_FLAGS : start + _FIB_FLAGS + 1] if start >= 0 else b""
    return "doc" if flags and flags[0] & _FIB_ENCRYPTED else ""


def _find_stream(data: bytes, name: str) -> int:
    """Where a stream begins in a compound file, -1 if there is none of this name: found by its directory entry."""
    printed = name.encode("utf-16-le") + b"\x00\x00"
    entry = data.find(printed)
    while entry >= 0:
        tail = data[entry + 64 : entry + _ENTRY]
        if entry % _ENTRY == 0 and tail[:2] == len(printed).to_bytes(2, "little") and tail[2:3] == _STREAM:
            sector = int.from_bytes(tail[52:56], "little")
            return (sector + 1) << min(data[30], 16)
        entry = data.find(printed, entry + 1)
    return -1


def _has_root(data: bytes) -> bool:
    """Whether the directory of a compound file stands where the head says: it begins with the root."""
    start = (int.from_bytes(data[48:52], "little") + 1) << min(data[30], 16)
    return data[start + 66 : start + 67] == bytes([_ROOT])


def _opens(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)):
            return True
    except _BROKEN_ZIP:
        return False


def _holds_content(data: bytes) -> bool:
    """Whether the text of an OpenDocument file is there and meets its check sum; one of great size is not looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_CONTENT) as content:
            unpacked = 0
            while unpacked < _MOST_UNPACKED and (chunk := content.read(_CHUNK)):
                unpacked += len(chunk)
            return True
    except _BROKEN_ZIP:
        return False


def _is_manifest_encrypted(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_MANIFEST).file_size > _MOST:
                return False
            return b"encryption-data" in archive.read(_MANIFEST)
    except _BROKEN_ZIP:
        return False
