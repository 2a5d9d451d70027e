"""Lines around the report → the agencies they name beside the title: by label, by signature, by the foreword.

Comes in: lines, the line of the first heading. Goes out: `Witness`es, and what they agree on. Refuses to know: places,
registers, years. One line that names an agency proves little: a portal prints its own name on every page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from build_scripts.reading.identity.dates import read_date
from build_scripts.reading.labels import strip_space

_ENDINGS = (
    "局|委|会|办|室|政府|厅|部|院|处|中心|街道|乡|镇|苏木|地区|队|署|行|所|站|社|公司|馆|校|学|机关|本级|系统|海关|开发区|新区|园区|示范区|"
    "试验区|实验区|管理区|经开区|高新区|度假区|合作区|名胜区|农场|林场|库|团|组|园|厂|台|指挥部|基地|集团|司|协|联"
)
_NAME = re.compile(rf"[㐀-鿿·、()]{{2,60}}(?:{_ENDINGS})(?:[(][㐀-鿿]{{1,20}}[)])?")
# Words that copying sites paste over names; no agency bears them.
_PASTED = re.compile(
    r"开云|乐鱼|爱游戏|必威|万博|亚博|华体会|米乐|九游|(?:星空|半岛|江南|皇冠|新宝|乐动)体育|葡京|威尼斯人|真人|棋牌|百家乐|电竞|博彩|赌|投注|"
    r"下注|六合彩|(?<!福利)(?<!体育)彩票|购彩|娱乐|官网|官方网站|登录|下载|直播|视频|成人|免费|手机版|入口|网址|欢迎"
)
# Two agencies, or the offices of two places, are no one's name; 和平, 和县 … are names of places.
_SEVERAL = re.compile(
    r"(?:局|委|办|厅|政府|部|会|室|处|中心|[省市州盟县区旗镇乡]|街道)、|"
    r"(?:局|厅|政府|委员会|办公室)(?:和(?![平谐睦兴田县顺静龙林硕政布])|与|及|以及|暨)[㐀-鿿]{1,30}(?:局|委|厅|办|会|室|处|中心|政府)"
)
_LABEL = re.compile(
    r"(?:发\s*布\s*(?:机\s*构|单\s*位|部\s*门|机\s*关)|发\s*文\s*(?:机\s*关|单\s*位|机\s*构)|公\s*开\s*(?:主\s*体|单\s*位|机\s*构)|"
    r"(?:制\s*作|编\s*制|责\s*任|主\s*办)\s*(?:单\s*位|机\s*关|部\s*门))[\s:|*\]】]{1,20}([㐀-鿿·、()]{2,60})?"
)
_FOREWORD = re.compile(
    r"(?:由|现将|现公布|现发布)([㐀-鿿·、()]{4,40}?)(?=(?:负责)?编制|[0-9]{4}年|政府信息公开|信息公开)"
)
_OFFICE = re.compile(r"政府办(?:公[室厅])?$|委办(?:公[室厅])?$")
_OPENING, _CLOSING, _LONGEST = 60, 12, 500


class Witness(NamedTuple):
    """A name that stands where agencies print theirs: line from 1, `kind` is label, signature or foreword."""

    line: int
    kind: str
    name: str


def is_agency_name(name: str) -> bool:
    """Whether a text can be the name of one agency: it ends as such names do, nothing is pasted over it, and it
    does not name two.

    >>> is_agency_name("卫辉市财政局"), is_agency_name("广州市开云体育教育局"), is_agency_name("卫辉市财政")
    (True, False, False)
    >>> is_agency_name("卫辉市教育局和体育局"), is_agency_name("天津市公安局和平分局")
    (False, True)
    """
    return _NAME.fullmatch(name) is not None and not (_PASTED.search(name) or _SEVERAL.search(name))


def find_witnesses(lines: Sequence[str], first_heading: int) -> tuple[Witness, ...]:
    """The agencies named above the first heading and on the last lines, in printed order."""
    found = [*_find_labelled(lines, first_heading), *_find_foreword(lines, first_heading), *_find_signed(lines)]
    return tuple(witness for witness in sorted(found) if is_agency_name(witness.name))


def agree_on_agency(witnesses: Sequence[Witness]) -> Witness | None:
    """The witness whose name two kinds of witnesses print and none contradicts, in its longest form; None otherwise.

    An office of a government proves nothing: it prints the government's report too.
    """
    if len({witness.kind for witness in witnesses}) < 2:
        return None
    longest = max(witnesses, key=lambda witness: len(witness.name))
    if _OFFICE.search(longest.name) or not all(longest.name.endswith(witness.name) for witness in witnesses):
        return None
    return longest


def complete_name(name: str, witnesses: Sequence[Witness]) -> Witness | None:
    """The one longer name that ends with the name a title prints without its place; None if there are several."""
    fuller = [one for one in witnesses if one.name != name and one.name.endswith(name)]
    longest = max(fuller, key=lambda one: len(one.name), default=None)
    return longest if longest and all(longest.name.endswith(one.name) for one in fuller) else None


def _find_labelled(lines: Sequence[str], first_heading: int) -> Iterator[Witness]:
    texts = [_strip_marks(text) for text in lines[: first_heading - 1][:_OPENING]]
    for number, text in enumerate(texts, 1):
        for match in _LABEL.finditer(text):
            below = texts[number] if number < len(texts) and match.end() >= len(text) else ""
            yield Witness(number, "label", match.group(1) or strip_space(below))


def _find_foreword(lines: Sequence[str], first_heading: int) -> Iterator[Witness]:
    for number, text in enumerate(lines[: first_heading - 1][:_OPENING], 1):
        if "由" in text or "现" in text:
            for match in _FOREWORD.finditer(strip_space(text[:_LONGEST])):
                yield Witness(number, "foreword", match.group(1))


def _find_signed(lines: Sequence[str]) -> Iterator[Witness]:
    """Names alone right above a date, or before one on their line, on the last lines."""
    printed = [(n, strip_space(text[:_LONGEST])) for n, text in enumerate(lines, 1) if text.strip()][-_CLOSING:]
    for (number, text), (_, below) in zip(printed, [*printed[1:], (0, "")], strict=False):
        if is_agency_name(text) and read_date(below):
            yield Witness(number, "signature", text)
            continue
        name = re.match(r"[㐀-鿿·、()]{2,60}?(?=[0-9]{4}[年.-]|二[〇○零]|[(][0-9]{4}年)", text)
        if name and read_date(text[name.end() :]):
            yield Witness(number, "signature", name.group())


def _strip_marks(text: str) -> str:
    """A line without marks of Markdown, of bounded length, in NFKC."""
    return unicodedata.normalize("NFKC", text[:_LONGEST]).replace("*", "")
