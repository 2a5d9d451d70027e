"""What a page shows → the article among the site's navigation, side columns and footer.

Comes in: `Piece`s in reading order, and the titles that the page's head names. Goes out: the pieces of the article.
Refuses to know: labels, the class names of any one site.
The article is the smallest element that holds every numbered heading and every table below the first of them; above it
the title and the lines that tell of the document stay, below it the paragraphs that go on. Where nothing tells what is
the article, everything stays: too much at the top is no loss.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from build_scripts.reading.formats.markup import Piece, Place

_HEADING = re.compile(r"^[\s*#]*(?:第[一二三四五六七八九十]{1,2}部分|[一二三四五六七八九十]{1,2}\s*[、.．,，])")
_MAX_HEADING, _LONG_PROSE, _SHORT_LINE = 80, 40, 200
_LABEL_CELL = re.compile(r"[㐀-鿿]{2}")
_FEW_ROWS, _FEW_ANCHORS = 3, 3
_ABOUT = re.compile(
    r"^[\s\[【（(]*(?:索\s*引\s*号|信息索引|文\s*号|发文字号|公文字号|标\s*题|名\s*称|信息名称|文件名称|发布(?:日期|时间|机构|单位)"
    r"|成文日期|生成日期|公开(?:日期|时间|形式)|发文(?:日期|机关|单位)|制发(?:日期|机关)|日\s*期|时\s*间|来\s*源|信息来源|主题(?:分类|词)|有效性)"
)
_TOP_FURNITURE = re.compile(
    r"^[\s【\[（(]*(?:(?:您|你)?的?(?:当前|现在|所在)?的?位置\s*[:：]|(?:首页|网站首页)(?:\s*[>»›/|]|$)|字\s*[体号](?:大小)?\s*[:：]"
    r"|(?:保护)?视力(?:保护)?色|背景色|打\s*印|分享|收藏|无障碍|登录|注册|搜\s*索|设为首页|加入收藏|今天是|扫一扫|浏览次数|阅读次数|访问量|点击(?:数|次数|量))"
)
_LABELLED = re.compile(
    r"(?:索\s*引\s*号|文\s*号|发文字号|发布(?:日期|时间|机构|单位)|成文日期|生成日期|公开日期|发文(?:日期|机关|单位)|(?:信息)?来\s*源|作\s*者|责任编辑"
    r"|编\s*辑|审\s*核|字\s*[体号](?:大小)?|(?:浏览|阅读|点击)(?:次数|数|量)|访问量|视力保护色|分享到?)\s*[:：]"
)
_END = re.compile(
    r"^[^。]*版权所有[^。]*$|ICP备[案号:：\s]*[0-9]{6}|公网安备[号:：\s]*[0-9]{6}|标识码[:：\s]*[0-9A-Za-z]{6}"
    r"|^[\s【\[（(©]*(?:上一[篇条]|下一[篇条]|前一[篇条]|后一[篇条]|版权所有|Copyright|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]"
    r"|网站地图|关于我们|联系我们\s*[|｜]|政府网站找错|技术支持\s*[:：])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[\s【\[（(]*(?:相关(?:链接|阅读|文章|文档|新闻|信息|稿件|报道|推荐|解读)|延伸阅读|推荐阅读|热点(?:推荐|新闻|信息)|最新(?:信息|文章|发布)|热门"
    r"|打\s*印|关\s*闭|分享(?:到|至)?|收藏|扫一扫|微信扫|责任编辑|编\s*辑\s*[:：]|返回(?:顶部|首页|列表)?|浏览次数|阅读次数|访问量|点击数|收藏本页|字\s*[体号]\s*[:：])"
)
_ATTACHED = re.compile(r"附件|附表|\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)\b", re.IGNORECASE)
_DATE = re.compile(
    r"^[^。]{0,40}(?:[12][0-9]{3}|[一二][〇○零0-9一二三四五六七八九]{3})\s*[年\-/.]\s*.{1,4}[月\-/.].{1,4}日?\s*$"
)
_SIGNED_LINES = 4
_SAYS_TITLE = re.compile(r"(?:报告|報告|报吿|年报|年報)[)）》”]*$")
_SITE = re.compile(r"\s*[_|｜>»›]+\s*|\s+[-–—]+\s+|[-–—]+(?=[^0-9])")
_MAX_TITLE = 120
_SHORTEST_TITLE = 10
_HEADINGS = frozenset(("h1", "h2", "h3"))
_FEW_LABELS = 2
_LINES_ABOVE = 30


def choose_article(pieces: Sequence[Piece], titles: Sequence[str]) -> list[Piece]:
    """The pieces of the article in reading order; a title from the page's head stands first if the page prints none."""
    shown = _drop_beside(pieces)
    anchors = _find_anchors(shown)
    if not anchors:
        return _add_title(list(shown), titles, len(shown))
    first, last = _find_bounds(shown, anchors)
    last = _extend(shown, last)
    start = anchors[0]
    head = [piece for whole in shown[first:start] for piece in _split_labels(whole) if _is_kept_above(piece)]
    body = shown[start : anchors[-1] + 1]
    tail = _trim_tail(shown[anchors[-1] + 1 : last + 1])
    above = _choose_above(shown[:first], titles)
    return _add_title([*above, *head, *body, *tail], titles, len(above) + len(head))


def _drop_beside(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces without navigation, side columns and the page's foot; all, if the article itself stands in one, as
    where the end tag of the navigation is missing."""
    beside = [piece for piece in pieces if piece.place.is_beside]
    if sum(map(_is_heading, beside)) >= _FEW_LABELS or _find_rows(beside, 0):
        return pieces
    return [piece for piece in pieces if not piece.place.is_beside or _is_prose(piece)]


def _is_linked(piece: Piece) -> bool:
    return piece.linked * 2 >= len(piece.text)


def _is_prose(piece: Piece) -> bool:
    """Whether a line is a sentence of running text and no link."""
    if piece.row or len(piece.text) < _LONG_PROSE or "。" not in piece.text or _is_linked(piece):
        return False
    return len(piece.text) > _SHORT_LINE or not _END.search(piece.text)


def _is_heading(piece: Piece) -> bool:
    if piece.row or (len(piece.text) > _MAX_HEADING and "。" not in piece.text):
        return False
    return _HEADING.match(piece.text) is not None and not _is_linked(piece)


def _find_anchors(pieces: Sequence[Piece]) -> list[int]:
    """Which pieces surely belong to the article: numbered headings and, from the first of them on, rows of tables with
    labels; where these are few, running text too."""
    headings = [place for place, piece in enumerate(pieces) if _is_heading(piece)]
    start = headings[0] if len(headings) > 1 else 0
    found = sorted({*headings, *_find_rows(pieces, start)})
    if len(headings) < _FEW_ANCHORS:
        found = sorted({*found, *(place for place, piece in enumerate(pieces) if _is_prose(piece))})
    return found


def _find_rows(pieces: Sequence[Piece], start: int) -> list[int]:
    """The rows of the tables that have several rows with a label, and are no menus."""
    tables: dict[Place, list[int]] = {}
    for number, piece in enumerate(pieces[start:], start):
        if piece.row:
            tables.setdefault(piece.place, []).append(number)
    found: list[int] = []
    for rows in tables.values():
        if sum(_is_labelled_row(pieces[number]) for number in rows) >= _FEW_ROWS:
            found += rows
    return found


def _is_labelled_row(piece: Piece) -> bool:
    """Whether a row of several cells has words in one of them, and is no row of links."""
    if piece.row is None or len(piece.row.cells) < _FEW_LABELS or _is_linked(piece):
        return False
    return _LABEL_CELL.search(piece.text) is not None


def _find_bounds(pieces: Sequence[Piece], anchors: Sequence[int]) -> tuple[int, int]:
    """The first and the last piece of the smallest element that holds all the anchors."""
    common: Place | None = pieces[anchors[0]].place
    for number in anchors[1:]:
        common = _common_place(common, pieces[number].place)
    first, last = anchors[0], anchors[-1]
    while first and _is_within(pieces[first - 1].place, common):
        first -= 1
    while last + 1 < len(pieces) and _is_within(pieces[last + 1].place, common):
        last += 1
    return first, last


def _common_place(one: Place | None, other: Place | None) -> Place | None:
    while one is not other and one is not None and other is not None:
        if one.depth >= other.depth:
            one = one.parent
        else:
            other = other.parent
    return one if one is other else None


def _is_within(place: Place | None, outer: Place | None) -> bool:
    while place is not None and outer is not None and place.depth > outer.depth:
        place = place.parent
    return place is outer


def _extend(pieces: Sequence[Piece], last: int) -> int:
    """The last piece of the article where running text, or a signature with its date, goes on behind the element."""
    end = last
    for number in range(last + 1, len(pieces)):
        piece = pieces[number]
        if piece.place.is_beside or _is_end(piece) or _is_button(piece, _AFTER):
            break
        signed = number - end <= _SIGNED_LINES and _DATE.match(piece.text) and not _is_linked(piece)
        if signed or _is_labelled_row(piece) or _is_prose(piece):
            end = number
    return end


def _is_end(piece: Piece) -> bool:
    """Whether a line is the foot of the page, or the link to the next one."""
    return len(piece.text) <= _SHORT_LINE and _END.search(piece.text) is not None


def _trim_tail(pieces: Sequence[Piece]) -> list[Piece]:
    """What stands behind the last heading and table without the foot of the page and its buttons and links."""
    kept: list[Piece] = []
    after = False
    for piece in pieces:
        if _is_end(piece):
            break
        if _is_button(piece, _AFTER):
            after = True
        elif _is_prose(piece) or _ATTACHED.search(piece.text) or not (after and _is_linked(piece)):
            kept.append(piece)
    return kept


def _is_kept_above(piece: Piece) -> bool:
    """Whether a line before the first heading is no button, no path through the site, and no link to another page."""
    if _is_title(piece) or _HEADING.match(piece.text):
        return True
    if _is_linked(piece) and not _ATTACHED.search(piece.text):
        return False
    return not _is_button(piece, _TOP_FURNITURE)


def _is_button(piece: Piece, words: re.Pattern[str]) -> bool:
    """Whether a short line that is no sentence opens with the words of a site's buttons and boxes."""
    return not piece.row and len(piece.text) <= _MAX_TITLE and "。" not in piece.text and bool(words.match(piece.text))


def _choose_above(pieces: Sequence[Piece], titles: Sequence[str]) -> list[Piece]:
    """What stands above the article and belongs to it: from the title, or the lines about the document, on; running
    text in any case; no links and no buttons."""
    wanted = [_fold(title) for title in titles]
    kept: list[Piece] = []
    for piece in (part for whole in pieces for part in _split_labels(whole)):
        if _is_kept_above(piece) and not _is_end(piece):
            kept.append(piece)
    named = [_is_named(piece, wanted) for piece in kept]
    told = named if any(named) else [_is_title(piece) for piece in kept]
    about = (n for n, piece in enumerate(kept) if told[n] or _ABOUT.match(piece.text))
    start = next(about, max(0, len(kept) - _LINES_ABOVE))
    while 0 < start < len(kept) and _opens_title(kept[start - 1], kept[start], wanted):
        start -= 1
    return [piece for number, piece in enumerate(kept) if number >= start or _is_prose(piece)]


def _split_labels(piece: Piece) -> list[Piece]:
    """A line of labelled facts about the document, which the page shows apart by its style sheet, as one line each.

    >>> [one.text for one in _split_labels(Piece("发布日期：2022-02-09来源：某局字体：[大 中 小]", Place("div"), 3))]
    ['发布日期：2022-02-09', '来源：某局', '字体：[大 中 小]']
    """
    labels = [match.start() for match in _LABELLED.finditer(piece.text)]
    if len(labels) < _FEW_LABELS or piece.row or len(piece.text) > _SHORT_LINE or "。" in piece.text:
        return [piece]
    bounds = [0, *(start for start in labels if start), len(piece.text)]
    texts = [piece.text[start:end].strip() for start, end in pairwise(bounds)]
    return [Piece(text, piece.place) for text in texts if text]


def _opens_title(above: Piece, title: Piece, wanted: Sequence[str]) -> bool:
    """Whether a line is the first of a title of several lines: in one heading element with it, or in a heading of its
    own, or both together are the title that the page's head names."""
    if above.row or title.row or len(above.text) > _MAX_TITLE:
        return False
    if title.place.tag in _HEADINGS and (above.place is title.place or above.place.tag in _HEADINGS):
        return True
    both = _fold(above.text + title.text)
    return any(both in one for one in wanted)


def _is_title(piece: Piece) -> bool:
    """Whether a line is the name of a report, unlinked or in a heading element."""
    if piece.row or len(piece.text) > _MAX_TITLE or not _SAYS_TITLE.search(_fold(piece.text)):
        return False
    return not _is_linked(piece) or piece.place.tag in _HEADINGS


def _is_named(piece: Piece, wanted: Sequence[str]) -> bool:
    """Whether a line is the title that the page's head names, or the greater part of it."""
    folded = "" if piece.row or _is_linked(piece) else _fold(piece.text)
    return len(folded) >= _SHORTEST_TITLE and any(folded in one for one in wanted)


def _add_title(pieces: list[Piece], titles: Sequence[str], above: int) -> list[Piece]:
    """The pieces, with the title from the page's head before them if none of the first `above` prints a title."""
    printed = (_fold(piece.text) for piece in pieces[:above] if len(piece.text) <= _MAX_TITLE)
    if any(map(_SAYS_TITLE.search, printed)):
        return pieces
    for title in titles:
        for part in (title, *_SITE.split(title)):
            if _SAYS_TITLE.search(_fold(part)) and len(part) <= _MAX_TITLE:
                return [Piece(part.strip(), Place("title")), *pieces]
    return pieces


def _fold(text: str) -> str:
    return "".join(text.split())
