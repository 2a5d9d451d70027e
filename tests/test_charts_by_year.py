"""A picture of years: points stand at their numbers; gaps and changes of form are drawn, nothing joins over them."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from itertools import cycle, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.packaging.package import CellRow
from build_scripts.publishing.charts.series import (
    NO_ITEM,
    Held,
    Series,
    describe_series,
    find_breaks,
    join_line,
    read_editions,
    split_runs,
    tell_series,
)
from build_scripts.publishing.charts.stack_drawing import FILLINGS, HATCH, add_up, draw_legend, draw_stack
from build_scripts.publishing.charts.svg import LETTER, WIDTH, measure
from build_scripts.publishing.charts.year_drawing import (
    BOTTOM,
    TOP,
    draw_series,
    make_frame,
    measure_ticks,
    place_labels,
)
from tests.chart_samples import Drawing, make_series, read_drawing


def hold(form: str, number: str) -> Held:
    cell = CellRow(*("" for _ in CellRow._fields))
    cell = cell._replace(row="licence", column="decisions", state="reported", value=number)
    return Held({"form": form}, {("disclosures", "licence", "decisions"): cell})


FORMS = {"2019": "2019年版", "2021": "2021年版"}
WORDS = ("空白", "横线", "未印", "无法读取", "未收录", "没有表格", "本版无此项")
SERIES = (
    st.lists(st.one_of(st.integers(0, 10**6), st.sampled_from(WORDS)), min_size=2, max_size=18)
    .map(lambda numbers: make_series(*numbers, first=2016))
    .filter(lambda series: series.is_drawable)
)


def draw(series: Series) -> Drawing:
    return read_drawing(draw_series(series, "c", FORMS))


@settings(max_examples=30)
@given(SERIES)
def test_each_point_stands_at_its_number_and_in_the_column_of_its_year(series: Series) -> None:
    frame = make_frame(max(series.numbers), len(series.points))
    stated = [(at, point.number) for at, point in enumerate(series.points) if point.number is not None]
    circles = draw(series).of("ch-point")
    assert len(circles) == len(stated)
    for circle, (at, number) in zip(circles, stated, strict=True):
        share = float(number / frame.ticks[-1])
        assert float(circle["cy"]) == pytest.approx(BOTTOM - share * (BOTTOM - TOP), abs=0.01)
        assert float(circle["cx"]) == pytest.approx(frame.left + frame.step * (at + 0.5), abs=0.01)
        assert 0 < float(circle["cx"]) < WIDTH


@settings(max_examples=30)
@given(SERIES)
def test_every_number_is_written_and_every_gap_says_why(series: Series) -> None:
    drawing = draw(series)
    for point in series.points:
        assert point.shown in drawing.words
        assert f"{point.year} 年 {point.shown}" in drawing.description
    assert len(drawing.of("ch-gap")) == sum(1 for point in series.points if point.number is None)


@settings(max_examples=30)
@given(SERIES)
def test_a_line_joins_neighbours_of_one_form_alone(series: Series) -> None:
    joined = join_line(series.points)
    for line in joined:
        assert list(line) == list(range(line[0], line[-1] + 1))
        assert all(series.points[at].number is not None for at in line)
        assert len({series.points[at].form for at in line}) == 1
    paths = draw(series).of("ch-line")
    assert [path["d"].count("L") + 1 for path in paths] == [len(line) for line in joined]
    inside = {at for line in joined for at in line}
    alone = {at for at, point in enumerate(series.points) if point.number is not None} - inside
    for at in alone:
        for other in (at - 1, at + 1):
            if 0 <= other < len(series.points):
                neighbour = series.points[other]
                assert neighbour.number is None or neighbour.form != series.points[at].form


def test_the_change_of_form_is_a_double_rule_with_the_names_of_both_editions() -> None:
    series = make_series(3, 4, 5, 6)
    drawing = draw(series)
    assert find_breaks(series.points) == (2,)
    rules = [float(re.findall(r"[\d.]+", rule["d"])[0]) for rule in drawing.of("ch-break-rule")]
    frame = make_frame(Decimal(6), 4)
    assert rules == [pytest.approx(frame.left + 2 * frame.step + by, abs=0.01) for by in (-1.5, 1.5)]
    assert {"2019年版", "2021年版"} <= set(drawing.words)
    assert drawing.description.startswith(
        "其间换了表格，换版处不连线。2019年版：2019 年 3 件，2020 年 4 件；2021年版："
    )
    assert not draw(make_series(1, 2, 3, first=2021)).of("ch-break-rule")


def words_in(svg: str, y: float) -> list[tuple[float, str]]:
    """The middles of the words on this line, and the words."""
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)<', svg)
    return [(float(x), html.unescape(words)) for x, at, words in found if float(at) == y]


@pytest.mark.parametrize("years", range(2, 19))
def test_years_and_editions_on_one_line_never_touch_whatever_changes(years: int) -> None:
    series = make_series(*range(1, years + 1), first=2007)
    points = tuple(point._replace(form=form) for point, form in zip(series.points, cycle(FORMS), strict=False))
    svg = draw_series(series._replace(points=points), "c", FORMS)
    frame = make_frame(max(series.numbers), years)
    named = words_in(svg, BOTTOM + 18)
    assert named[-1][1] in {str(2006 + years), f"'{(2006 + years) % 100:02}"}
    for line in (named, words_in(svg, 34)):
        for (x, words), (other_x, other) in pairwise(line):
            assert other_x - x >= (measure(words) + measure(other)) / 2 + 8 - 0.02, (words, other)
    for _, words in words_in(svg, 34):
        assert measure(words) + 8 <= frame.step + 0.01, words


def test_pictures_side_by_side_name_the_same_years() -> None:
    small, large = make_series(*range(1, 10), first=2016), make_series(*(10**6 + at for at in range(9)), first=2016)
    left = measure_ticks([small, large])
    first, second = (words_in(draw_series(each, "c", FORMS, left), BOTTOM + 18) for each in (small, large))
    assert first == second


def test_a_number_at_the_foot_of_a_line_stands_below_it() -> None:
    series = make_series(90, 40, 95, first=2021)
    frame = make_frame(Decimal(95), 3)
    heights = [float(y) for y in re.findall(r' y="([\d.]+)"', "".join(place_labels(series.points, frame)))]
    assert [y < frame.height(number) for y, number in zip(heights, series.numbers, strict=True)] == [True, False, True]


def test_of_a_measure_that_means_two_things_each_edition_has_its_own_series() -> None:
    key = ("disclosures", "licence", "decisions")
    held = {year: hold(form, "7") for year, form in ((2019, "2019"), (2020, "2019"), (2021, "2021"))}
    states: dict[str, str] = {}
    span = [2019, 2020, 2021, 2022]
    apart = read_editions(span, held, key, "行政许可", "件", states, FORMS, {key: (("2019",), ("2021",))})
    assert [(series.label, [point.shown for point in series.points]) for series in apart] == [
        ("行政许可，2021年版", ["另列", "另列", "7", "未收录"]),
        ("行政许可，2019年版", ["7", "7", "另列", "未收录"]),
    ]
    together = read_editions(span, held, key, "行政许可", "件", states, FORMS, {key: (("2019", "2021"),)})
    assert [(series.label, [point.shown for point in series.points]) for series in together] == [
        ("行政许可", ["7", "7", "7", "未收录"]),
    ]


def test_years_without_a_form_are_of_the_stretch_before_them_and_never_a_break() -> None:
    series = make_series("没有表格", "没有表格", 1, 2, "未收录", 4, first=2017)
    assert split_runs(series.points) == [("", 0, 2), ("2019", 2, 5), ("2021", 5, 6)]
    assert find_breaks(series.points) == (5,)


def test_a_form_used_again_later_breaks_the_line_each_time() -> None:
    series = make_series(1, 2, 3, 4)
    points = tuple(point._replace(form=form) for point, form in zip(series.points, "ABAB", strict=True))
    assert find_breaks(points) == (1, 2, 3)
    assert join_line(points) == []


@settings(max_examples=30)
@given(st.lists(st.integers(0, 9999), min_size=2, max_size=9).filter(any))
def test_numbers_of_up_to_four_digits_do_not_touch_one_another(numbers: list[int]) -> None:
    series = make_series(*numbers, first=2021)
    frame = make_frame(max(series.numbers), len(numbers))
    boxes = []
    for label in place_labels(series.points, frame):
        x, y, words = re.search(r'x="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]+)<', label).groups()  # type: ignore[union-attr]
        half = measure(words) / 2
        assert half <= float(x) + 0.01
        assert float(x) <= WIDTH - half + 0.01
        boxes.append((float(x) - half, float(x) + half, float(y)))
    for at, (left, right, base) in enumerate(boxes):
        for other_left, other_right, other_base in boxes[:at]:
            assert right <= other_left or other_right <= left or abs(base - other_base) >= LETTER


def test_a_corrected_number_bears_a_star_and_an_open_point() -> None:
    series = make_series(3, 4, first=2021)
    series = series._replace(points=(series.points[0]._replace(correction="误作 30"), series.points[1]))
    drawing = draw(series)
    assert "3*" in drawing.words
    assert len(drawing.of("ch-corrected")) == 1
    assert "2021 年 3 件（经更正）" in drawing.description


@pytest.mark.parametrize(
    ("series", "told"),
    [
        (make_series(7, "未收录", "空白"), "行政许可：只有 2019 年有数，7 件；2020 年未收录，2021 年空白。"),
        (make_series(0, 0, 0, "未印"), "行政许可：2019–2021 年都是 0；2022 年未印。"),
        (make_series("空白", "空白"), "行政许可：各年都没有数（2019、2020 年空白）。"),
    ],
)
def test_what_words_say_better_is_said_in_words(series: Series, told: str) -> None:
    assert not series.is_drawable
    assert tell_series(series) == told


def test_a_negative_number_is_told_and_not_drawn() -> None:
    series = make_series(3, -2)
    assert not series.is_drawable
    assert tell_series(series) == "行政许可：2019 年 3 件，2020 年 −2 件。"


def test_hostile_labels_stay_text() -> None:
    drawing = draw(make_series(1, 2, label='<script>"x"</script>'))
    assert '<script>"x"</script>' in drawing.words
    assert drawing.title == '<script>"x"</script>（件）'


PARTS = st.lists(st.tuples(*[st.integers(0, 500)] * 5), min_size=2, max_size=8).filter(
    lambda years: sum(any(year) for year in years) > 0
)


@settings(max_examples=30)
@given(PARTS)
def test_the_parts_of_a_column_add_up_to_its_height(years: list[tuple[int, int, int, int, int]]) -> None:
    parts = [make_series(*(year[at] for year in years), label=f"结果{at}") for at in range(5)]
    sums = add_up("行政复议", parts)
    assert [int(number) for number in sums.numbers] == [sum(year) for year in years]
    drawing = read_drawing(draw_stack(sums, parts, "c", FORMS))
    frame = make_frame(max(sums.numbers), len(years))
    drawn = {filling: list(drawing.of(filling)) for filling in FILLINGS}
    assert [len(drawn[filling]) for filling in FILLINGS] == [sum(1 for year in years if year[at]) for at in range(5)]
    for at, year in enumerate(years):
        boxes = [
            box
            for filling in FILLINGS
            for box in drawn[filling]
            if abs(float(box["x"]) + float(box["width"]) / 2 - frame.across(at)) < 0.02
        ]
        tall = sum(float(box["height"]) for box in boxes)
        assert tall == pytest.approx(BOTTOM - frame.height(Decimal(sum(year))), abs=0.05)
    assert {str(sum(year)) for year in years} <= {word.replace(",", "") for word in drawing.words}


def test_a_column_with_a_part_unknown_is_a_gap() -> None:
    parts = [make_series(1, "空白", 3), *(make_series(1, 1, 1) for _ in range(4))]
    sums = add_up("行政复议", parts)
    assert [point.shown for point in sums.points] == ["5", "空白", "7"]
    drawing = read_drawing(draw_stack(sums, parts, "c", FORMS))
    assert len(drawing.of("ch-gap")) == 1
    assert [len(drawing.of(filling)) for filling in FILLINGS] == [2, 2, 2, 2, 2]


def test_a_part_that_the_form_of_a_year_does_not_have_is_no_gap() -> None:
    """A result that a newer edition brings is part of its own years' sums alone; where none is printed is no sum."""
    parts = [make_series(4, 5, NO_ITEM), make_series(NO_ITEM, 2, NO_ITEM)]
    assert [point.shown for point in add_up("行政复议", parts).points] == ["4", "7", NO_ITEM]


def test_parts_are_told_apart_by_filling_and_the_key_shows_each() -> None:
    key = str(draw_legend(["维持", "纠正", "其他", "未审结", "撤回"]))
    assert [filling in key for filling in FILLINGS] == [True] * 5
    assert f'id="{HATCH}"' in key
    assert f'fill="url(#{HATCH})"' in key


def test_a_description_names_each_form_once() -> None:
    assert describe_series(make_series(1, 2, first=2021), FORMS) == "2021年版：2021 年 1 件，2022 年 2 件。"
