"""CHANGELOG.md as the page of changes: its Data part beside the ledger's facts, then corrections, then Code.

Comes in: the page's Markdown, the changelog's text. Goes out: Markdown with a slot after the heading of each version of
the data. Refuses to know: the ledger, MkDocs. Raw HTML in the changelog stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.publishing.stamping import MARKER_START, slot_marker

_HEADING = re.compile(r"^### +\[?([0-9A-Za-z][0-9A-Za-z.+-]*)\]?[^\n]*", re.MULTILINE)
_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1(?!`)", re.DOTALL)


def set_changelog(page: str, changelog: str) -> str:
    """The page with the changelog's parts where it names them: `[CHANGELOG: Data]` and so on, `head` before the first
    part; a part that the changelog lacks is left empty."""
    parts = split_parts(keep_text(changelog))
    parts["Data"] = _HEADING.sub(_add_facts, parts.get("Data", ""))
    return re.sub(r"^\[CHANGELOG: (\w+)\]$", lambda match: parts.get(match[1], ""), page, flags=re.MULTILINE)


def split_parts(changelog: str) -> dict[str, str]:
    """The text under each heading of the second level, by its first word; `head` is what stands between the title and
    the first of them.

    >>> split_parts("# T\\nhello\\n## Data\\n- a\\n## Code\\n- b\\n")
    {'head': 'hello', 'Data': '- a', 'Code': '- b'}
    """
    head, *rest = re.split(r"^## +", changelog, flags=re.MULTILINE)
    parts = {"head": re.sub(r"\A# [^\n]*\n", "", head).strip()}
    for part in rest:
        title, _, text = part.partition("\n")
        parts[re.split(r"\W", title)[0]] = text.strip()
    return parts


def keep_text(markdown: str) -> str:
    """Markdown in which HTML and our own markers stay text; code spans, where they do so anyway, are left alone.

    >>> keep_text("a <b> `<id>`")
    'a &lt;b> `<id>`'
    """
    pieces, end = [], 0
    for match in _CODE.finditer(markdown):
        pieces += [markdown[end : match.start()].replace("<", "&lt;"), match[0]]
        end = match.end()
    text = "".join([*pieces, markdown[end:].replace("<", "&lt;")])
    return text.replace(MARKER_START, "@@ slot:")


def slot_of(version: str) -> str:
    """The slot that tells the facts of a version.

    >>> slot_of("2026.11.4")
    'facts_2026_11_4'
    """
    return "facts_" + re.sub("[^a-z0-9]", "_", version.lower())


def list_notes(changelog: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the changelog says of each version of the data, by version: its points as plain text, Chinese and English.

    >>> list_notes("## Data\\n### 2026.1.1 - 2026-01-02\\n\\n- 一`a`，\\n  二。\\n  One.\\n")
    {'2026.1.1': (('一a，二。', 'One.'),)}
    """
    _, *parts = _HEADING.split(split_parts(changelog).get("Data", ""))
    return {version: tuple(_read_points(text)) for version, text in zip(parts[::2], parts[1::2], strict=True)}


def _read_points(text: str) -> Iterator[tuple[str, str]]:
    for point in re.split(r"^- ", text, flags=re.MULTILINE)[1:]:
        lines = [re.sub(r"\[([^]]*)\]\([^)]*\)|`", r"\1", line).strip() for line in point.splitlines()]
        chinese = [line for line in lines if _CHINESE.search(line[:12])]
        yield "".join(chinese), " ".join(line for line in lines if line and line not in chinese)


_CHINESE = re.compile("[\u4e00-\u9fff]")


def _add_facts(heading: re.Match[str]) -> str:
    return f"{heading[0]} {{ #v{heading[1]} }}\n\n{slot_marker(slot_of(heading[1]))}\n"
