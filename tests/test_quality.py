"""The statement of the data's quality: every figure is its list's length, and what anybody counts in the package."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import FindingRow, Package, ReportRecord
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.pages import Page
from build_scripts.publishing.quality.coverage import count_coverage as count_all
from build_scripts.publishing.quality.listing import HOME, ROWS, Head, Listing, make_list_pages
from build_scripts.publishing.quality.pages import make_quality_pages
from build_scripts.publishing.quality.rows import WITHHELD_WORDS, RowPainter
from build_scripts.publishing.quality.statement import WHOLE_MATRIX, make_statement
from build_scripts.publishing.quality.tally import QualityTally
from tests.packages import REAL_FILES, copy_real, make_package

COLLECTIONS = ("package_folder", "country_package")
CELLS = {
    "disclosures": ("item", "measure"),
    "applications": ("outcome", "applicant"),
    "remedies": ("channel", "result"),
}
STATES = ("reported", "blank", "dash", "absent", "unreadable")
Figures = dict[tuple[str, str, str, str], int]


class Made:
    """A package with the pages and data files made of it."""

    def __init__(self, folder: Path) -> None:
        self.package = load_package(folder)
        self.context = build_context(self.package, Settings("站"))
        made = list(make_pages(self.package, self.context))
        self.pages = {page.address: page for page, _ in made}
        self.files = {name: data for _, files in made for name, data in files.items()}
        self.files_by_name = {name.rpartition("/")[2]: data for name, data in self.files.items()}
        self.rows = {name: read_csv(data) for name, data in self.files.items()}
        self.figures: Figures = {
            (row["subject"], row["group"], row["item"], row["form"]): int(row["count"])
            for row in self.rows["data/figures.csv"]
        }


def make_pages(package: Package, context: SiteContext) -> list[tuple[Page, Mapping[str, bytes]]]:
    tally = QualityTally(context)
    before: ReportRecord | None = None
    for record in iterate_reports(package):
        follows = (
            before is not None
            and before.row["agency_id"] == record.row["agency_id"]
            and int(before.row["year"]) == int(record.row["year"]) - 1
        )
        tally.add(record, before if follows else None)
        before = record
    return list(make_quality_pages(tally, package, context))


def read_csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    assert b"\r" not in data
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.fixture(scope="module", params=COLLECTIONS)
def made(request: pytest.FixtureRequest) -> Made:
    return Made(request.getfixturevalue(request.param))


def frame(made: Made, name: str) -> pd.DataFrame:
    return pd.read_csv(made.package.folder / "data" / f"{name}.csv", dtype=str, keep_default_na=False)


def count_by(frame: pd.DataFrame, *columns: str) -> dict[tuple[str, ...], int]:
    counted = frame.groupby(list(columns)).size()
    return {
        key if isinstance(key, tuple) else (key,): int(count)  # type: ignore[dict-item]
        for key, count in counted.items()
    }


def test_every_figure_is_what_pandas_counts_in_the_package(made: Made) -> None:
    reports, agencies = frame(made, "reports"), frame(made, "agencies")
    expected: Figures = {}
    for table in CELLS:
        cells = frame(made, table).merge(reports[["report_id", "form"]], on="report_id")
        for (form, state), count in count_by(cells, "form", "state").items():
            expected[("states", table, state, form)] = count
    for (rule, status), count in count_by(frame(made, "checks"), "rule", "status").items():
        expected[("rules", rule, status, "")] = count
    findings = frame(made, "findings")
    for (severity, code), count in count_by(findings, "severity", "code").items():
        expected[("findings", severity, code, "")] = count
    for subject, column in (
        ("scopes", "scope"),
        ("forms", "form"),
        ("formats", "source_format"),
        ("releases", "text_release"),
        ("held", "year"),
    ):
        for (value,), count in count_by(reports, column).items():
            expected[(subject, "", value, "")] = count
    for (year,), count in count_by(reports[reports["cells_reported"].astype(int) == 0], "year").items():
        expected[("numberless", "", year, "")] = count
    for recorded, count in (reports["source_url"] != "").value_counts().items():
        expected[("sources", "", "recorded" if recorded else "unrecorded", "")] = int(count)
    if corrections := len(frame(made, "corrections")):
        expected[("corrections", "", "", "")] = corrections
    if files := findings[findings["report_id"] == ""]["source_file"].nunique():
        expected[("files", "", "", "")] = files
    expected |= count_coverage(made, reports, agencies)
    assert made.figures == expected


def count_coverage(made: Made, reports: pd.DataFrame, agencies: pd.DataFrame) -> Figures:
    """What is held and what is not by year and province, counted from the two tables alone."""
    newest = reports["year"].astype(int).max()
    held = set(zip(reports["agency_id"], reports["year"].astype(int), strict=True))
    found: dict[tuple[str, str, str, str], int] = {}
    for _, agency in agencies.iterrows():
        province = made.context.region_path(agency["region_code"])[0]["code"]
        add(found, "agencies", province, "")
        for year in range(int(agency["first_year"]), newest + 1):
            is_held = (agency["agency_id"], year) in held
            add(found, "province_held" if is_held else "province_not_held", province, str(year))
            if not is_held:
                add(found, "not_held", "", str(year))
    return found


def add(found: Figures, subject: str, group: str, item: str) -> None:
    key = (subject, group, item, "")
    found[key] = found.get(key, 0) + 1


def test_every_figure_is_the_length_of_its_list_over_all_its_pages(made: Made) -> None:
    matrices = {"agencies", "province_held", "province_not_held"}
    rows = [row for row in made.rows["data/figures.csv"] if row["subject"] not in matrices]
    assert rows
    for row in rows:
        lines = list_lines(made, row["list"])
        assert len(lines) == int(row["rows"]), row
        one_by_one = row["subject"] != "states" and not (
            row["subject"] == "rules" and (row["item"] != "differs" or row["group"] == "same_as_last_year")
        )
        counted = (
            len(lines) if one_by_one else sum(int(re.findall(r'<td class="n">(\d+)</td>', line)[0]) for line in lines)
        )
        assert counted == int(row["count"]), row


def list_lines(made: Made, address: str) -> list[str]:
    """The rows of a list, of all its pages in their order."""
    lines: list[str] = []
    number = 1
    while page := made.pages.get(address if number == 1 else f"{address}{number}/"):
        found = re.findall(r'<tr><th scope="row">.*?</tr>', page.body.split("<tbody>")[1], re.DOTALL)
        assert 0 < len(found) <= ROWS
        lines += found
        number += 1
    return lines


def test_the_matrix_of_a_province_shows_every_agency_and_year_once(made: Made) -> None:
    marks = {"held": 0, "numberless": 0, "not_held": 0}
    for row in made.rows["data/figures.csv"]:
        if row["subject"] == "agencies":
            lines = list_lines(made, row["list"])
            assert len([line for line in lines if "agencies/" in line]) == int(row["count"])
            for mark in marks:
                marks[mark] += sum(line.count(f'class="m m-{mark}"') for line in lines)
    statuses = [row["status"] for row in made.rows["data/coverage.csv"]]
    assert marks == {mark: statuses.count(mark) for mark in marks}


def test_every_figure_can_be_counted_again_from_the_data_beside_the_page(made: Made) -> None:
    found: Figures = {}
    for row in made.rows["data/states.csv"]:
        for state in STATES:
            sum_up(found, ("states", row["table"], state, row["form"]), int(row[state]))
    statuses = list(made.context.labels["check_statuses"])
    for row in made.rows["data/rules.csv"]:
        for status in statuses:
            sum_up(found, ("rules", row["rule"], status, ""), int(row[status]))
    files = set()
    for row in made.rows["data/findings.csv"]:
        sum_up(found, ("findings", row["severity"], row["code"], ""), 1)
        if not row["report_id"]:
            files.add(row["source_file"])
    sum_up(found, ("files", "", "", ""), len(files))
    for row in made.rows["data/reports.csv"]:
        sum_up(found, ("corrections", "", "", ""), int(row["corrections"]))
        for subject, column in (
            ("scopes", "scope"), ("forms", "form"), ("formats", "source_format"), ("releases", "text_release"),
            ("sources", "source"),
        ):  # fmt: skip
            sum_up(found, (subject, "", row[column], ""), 1)
    agencies = set()
    for row in made.rows["data/coverage.csv"]:
        agencies.add((row["province"], row["agency_id"]))
        is_held = row["status"] != "not_held"
        assert is_held == bool(row["report_id"])
        sum_up(found, ("held" if is_held else "not_held", "", row["year"], ""), 1)
        sum_up(found, ("numberless", "", row["year"], ""), int(row["status"] == "numberless"))
        sum_up(found, ("province_held" if is_held else "province_not_held", row["province"], row["year"], ""), 1)
    for province, _ in agencies:
        sum_up(found, ("agencies", province, "", ""), 1)
    assert made.figures == found


def sum_up(found: Figures, key: tuple[str, str, str, str], count: int) -> None:
    if count:
        found[key] = found.get(key, 0) + count


def test_every_number_of_the_statement_is_a_link_to_a_list_of_that_number(made: Made) -> None:
    body = made.pages[HOME].body
    lists: dict[str, set[int]] = {}
    for row in made.rows["data/figures.csv"]:
        lists.setdefault(row["list"], set()).add(int(row["count"]))
    shown = re.findall(r'<td (?:role="cell" )?class="n"[^>]*>(.*?)</td>', body, re.DOTALL)
    shown += re.findall(r'<li><svg class="swatch".*?</svg><a class="of-state" .*?</a> (.*?)</li>', body, re.DOTALL)
    assert len(shown) > 80
    linked = set()
    for cell in shown:
        links = re.findall(r'<a(?: class="(?:not-)?held")? href="\.\./([^"]+)">([\d,]+)', cell)
        if not links:
            assert re.sub(r"<.*?>", "", cell) in ("0", ""), cell
        for address, number in links:
            assert int(number.replace(",", "")) in lists[address], (address, number)
            linked.add(address)
    for address in lists.keys() - linked:
        assert f'href="../{address}"' in body, f"nothing leads to {address}"


def test_the_columns_of_the_data_are_explained_on_the_page_in_both_languages(made: Made) -> None:
    body = made.pages[HOME].body
    for name, data in made.files.items():
        assert f'href="{name}"' in body
        for column in data.decode("utf-8-sig").split("\n", 1)[0].split(","):
            assert re.search(rf"<dt><code>{column}</code></dt><dd>\S+.*? <span lang=\"en\"[^>]*>[a-z]", body), column


def test_lists_stand_in_the_order_of_region_name_and_year(made: Made) -> None:
    agencies = made.package.agencies
    reports = {f"agencies/{row['agency_id']}/{row['year']}/": row for row in made.context.reports}
    for row in made.rows["data/figures.csv"]:
        if row["subject"] not in ("states", "rules", "held", "scopes"):
            continue
        found = [
            reports[match]
            for match in re.findall(
                r'<th scope="row"><a href="[./]+(agencies/[^"#]+)', "".join(list_lines(made, row["list"]))
            )
        ]
        places = [
            (agencies[one["agency_id"]]["region_code"], agencies[one["agency_id"]]["name"], int(one["year"]))
            for one in found
        ]
        assert places
        assert places == sorted(places)


def test_of_many_agencies_the_statement_shows_provinces_alone(country_package: Path) -> None:
    made = Made(country_package)
    coverage = count_all(made.context)
    times = 1 + WHOLE_MATRIX // coverage.agencies
    many = replace(
        coverage, provinces=tuple(replace(province, rows=province.rows * times) for province in coverage.provinces)
    )
    body = make_statement({}, many, made.files_by_name, made.context).body
    assert "matrix-years" not in body
    assert "matrix-years" in made.pages[HOME].body
    for province in many.provinces:
        (row,) = re.findall(rf'<tr><th scope="row"><a href="\.\./{province.address}">.*?</tr>', body, re.DOTALL)
        numbers = [int(number) for number in re.findall(r">−?([\d,]+)", row)]
        held = [row["status"] for row in made.rows["data/coverage.csv"] if row["province"] == province.region["code"]]
        assert numbers[0] == len(province.rows)
        assert sum(numbers[1:]) == len(held) * times


def test_no_word_judges_an_agency(made: Made) -> None:
    for page in made.pages.values():
        for word in ("得分", "评分", "不合格", "违规", "违法", "造假", "落后", "先进", "第一名", "合格率", "错误率"):
            assert word not in page.body.replace("不打分", ""), page.address


def test_every_rule_is_explained_with_its_definition_its_statuses_and_numbers_of_a_report(made: Made) -> None:
    held = frame(made, "checks")
    for rule in made.context.codes.lists["rules"]:
        body = unescape(made.pages[f"{HOME}rules/{rule['code']}/"].body)
        for words in (rule["definition_zh"], rule["definition_en"], rule["label_en"], rule["source"]):
            assert words in body
        for status in made.context.codes.lists["check_statuses"] if rule["operands"] else ():
            assert status["definition_zh"] in body
        outcomes = set(held[held["rule"] == rule["code"]]["status"])
        has_example = bool(rule["operands"]) and bool(outcomes & {"holds", "differs"})
        assert ('id="example"' in body) == has_example, rule["code"]


def test_every_finding_is_explained_with_what_it_says_and_what_can_be_done(made: Made) -> None:
    for code in {row["code"] for row in made.rows["data/findings.csv"]}:
        body = made.pages[f"{HOME}findings/{code}/"].body
        (row,) = [row for row in made.context.codes.lists["finding_codes"] if row["code"] == code]
        for word in ("说的是", "怎样看待", "可以做什么", row["label_en"]):
            assert word in unescape(body)
        assert "{" not in body.split("<table")[0]


def test_every_link_of_the_lists_leads_to_an_anchor_that_is_there(country_folder: Path) -> None:
    root = str(country_folder)
    asked: dict[str, dict[str, str]] = {}
    for path in sorted((country_folder / "quality").rglob("index.html")):
        for link in set(re.findall(r'<a [^>]*?href="([^"]+)"', path.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:", link):
                address, _, anchor = link.partition("#")
                target = os.path.normpath(f"{path.parent}/{address}") if address else str(path.parent)
                assert target.startswith(root), (path, link)
                asked.setdefault(target, {})[anchor] = f"{path}: {link}"
    for target, anchors in asked.items():
        file = Path(target) / "index.html" if Path(target).is_dir() else Path(target)
        assert file.is_file(), anchors
        if set(anchors) - {""}:
            ids = set(re.findall(r' id="([^"]+)"', file.read_text(encoding="utf-8")))
            missing = {anchor: where for anchor, where in anchors.items() if anchor and unescape(anchor) not in ids}
            assert not missing
    assert sum(map(len, asked.values())) > 1000


def test_the_example_of_a_rule_leads_to_the_cells_of_the_report(country_folder: Path) -> None:
    page = (country_folder / "quality/rules/carry_over/index.html").read_text(encoding="utf-8")
    links = re.findall(r'class="operand".*?<a href="([^"]+)">([\d,]+)</a>', page)
    assert len(links) == 2
    assert {link.split("/")[-2] for link, _ in links} > {min(link.split("/")[-2] for link, _ in links)}
    assert links[0][1] == links[1][1] != "0"


def test_a_long_list_is_parted_into_pages_of_two_hundred_rows() -> None:
    listing = Listing(
        key=("states", "x"),
        address=f"{HOME}states/x/",
        title="很长",
        unit="格",
        count=900,
        items=range(450),
        draw=lambda item, root: f'<tr><th scope="row"><a href="{root}{item}/">{item}</a></th><td class="n">2</td></tr>',
        heads=(Head("机关"), Head("格", True)),
    )
    pages = list(make_list_pages(listing))
    assert [page.address for page in pages] == [f"{HOME}states/x/{part}" for part in ("", "2/", "3/")]
    assert [page.body.count("<tr><th") - 1 for page in pages] == [200, 200, 50]
    assert [(page.previous, page.following) for page in pages] == [
        ("", f"{HOME}states/x/2/"),
        (f"{HOME}states/x/", f"{HOME}states/x/3/"),
        (f"{HOME}states/x/2/", ""),
    ]
    assert '<a href="../../../../200/">' in pages[1].body
    assert "第 201 至 400 行，共 450 行" in pages[1].body
    assert "<strong>900</strong> 格，分布在 450 份报告中" in pages[2].body


def test_hostile_words_stay_words(made: Made) -> None:
    painter = RowPainter(made.context)
    trick = '"><img src=x onerror=alert(1)></code>'
    own = made.context.reports[0]["source_file"]
    report = next(at for at, row in enumerate(made.context.reports) if row["text_release"] != "withheld")
    rows = [
        painter.finding((report, FindingRow("1", "a", own, "3", "text-in-table", "note", trick, trick)), "../"),
        painter.file_finding(FindingRow("1", "", trick, "", "not-a-report", "error", trick, trick), "../"),
    ]
    for row in rows:
        assert "<img" not in row
        assert "&lt;img" in row


def test_words_of_a_report_whose_text_is_held_back_are_in_no_list(country_package: Path) -> None:
    made = Made(country_package)
    withheld = {row["report_id"]: row for row in made.context.reports if row["text_release"] == "withheld"}
    findings = [found for report_id in withheld for found in made.package.findings.get(report_id, ())]
    if not findings:
        findings = hold_back(made)
    everything = "".join(page.body for page in made.pages.values())
    assert WITHHELD_WORDS in everything
    for found in findings:
        row = made.context.reports[[one["report_id"] for one in made.context.reports].index(found.report_id)]
        lines = [
            line
            for line in list_lines(made, f"{HOME}findings/{found.code}/")
            if f"agencies/{row['agency_id']}/{row['year']}/" in line
        ]
        assert lines
        for line in lines:
            assert unescape(found.message_zh) not in unescape(line)


def hold_back(made: Made) -> list[FindingRow]:
    """Make the pages again as if the text of the first report with a finding were held back."""
    report_id = min(found for found in made.package.findings if found)
    reports = tuple(
        {**row, "text_release": "withheld"} if row["report_id"] == report_id else row for row in made.package.reports
    )
    made.package = replace(made.package, reports=reports)
    made.context = build_context(made.package, Settings("站"))
    made.pages = {page.address: page for page, _ in make_pages(made.package, made.context)}
    return list(made.package.findings[report_id])


def test_a_file_that_gave_no_report_is_listed_with_its_reason(tmp_path: Path) -> None:
    reports = copy_real(tmp_path / "reports", REAL_FILES[:1])
    first = reports / REAL_FILES[0]
    (reports / "2022").mkdir()
    (reports / "2022/空.txt").write_text("", encoding="utf-8")
    (reports / "2022/<img src=x>.txt").write_text("今天天气很好。\n", encoding="utf-8")
    (reports / "2022/z.txt").write_bytes(first.read_bytes())
    make_package(reports, tmp_path / "package")
    made = Made(tmp_path / "package")
    assert made.figures[("files", "", "", "")] == 3
    lines = [re.sub("<.*?>", "", line) for line in list_lines(made, f"{HOME}files/")]
    assert [line.split(".txt")[0] for line in lines] == ["2022/&lt;img src=x&gt;", "2022/z", "2022/空"]
    assert "空文件：文件没有内容。" in lines[2]
    assert f"内容完全相同：与 {REAL_FILES[0]} 的内容一字不差" in lines[1]
    body = made.pages[f"{HOME}files/"].body
    for code in ("empty-file", "duplicate-bytes"):
        assert f'href="../../quality/findings/{code}/"' in body
        assert "空" in "".join(list_lines(made, f"{HOME}findings/empty-file/"))


def test_a_correction_is_listed_with_what_was_printed_and_why(tmp_path: Path) -> None:
    reports = copy_real(tmp_path / "reports", REAL_FILES[3:4])
    sidecar = reports / f"{REAL_FILES[3]}.yml"
    fix = (
        "corrections:\n  - {table: disclosures, row: licence, column: decisions, value: 102, "
        'reason: "机关<b>已更正</b>", evidence: "https://example.com/"}\n'
    )
    sidecar.write_text(sidecar.read_text(encoding="utf-8") + fix, encoding="utf-8")
    make_package(reports, tmp_path / "package")
    made = Made(tmp_path / "package")
    assert made.figures[("corrections", "", "", "")] == 1
    (line,) = list_lines(made, f"{HOME}corrections/")
    assert '/2023/#disclosures-licence-decisions">卫辉市城市管理局</a>' in line
    assert "<td>101</td><td>102</td><td>机关&lt;b&gt;已更正&lt;/b&gt;</td>" in line


def test_a_cell_corrected_to_a_state_is_listed_with_its_label(tmp_path: Path) -> None:
    reports = copy_real(tmp_path / "reports", REAL_FILES[3:4])
    sidecar = reports / f"{REAL_FILES[3]}.yml"
    states = ("blank", "dash", "absent", "unreadable")
    fixes = "".join(
        f"  - {{table: disclosures, row: {row}, column: {column}, value: {state}, reason: 原件不清, "
        'evidence: "https://example.com/"}\n'
        for (row, column), state in zip(
            (("licence", "decisions"), ("penalty", "decisions"), ("enforcement", "decisions"), ("fee", "amount")),
            states,
            strict=True,
        )
    )
    sidecar.write_text(f"{sidecar.read_text(encoding='utf-8')}corrections:\n{fixes}", encoding="utf-8")
    make_package(reports, tmp_path / "package")
    told = [
        line.split("<td>")[-2].removesuffix("</td>")
        for line in list_lines(Made(tmp_path / "package"), f"{HOME}corrections/")
    ]
    assert sorted(told) == ["无法读取", "未印", "横线", "空白"]


def test_the_same_package_gives_the_same_bytes(package_folder: Path) -> None:
    first, second = Made(package_folder), Made(package_folder)
    assert first.files == second.files
    assert {address: page.body for address, page in first.pages.items()} == {
        address: page.body for address, page in second.pages.items()
    }


def test_a_report_is_as_long_in_the_bar_of_one_year_as_of_another(country_package: Path) -> None:
    made = Made(country_package)
    bars = re.findall(
        r'<svg class="parts"[^>]*aria-label="已收录 (\d+) 份，未收录 (\d+) 个机关">(.*?)</svg>', made.pages[HOME].body
    )
    longest = max(int(held) + int(missing) for held, missing, _ in bars)
    assert len(bars) > 3
    for held, missing, shapes in bars:
        width = sum(float(part) for part in re.findall(r' width="([\d.]+)%"', shapes))
        assert abs(width - 100 * (int(held) + int(missing)) / longest) < 0.5


def test_the_columns_of_differences_say_what_they_hold(made: Made) -> None:
    """Left and right are nothing to a reader; the rule's own words are."""
    heads = {}
    for rule in made.context.codes.lists["rules"]:
        page = made.pages.get(f"quality/rules/{rule['code']}/differs/")
        if page and rule["operands"]:
            heads[rule["code"]] = re.findall(r'<th scope="col" class="n">(.*?)</th>', page.body)
            assert rule["definition_zh"].count(heads[rule["code"]][1]) == 1
            assert not re.search(r">-\d", page.body), "a minus is a minus"
    assert heads or len(made.context.reports) < 10
    for told in heads.values():
        assert not {"左", "右", "式子左边", "式子右边"} & set(told)
    if told := heads.get("narrative_received"):
        assert told == ["文字里说的", "表中本年新收总计", "相差"]


def test_likeness_to_last_year_has_words_of_its_own_and_is_no_check_of_numbers(made: Made) -> None:
    page = made.pages["quality/rules/same_as_last_year/"].body
    assert "两边" not in page
    assert "空白视为" not in page
    assert "没有收录上一年的报告，" in page
    checks = frame(made, "checks")
    total = int((checks["rule"] != "same_as_last_year").sum())
    assert f'<dt>数字核对</dt><dd><a href="#rules">{total:,}</a>' in made.pages[HOME].body


def test_how_many_sources_are_recorded_is_a_figure_with_its_list(made: Made) -> None:
    reports = frame(made, "reports")
    missing = int((reports["source_url"] == "").sum())
    assert made.figures[("sources", "", "unrecorded", "")] == missing
    assert f'href="../quality/sources/unrecorded/">{missing:,}</a>' in made.pages[HOME].body
