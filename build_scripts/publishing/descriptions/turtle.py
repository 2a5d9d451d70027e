"""A graph as Turtle.

Comes in: nodes (`graph`). Goes out: text. Refuses to know: what the words mean. Source: https://www.w3.org/TR/turtle/
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from build_scripts.publishing.descriptions.graph import PREFIXES, Iri, Literal, Node, Value

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_UNFIT = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def write_turtle(nodes: Sequence[Node]) -> str:
    """The nodes as Turtle, each with a blank line before it."""
    heads = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    return "\n".join(heads) + "\n" + "".join(f"\n{_write_node(node)} .\n" for node in nodes)


def _write_node(node: Node) -> str:
    return f"{_write_iri(node.address)}\n{_write_said(node, 1)}"


def _write_said(node: Node, depth: int) -> str:
    indent = "  " * depth
    lines = [f"{indent}a {', '.join(node.types)}"]
    lines += [f"{indent}{name} {_write_value(value, depth)}" for name, value in node.said]
    return " ;\n".join(lines)


def _write_value(value: Value, depth: int) -> str:
    match value:
        case Iri(address):
            return _write_iri(address)
        case Literal(text, language, type_):
            return f'"{text.translate(_ESCAPES)}"' + (f"@{language}" if language else f"^^{type_}" if type_ else "")
        case Node(address="") as node:
            return f"[\n{_write_said(node, depth + 1)}\n{'  ' * depth}]"
        case Node() as node:
            raise ValueError(f"{node.address}: a node with an address stands by itself")


def _write_iri(address: str) -> str:
    """An address between angle brackets, what may not stand there written as in addresses.

    >>> _write_iri("https://example.org/a b>")
    '<https://example.org/a%20b%3E>'
    """
    return f"<{_UNFIT.sub(lambda found: f'%{ord(found[0]):02X}', address)}>"
