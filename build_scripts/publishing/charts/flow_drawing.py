"""The picture of what became of a year's requests: intake on the left, outcomes on the right, widths exact.

Comes in: a report. Goes out: HTML: a figure, or a sentence where a number says it better or there is no picture.
Refuses to know: how the numbers are found. Heights are reckoned in hundredths of a unit, cumulated before they are
rounded, so that the parts of a side add up to the whole exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from markupsafe import Markup

from build_scripts.packaging.package import ReportRecord
from build_scripts.publishing.charts.figure import Entry, Figure, Line, Table, set_figure
from build_scripts.publishing.charts.flow import TABLE, TOTAL, Flow, Stream, group_outcomes, read_flow
from build_scripts.publishing.charts.svg import WIDTH, short, wrap_drawing, write_box, write_text
from build_scripts.publishing.context import SiteContext
from build_scripts.publishing.links import cell_anchor
from build_scripts.publishing.templates import group_digits

FEWEST = 5
"""Fewer requests than these are told in a sentence."""
HEIGHT = 150
"""Units that all requests stand high."""
REST = "对不上的"

_SLOT = 20
_GAP = 3
_HEAD = 20
_BAR = 7
_TRUNK = 118
_RIGHT = 192
_LABEL = _RIGHT + _BAR + 6


class Piece(NamedTuple):
    """A part of a side: its label, how many, and what kind it is drawn as."""

    label: str
    number: int
    kind: str = ""


class Placed(NamedTuple):
    """A part of a side with its place: the top of its bar, its height, the middle of its label; in hundredths."""

    piece: Piece
    top: int
    height: int
    middle: int


class FlowPainter:
    """Draws the flow of reports; keeps how each form groups its outcomes."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._groups = group_outcomes(context.codes, context.labels["outcomes"])

    def paint(self, record: ReportRecord) -> Markup:
        """What became of the requests of a report as HTML; empty for a report without a form."""
        groups = self._groups.get(record.row["form"])
        if groups is None:
            return Markup("")
        flow = read_flow(record, groups, self._context)
        if flow.reason:
            return _say(f"没有画图：{flow.reason}。")
        if max(flow.left, flow.right) < FEWEST:
            return _say(tell_few(flow))
        source = (
            f"{record.agency['name']} {record.row['year']} 年度报告，表二，“总计”一列；数据版本 {self._context.version}"
        )
        return set_figure(
            Figure(
                "flow-chart",
                f"{record.row['year']} 年要办的申请（新收和上年结转）到哪里去了",
                "件",
                tell_flow(flow),
                (draw_flow(flow, "flow-chart"),),
                source,
                _tabulate(flow),
                _list_notes(flow),
                "ch-flow",
            )
        )


def draw_flow(flow: Flow, name: str) -> str:
    """The drawing itself; streams of 0 are not drawn."""
    whole = max(flow.left, flow.right)
    left, right = list_pieces(flow.intake, -flow.rest), list_pieces(flow.outcomes, flow.rest)
    placed_left, placed_right = place_pieces(left, whole), place_pieces(right, whole)
    tall = max(_extent(placed_left), _extent(placed_right), HEIGHT * 100)
    trunk = (tall - HEIGHT * 100) // 2 + _HEAD * 100
    pieces = [
        *_draw_side(_shift(placed_left, tall), trunk, whole, (_BAR, _TRUNK), 0, _BAR + 5),
        *_draw_side(_shift(placed_right, tall), trunk, whole, (_RIGHT, _TRUNK + _BAR), _RIGHT, _LABEL),
        write_box(_TRUNK, trunk / 100, _BAR, HEIGHT, "ch-bar"),
        write_text(_TRUNK + _BAR / 2, trunk / 100 - 6, tell_whole(flow), "middle", "ch-strong"),
    ]
    words = "；".join(
        f"{side}：{'，'.join(f'{piece.label} {_digits(piece.number)} 件' for piece in found)}"
        for side, found in (("来路", left), ("去向", right))
    )
    return wrap_drawing(name, tall / 100 + _HEAD, "申请的来路和去向", words, pieces)


def list_pieces(streams: Sequence[Stream], rest: int) -> list[Piece]:
    """The parts of a side that have a width, and what is missing on it, if anything is."""
    pieces = [
        Piece(f"{stream.label}{'（至少）' if stream.unstated else ''}", stream.number)
        for stream in streams
        if stream.number
    ]
    return [*pieces, *([Piece(REST, rest, "ch-rest")] if rest > 0 else [])]


def place_pieces(pieces: Sequence[Piece], whole: int) -> list[Placed]:
    """Parts below one another, each high as its share of `whole`, far enough apart for their labels."""
    edges = [0, *(round(sum_ * HEIGHT * 100 / whole) for sum_ in accumulate(piece.number for piece in pieces))]
    placed: list[Placed] = []
    at = 0
    for piece, start, end in zip(pieces, edges, edges[1:], strict=False):
        height = end - start
        slot = max(height, _SLOT * 100)
        placed.append(Placed(piece, at + (slot - height) // 2, height, at + slot // 2))
        at += slot + _GAP * 100
    return placed


def tell_few(flow: Flow) -> str:
    """A sentence for so few requests that a picture would say less."""
    if not flow.left and not flow.right and all(stream.number is not None for stream in flow.intake):
        return "新收和上年结转的申请都是 0 件，没有图可画。"
    outcomes = "，".join(f"{stream.label} {_digits(stream.number)} 件" for stream in flow.outcomes if stream.number)
    return (
        f"{'，'.join(map(_state, flow.intake))}。{f'去向：{outcomes}。' if outcomes else '各项去向都没有大于 0 的数。'}"
    )


def tell_whole(flow: Flow) -> str:
    """How many requests there were; “at least” where no side has a number in every row that it is the sum of."""
    sides = ((flow.left, flow.left_is_open), (flow.right, flow.right_is_open))
    whole = max(flow.left, flow.right)
    is_known = any(number == whole and not is_open for number, is_open in sides)
    return f"{'共' if is_known else '至少'} {_digits(whole)} 件"


def tell_flow(flow: Flow) -> str:
    """What the picture shows, every clause of it from cells; a sum with rows without a number is “at least”."""
    left = f"{'至少' if flow.left_is_open else '共'} {_digits(flow.left)} 件"
    right = f"{'至少' if flow.right_is_open else '共'} {_digits(flow.right)} 件"
    told = f"{'，'.join(map(_state, flow.intake))}，{left}；右边各项{right}。"
    if not flow.rest:
        return told
    is_open = flow.right_is_open if flow.rest > 0 else flow.left_is_open
    may_be = "可能就在没有印出数的行里，也" if is_open else "差异"
    return (
        f"{told}两边相差 {_digits(abs(flow.rest))} 件，以虚线画出，标作“{REST}”："
        f"{may_be}可能来自报告、转换的文件或我们的读取。"
    )


def _state(stream: Stream) -> str:
    if stream.number is None:
        return f"{stream.label}{stream.unstated[0][0]}"
    return f"{stream.label} {_at_least(stream)}{_digits(stream.number)} 件"


def _at_least(stream: Stream) -> str:
    return "至少 " if stream.unstated else ""


def _list_notes(flow: Flow) -> tuple[str, ...]:
    rows = [(stream.label, label, count) for stream in flow.outcomes for label, count in stream.unstated]
    both = all(stream.number for stream in flow.intake)
    notes = ["新收的和上年结转的各有什么结果，报告没有分开说，所以图上先合在一起再分开。"] if both else []
    if rows:
        told = "，".join(f"{name}有 {count} 行{label}" for name, label, count in rows)
        notes.append(f"{told}：没有画，也没有当作 0。")
    concluded = flow.right - (flow.outcomes[-1].number or 0)
    if flow.concluded is not None and flow.concluded != concluded:
        notes.append(f"办理结果各项之和是 {_digits(concluded)} 件，印出的总计是 {_digits(flow.concluded)} 件。")
    return tuple(notes)


def _tabulate(flow: Flow) -> Table:
    lines = [
        *(_line("来路", stream) for stream in flow.intake),
        *(_line("去向", stream) for stream in flow.outcomes),
    ]
    if flow.rest:
        side = "去向" if flow.rest > 0 else "来路"
        lines.append(Line(f"{side}：{REST}", (Entry(_digits(abs(flow.rest))), Entry("两边之差", is_number=False))))
    return Table(("项目", "件", "取自"), tuple(lines))


def _line(side: str, stream: Stream) -> Line:
    link = f"#{cell_anchor(TABLE, stream.rows[0], TOTAL)}"
    number = stream.number
    shown = Entry(stream.unstated[0][0], link, is_number=False) if number is None else Entry(_digits(number), link)
    origin = "一格" if len(stream.rows) == 1 else f"{len(stream.rows)} 行之和"
    blanks = "".join(f"，其中 {count} 行{label}" for label, count in stream.unstated if number is not None)
    entries = (shown._replace(note=stream.correction), Entry(origin + blanks, is_number=False))
    return Line(f"{side}：{stream.label}", entries)


def _draw_side(
    placed: Sequence[Placed], trunk: int, whole: int, reach: tuple[int, int], bar: int, label: int
) -> list[str]:
    """The bars, ribbons and labels of a side; ribbons reach from the bars (x) to the trunk (x)."""
    ribbons, bars, labels = [], [], []
    at = trunk
    for piece, top, height, middle in placed:
        ribbons.append(_draw_ribbon(reach[0], top, reach[1], at, height, piece.kind))
        bars.append(write_box(bar, top / 100, _BAR, height / 100, piece.kind or "ch-bar"))
        words = f"{piece.label} {_digits(piece.number)}{' 件' if piece.kind else ''}"
        most = WIDTH - label if bar else _TRUNK - label - 3
        labels.append(write_text(label, middle / 100 + 4.5, words, most=most))
        at += height
    return [*ribbons, *bars, *labels]


def _draw_ribbon(x1: int, y1: int, x2: int, y2: int, height: int, kind: str) -> str:
    middle = short((x1 + x2) / 2)
    top1, top2, end1, end2 = (short(y / 100) for y in (y1, y2, y1 + height, y2 + height))
    return (
        f'<path d="M{x1} {top1}C{middle} {top1} {middle} {top2} {x2} {top2}V{end2}'
        f'C{middle} {end2} {middle} {end1} {x1} {end1}Z" class="{kind or "ch-ribbon"}"/>'
    )


def _extent(placed: Sequence[Placed]) -> int:
    """How tall a side stands, labels included."""
    return max((max(found.top + found.height, found.middle + _SLOT * 50) for found in placed), default=0)


def _shift(placed: Sequence[Placed], tall: int) -> list[Placed]:
    """A side in the middle of the drawing, below its head."""
    by = (tall - _extent(placed)) // 2 + _HEAD * 100
    return [found._replace(top=found.top + by, middle=found.middle + by) for found in placed]


def _say(words: str) -> Markup:
    return Markup("<p>{}</p>").format(words) if words else Markup("")


def _digits(number: int | None) -> str:
    return group_digits(str(number or 0))
