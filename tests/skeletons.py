"""What a file is, without its words: its elements, attributes, addresses, keys, columns, formulas.

Comes in: a file's name and bytes. Goes out: plain data that is equal for two files which differ in text alone, read by
a parser of the file's own format. Archives are opened, down to the last file in them. A format that nobody reads here
is an error, so that a new download is not overlooked.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

Skeleton = object
_ADDRESSES = frozenset(
    [
        "href",
        "src",
        "action",
        "formaction",
        "srcset",
        "data",
        "poster",
        "xlink:href",
        "cite",
        "background",
        "ping",
        "manifest",
    ]
)
_RUNS = frozenset(["script", "style"])
_TELLING = frozenset(["t", "rel", "type", "Type"])
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = f"{_SHEET}col"
"""As wide as its words need."""
_LOOKS = frozenset(["ht", "customHeight"])
"""Of rows of sheets: as high as their words need."""
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_UNREADABLE_SUFFIXES = ("bin", "webp", "wasm", "disclosure-site", "js", "css", "woff2", "map", "png")
"""Files of ours, not made of reports, and the search index: its bytes are read by its own tests and in the browser."""


def read_skeletons(name: str, data: bytes) -> Iterator[tuple[str, Skeleton]]:
    """The skeleton of a file, and of every file packed in it."""
    suffix = name.rpartition(".")[2].lower()
    if suffix == "zip" or (suffix == "xlsx" and data[:2] == b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield name, sorted(archive.namelist()) if suffix == "xlsx" else len(archive.namelist())
            for place, entry in enumerate(sorted(archive.namelist())):
                inner = f"{name}!{entry}" if suffix == "xlsx" or _is_ours(entry) else f"{name}!{place}.handed-in"
                yield from read_skeletons(inner, archive.read(entry))
    elif suffix == "gz":
        yield from read_skeletons(name.removesuffix(".gz") if "." in name[:-3] else f"{name}.gz", gzip.decompress(data))
    elif suffix not in _UNREADABLE_SUFFIXES:
        yield name, READERS[suffix](data)


def _is_ours(entry: str) -> bool:
    return "/source/" not in entry


def read_html(data: bytes) -> Skeleton:
    """Every element in order, the attributes of each, where its addresses lead; of scripts and styles the hash."""
    tree = LexborHTMLParser(data.decode())
    return [_read_element(node.tag, dict(node.attributes), _text_of(node)) for node in tree.css("*")]


def _text_of(node: object) -> str:
    return str(node.text(deep=True)) if getattr(node, "tag", "") in _RUNS else ""


def _read_element(tag: str, attributes: dict[str, str | None], inside: str) -> object:
    told = []
    for name, value in sorted(attributes.items()):
        if name.lower() in _ADDRESSES:
            told.append((name, _read_address(value or "")))
        elif name.lower().startswith("on") or name in (
            "style",
            "type",
            "rel",
            "target",
            "http-equiv",
            "is",
            "id",
            "class",
        ):
            told.append((name, value))
        else:
            told.append((name, ""))
    kept = ""
    if inside:
        kept = str(read_json(inside.encode())) if attributes.get("type") == "application/ld+json" else inside
    return tag, tuple(told), kept


def _read_address(value: str) -> tuple[str, str]:
    """The scheme and the host as a browser takes them: what it strips is stripped."""
    plain = re.sub(r"[\t\n\r]", "", value.strip("".join(map(chr, range(33)))))
    parts = urlsplit(plain)
    return parts.scheme.lower(), parts.netloc


def read_xml(data: bytes) -> Skeleton:
    """Every element in order with its attributes, addresses by scheme and host; formulas of sheets as they are; of a
    sheet the elements in any order."""
    found = []
    for node in etree.fromstring(data, _XML).iter():
        if node.tag == _COLUMN:
            continue
        if not isinstance(node.tag, str):
            found.append((str(type(node).__name__), node.text))
            continue
        name = etree.QName(node).localname
        attributes = tuple(
            (key, _read_address(value) if key in ("href", "Target") else value if key in _TELLING else "")
            for key, value in sorted(node.attrib.items())
            if key not in _LOOKS
        )
        text = node.text if name in ("f", "definedName") else _read_address(node.text or "") if name == "loc" else None
        found.append((node.tag, attributes, text))
    if found and found[0][0] == f"{_SHEET}worksheet":  # rows may be in the order of hashes of their words
        return sorted(found, key=repr)
    return found


def read_json(data: bytes) -> Skeleton:
    """The shape: keys, lengths, kinds of values; of addresses scheme and host."""
    return _shape(json.loads(data))


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_shape(each) for each in value]
    if isinstance(value, str):
        return _read_address(value) if re.match(r"(?i)[a-z]{2,12}:\S*$", value) else "text"
    return type(value).__name__


def read_lines_of_json(data: bytes) -> Skeleton:
    """One document a line, and as many lines for whoever splits at any line end."""
    lines = data.decode().removesuffix("\n").split("\n")
    return [read_json(line.encode()) for line in lines]


def read_csv(data: bytes) -> Skeleton:
    """The heads, how many rows, how many fields each."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    return rows[0], [len(row) for row in rows]


def read_database(data: bytes) -> Skeleton:
    """The whole schema, and how many rows of which kinds each table holds."""
    with sqlite3.connect(":memory:") as database:
        database.deserialize(data)
        schema = sorted(map(str, database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")))
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return schema, {name: len(list(database.execute(f'SELECT * FROM "{name}"'))) for name in names}


def read_parquet(data: bytes) -> Skeleton:
    """Columns with their types, and the rows."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(io.BytesIO(data))
    return [(field.name, str(field.type)) for field in table.schema], table.num_rows


def read_markdown(data: bytes) -> Skeleton:
    """As a renderer of Markdown has it: elements and where their addresses lead."""
    import markdown

    return read_html(markdown.markdown(data.decode(), extensions=["tables", "attr_list", "admonition"]).encode())


def read_lines(data: bytes) -> Skeleton:
    """How many lines there are."""
    return data.count(b"\n")


def read_bibtex(data: bytes) -> Skeleton:
    """The entries, the names of their fields."""
    import bibtexparser

    found = bibtexparser.parse_string(data.decode())
    return [sorted(field.key for field in entry.fields) for entry in found.entries], len(found.blocks)


def read_yaml(data: bytes) -> Skeleton:
    """The shape of the document."""
    import yaml

    return _shape(yaml.safe_load(data))


def read_turtle(data: bytes) -> Skeleton:
    """How many statements of which predicates."""
    import rdflib

    graph = rdflib.Graph().parse(data=data, format="turtle")
    return sorted(str(predicate) for predicate in graph.predicates())


READERS: dict[str, Callable[[bytes], Skeleton]] = {
    "html": read_html,
    "xml": read_xml,
    "rels": read_xml,
    "svg": read_xml,
    "json": read_json,
    "jsonld": read_json,
    "jsonl": read_lines_of_json,
    "csv": read_csv,
    "sqlite": read_database,
    "parquet": read_parquet,
    "md": read_markdown,
    "txt": read_lines,
    "bib": read_bibtex,
    "cff": read_yaml,
    "ttl": read_turtle,
    "handed-in": lambda _: "as handed in",
}
"""How each format is read, by the end of a file's name."""
