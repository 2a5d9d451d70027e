"""Citations as files: BibTeX and CITATION.cff, in which a hostile title is a title and nothing else.

Comes in: names and values. Goes out: text that the parsers of these formats read back as those values. Refuses to know:
what is cited. A CFF is YAML; every text in it is quoted as JSON, which is YAML too, so nothing in it has a meaning.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from json.encoder import encode_basestring as quote
from urllib.parse import quote as quote_address

_ADDRESS = "url"
_WHOLE_NAMES = frozenset({"author", "title"})
"""Fields with a second pair of braces: not to be taken apart into given name and surname, nor set in small letters."""
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{mark: f"\\{mark}" for mark in "%&#$_"},
    }
)
_MEANS_SOMETHING = re.compile(f"[{re.escape(''.join(map(chr, _TEX)))}]")
_OPENS_URL = "!#$%&'()*+,/:;=?@[]-._~"


def write_bibtex(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """One entry; empty fields are left out; `url` is verbatim, everything else what TeX prints as the value."""
    return f"@{kind}{{{key},\n{write_fields(fields)}\n}}\n"


def write_fields(fields: Mapping[str, str]) -> str:
    """The fields of an entry, one a line, without comma at the end."""
    return ",\n".join(f"  {name} = {{{_write_field(name, value)}}}" for name, value in fields.items() if value)


def write_cff(fields: Mapping[str, object]) -> str:
    """A CITATION.cff: text, whole numbers, lists of mappings, mappings; in the order given."""
    return "\n".join(_write_yaml(fields)) + "\n"


def clean_text(text: str) -> str:
    """Text on one line: runs of white space are one space, characters that print nothing are taken out.

    >>> clean_text("二〇二三年\\n\\x7f 报告\\u202e")
    '二〇二三年 报告'
    """
    if not text.isprintable():  # most are: then no white space but blanks is in them, and nothing that prints nothing
        kept = (" " if one.isspace() else one for one in text)
        text = "".join(one for one in kept if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Cn"})
    return " ".join(text.split())


def tame_tex(text: str) -> str:
    """Text that TeX prints as it is: what TeX and BibTeX give a meaning is written by its name.

    >>> tame_tex("50% {a} x_y")
    '50\\\\% \\\\textbraceleft{}a\\\\textbraceright{} x\\\\_y'
    """
    clean = clean_text(text)
    return clean.translate(_TEX) if _MEANS_SOMETHING.search(clean) else clean


def _write_field(name: str, value: str) -> str:
    if name == _ADDRESS:
        return quote_address(clean_text(value), safe=_OPENS_URL)
    return f"{{{tame_tex(value)}}}" if name in _WHOLE_NAMES else tame_tex(value)


def _write_yaml(fields: Mapping[str, object], indent: str = "") -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from _write_yaml(value, f"{indent}  ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{indent}{name}:"
            for entry in value:
                first, *rest = _write_yaml(entry, f"{indent}    ")
                yield f"{indent}  - {first.strip()}"
                yield from rest
        else:
            yield f"{indent}{name}: {quote(clean_text(value)) if isinstance(value, str) else json.dumps(value)}"
