"""The source of a web page → the same without what would keep a parser busy for hours.

Comes in: text with tags. Goes out: text with tags. Refuses to know: what the tags mean.
HTML parsers walk the elements that stand open for every tag, and compare every attribute with the ones before it; a
page with 100,000 elements in one another, or as many attributes in one tag, would take time that grows by the square.
Browsers stop at a depth of 512. No page that is printed comes near.
"""

from __future__ import annotations

import re

from build_scripts.reading.document import DecodeFailure

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,40})[^<>]*>?")
_LONG_TAG = re.compile(r"<[A-Za-z](?:[^<>]){4000}")
_ATTRIBUTES = re.compile(r"(<[A-Za-z][^\s/<>]*)([^<>]{4000,})")
_ATTRIBUTE = re.compile(r"""[^\s=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']*))?""")
_NO_END = (
    "area base basefont bgsound body br caption col colgroup dd dt embed frame head hr html image img input keygen li"
    " link meta optgroup option p param rb rp rt rtc source tbody td tfoot th thead tr track wbr"
)
_IN_LINES = (
    "a abbr b big cite code del em font i ins kbd label mark nobr s samp small span strike strong sub sup tt u var"
)
_AS_BLOCKS = (
    "address article aside blockquote center details dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header hgroup main menu nav ol pre section summary table ul"
)
_END_LEFT_OUT, _INLINE, _BLOCK = (frozenset(names.split()) for names in (_NO_END, _IN_LINES, _AS_BLOCKS))
_OTHER = "other"
_DEEPEST, _DEEPEST_TABLE, _MOST_ATTRIBUTES = 250, 24, 200
MOST_TAGS = 1_000_000


def bound_nesting(source: str) -> str | DecodeFailure:
    """The source with no kind of element open more than 250 times at once (a table 24 times), no tag with more than 200
    attributes; what is deeper loses its tags, but never its text. Too many tags altogether are refused.

    >>> bound_nesting("<div>" * 251 + "1")[-15:]
    '<div><div><br>1'
    """
    tags = source.count("<")
    if tags > MOST_TAGS:
        return DecodeFailure("file-too-large", (("found", str(tags)), ("expected", str(MOST_TAGS))))
    if _LONG_TAG.search(source):
        source = _ATTRIBUTES.sub(_bound_attributes, source)
    return _bound_depth(source) if tags > _DEEPEST_TABLE else source


def _bound_attributes(match: re.Match[str]) -> str:
    start, attributes = match.groups()
    found = [one for _, one in zip(range(_MOST_ATTRIBUTES + 1), _ATTRIBUTE.finditer(attributes), strict=False)]
    return start + attributes[: found[-1].start()] if len(found) > _MOST_ATTRIBUTES else match.group()


def _bound_depth(source: str) -> str:
    depths: dict[str, int] = {}
    dropped: list[tuple[int, int, str]] = []
    for match in _TAG.finditer(source):
        name = match[2].lower()
        if name in _END_LEFT_OUT:
            continue
        is_block = name in _BLOCK
        if not is_block and name not in _INLINE:
            name = _OTHER
        depth = depths.get(name, 0)
        deepest = _DEEPEST_TABLE if name == "table" else _DEEPEST
        if depth + (not match[1]) > deepest:
            dropped.append((match.start(), match.end(), "<br>" if is_block else ""))
        depths[name] = max(0, depth - 1) if match[1] else depth + 1
    if not dropped:
        return source
    kept: list[str] = []
    end = 0
    for first, last, instead in dropped:
        kept += [source[end:first], instead]
        end = last
    return "".join([*kept, source[end:]])
