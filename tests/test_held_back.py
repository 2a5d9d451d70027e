"""A text that is held back stands in no file of the package and in no file of the site.

A report is made in which everything that can carry text does, each time with a character that stands nowhere else; then
every file is walked, whatever it is packed in. The same report with its text released shows that the walk would find
it. The same holds of the numbers of persons, in reports of every release.
"""

from __future__ import annotations

import csv
import fnmatch
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.files import read_rows
from build_scripts.findings import finding_id
from build_scripts.model import Finding
from build_scripts.packaging.held_back import UNQUOTED, hide_details, is_number_or_mark
from build_scripts.packaging.intake import FileOutcome, declares_withheld
from build_scripts.packaging.settlement import refuse_differing_copies
from tests.every_file import find_files
from tests.packages import REAL, make_package
from tests.personal_reports import (
    COPIED,
    COPIED_NUMBERS,
    FILE_NUMBER,
    FOUND,
    PLACES,
    WAYS,
    needles_of,
    number_of,
    write_personal,
)

MARK = "龘龘龘"
"""In every sentence, in a cell, in a line inside a table, in a reason; in no name and no list."""
SAID = "8731"
"""A number that the text alone says."""
REPORT_ID = "410781-chengshiguanliju-2023"
PACKED = (
    "*/bundle.zip/*/report.txt",
    "*/latest/disclosure-reports.zip/*.txt",
    "*/applications.csv.gz/unpacked",
    "*/years/2023/disclosure-reports-2023.zip/*/applications.csv",
    "*/regions/410000/disclosure-reports-410000.zip/*.txt",
    "*/latest/disclosure-reports.jsonl.gz/unpacked",
    "*/latest/disclosure-reports.json.gz/unpacked",
    "*/years/2023/disclosure-reports-2023.json.gz/unpacked",
    "*/years/2023/disclosure-reports-2023-sources.zip/*.txt",
    "*/bundle.zip/*/source/*.txt",
    "package/data/source/*.txt",
)
"""Where a text that is released stands compressed."""
_SPOKEN = f"2023年，市城管局共收到政府信息公开申请{SAID}件{MARK}。本报告的数据包括下属单位{MARK}。"
_SIDECAR = f"""agency: 卫辉市城市管理局
region_code: "410781"
year: 2023
text_release: {{}}
corrections:
  - table: disclosures
    row: penalty
    column: decisions
    value: 12
    reason: 正文说“{MARK}处罚”
    evidence: https://www.example.gov.cn/a.html
"""


def write_marked(folder: Path, release: str) -> Path:
    """The report with the mark, the report of the year after it, and a file that gives no report, marked too."""
    text = (REAL / "2023/410781-chengshiguanliju.txt").read_text(encoding="utf-8")
    after = text.replace("2023", "2024").replace("\t101", "\t102")
    text = text.replace("。", f"{MARK}。").replace("(二) 依申请公开\n", f"(二) 依申请公开\n\n{_SPOKEN}\n", 1)
    text = text.replace("行政强制\t40", f"行政强制\t40{MARK}件", 1)
    text = text.replace("1. 信访举报投诉类申请\t0\t0", f"1. 信访举报投诉类申请\t{MARK}见附件\t0", 1)
    text = text.replace("2. 重复申请\t0\t0\t0", f"2. 重复申请\t本行{MARK}", 1)
    text = text.replace("(五) 不予处理", f"此表由办公室{MARK}填写\n\t(五) 不予处理", 1)
    text = text.replace("五、存在的主要问题及改进情况", f"五、存在的主要问题{MARK}及改进情况")
    for name, data, sidecar in (
        ("2023/a.txt", text, _SIDECAR.format(release)),
        ("2024/b.txt", after, 'agency: 卫辉市城市管理局\nregion_code: "410781"\nyear: 2024\n'),
        ("2023/c.txt", f"{MARK}解读。\n{text}", f"text_release: {release}\nstrange: {MARK}\n"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")
        path.with_name(f"{path.name}.yml").write_text(sidecar, encoding="utf-8")
    return folder


def make_site(folder: Path, release: str) -> Path:
    """Package and site of these reports."""
    from build_scripts.publishing.website import render_site

    write_marked(folder / "reports", release)
    if release == "withheld":
        write_personal(folder / "reports")
    make_package(folder / "reports", folder / "made/package")
    render_site(folder / "made/package", folder / "made/site")
    return folder / "made"


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of the report in a table of the package."""
    text = (folder / "package/data" / f"{name}.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["report_id"] == REPORT_ID]


@pytest.fixture(scope="module")
def held(make_once: Callable[..., Path], shared_folder: Path) -> Path:
    return make_once(shared_folder / "held-texts", lambda folder: make_site(folder, "withheld") and None) / "made"


@pytest.fixture(scope="module")
def released(make_once: Callable[..., Path], shared_folder: Path) -> Path:
    return make_once(shared_folder / "released-texts", lambda folder: make_site(folder, "full") and None) / "made"


def test_the_walk_finds_a_text_that_is_released(released: Path) -> None:
    page, latest = "site/agencies/410781-chengshiguanliju/2023/", "site/data/latest/"
    assert {
        f"package/data/text/{REPORT_ID}.txt",
        *(f"package/data/{name}.csv" for name in ("sections", "checks", "corrections", "findings", "applications")),
        *(f"{latest}data/{name}.csv" for name in ("sections", "checks", "corrections", "findings", "applications")),
        *(f"{page}{name}" for name in ("index.html", "report.txt", "data.csv", "data.json", "metadata.json")),
        f"site/api/v1/reports/{REPORT_ID}.json",
    } <= (found := find_files(released, [MARK, SAID])[MARK])
    assert [pattern for pattern in PACKED if not fnmatch.filter(found, pattern)] == []
    assert "site/data/latest/data/checks.csv" in find_files(released, [SAID])[SAID]


@pytest.fixture(scope="module")
def found(held: Path) -> dict[str, set[str]]:
    """Where the needles stand in package and site: what is held back, and the numbers of persons of every way."""
    numbers = [needle for way in WAYS for needle in needles_of(way)]
    return find_files(held, [MARK, SAID, COPIED, *COPIED_NUMBERS, FILE_NUMBER, *numbers])


@pytest.mark.parametrize("words", [MARK, SAID])
def test_nothing_of_a_text_that_is_held_back_is_in_any_file(found: dict[str, set[str]], words: str) -> None:
    assert found.get(words, set()) == set()


@pytest.mark.parametrize("way", ["", "masked", "withheld"], ids=["undecided", "masked", "withheld"])
@pytest.mark.parametrize("place", PLACES)
def test_no_number_of_a_person_is_in_any_file(found: dict[str, set[str]], way: str, place: str) -> None:
    assert {needle: found[needle] for needle in needles_of(way, (place,)) if needle in found} == {}


def test_the_walk_finds_those_of_a_text_that_a_maintainer_gave_out_in_full(found: dict[str, set[str]]) -> None:
    unseen = {place for place in PLACES if not any(needle in found for needle in needles_of("full", (place,)))}
    assert unseen == {"broken", "no_report"}, "over two lines; behind what is quoted of a file that is no report"
    at = {name for needle in needles_of("full") for name in found.get(needle, ())}
    page = "site/agencies/410781-shuiliju/2023/"
    for name in ("package/data/source/410781-shuiliju-2023.txt", f"{page}index.html", f"{page}report.txt"):
        assert name in at
    assert [pattern for pattern in (*PACKED, "*.parquet/rows") if not fnmatch.filter(at, pattern)] == []


def test_nor_is_a_file_name_with_such_a_number(found: dict[str, set[str]]) -> None:
    assert FILE_NUMBER not in found


def test_nothing_is_told_of_two_files_of_the_same_bytes_whose_texts_are_given_out_differently(
    held: Path, found: dict[str, set[str]]
) -> None:
    assert {needle: found[needle] for needle in (COPIED, *COPIED_NUMBERS) if needle in found} == {}
    rows = [row for row in read_rows(held / "package/data/findings.csv") if row["source_file"].startswith("p/copy")]
    told = {row["source_file"]: row for row in rows if row["severity"] == "error"}
    assert {name: (row["code"], row["report_id"]) for name, row in told.items()} == {
        "p/copy-1.txt": ("held-back-copy", ""),
        "p/copy-2.txt": ("held-back-copy", ""),
    }
    assert told["p/copy-1.txt"]["message_zh"].startswith("与 p/copy-2.txt 一字不差，而")
    assert {row["message_zh"] for row in rows if row["severity"] != "error"} <= {UNQUOTED["zh"]}
    ids = {row["report_id"] for row in read_rows(held / "package/data/reports.csv")}
    assert ids.isdisjoint({"410781-shenjiju-2023"})


@pytest.mark.parametrize(
    ("ways", "are_refused"),
    [
        (("full", "withheld"), True),
        (("withheld", "full"), True),
        (("masked", "full"), True),
        (("full", "withheld", "full"), True),
        (("withheld", "withheld"), False),
        (("full", "full"), False),
        (("masked", "masked"), False),
    ],
)
def test_copies_are_refused_together_or_not_at_all(ways: tuple[str, ...], are_refused: bool) -> None:
    files = [FileOutcome(f"{number}.txt", "same", None, (), way) for number, way in enumerate(ways)]
    files += [FileOutcome("other.txt", "another", None, (), "full"), FileOutcome("closed.txt", "", None, (), "full")]
    told = refuse_differing_copies(files)
    refused = [f"{number}.txt" for number in range(len(ways))] if are_refused else []
    assert [one.source_file for one in told if one.findings] == refused
    assert [one.source_file for one in told] == [one.source_file for one in files]


def test_the_decision_settles_how_a_text_is_given_out(held: Path) -> None:
    rows = {row["report_id"]: row for row in read_rows(held / "package/data/reports.csv")}
    ids = ("caizhengju", "jiaoyuju", "minzhengju", "shuiliju")
    made = {way: rows[f"410781-{name}-2023"] for way, name in zip(WAYS, ids, strict=True)}
    assert {way: row["text_release"] for way, row in made.items()} == FOUND
    assert [way for way, row in made.items() if row["source_sha256"]] == ["full"]
    assert {row["title"] for way, row in made.items() if way != "full"} == {
        f"卫辉市{name} 2023 年政府信息公开工作年度报告（［手机号］）" for name in ("财政局", "教育局", "民政局")
    }


def test_the_finding_names_every_line_and_says_what_to_do(held: Path) -> None:
    rows = [row for row in read_rows(held / "package/data/findings.csv") if row["code"] == "personal-number"]
    lines = {int(row["line"]) for row in rows if row["source_file"] == "p/卫辉市财政局.txt"}
    said = (held.parent / "reports/p/卫辉市财政局.txt").read_text(encoding="utf-8").split("\n")
    assert lines == {
        number
        for number, line in enumerate(said, 1)
        if any(needle in line for place in PLACES for needle in (*needles_of("", (place,)), number_of("", place)[:7]))
        and not line.startswith(number_of("", "broken")[7:])
    }
    assert {row["source_file"] for row in rows} == {
        f"p/卫辉市财政局{end}" for end in (".txt", ".txt.yml", "-x.txt", "-x.txt.yml")
    }
    assert all("masked（遮去号码）、full（照原样）或 withheld（不公布）" in row["message_zh"] for row in rows)
    assert {row["severity"] for row in rows} == {"warning"}


def test_json_of_every_report_says_what_the_csv_says(held: Path) -> None:
    """Also of one that is held back: the same words, the same keys, and a finding that quotes nothing is told."""
    tables = {name: read_rows(held / f"package/data/{name}.csv") for name in ("sections", "findings", "checks")}
    ways = set()
    for row in read_rows(held / "package/data/reports.csv"):
        ways.add(row["text_release"])
        told = json.loads((held / f"site/api/v1/reports/{row['report_id']}.json").read_text(encoding="utf-8"))
        assert told["report"] == row
        for name, rows in tables.items():
            mine = [one for one in rows if one["report_id"] == row["report_id"]]
            found = [{"report_id": row["report_id"], **one} for one in told[name]]
            assert sorted(found, key=str) == sorted(({**found[0], **one} for one in mine), key=str), name
    assert ways == {"full", "masked", "withheld"}


def test_a_masked_text_has_its_lines_and_a_mark_for_each_number(held: Path) -> None:
    text = (held / "package/data/text/410781-jiaoyuju-2023.txt").read_text(encoding="utf-8")
    said = (held.parent / "reports/p/卫辉市教育局.txt").read_text(encoding="utf-8")
    assert text.count("\n") == said.count("\n")
    assert (text.count("［手机号］"), text.count("［身份证号］")) == (14, 2)
    changed = [line for line, old in zip(text.split("\n"), said.split("\n"), strict=True) if line != old]
    assert all("［" in line or line == "。" for line in changed)


def test_what_is_told_of_a_report_does_not_hang_on_the_decision(held: Path) -> None:
    """But for the cell that held such a number and nothing else: masked, it is no number."""
    tables = [read_rows(held / f"package/data/{name}.csv") for name in ("disclosures", "applications", "remedies")]
    cells: dict[str, list[tuple[str, ...]]] = {}
    for row in (row for table in tables for row in table):
        if row["line"] != "45":
            cells.setdefault(row["report_id"], []).append(
                tuple(value for name, value in row.items() if name not in ("report_id", "printed", "correction"))
            )
    of = [cells[f"410781-{name}-2023"] for name in ("caizhengju", "jiaoyuju", "minzhengju", "shuiliju")]
    assert of[0] == of[1] == of[2] == of[3]


def test_numbers_states_and_lines_stay(held: Path, released: Path) -> None:
    for table in ("disclosures", "applications", "remedies"):
        shown, open_rows = read_table(held, table), read_table(released, table)
        kept = [[value for name, value in row.items() if name not in ("printed", "correction")] for row in shown]
        assert kept == [
            [value for name, value in row.items() if name not in ("printed", "correction")] for row in open_rows
        ]
        assert all(
            row["printed"] == open_row["printed"]
            for row, open_row in zip(shown, open_rows, strict=True)
            if is_number_or_mark(open_row["printed"])
        )
    (penalty,) = [row for row in read_table(held, "disclosures") if row["item"] == "penalty"]
    assert (penalty["value"], penalty["correction"]) == ("12", "理由暂不公布")


def test_sections_keep_their_lines_alone(held: Path, released: Path) -> None:
    rows = read_table(held, "sections")
    assert {(row["heading"], row["text"]) for row in rows} == {("", "")}
    places = ("section", "line_start", "line_end")
    assert [[row[name] for name in places] for row in rows] == [
        [row[name] for name in places] for row in read_table(released, "sections")
    ]


def test_what_the_text_says_is_not_compared_with_the_table(held: Path, released: Path) -> None:
    told = {row["rule"]: row for row in read_table(released, "checks") if row["rule"].startswith("narrative_")}
    assert (told["narrative_received"]["status"], told["narrative_received"]["left"]) == ("differs", SAID)
    hidden = [row for row in read_table(held, "checks") if row["rule"].startswith("narrative_")]
    assert {row["status"] for row in hidden} <= {"not_assessable", "not_applicable"}
    assert {row[name] for row in hidden for name in ("left", "right", "difference", "left_text", "right_text")} == {""}
    page = held / "site/quality/rules/narrative_received/differs/index.html"
    assert not page.exists() or "2023" not in page.read_text(encoding="utf-8")


def test_sums_of_the_tables_are_still_worked_out(held: Path, released: Path) -> None:
    def sums(folder: Path) -> list[dict[str, str]]:
        rows = read_table(folder, "checks")
        return [row for row in rows if not row["rule"].startswith(("narrative_", "same_as"))]

    assert sums(held) == sums(released) != []


def test_it_is_not_told_whether_the_next_year_repeats_it(held: Path) -> None:
    text = (held / "package/data/checks.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    found = {row["status"] for row in rows if row["rule"] == "same_as_last_year" and row["scope"].startswith("section")}
    assert found <= {"not_assessable", "not_applicable"}


def test_findings_tell_code_and_line_without_a_quote(held: Path, released: Path) -> None:
    shown, quoted = read_table(held, "findings"), read_table(released, "findings")
    keys = ("line", "code", "severity")
    told, open_ = ([[row[name] for name in keys] for row in rows] for rows in (shown, quoted))
    assert sorted(told) == sorted(open_)
    assert {row["finding_id"] for row in shown}.isdisjoint(row["finding_id"] for row in quoted)
    assert {(row["message_zh"], row["message_en"]) for row in shown} == {(UNQUOTED["zh"], UNQUOTED["en"])}


def test_the_id_of_a_finding_tells_nothing_of_a_text_that_is_held_back() -> None:
    def ids(*said: str) -> list[str]:
        return [finding_id(one) for one in hide_details(Finding("x", "a.txt", 3, (("found", word),)) for word in said)]

    assert ids("甲", "乙") == ids("丙", "丁")
    assert len(set(ids("甲", "乙"))) == 2


def test_the_text_in_the_package_has_its_lines_and_nothing_on_them(held: Path) -> None:
    text = (held / f"package/data/text/{REPORT_ID}.txt").read_text(encoding="utf-8")
    assert set(text) == {"\n"}


@pytest.mark.parametrize("printed", ["", "0", "1,234.5", "10.145件", "0\t0\t—\t0", "（12）", "12.9万元", "三十"])
def test_numbers_and_marks_as_printed_may_stay(printed: str) -> None:
    assert is_number_or_mark(printed)


@pytest.mark.parametrize("printed", ["见附件", "22（其中修订16件）", "不作统计", "张三", "0\t0\t无法统计", "abc"])
def test_words_as_printed_may_not(printed: str) -> None:
    assert not is_number_or_mark(printed)


@pytest.mark.parametrize(
    ("sidecar", "held_back"),
    [
        (b"text_release: withheld\n", True),
        (b'year: [\n"text_release" : "withheld"', True),
        (b"text_release: full\n", False),
        (b"", False),
    ],
)
def test_a_sidecar_with_faults_still_holds_its_text_back(sidecar: bytes, held_back: bool) -> None:
    assert declares_withheld(sidecar) is held_back
