"""Numbers of persons are found wherever they stand in a text, and nothing else is taken for one."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from build_scripts import pipeline
from build_scripts.codes import CodeListError
from build_scripts.files import PROJECT, list_reports, read_codelists, read_rows
from build_scripts.packaging.handed_in import read_handed_in
from build_scripts.reading.privacy.finder import find_places
from build_scripts.reading.privacy.folding import find_likely, fold_line
from build_scripts.reading.privacy.masking import MARKS, mask_lines, mask_text
from build_scripts.reading.privacy.numbers import is_identity_card
from build_scripts.reading.privacy.words import KINDS, USE, build_privacy_words
from tests.packages import REAL

ROWS = read_codelists(PROJECT.codelists)["sentence_words"]
WORDS = build_privacy_words(ROWS)
CARD, PHONE = MARKS["identity_card"], MARKS["mobile_phone"]


def words_of(kind: str) -> list[str]:
    return [row["word"] for row in ROWS if (row["use"], row["kind"]) == (USE, kind)]


PERSONAL = [
    # identity cards
    ("张三（410781199003071239）", f"张三（{CARD}）"),
    ("身份证号：41078119900307123X", f"身份证号：{CARD}"),  # a wrong check digit makes nobody less known
    ("身份证号：41078119900307123x，", f"身份证号：{CARD}，"),
    ("身份证号：410799199003071230", f"身份证号：{CARD}"),  # a county that is in no list
    ("410799199003071230", CARD),
    ("４１０７８１１９９００３０７１２３９", CARD),
    ("410781 19900307 1239", CARD),
    ("4107 8119 9003 0712 39", CARD),
    ("410781-19900307-1239", CARD),
    ("41078119900307\u200b1239", CARD),
    ("身份证号 4 1 0 7 8 1 1 9 9 0 0 3 0 7 1 2 3 9", f"身份证号 {CARD}"),
    ("410781900307123", CARD),  # the old ones of 15 digits
    ("身份证号：410781201003071231", f"身份证号：{CARD}"),  # a child's, named
    ("编号：410781199003071239", f"编号：{CARD}"),  # all is right: no document's number
    # mobile phones
    ("联系人：张三 手机13812345678", f"联系人：张三 手机{PHONE}"),
    ("13812345678/0371-12345678", f"{PHONE}/0371-12345678"),
    ("+86 138 1234 5678", PHONE),
    ("(+86)13812345678", PHONE),
    ("0086-138-1234-5678", PHONE),
    ("8613812345678", PHONE),
    ("013812345678", PHONE),
    ("１３８１２３４５６７８", PHONE),
    ("138-1234-5678", PHONE),
    ("138－1234－5678", PHONE),
    ("138.1234.5678", PHONE),
    ("手机：1 3 8 1 2 3 4 5 6 7 8", f"手机：{PHONE}"),
    ("一三八一二三四五六七八", PHONE),
    ("拨打13812345678、13912345678转801", f"拨打{PHONE}、{PHONE}转801"),
    ("手机 138 1234 5678，139 1234 5678", f"手机 {PHONE}，{PHONE}"),
    ("https://www.example.gov.cn/13812345678.html", f"https://www.example.gov.cn/{PHONE}.html"),
    ("tel:13812345678", f"tel:{PHONE}"),
    ("张三\t13812345678\t科员", f"张三\t{PHONE}\t科员"),
    # an office's own line, or not: a person is named, or nothing is said
    ("电话：13812345678", f"电话：{PHONE}"),
    ("联系电话：13812345678", f"联系电话：{PHONE}"),
    ("办公电话：13812345678（张三）", f"办公电话：{PHONE}（张三）"),
    ("监督电话：13812345678 张三", f"监督电话：{PHONE} 张三"),
    ("张三监督电话：13812345678", f"张三监督电话：{PHONE}"),
    ("联系人：张三，监督电话：13812345678", f"联系人：张三，监督电话：{PHONE}"),
    ("联系李四，办公电话：13812345678", f"联系李四，办公电话：{PHONE}"),
    ("张三，办公电话：13812345678。", f"张三，办公电话：{PHONE}。"),
    ("张局办公电话：13812345678。", f"张局办公电话：{PHONE}。"),
    # a unit, a sign of money or another number's name excuses nothing where a person is spoken of
    ("联系张三13812345678元月三日", f"联系张三{PHONE}元月三日"),
    ("张三手机13812345678件件有回音", f"张三手机{PHONE}件件有回音"),
    ("张三13812345678件事", f"张三{PHONE}件事"),
    ("张三￥13812345678", f"张三￥{PHONE}"),
    ("联系张三，登记编号：13812345678", f"联系张三，登记编号：{PHONE}"),
    ("张三身份编号13812345678", f"张三身份编号{PHONE}"),
    # marks that are not seen as digits at first sight
    ("手机138\u0301123\u3164456\u00ad78", f"手机{PHONE}"),
    ("①13812345678", f"①{PHONE}"),
    ("13812345678²", f"{PHONE}²"),
    ("手机⑬⑧12345678", f"手机{PHONE}"),
    ("手机&#49;&#x33;&#56;12345678", f"手机{PHONE}"),
    ("https://example.org/%31%33%38%31%32%33%34%35%36%37%38", f"https://example.org/{PHONE}"),
    ("?tel=%25313812345678", f"?tel={PHONE}"),
    ("?tel=%EF%BC%913812345678", f"?tel={PHONE}"),
    ("手机幺三八幺二三四五六拐八", f"手机{PHONE}"),
    ("手机一、三、八、一、二、三、四、五、六、七、八", f"手机{PHONE}"),
    ("张三138/1234/5678反映", f"张三{PHONE}反映"),
    ("张三 410781/19900307/1239", f"张三 {CARD}"),
    ("姓名张三\t监督电话\t13812345678", f"姓名张三\t监督电话\t{PHONE}"),
]


@pytest.mark.parametrize(("printed", "masked"), PERSONAL, ids=[case[0] for case in PERSONAL])
def test_the_number_of_a_person_is_found_and_replaced_whole(printed: str, masked: str) -> None:
    assert mask_text(printed, WORDS) == masked


OTHERS = [
    "0371-12345678",
    "（0371）66666666",
    "400-123-4567",
    "12345 热线",
    "138****5678",
    "410781********1239",
    "统一社会信用代码：91410781MA13812345",
    "11410781005712345X",
    "索引号：410781202312310011",
    "索引号：13812345678",
    "410781-2023-00012",
    "2023-13812345678-01",
    "20230101-20231231",
    "2023010120231231",
    "共支出13812345678元",
    "13812345678 元",
    "¥13812345678",
    "13812345678.50",
    "13,812,345,678",
    "138123456789",
    "00013812345678",
    "6217002410001234567",
    "12812345678",
    "410781199013071230",
    "1\t3\t8\t1\t2\t3\t4\t5\t6\t7\t8",
    "1 3 8 1 2 3 4 5 6 7 8",
    "410781\t19900307\t1239",
    "总计 138 1234 5678 12",
    "2 138 1234 5678",
    "138,377,712,34",
    "手机访问13,812,345,678,901次",
    "138，1234，5678",
    "分别为138、1234、5678、910件",
    "分别为138、1234、5678件",
    "规章138，规范性文件1234，其他5678",
    "共138/12345678",
    "手机138\t1234\t5678",
]


@pytest.mark.parametrize("mark", [*"/,，、_～*·.-", "  ", " - ", "／", "；", "::"])
def test_whatever_parts_the_groups_of_a_number_that_words_name(mark: str) -> None:
    assert mask_text(f"手机{mark.join(['138', '1234', '5678'])}。", WORDS) == f"手机{PHONE}。"
    assert (
        mask_text(f"电话：{mark.join(['138', '12345678'])}。", WORDS)
        == f"电话：{'138.12345678' if mark == '.' else PHONE}。"
    )
    assert mask_text(f"身份证{mark.join(['410781', '19900307', '1239'])}。", WORDS) == f"身份证{CARD}。"


ALPHABETS = [
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "₀₁₂₃₄₅₆₇₈₉",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⓿❶❷❸❹❺❻❼❽❾",
    "0⑴⑵⑶⑷⑸⑹⑺⑻⑼",
    "0⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "０１２３４５６７８９",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "٠١٢٣٤٥٦٧٨٩",
    "〇〡〢〣〤〥〦〧〨〩",
    "〇一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
    "零壹貳參肆伍陸柒捌玖",
    "洞幺两三四五六拐八勾",
    "0㊀㊁㊂㊃㊄㊅㊆㊇㊈",
]


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_whatever_is_read_as_a_digit_is_one(alphabet: str) -> None:
    strange = str.maketrans("0123456789", alphabet)
    for number in ("13812345678", "13900456789"):
        for written in (number.translate(strange), number[:5] + number[5:].translate(strange)):
            assert mask_text(f"联系张三手机{written}。", WORDS) == f"联系张三手机{PHONE}。"


def test_the_search_for_lines_sees_every_digit_that_folding_sees() -> None:
    numbers = [
        char
        for char in map(chr, range(0x110000))
        if unicodedata.numeric(char, None) is not None or unicodedata.normalize("NFKC", char).isdigit()
    ]
    digits = [char for char in numbers if any(one.text.isdecimal() for one in fold_line(char))]
    assert len(digits) > 1000
    lines = [line for char in digits for line in (char + "1" * 10, "字")]
    assert find_likely(lines) == set(range(1, len(lines), 2))


@pytest.mark.parametrize("word", words_of("surname"))
def test_what_looks_like_a_name_makes_it_a_persons(word: str) -> None:
    assert len(find_places([f"{word}小明，监督电话：13812345678。"], WORDS)) == 1
    assert len(find_places([f"{word}明13812345678元"], WORDS)) == 1


@pytest.mark.parametrize("word", words_of("no_name"))
def test_words_that_look_like_a_name_and_are_none(word: str) -> None:
    assert find_places([f"{word}13812345678元"], WORDS) == ()
    assert find_places([f"{word}，监督电话：13812345678。"], WORDS) == ()


@pytest.mark.parametrize("word", words_of("contact"))
def test_who_is_told_to_turn_to_somebody_may_be_told_a_person(word: str) -> None:
    assert len(find_places([f"请{word}小明，办公电话：13812345678。"], WORDS)) == 1


@pytest.mark.parametrize("printed", OTHERS)
def test_other_numbers_are_left_alone(printed: str) -> None:
    assert find_places([printed], WORDS) == ()


@pytest.mark.parametrize("word", words_of("office_line"))
def test_an_office_may_have_a_mobile_phone_for_a_line(word: str) -> None:
    assert find_places([f"市城管局{word}：13812345678。"], WORDS) == ()
    assert find_places([f"{word}\t13812345678"], WORDS) == ()
    assert len(find_places([f"张三，{word}：13812345678（李四）"], WORDS)) == 1


@pytest.mark.parametrize("word", words_of("person"))
def test_a_person_named_beside_it_makes_it_the_persons(word: str) -> None:
    assert len(find_places([f"监督电话：13812345678，{word}张三"], WORDS)) == 1
    assert len(find_places([f"{word}张三，监督电话：13812345678"], WORDS)) == 1


@pytest.mark.parametrize("word", words_of("office_before"))
def test_what_may_stand_before_the_name_of_a_line(word: str) -> None:
    assert find_places([f"卫辉市{word}监督电话：13812345678"], WORDS) == ()


@pytest.mark.parametrize("word", [*words_of("office_after"), *words_of("hours")])
def test_what_may_follow_an_offices_number(word: str) -> None:
    assert find_places([f"监督电话：13812345678（{word}）"], WORDS) == ()


@pytest.mark.parametrize("word", words_of("identity"))
def test_words_name_an_identity_card(word: str) -> None:
    assert len(find_places([f"{word}：410781201003071230"], WORDS)) == 1
    assert find_places(["批文：410781201003071230"], WORDS) == ()


@pytest.mark.parametrize("word", words_of("phone"))
def test_words_name_a_phone_whose_digits_stand_apart(word: str) -> None:
    assert len(find_places([f"{word}：1 3 8 1 2 3 4 5 6 7 8"], WORDS)) == 1


@pytest.mark.parametrize("word", words_of("other_number"))
def test_words_name_another_number(word: str) -> None:
    assert find_places([f"{word}：13812345678", f"{word}：410781199003071230"], WORDS) == ()


@pytest.mark.parametrize("word", words_of("unit"))
def test_a_unit_makes_it_a_count(word: str) -> None:
    assert find_places([f"共13812345678{word}"], WORDS) == ()


def test_every_kind_of_word_is_tested_and_no_other_is_known() -> None:
    assert {row["kind"] for row in ROWS if row["use"] == USE} == set(KINDS)
    with pytest.raises(CodeListError, match="unknown kind 'nobody'"):
        build_privacy_words([{"use": USE, "kind": "nobody", "word": "某", "source": ""}])


BROKEN = [
    (["手机：1381234", "5678。"], [f"手机：{PHONE}", "。"]),
    (["手机：138-1234-", "5678"], [f"手机：{PHONE}", ""]),
    (["手机：", "13812345", "678"], ["手机：", PHONE, ""]),
    (["身份证：410781", "19900307", "123X，男"], [f"身份证：{CARD}", "", "，男"]),
    (["138", "1234", "5678"], ["138", "1234", "5678"]),
    (["规章\t138", "12345678\t2"], ["规章\t138", "12345678\t2"]),
    (["共收到138", "12345678件"], ["共收到138", "12345678件"]),
    ([*"13812345678"], [*"13812345678"]),
]


@pytest.mark.parametrize(("lines", "masked"), BROKEN, ids=[" ⏎ ".join(case[0]) for case in BROKEN])
def test_a_number_may_be_broken_by_the_end_of_a_line_and_lines_of_numbers_are_never_joined(
    lines: list[str], masked: list[str]
) -> None:
    assert mask_lines(lines, find_places(lines, WORDS)) == tuple(masked)


def test_in_a_row_of_a_table_a_blank_parts_cells_and_an_amount_is_no_phone() -> None:
    assert len(find_places(["规章 138 1234 5678"], WORDS)) == 1
    assert find_places(["规章 138 1234 5678"], WORDS, {1: frozenset()}) == ()
    assert len(find_places(["收费 13812345678"], WORDS, {1: frozenset()})) == 1
    assert find_places(["收费 13812345678"], WORDS, {1: frozenset({"13812345678"})}) == ()


def check_digit(seventeen: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True)) % 11]


cards = st.builds(
    lambda county, year, month, day, count: f"{county}{year}{month:02}{day:02}{count:03}",
    st.sampled_from(["410781", "110105", "440305", "653101", "330106"]),
    st.integers(1930, 2026),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 999),
).map(lambda seventeen: seventeen + check_digit(seventeen))
phones = st.builds(
    lambda head, rest: f"{head}{rest:08}",
    st.sampled_from(["138", "139", "150", "166", "177", "186", "191", "199"]),
    st.integers(0, 99_999_999),
)
seams = st.text("　 ，。、：（）张王李联系手机号码\t\n的是", max_size=12)
full_width = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@settings(max_examples=150, deadline=None)
@given(number=cards | phones, before=seams, after=seams, wide=st.booleans())
def test_any_number_in_any_surroundings_is_found(number: str, before: str, after: str, wide: bool) -> None:
    text = f"{before}{number.translate(full_width) if wide else number}{after}"
    masked = mask_text(text, WORDS)
    assert number not in masked.translate({wide: plain for plain, wide in full_width.items()})
    assert any(mark in masked for mark in MARKS.values())
    assert masked.count("\n") == text.count("\n")
    assert mask_text(masked, WORDS) == masked


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(st.integers(0, 99_999), min_size=1, max_size=7), min_size=1, max_size=6),
    seam=st.sampled_from(["\t", " | ", "，", "、", "/", "  ", "_", "～"]),
)
@example(rows=[[0, 130], [100], [10000]], seam=" | ")
@example(rows=[[55, 138], [2055], [8199, 956]], seam="、")
@example(rows=[[11, 97, 13010], [411], [253]], seam="，")
@example(rows=[[57, 54, 15900], [332], [197]], seam="/")
@example(rows=[[8, 63, 138], [34810], [365, 33499]], seam="～")
@example(rows=[[86, 159], [343], [55760, 80]], seam="_")
def test_no_row_of_counts_becomes_a_number_of_a_person(rows: list[list[int]], seam: str) -> None:
    assert find_places([seam.join(map(str, row)) for row in rows], WORDS) == ()


@settings(max_examples=100, deadline=None)
@given(amount=st.decimals(0, 10**13, places=2), unit=st.sampled_from(["元", "万元", " 元", "件"]))
def test_no_amount_becomes_one(amount: object, unit: str) -> None:
    assert find_places([f"全年共{amount}{unit}"], WORDS) == ()


def test_of_random_digits_one_in_thousands_looks_like_a_persons() -> None:
    dice = random.Random(6)
    runs = ["".join(dice.choices("0123456789", k=18)) for _ in range(20_000)]
    assert sum(is_identity_card(run, False) for run in runs) < 10


def test_no_real_report_is_held_back_for_nothing() -> None:
    _, knowledge, _ = pipeline.load_knowledge(PROJECT)
    files, _ = list_reports(REAL)
    assert len(files) == 5
    assert {read_handed_in(file, knowledge).text_release for file in files} == {"full"}


def test_no_generated_report_is_held_back_for_nothing(country_package: Path) -> None:
    codes = {row["code"] for row in read_rows(country_package / "data/findings.csv")}
    assert "personal-number" not in codes
    assert len(codes) > 1
