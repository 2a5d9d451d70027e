"""A page's own style sheets → the declarations that hide, raise or strike out, for each element they speak of.

Comes in: the parsed page. Goes out: `Styles`. Refuses to know: what an element shows in the end (`looks`), style sheets
that stand in other files. Source: CSS 2.2 (cascade, media) and Selectors 4.
What is for print or for narrow screens only counts for nothing; what hangs on a condition that is not known here (other
media, selectors of kinds not listed, text that a sheet puts before or after an element) is kept apart as doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_TOKEN = re.compile(r"([{};])")
_TELLING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|font-size:(?:[012](?![0-9])|\.|calc|var|min|max|clamp)|font:[a-z]*0(?![.0-9])"
    r"|mso-hide:all|vertical-align:(?:super|sub|-?[0-9.])|line-through|opacity:0|text-indent:-"
    r"|color:(?:transparent|white|snow|ivory|#f|rgb)|position:(?:relative|absolute|fixed)|float:right|unicode-bidi:"
)
_KEPT = re.compile(
    r"(?:display|visibility|font|font-size|mso-hide|vertical-align|text-decoration(?:-line)?|opacity|color|text-indent"
    r"|position|top|bottom|left|float|unicode-bidi):"
)
_DIGIT = re.compile(r"[0-9]|attr\(|counters?\(|url\(")
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})")
_NAME = r"[\w\u0080-\U0010ffff-]+"
_PART = (
    rf"(?:[.#]{_NAME}|\[[\w-]+(?:=[\"']?[\w-]*[\"']?)?\]|:not\([.#]?{_NAME}\)|:(?:first|last)-(?:child|of-type)"
    r"|:nth-(?:child|of-type)\((?:[0-9]+|odd|even)\))"
)
_COMPOUND = rf"(?:(?:\*|[a-zA-Z][\w-]*){_PART}*|{_PART}+)"
_SELECTOR = re.compile(rf"{_COMPOUND}(?:\s*[>+~ ]\s*{_COMPOUND}){{0,8}}")
_WEIGHT = re.compile(rf"(#{_NAME})|([.\[]|:(?!not))|((?<![\w.#:=\"'-])[a-zA-Z])")
_AROUND = re.compile(r"::?(?:before|after)$")
_NEVER = re.compile(
    r":(?:hover|focus|active|visited|target|checked|disabled|empty|-|:|before|after|first-l|marker|placeholder|selection)"
)
_ODD = re.compile(r":[\w-]+(?:\([^()]*\))?|\[[^\]]*\]|&")
_WIDTH = re.compile(r"(max|min)-(?:device-)?width:([0-9]+)(?:px|em|rem)?")
_PLAIN_MEDIA = re.compile(r"(?:only)?(?:screen|all)?(?:and)?(?:\(min-(?:device-)?width:[0-9]+px\))?")
_DESKTOP = 1024
_MOST_TEXT, _MOST_RULES, _LONGEST_SELECTOR, _MOST_STEPS = 2_000_000, 2_000, 300, 5_000_000
_CERTAIN, _DOUBTFUL, _NOT_HERE = 0, 1, 2


class _Rule(NamedTuple):
    """One selector with its declarations; `around` if they put text before or after the element."""

    selector: str
    normal: str
    important: str
    trust: int
    weight: tuple[int, ...]


class Styles:
    """The declarations for elements that a sheet hides, raises or strikes out, as one text each, without blanks; in a
    page of no standard (`is_quirky`), tables take no size of type from around them."""

    def __init__(self, is_quirky: bool = False) -> None:
        self.is_quirky = is_quirky
        self._found: dict[int, list[_Rule]] = {}

    def add(self, element: int, rule: _Rule) -> None:
        """Note that a rule speaks of an element."""
        self._found.setdefault(element, []).append(rule)

    def has(self, element: int) -> bool:
        """Whether a rule speaks of an element."""
        return element in self._found

    def declared(self, node: LexborNode, attributes: Mapping[str, str | None]) -> tuple[str, str]:
        """The declarations for an element, the last of each property the one that counts: those that surely hold, and
        those together with the doubtful ones (nothing if there are none)."""
        inline = attributes.get("style") or ""
        style = "".join(inline.split()).lower() if inline else ""
        rules = self._found.get(node.mem_id) if self._found else None
        if rules is None:
            return style, ""
        certain = [rule for rule in rules if rule.trust == _CERTAIN]
        sure = _cascade(certain, style)
        return sure, "" if len(certain) == len(rules) else _cascade(rules, style)


def _cascade(rules: list[_Rule], inline: str) -> str:
    ordered = sorted(rules, key=lambda rule: rule.weight)
    normal = ";".join(rule.normal for rule in ordered if rule.normal)
    important = ";".join(rule.important for rule in ordered if rule.important)
    own = ";".join(one for one in inline.split(";") if "!important" in one) if "!" in inline else ""
    return ";".join(filter(None, (normal, inline, important, own)))


def read_styles(parsed: LexborHTMLParser, tags: int, is_quirky: bool) -> Styles:
    """What the page's own sheets say; `tags` bounds the work."""
    styles = Styles(is_quirky)
    sheets = []
    for node in parsed.css("style"):
        if node.parent is None or node.parent.tag != "noscript":
            trust = _trust_media(node.attributes.get("media") or "")
            sheets.append((node.text(), trust))
    listed = (rule for text, trust in sheets for rule in _list_rules(text[:_MOST_TEXT], trust))
    rules = [rule._replace(weight=(*rule.weight, order)) for order, rule in enumerate(islice(listed, _MOST_RULES))]
    telling = [rule for rule in rules if _TELLING.search(f"{rule.normal};{rule.important}")]
    if not telling:
        return styles
    left = _MOST_STEPS // max(tags, 1)
    for rule in telling[:left]:
        for node in _match(parsed, rule.selector):
            styles.add(node.mem_id, rule)
    known = set(telling)
    for rule in [rule for rule in rules if rule not in known][: max(0, left - len(telling))]:
        for node in _match(parsed, rule.selector):
            if styles.has(node.mem_id):
                styles.add(node.mem_id, rule)
    return styles


def _match(parsed: LexborHTMLParser, selector: str) -> list[LexborNode]:
    from selectolax.lexbor import SelectolaxError

    try:
        return parsed.css(selector)
    except (SelectolaxError, ValueError):
        return []


def _list_rules(text: str, trust: int) -> Iterator[_Rule]:
    """The rules of a sheet that say something about what is shown, in its order."""
    text = _QUOTED.sub(lambda match: re.sub("[{};]", "", match.group()), _COMMENT.sub(" ", text))
    open_blocks: list[tuple[str, int, list[str]]] = []
    pieces = _TOKEN.split(text)
    for piece, sign in zip(pieces[::2], pieces[1::2], strict=False):
        words = piece.strip()
        if sign == "{":
            above = open_blocks[-1][1] if open_blocks else trust
            is_nested = bool(open_blocks and open_blocks[-1][0])
            if words.startswith("@"):
                open_blocks.append(("", max(above, _trust_block(words)), []))
            else:
                open_blocks.append((words, max(above, _DOUBTFUL if is_nested else _CERTAIN), []))
            continue
        if open_blocks and words:
            open_blocks[-1][2].append("".join(words.split()).lower())
        if sign == "}" and open_blocks:
            yield from _read_rule(*open_blocks.pop())


def _trust_block(words: str) -> int:
    name = words.lower()
    if name.startswith("@media"):
        return _trust_media(words[6:])
    return _DOUBTFUL if name.startswith(("@supports", "@layer", "@container", "@scope")) else _NOT_HERE


def _trust_media(media: str) -> int:
    """Whether what is for some media holds on a common screen."""
    trusts = [_trust_medium("".join(one.split()).lower()) for one in media.split(",")]
    return min(trusts)


def _trust_medium(medium: str) -> int:
    widths = [(side, int(width)) for side, width in _WIDTH.findall(medium[:500]) if len(width) < 6]
    if medium.startswith(("print", "onlyprint", "speech", "aural", "braille", "notscreen", "notall")):
        return _NOT_HERE
    if any(side == "max" and width < _DESKTOP for side, width in widths):
        return _NOT_HERE
    if _PLAIN_MEDIA.fullmatch(medium) and all(width <= _DESKTOP for _, width in widths):
        return _CERTAIN
    return _DOUBTFUL


def _read_rule(selectors: str, trust: int, declarations: list[str]) -> Iterator[_Rule]:
    if not selectors or trust == _NOT_HERE:
        return
    kept = [one for one in declarations if _KEPT.match(one)]
    adds_text = any(map(_adds_text, declarations))
    if not kept and not adds_text:
        return
    normal = ";".join(one for one in kept if "!important" not in one)
    important = ";".join(one for one in kept if "!important" in one)
    for one in selectors.split(",")[:_MOST_RULES]:
        selector = " ".join(one.split())
        if not selector or len(selector) > _LONGEST_SELECTOR:
            continue
        sure = trust
        if adds_text and _AROUND.search(selector):
            bare = _AROUND.sub("", selector)
            yield from _read_rule(bare, _DOUBTFUL, ["opacity:0"])
            continue
        if not _SELECTOR.fullmatch(selector):
            if not kept or _NEVER.search(selector):
                continue
            selector, sure = _ODD.sub("", selector).strip(), _DOUBTFUL
            if not _SELECTOR.fullmatch(selector):
                continue
        weights = [sum(map(bool, column)) for column in zip(*_WEIGHT.findall(selector), strict=True)] or [0, 0, 0]
        yield _Rule(selector, normal, important, sure, tuple(weights))


def _adds_text(declaration: str) -> bool:
    """Whether a declaration puts a digit, or what may be one, before or after an element.

    >>> [_adds_text(one) for one in ("content:'6'", r"content:'\\36'", "content:''", r"content:'\\e601'")]
    [True, True, False, False]
    """
    if not declaration.startswith("content:"):
        return False
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), declaration)
    return _DIGIT.search(plain) is not None
