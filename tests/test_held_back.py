"""A text that is held back stands in no file of the package and in no file of the site.

A report is made in which everything that can carry text does, each time with a character that stands nowhere else; then
every file is walked, zips unpacked. The same report with its text released shows that the walk would find it.
"""

from __future__ import annotations

import csv
import fnmatch
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_scripts.packaging.held_back import UNQUOTED, declares_withheld, is_number_or_mark
from tests.packages import REAL, make_package

MARK = "龘"
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

    make_package(write_marked(folder / "reports", release), folder / "made/package")
    render_site(folder / "made/package", folder / "made/site")
    return folder / "made"


def list_contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below the folder, and what is in its zips and gzips, by name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name, data = path.relative_to(folder).as_posix(), path.read_bytes()
            yield name, data
            if data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    yield from ((f"{name}/{entry}", archive.read(entry)) for entry in archive.namelist())
            if data.startswith(b"\x1f\x8b"):
                yield f"{name}/unpacked", gzip.decompress(data)


def find_files(folder: Path, words: str) -> set[str]:
    """The files in which the words stand, as they are or as JSON writes them."""
    needles = {words.encode(), words.encode("unicode-escape"), words.encode("unicode-escape").upper()}
    return {name for name, data in list_contents(folder) if any(needle in data for needle in needles)}


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of the report in a table of the package."""
    text = (folder / "package/data" / f"{name}.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["report_id"] == REPORT_ID]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("held"), "withheld")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("released"), "full")


def test_the_walk_finds_a_text_that_is_released(released: Path) -> None:
    page, latest = "site/agencies/410781-chengshiguanliju/2023/", "site/data/latest/"
    assert {
        f"package/data/text/{REPORT_ID}.txt",
        *(f"package/data/{name}.csv" for name in ("sections", "checks", "corrections", "findings", "applications")),
        *(f"{latest}data/{name}.csv" for name in ("sections", "checks", "corrections", "findings", "applications")),
        *(f"{page}{name}" for name in ("index.html", "report.txt", "data.csv", "data.json", "metadata.json")),
        f"site/api/v1/reports/{REPORT_ID}.json",
    } <= find_files(released, MARK)
    found = find_files(released, MARK)
    assert [pattern for pattern in PACKED if not fnmatch.filter(found, pattern)] == []
    assert "site/data/latest/data/checks.csv" in find_files(released, SAID)


@pytest.mark.parametrize("words", [MARK, SAID])
def test_nothing_of_a_text_that_is_held_back_is_in_any_file(held: Path, words: str) -> None:
    assert find_files(held, words) == set()


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
    keys = ("finding_id", "line", "code", "severity")
    assert [[row[name] for name in keys] for row in shown] == [[row[name] for name in keys] for row in quoted]
    assert {(row["message_zh"], row["message_en"]) for row in shown} == {(UNQUOTED["zh"], UNQUOTED["en"])}


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
