"""What is said of a report → the text of its sidecar, in which every text stays text.

Comes in: keys and values, the sidecar that is there already. Goes out: YAML that `read_sidecar` reads back as the same.
Refuses to know: what the values mean, files. A sidecar that is there is kept byte for byte; keys are added below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from build_scripts.codes import Codes
from build_scripts.model import Finding
from build_scripts.reading.sidecar.sidecars import VALUE_KEYS, read_sidecar

HEAD = "# 附注：报告之外确知的事 / sidecar: what is known besides the report\n"
_PLAIN = re.compile(r"[\u4e00-\u9fff]+|[a-z]{4,}_[a-z_]+|(?:19|20)\d\d(?:-\d\d-\d\d)?")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


class SidecarConflict(NamedTuple):
    """Why keys cannot be added: the key, what the sidecar says and what is said now; no key where the sidecar's own
    writing cannot be added to."""

    key: str
    own: str
    said: str


def write_scalar(text: str) -> str:
    """A text as YAML, on one line, that means just this text to every reader.

    >>> write_scalar("卫辉市城市管理局"), write_scalar("410781"), write_scalar('# a: "b"')
    ('卫辉市城市管理局', '"410781"', '"# a: \\\\"b\\\\""')
    """
    if _PLAIN.fullmatch(text):
        return text
    return f'"{"".join(map(_write_char, text))}"'


def write_keys(said: Mapping[str, str]) -> str:
    """The lines of these keys, in the order of VALUE_KEYS."""
    return "".join(f"{key}: {write_scalar(said[key])}\n" for key in VALUE_KEYS if key in said)


def merge_sidecar(own: bytes | None, said: Mapping[str, str], codes: Codes) -> bytes | SidecarConflict | None:
    """The sidecar with these keys in it; None if there is nothing to say.

    One with faults of its own is given back as it is: reading it tells them.
    """
    if own is None:
        return (HEAD + write_keys(said)).encode() if said else None
    there, faults = read_sidecar(own, "", codes)
    if faults or not said:
        return own
    for key, value in said.items():
        if key in there.values and there.get(key) != value:
            return SidecarConflict(key, there.get(key), value)
    more = {key: value for key, value in said.items() if key not in there.values}
    if not more:
        return own
    merged = own + (b"" if own.endswith(b"\n") or not own else b"\n") + write_keys(more).encode()
    now, faults = read_sidecar(merged, "", codes)
    is_kept = not faults and now.corrections == there.corrections and now.values == {**there.values, **more}
    return merged if is_kept else SidecarConflict("", "", "")


def find_faults(said: Mapping[str, str], codes: Codes) -> tuple[Finding, ...]:
    """What does not fit in what is said, before any file is looked at."""
    return read_sidecar(write_keys(said).encode("utf-8", "surrogatepass"), "", codes)[1]


def _write_char(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable() and char != "\ufeff":
        return char
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
