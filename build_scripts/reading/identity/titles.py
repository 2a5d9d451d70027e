"""Lines before the first heading → the report's title, and the agency and year it names.

Comes in: lines. Goes out: `Title`s, several where the print leaves open which is the report's. Refuses to know:
regions, registers, files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.reading.formats.text import NO_PRINT
from build_scripts.reading.identity.dates import drop_listed_date, drop_years, find_years
from build_scripts.reading.labels import strip_space
from build_scripts.reading.tables.grids import is_furniture

_TITLE = re.compile(
    r"^(?P<before>.*?)(?P<topic>(?:政府信息|政务|信息)公开(?:工作)?)(?P<between>.{0,16}?)(?:年度)?(?:工作)?(?:总结)?(?:报告|年报)$"
)
_TITLE_ENDS = ("报告", "年报")
_EXPLAINS = re.compile(r"信息公开.*报告.*(?:解读|图解|一图读懂|问答)|(?:解读|图解|一图读懂|问答).*信息公开.*报告")
_STOP = re.compile(r"[。！？；]")
_EXPLANATION = re.compile(r"解读|图解|一图读懂|问答")
_WITH_EXPLANATION = re.compile(r"[(（][内]?[含附][^()（）]*[)）]")
_NAME = re.compile(r"^[㐀-鿿豈-﫿·()、]{2,60}$")
_ORGAN = re.compile(
    r"[(]?([㐀-鿿豈-﫿·]{2,40}(?:局|委|会|办|室|政府|厅|部|院|处|中心|街道|乡|镇|队|署|行|所|站|社|公司|馆|校|学))[)]?"
)
_SENTENCE = re.compile(r"[。！？；，,:：]")
_NO_TITLE = re.compile(r"[,。;!?>»›《]|目录")
_BETWEEN = re.compile(r"^(?:的|年度|工作|情况|专项|年|度|[0-9]{4})*$")
_LABELLED = re.compile(r"(?:标\s{0,8}题|名\s{0,8}称|题\s{0,8}名)[\s:：|]{1,20}([^\t|]+)")
_LINK = re.compile(r"上一[篇条]|下一[篇条]|前一[篇条]|后一[篇条]|相关|链接|附件|延伸阅读|推荐阅读")
_LINK_ALONE = re.compile(r"^(?:上一[篇条]|下一[篇条]|前一[篇条]|后一[篇条])[:：]?$")
_NO_NAME = re.compile(
    r"^(?:现将|现把|现发布|根据|按照|依据|公布|发布|印发|报送|转发|查看|点击|返回|首页|当前位置|通知公告|附件)"
)
_REMARK = re.compile(r"[(]([^()]*)[)]$")
_YEAR_REMARK = re.compile(r"[^年月日]{4}(?:年度?|度)?")
_BARE_YEAR = re.compile(r"[^年月日()]{4}年?")
_PLACE_ENDS = "省市州盟县区旗"
_ANNOUNCES = re.compile(r"(?:关于)?(?:公布|发布|印发|报送|上报|编制|编发|公开)?$")
_WHOLE_YEAR = re.compile(r"((?:19|20)[0-9]{2})年1月(?:1日)?(?:[-—－–~～至到]{1,2})(?:\1年)?12月(?:31日)?")
_LINES_SEARCHED = 60
_LINES_JOINED = 6
_MAX_TITLE = 90
_MANY_ROWS, _MANY_SECTIONS = 10, 4


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title: its lines (from 1), its text (lines joined by a blank), the agency and the years it names.

    `before_government`: the name stands right before the word 政府, as in 上海市政府信息公开. `loose_year`: the year
    stands on a line of its own, away from the words it might belong to. `holds_more`: words stand before the topic that
    make no name.
    """

    lines: tuple[int, ...]
    printed: str
    agency: str
    years: tuple[int, ...]
    before_government: bool = False
    loose_year: bool = False
    holds_more: bool = False

    @property
    def is_explanation(self) -> bool:
        """Whether this is the title of an explanation of a report and not of a report."""
        return _EXPLANATION.search(_WITH_EXPLANATION.sub("", self.printed)) is not None

    @property
    def told(self) -> int:
        """How much it tells of agency and year: 0, 1 or 2."""
        return bool(self.agency) + bool(self.years)


def find_titles(lines: Sequence[str], before: int) -> tuple[Title, ...]:
    """The titles above line number `before`: those that tell most, one for each agency and year, in printed order.

    More than one means that the print leaves open which of them is the report's.
    """
    found = _read_titles(_list_printed(lines, 1, before)[:_LINES_SEARCHED])
    most = max((title.told for title in found), default=0)
    if not most:
        return tuple(found[:1])
    best = [title for title in found if title.told == most]
    best = [title for title in best if not any(set(other.lines) < set(title.lines) for other in best)]
    best += _find_other_years(found, best)
    distinct = {(title.agency, title.years): title for title in sorted(best, key=lambda title: title.lines)}
    return tuple(title for title in distinct.values() if not any(_says_less(title, other) for other in best))


def choose_title(titles: Sequence[Title], agency: str, year: int | None) -> tuple[Title, ...]:
    """The report's title: none, one, or two that differ in what a sidecar does not say (`agency` '', `year` None)."""
    fitting = [title for title in titles if _fits(title, agency, year)] or list(titles)
    for one in fitting:
        for other in fitting:
            agencies_differ = not agency and one.agency and other.agency and one.agency != other.agency
            years_differ = year is None and one.years and other.years and one.years != other.years
            if agencies_differ or years_differ:
                return (one, other)
    return tuple(sorted(fitting, key=lambda title: (title.told, title.lines))[-1:])


def confirm_year(title: Title, body: Sequence[str]) -> bool:
    """Whether a year that stands loose is the report's: the text speaks of it, and not of the year before it."""
    if not title.loose_year or len(title.years) != 1:
        return True
    text = strip_space("\n".join(body))
    return f"{title.years[0]}年" in text and f"{title.years[0] - 1}年" not in text


def find_explanation(lines: Sequence[str], before: int) -> tuple[int, str] | None:
    """The line above line number `before` that announces an explanation of a report, with its number.

    >>> find_explanation(["", "关于《某局2023年政府信息公开工作年度报告》的解读"], 9)
    (2, '关于《某局2023年政府信息公开工作年度报告》的解读')
    """
    for number, text in enumerate(lines[: before - 1][:_LINES_SEARCHED], 1):
        plain = strip_space(_WITH_EXPLANATION.sub("", text[: 2 * _MAX_TITLE]))
        if len(plain) <= _MAX_TITLE and _EXPLAINS.search(plain) and not _STOP.search(plain):
            return number, text.strip()
    return None


def find_second_title(lines: Sequence[str], headings: Sequence[tuple[int, str]], first: Title) -> int | None:
    """The line of a second report's title: another agency or year, and sections or tables of its own below it.

    `headings`: line numbers and section codes. Links to other reports and a page head that repeats are no reports.
    """
    if not headings:
        return None
    firsts = {section: line for line, section in reversed(headings)}
    lasts = {section: line for line, section in headings}
    rows = [number for number, text in enumerate(lines, 1) if "\t" in text or text.startswith("|")]
    tenth_last = rows[-_MANY_ROWS] if len(rows) >= _MANY_ROWS else 0
    tables_below = len(firsts) >= _MANY_SECTIONS and tenth_last > headings[-1][0]
    if firsts == lasts and not tables_below:
        return None
    for title in _read_titles(_list_printed(lines, headings[0][0] + 1, len(lines) + 1)):
        number = title.lines[0]
        repeated = any(firsts[section] < number < lasts[section] for section in firsts)
        tables = number > headings[-1][0] and len(firsts) >= _MANY_SECTIONS and number < tenth_last
        differs = (title.agency, title.years) != (first.agency, first.years)
        if title.told > 1 and differs and (repeated or tables):
            return number
    return None


def _list_printed(lines: Sequence[str], start: int, end: int) -> list[tuple[int, str]]:
    """Numbers and texts of the lines from `start` to before `end` that may be part of a title, blank ones left out."""
    printed: list[tuple[int, str]] = []
    after_link = False
    for number, text in enumerate(lines[start - 1 : end - 1], start):
        plain = _plain(text)
        if not plain or is_furniture(plain):
            continue
        if not after_link and not _LINK.search(plain[:_MAX_TITLE]):
            printed.append((number, plain))
        after_link = _LINK_ALONE.match(plain) is not None
    return printed


def _read_titles(printed: Sequence[tuple[int, str]]) -> list[Title]:
    """Every title that up to six lines make together, in printed order."""
    spans: set[tuple[int, int]] = set()
    for place, (_, text) in enumerate(printed):
        if "告" in text or "报" in text:
            for start in range(max(0, place - _LINES_JOINED + 1), place + 1):
                spans.update((start, end) for end in range(place + 1, min(start + _LINES_JOINED, place + 3) + 1))
    titles = (_read_title(printed[start:end]) for start, end in sorted(spans))
    return [title for title in titles if title]


def _read_title(printed: Sequence[tuple[int, str]]) -> Title | None:
    """The title that these lines make together, or None if they make none; the agency may stand on the last."""
    joined = "".join([text for _, text in printed])
    if len(joined) > 2 * _MAX_TITLE or "公" not in joined or "报" not in joined:
        return None
    if any(_SENTENCE.search(text) for _, text in printed[:-1]):
        return None
    title = _parse_title(printed, joined)
    organ = _ORGAN.fullmatch(strip_space(printed[-1][1])) if title is None and len(printed) > 1 else None
    if organ is None:
        return title
    above = _parse_title(printed[:-1], "".join(text for _, text in printed[:-1]))
    if above is None or above.agency or not _is_clean(above) or "公开" in organ.group(1):
        return None
    texts = " ".join(text for _, text in printed)
    return Title(tuple(number for number, _ in printed), texts, organ.group(1), above.years, False, above.loose_year)


def _parse_title(printed: Sequence[tuple[int, str]], joined: str) -> Title | None:
    text = drop_listed_date(strip_space(joined))
    remark = _REMARK.search(text)
    core = text[: remark.start()] if remark else text
    named = remark.group(1) if remark else ""
    whole = _WHOLE_YEAR.fullmatch(named)
    named = f"{whole.group(1)}年" if whole else named
    if len(text) > _MAX_TITLE or _NO_TITLE.search(core):
        return None
    plain = drop_years(core)
    match = _TITLE.match(plain) if plain.endswith(_TITLE_ENDS) and "公开" in plain else None
    if match is None:
        return None
    name = _clean_name(match)
    if _NO_NAME.match(name):
        return None
    agency = name if _NAME.match(name) and _BETWEEN.match(match["between"]) else ""
    if not agency and not name and _ORGAN.fullmatch(named):
        agency = named
    return Title(
        tuple(number for number, _ in printed),
        " ".join(text for _, text in printed),
        agency,
        find_years(f"{core}({named})" if _YEAR_REMARK.fullmatch(named) else core),
        bool(agency) and f"{agency}政府" in core,
        _has_loose_year([strip_space(text) for _, text in printed]),
        bool(name) and not agency,
    )


def _clean_name(match: re.Match[str]) -> str:
    """The name before the topic, as a title without years prints it.

    >>> _clean_name(_TITLE.match("关于卫辉市城市管理局政府信息公开工作年度报告"))
    '卫辉市城市管理局'
    >>> _clean_name(_TITLE.match("杨林寨乡人民政府信息公开工作报告"))
    '杨林寨乡人民政府'
    >>> _clean_name(_TITLE.match("政府信息公开工作年度报告"))
    ''
    """
    name = match["before"]
    if name.endswith("人民") and match["topic"].startswith("政府"):
        name += "政府"
    name = re.sub(r"^关于|(?:的|年度|本级|[-—–·:|、和至])+$", "", name)
    return re.sub(r"关于$", "", _ANNOUNCES.sub("", name))


def _has_loose_year(texts: Sequence[str]) -> bool:
    """Whether a line is a year alone, without brackets or 度, and the line below does not open with the topic."""
    for text, below in zip(texts, [*texts[1:], ""], strict=True):
        if _BARE_YEAR.fullmatch(text) and find_years(f"{text.removesuffix('年')}年"):
            return not below.startswith(("政府信息", "政务", "信息公开"))
    return False


def _find_other_years(found: Sequence[Title], best: Sequence[Title]) -> list[Title]:
    """Titles on one line beside the best, less told or not understood, that name a year none of the best names."""
    covered = {line for title in best for line in title.lines}
    years = {title.years for title in best}
    beside = [title for title in found if len(title.lines) == 1 and not covered.intersection(title.lines)]
    return [title for title in beside if title.years and title.years not in years]


def _is_clean(title: Title) -> bool:
    """Whether a title without an agency prints nothing before its topic but a year."""
    match = _TITLE.match(drop_years(_REMARK.sub("", drop_listed_date(strip_space(title.printed)))))
    return match is not None and not _clean_name(match)


def _says_less(one: Title, other: Title) -> bool:
    """Whether the other title names the same year and the same agency with its place before it."""
    if not one.agency or one.agency == other.agency:
        return False
    place = other.agency.removesuffix(one.agency)
    return one.years == other.years and place != other.agency and place.endswith(tuple(_PLACE_ENDS))


def _fits(title: Title, agency: str, year: int | None) -> bool:
    return (not agency or title.agency in ("", agency)) and (year is None or not title.years or year in title.years)


def _plain(text: str) -> str:
    """A line without marks of Markdown, characters that print nothing, and a label like 标题 before it."""
    plain = re.sub(rf"[*`~{NO_PRINT}]", "", text[: 4 * _MAX_TITLE])
    labelled = _LABELLED.search(plain)
    return (labelled.group(1) if labelled else plain).strip("\t \u3000\f#《》_")
