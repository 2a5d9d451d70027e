"""A graph of things and what is said of them, before it is written: as JSON-LD here, as Turtle in `turtle`.

Comes in: nodes. Goes out: plain data for JSON. Refuses to know: what the words mean. Both writings give the same graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Iri(NamedTuple):
    """A thing by its address, which may be relative to the file."""

    address: str


class Literal(NamedTuple):
    """Words: of a language, or of a type (a prefixed name), or neither."""

    text: str
    language: str = ""
    type: str = ""


class Node(NamedTuple):
    """A thing and what is said of it: pairs of a prefixed name and a value. Without an address it has no name."""

    address: str
    types: tuple[str, ...]
    said: Sequence[tuple[str, Value]]


Value = Iri | Literal | Node


def write_graph(nodes: Sequence[Node]) -> dict[str, object]:
    """The nodes as JSON-LD."""
    return {"@context": dict(PREFIXES), "@graph": [_write_node(node) for node in nodes]}


def _write_node(node: Node) -> dict[str, object]:
    written: dict[str, object] = {"@id": node.address} if node.address else {}
    written["@type"] = list(node.types)
    values: dict[str, list[object]] = {}
    for name, value in node.said:
        values.setdefault(name, []).append(_write_value(value))
    return written | {name: found if len(found) > 1 else found[0] for name, found in values.items()}


def _write_value(value: Value) -> object:
    match value:
        case Iri(address):
            return {"@id": address}
        case Literal(text, language, type_):
            language_or_type = {"@language": language} if language else {"@type": type_} if type_ else {}
            return {"@value": text, **language_or_type} if language_or_type else text
        case Node():
            return _write_node(value)
