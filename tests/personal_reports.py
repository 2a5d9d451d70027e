"""Reports with numbers of persons in every place that can carry text, each number its own.

One for each way in which a text may be given out; the same numbers stand nowhere else, so that whoever finds one knows
the way and the place.
"""

from __future__ import annotations

from pathlib import Path

from tests.packages import REAL

WAYS = ("", "masked", "withheld", "full")
"""What the sidecar decides; nothing in the first."""
AGENCIES = ("卫辉市财政局", "卫辉市教育局", "卫辉市民政局", "卫辉市水利局")
FOUND = {"": "withheld", "masked": "masked", "withheld": "withheld", "full": "full"}
"""What becomes of it."""
PLACES = (
    "title",
    "index_number",
    "document_number",
    "under_title",
    "heading",
    "sentence",
    "scope",
    "broken",
    "wide",
    "spaced",
    "cell",
    "count",
    "label",
    "row",
    "in_table",
    "reason",
    "evidence",
    "source_url",
    "end",
    "no_report",
    "cut",
    "unknown_key",
)
CARDS = ("index_number", "heading")
"""Where an identity card's number stands; a mobile phone's everywhere else."""
COPIED = "这一句只在两份相同的文件里"
"""Stands in a report of which another file of the same bytes is held back."""
COPIED_NUMBERS = ("13622334455", "13722334466", "13822334477", "13922334488")
"""In the title of that report, in a cell beside its number, instead of a number, in a sentence."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def number_of(way: str, place: str) -> str:
    """The number of that report at that place."""
    one, two = WAYS.index(way), PLACES.index(place)
    if place in CARDS:
        start = f"410781196{one}0{1 + two % 9}17{two:02}7"
        return start + "10X98765432"[sum(int(d) * w for d, w in zip(start, _WEIGHTS, strict=True)) % 11]
    return f"1367{one}{two:02}6{two:02}9"


def needles_of(way: str, places: tuple[str, ...] = PLACES) -> list[str]:
    """Those numbers, as they are written, and the longer pieces of them."""
    found = []
    for place in places:
        number = number_of(way, place)
        found += [number, number[:8], number[-8:]] if place not in CARDS else [number, number[-8:]]
        if place == "wide":
            found.append(number.translate(_WIDE))
        if place == "spaced":
            found.append(f"{number[:3]} {number[3:7]} {number[7:]}")
    return found


def write_personal(folder: Path) -> Path:
    """The reports and their sidecars; for each way a file too that gives no report; a file with a number for a name;
    two files of the same bytes of which the second is held back."""
    for way, agency in zip(WAYS, AGENCIES, strict=True):
        decision = f"text_release: {way}\n" if way else ""
        _write(folder, f"p/{agency}.txt", _print(way, agency), _say(way, agency) + decision)
        lone = f"{'关于报送材料的通知' * 8}{number_of(way, 'cut')}，联系{number_of(way, 'no_report')}。\n"
        _write(folder, f"p/{agency}-x.txt", lone, f"{decision}联系{number_of(way, 'unknown_key')}: 是\n")
    _write(folder, "p/copy-1.txt", text := _print_copied(), "year: 2023\ntext_release: full\n")
    _write(folder, "p/copy-2.txt", text, "year: 2023\ntext_release: withheld\n")
    _write(folder, f"p/{FILE_NUMBER}.txt", _read("卫辉市统计局"), "year: 2023\n")
    return folder


FILE_NUMBER = "13899887766"
"""Stands in the name of a file."""


def _read(agency: str) -> str:
    text = (REAL / "2023/410781-chengshiguanliju.txt").read_text(encoding="utf-8").lstrip("\n")
    return text.replace("卫辉市城市管理局", agency).replace("市城管局", "市局")


def _print_copied() -> str:
    title, cell, count, sentence = COPIED_NUMBERS
    text = _read("卫辉市审计局").replace("。", f"{COPIED}。").replace("\n", f"（{title}）\n", 1)
    for old, new in (
        ("行政强制\t40", f"行政强制\t40（{cell}）"),
        ("行政处罚\t11", f"行政处罚\t{count}"),
        ("(二) 依申请公开\n", f"(二) 依申请公开\n\n张三说，请打{sentence}。\n"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def _print(way: str, agency: str) -> str:
    at = {place: number_of(way, place) for place in PLACES}
    spaced = f"{at['spaced'][:3]} {at['spaced'][3:7]} {at['spaced'][7:]}"
    text = _read(agency)
    title, rest = text.split("\n", 1)
    text = (
        f"索引号：{at['index_number']}\n文号：卫字〔2023〕{at['document_number']}号\n"
        f"{title}（{at['title']}）\n（联系人{at['under_title']}）\n{rest}"
    )
    for old, new in (
        ("五、存在的主要问题及改进情况", f"五、存在的主要问题及改进情况（{at['heading']}）"),
        ("(二) 依申请公开\n", f"(二) 依申请公开\n\n张三说，请打{at['sentence']}。\n手机：{at['broken'][:7]}\n"
         f"{at['broken'][7:]}。\n本报告的数据包括下属单位，联系{at['scope']}。\n"
         f"传真{at['wide'].translate(_WIDE)}，李四{spaced}。\n"),
        ("行政强制\t40", f"行政强制\t40（{at['cell']}）"),
        ("行政处罚\t11", f"行政处罚\t{at['count']}"),
        ("1. 信访举报投诉类申请\t0\t0", f"1. 信访举报投诉类申请（{at['label']}）\t0\t0"),
        ("2. 重复申请\t0\t0\t0", f"2. 重复申请\t见{at['row']}"),
        ("(五) 不予处理", f"填表人{at['in_table']}\n\t(五) 不予处理"),
    ):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new, 1)
    return f"{text}\n经办人电话 {at['end']}\n"


def _say(way: str, agency: str) -> str:
    at = {place: number_of(way, place) for place in PLACES}
    return f"""agency: {agency}
region_code: "410781"
year: 2023
source_url: https://www.example.gov.cn/{at["source_url"]}.html
corrections:
  - table: disclosures
    row: licence
    column: decisions
    value: 12
    reason: 李四（{at["reason"]}）说的
    evidence: https://www.example.gov.cn/a?tel={at["evidence"]}
"""


def _write(folder: Path, name: str, text: str, sidecar: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.with_name(f"{path.name}.yml").write_text(sidecar, encoding="utf-8")
