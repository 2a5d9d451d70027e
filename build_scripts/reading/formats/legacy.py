"""Office files that are converted before they are read → which of them a file is, and whether a password closes it.

Comes in: bytes. Goes out: a format code, the format a password closes. Refuses to know: text; nothing is unpacked.
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
_OTHERS = (("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))


def tell_compound(data: bytes) -> str:
    """The format of a compound file: doc, xls or ppt; doc too where only another program may know."""
    if _find_stream(data, "WordDocument") < 0:
        for name, kind in _OTHERS:
            if _find_stream(data, name) >= 0:
                return kind
    return "doc"


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


def _is_manifest_encrypted(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_MANIFEST).file_size > _MOST:
                return False
            return b"encryption-data" in archive.read(_MANIFEST)
    except (zipfile.BadZipFile, zlib.error, OSError, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return False
