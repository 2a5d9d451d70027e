"""The check on a pull request tells what was understood, what blocks and what will change; and cannot be misled."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from shutil import copytree

import pytest
from markdown_it import MarkdownIt

from build_scripts.contributing.markdown import quote
from build_scripts.contributing.reviewing.changed_files import ChangedFile, sort_changed
from build_scripts.contributing.reviewing.freed import hush_row
from build_scripts.contributing.reviewing.notices import MOST_OF_A_KIND, write_notices
from build_scripts.contributing.reviewing.reviewed import Reviewed
from build_scripts.contributing.reviewing.summary import COMMENT_ROOM, ROOM, write_summary
from build_scripts.contributing.reviewing.verdict import FileRow, Verdict
from build_scripts.contributing.reviewing.weighing import CheckChange, Effects
from build_scripts.contributing.understood import Understood
from build_scripts.files import read_rows
from build_scripts.packaging.held_back import HIDDEN
from build_scripts.packaging.package import FindingRow
from build_scripts.pipeline import NotPublished
from build_scripts.review import review_change
from tests.commands import run
from tests.packages import REAL, edit_table, make_package
from tests.personal_reports import COPIED, COPIED_NUMBERS, FILE_NUMBER, WAYS, needles_of, write_personal
from tests.printing.codelists import read_codes
from tests.proposed import (
    HELD,
    REPORTS,
    Proposed,
    bad_change,
    good_change,
    make_root,
    propose,
    report_of,
    review,
    zip_bomb,
)
from tests.review_examples import PAGE, find, show
from tests.test_held_back import MARK, SAID, write_marked

NEW = "2022/410781-chengshiguanliju.txt"
ALLOWED = {"<code>", "</code>", "<br>", "<details>", "</details>", "<summary>", "</summary>"}
ELEMENTS = {"code", "br", "details", "summary", "h2", "h3", "h4", "p", "ul", "li", "strong", "table", "thead", "tbody"}
ELEMENTS |= {"tr", "th", "td"}
MEBIBYTE = 1 << 20
GONE = "2020/410303-chengshiguanliju.txt"
CORRECTED = "2021/411500-chengshiguanliju.txt"
CORRECTION = (
    "corrections:\n  - table: disclosures\n    row: penalty\n    column: decisions\n    value: 77\n"
    "    reason: 与原网页核对。\n    evidence: https://example.com/\n"
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, real_package: Path) -> Proposed:
    return propose(tmp_path_factory.mktemp("good"), real_package, good_change())


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory, real_package: Path) -> Proposed:
    return propose(tmp_path_factory.mktemp("bad"), real_package, bad_change())


def render(summary: str) -> str:
    """The summary as HTML, tables and raw HTML as GitHub takes them."""
    return str(MarkdownIt("commonmark").enable("table").render(summary))


# A good report


def test_nothing_stands_against_a_good_report(good: Proposed) -> None:
    assert not good.reviewed.blocks
    assert good.result_of == {NEW: "added"}
    assert good.read("summary.md").startswith("## 没有挡住合并的问题 / Nothing stands against it\n")


def test_its_row_says_agency_year_edition_states_and_sums(good: Proposed) -> None:
    (row,) = [line for line in good.read("summary.md").split("\n") if line.startswith("| **新收录**")]
    assert [cell.strip() for cell in row.strip("|").split(" | ")] == [
        "**新收录**<br>new",
        "<code>2022&#47;410781&#45;chengshiguanliju&#46;txt</code><br>+ 附注 / sidecar",
        "<code>卫辉市城市管理局</code><br><code>410781&#45;chengshiguanliju</code>",
        "<code>2022</code>",
        "<code>2021</code>",
        "10",
        "175",
        "15",
        "= 43<br>· 15",
        "—",
    ]


def test_the_three_tables_are_drawn_as_they_were_understood(good: Proposed) -> None:
    summary = good.read("summary.md")
    assert "| 行政许可 / Administrative licences | 101 |" in re.sub(r"\|(  \|)+", "|", summary)
    assert summary.index("规章 / Regulations |") < summary.index("行政强制 / Administrative enforcement |")
    assert "| 总计 / Total |" in re.sub(r"<br>", " / ", summary)


def test_what_changes_is_counted(good: Proposed) -> None:
    effects = good.reviewed.effects
    assert effects
    counts = {one.name: (one.before, one.after) for one in effects.counts}
    assert counts["reports"] == (5, 6)
    assert counts["cells.reported"] == (717, 917)
    assert "| 报告 / reports | 5 | 6 | +1 |" in good.read("summary.md")


def test_next_years_carry_over_is_told_as_the_new_report_changes_it(good: Proposed) -> None:
    assert good.reviewed.effects
    told = {one for one in good.reviewed.effects.checks if one.rule == "carry_over"}
    assert CheckChange("410781-chengshiguanliju-2023", "carry_over", "total", "not_applicable", "holds") in told
    assert len(told) == 7
    line = "| 跨年结转 / Carry&#45;over between years | 7 | 不适用 / not applicable | 相符 / holds |"
    assert line in good.read("summary.md")


def test_without_a_base_the_rest_is_told_all_the_same(good: Proposed, tmp_path: Path) -> None:
    made = review(good.layout, tmp_path / "nothing", [f"{REPORTS}{NEW}".encode()], good.package, tmp_path)
    assert made.result_of == {NEW: "added"}
    assert "没有可比的旧数据" in made.read("summary.md")
    assert made.told["counts"] is None


def test_a_change_of_program_alone_says_so_and_who_wrote_the_summary(good: Proposed, tmp_path: Path) -> None:
    names = [b"build_scripts/x.py", b".github/workflows/x.yml"]
    summary = review(good.layout, good.package, names, good.package, tmp_path).read("summary.md")
    assert "（2 个文件）：这份摘要由改过的程序写成" in summary
    assert "- 程序和测试 / program and tests：<code>build&#95;scripts&#47;x&#46;py</code>（删去 / deleted）" in summary
    assert "没有改动报告文件。 / No report file was changed." in summary
    assert "数据没有变化。 / Nothing changes in the data." in summary


# A bad one


def test_errors_and_strange_places_block_and_are_said_first(bad: Proposed) -> None:
    assert bad.reviewed.blocks
    head = bad.read("summary.md").split("### ")[0]
    assert head.startswith("## 还不能合并 / Not to be merged yet\n")
    assert "changed report files that are not taken: 2" in head
    assert "report files nobody touched that are no longer taken: 1" in head
    assert "<code>报告&#46;docx</code> 不在 datapackage/reports/ 里" in head


def test_a_bad_file_hides_no_other(bad: Proposed) -> None:
    assert bad.result_of == {
        "2022/jiedu.txt": "withheld",
        "2023/again.txt": "withheld",
        HELD: "withheld",
        NEW: "added",
    }


def test_a_rival_is_told_with_what_was_understood_of_it(bad: Proposed) -> None:
    rows = {row.source_file: row for row in bad.reviewed.rows}
    rival, victim = rows["2023/again.txt"], rows[HELD]
    assert (rival.understood.agency, rival.understood.year) == ("卫辉市城市管理局", "2023")
    assert (rival.is_changed, victim.is_changed) == (True, False)


def test_each_error_is_an_annotation_on_its_file_and_line(bad: Proposed) -> None:
    lines = bad.read("annotations.txt").splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    assert len(errors) == 4
    assert [line for line in errors if line.startswith(f"::error file={REPORTS}2022/jiedu.txt,line=1,title=")]
    assert all("%0A" in line for line in errors), "the next step stands under the message"


def test_errors_that_stood_before_in_files_nobody_touched_do_not_block(bad: Proposed, tmp_path: Path) -> None:
    untouched, touched = (
        review(bad.layout, bad.package, [name], bad.package, tmp_path / str(at))
        for at, name in enumerate((b"README.md", f"{REPORTS}2022/jiedu.txt".encode()))
    )
    assert not untouched.reviewed.blocks
    assert touched.reviewed.blocks, "whoever changes the file sees to it"


# All sorts of changes


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, real_package: Path) -> Proposed:
    """A report taken down, one renamed, one corrected by its sidecar, two new agencies, a number far beyond."""
    folder = tmp_path_factory.mktemp("busy")
    moved = (REAL / HELD).read_bytes()
    corrected = (REAL / f"{CORRECTED}.yml").read_text(encoding="utf-8")
    files: dict[str, str | bytes | None] = {
        f"{REPORTS}{GONE}": None,
        f"{REPORTS}{GONE}.yml": None,
        f"{REPORTS}{HELD}": None,
        f"{REPORTS}{HELD}.yml": None,
        f"{REPORTS}2023/renamed.txt": moved,
        f"{REPORTS}{CORRECTED}.yml": f"{corrected}{CORRECTION}",
        f"{REPORTS}2022/a.txt": report_of(2022, "卫辉市城市管理综合行政执法局"),
        f"{REPORTS}2022/b.txt": report_of(2022, "卫辉市水利局").replace("\t101\t", "\t1010000\t"),
    }
    return propose(folder, real_package, files)


def test_an_old_file_taken_down_renamed_or_corrected_is_told(busy: Proposed) -> None:
    assert busy.result_of == {
        GONE: "removed",
        HELD: "moved",
        "2023/renamed.txt": "changed",
        CORRECTED: "changed",
        "2022/a.txt": "added",
        "2022/b.txt": "added",
    }
    assert not busy.reviewed.blocks
    summary = busy.read("summary.md")
    assert "reports taken down: 1" in summary
    assert "<br>← <code>2023&#47;410781&#45;chengshiguanliju&#46;txt</code>" in summary


def test_a_correction_is_told_before_and_after_and_marked(busy: Proposed) -> None:
    full = busy.read("full.md")
    assert "Administrative penalties" in full
    assert re.search(r"\| <code>\d+</code> \| <code>77</code> \| [^|]*更正[^|]* \|", full)
    assert "77 `*`" in full
    assert "→ <code>77</code>（<code>与原网页核对。</code> <code>https&#58;&#47;&#47;example&#46;com" in full


def test_a_new_agency_stands_beside_those_it_looks_like(busy: Proposed) -> None:
    alike = {one.agency["name"]: [(each.name, each.why) for each in one.alike] for one in busy.reviewed.newcomers}
    assert alike == {"卫辉市城市管理综合行政执法局": [("卫辉市城市管理局", "function")], "卫辉市水利局": []}
    assert "New agencies, to be confirmed" in busy.read("summary.md")


def test_a_number_far_beyond_what_its_cell_held_asks_for_a_look(busy: Proposed) -> None:
    assert busy.reviewed.effects
    assert [(one.report, one.found) for one in busy.reviewed.effects.jumps] == [("410781-shuiliju-2022", "1010000")]
    assert "Numbers far from what their cell held" in busy.read("summary.md")


def test_where_no_package_comes_of_it_the_reason_is_told_and_blocks(tmp_path: Path) -> None:
    layout = make_root(tmp_path / "project")
    (tmp_path / "changed").write_bytes(f"datapackage/codelists/forms.csv\0{REPORTS}2020/gone.txt\0".encode())
    (tmp_path / "said").write_text("失败\n```\n<b>\n::error::x 13612345678\x1b[2J\n", encoding="utf-8")
    arguments = (layout, None, tmp_path / "none", tmp_path / "changed", tmp_path / "review")
    with pytest.raises(NotPublished, match="没有数据包"):
        review_change(*arguments)
    assert review_change(*arguments, tmp_path / "said").blocks
    summary = (tmp_path / "review/summary.md").read_text(encoding="utf-8")
    assert "数据包没有做成" in summary
    assert f"- 报告和附注 / reports and sidecars：{quote(f'{REPORTS}2020/gone.txt')}（删去 / deleted）" in summary
    assert "<pre><code>失败\n```\n&lt;b&gt;\n::error::x …\\x1b[2J\n</code></pre>" in render(summary)


# Many at once


CODES = read_codes()
STATES = {
    "disclosures": {"reported": 10},
    "applications": {"reported": 150, "blank": 20, "unreadable": 5},
    "remedies": {"absent": 15},
}


def make_row(number: int, errors: int = 0, notes: int = 3) -> FileRow:
    """A file with findings that quote as much as reports may."""
    name = f"2024/{number:05}-{'报告|<b>`' * 4}.txt"
    told = Understood(
        name, f"r{number}", f"a{number}", "某某市某某区城市管理综合行政执法局" * 2, "标题|" * 80, "2024", "2021",
        "full", STATES, {"holds": 40, "differs": 3, "not_assessable": 9}, {"error": errors, "note": notes},
    )  # fmt: skip
    severities = ["error"] * errors + ["note"] * notes
    findings = tuple(
        FindingRow(
            f"{number}-{at}", told.report_id, name, str(at + 1), "label-slip", severity, "引文<|>`" * 99, "q" * 999
        )
        for at, severity in enumerate(severities)
    )
    return FileRow(name, "withheld" if errors else "added", told, findings)


def review_rows(rows: tuple[FileRow, ...]) -> Reviewed:
    return Reviewed("2026.1.1", (), Verdict(rows, ()), Effects((), (), ()), codes=CODES)


@pytest.mark.parametrize("count", [50, 500])
def test_many_files_give_one_table_with_a_row_for_each(count: int) -> None:
    summary = write_summary(review_rows(tuple(make_row(number, number % 7 == 0) for number in range(count))))
    assert len(summary.encode()) <= ROOM < MEBIBYTE
    rows = [line for line in summary.split("\n") if line.startswith(("| **新收录", "| **没有收录"))]
    assert len(rows) == count
    assert {len(line.split(" | ")) for line in rows} == {10}
    assert summary.count("<details>") == summary.count("</details>") >= 40


def test_real_reports_by_the_hundred_are_one_table_too(
    tmp_path: Path, country_package: Path, real_package: Path
) -> None:
    layout = make_root(tmp_path / "project")
    rows = read_rows(country_package / "data/reports.csv")
    for row in rows:
        path = layout.reports / row["source_file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    names = [f"{REPORTS}{row['source_file']}".encode() for row in rows]
    made = review(layout, real_package, names, country_package, tmp_path)
    summary = made.read("summary.md")
    assert Counter(made.result_of.values()) == {"added": len(rows)}
    assert sum(line.startswith("| **新收录**") for line in summary.split("\n")) == len(rows) >= 100
    assert len(summary.encode()) <= ROOM
    assert len(made.read("comment.md").encode()) <= COMMENT_ROOM
    assert len(made.read("full.md")) > len(summary)
    assert max(Counter(re.findall(r"^::(\w+)", made.read("annotations.txt"), re.MULTILINE)).values()) == 10


def test_what_has_no_room_is_counted() -> None:
    rows = tuple(make_row(number, 1) for number in range(150))
    summary = write_summary(review_rows(rows), room := 100_000)
    assert len(summary.encode()) <= room
    shown = sum(line.startswith("| **没有收录") for line in summary.split("\n"))
    assert 10 < shown < 150
    assert f"（另有 {150 - shown:,}，其余在附件的 full.md 里" in summary
    assert write_summary(review_rows(rows), 1 << 40).count("<details>") == 150


def test_lists_as_long_and_wide_as_can_be_leave_room_for_the_files() -> None:
    checks = tuple(CheckChange("r" * 900 + str(at), "carry_over", "total", "", "holds") for at in range(900))
    changed = tuple(ChangedFile("<" * 900 + str(at), "other", "", False, True, "outside") for at in range(900))
    rows = tuple(make_row(number, 1) for number in range(50))
    reviewed = Reviewed("2026.1.1", changed, Verdict(rows, changed), Effects((), checks, ()), codes=CODES)
    summary = write_summary(reviewed, room := 300_000)
    assert len(summary.encode()) <= room
    assert sum(line.startswith("| **没有收录") for line in summary.split("\n")) == 50


def test_files_without_findings_have_no_details_where_there_are_many() -> None:
    summary = write_summary(review_rows((*(make_row(number, 0, 0) for number in range(49)), make_row(49, 1))))
    assert summary.count("<details>") == 1
    assert "没有发现、核对也没有不符的 49 份不在这里细列" in summary


def test_ten_annotations_of_a_kind_are_given_one_of_each_file_first() -> None:
    rows = tuple(make_row(number, 2, 2) for number in range(50))
    lines = write_notices(review_rows(rows)).splitlines()
    assert Counter(line.split(" ")[0] for line in lines) == {"::error": MOST_OF_A_KIND, "::notice": MOST_OF_A_KIND}
    first = [re.search(r"file=([^,]*)", line) for line in lines if line.startswith("::error")][:-1]
    assert len({found[1] for found in first if found}) == MOST_OF_A_KIND - 1
    assert "另有 91 条，见摘要 / 91 more: see the summary" in lines[9]


# A hostile one


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, real_package: Path) -> Proposed:
    folder = tmp_path_factory.mktemp("hostile")
    layout = make_root(folder / "project")
    tricky = "<script>|{{ config }}|$rm -rf /|../../x|@octocat a@b.com|fixes #1"
    text = report_of(2022)
    title = next(line for line in text.split("\n") if line.endswith("年度报告"))
    year = layout.reports / "2022"
    year.mkdir()
    files = {
        "script.txt": text.replace(title, f"{title}（{tricky}）", 1),
        "keys.txt": report_of(2021),
        "keys.txt.yml": '? [a, b]\n: c\n"<script>alert(1)</script>": 1\nagency: !!python/object/apply:os.system [id]\n',
        "a\n::error file=x::pwned\n| | |.txt": report_of(2019),
        "q'\"`$(touch pwned)<img src=x>|@octocat.txt": report_of(2018),
        f"{'长' * 83}.txt": report_of(2017),
        "13612345678.txt": report_of(2016),
        ".hidden.txt": report_of(2015),
        "alone.txt.yml": "year: 2022\n",
    }
    for name, content in files.items():
        (year / name).write_text(content, encoding="utf-8")
    (year / "bomb.docx").write_bytes(zip_bomb())
    (year / "link.txt").symlink_to("/etc/passwd")
    names = [*files, "bomb.docx", "link.txt"]
    long = f"{REPORTS}2022/{'n' * 300}.txt".encode()
    escapes = [b"../../etc/passwd", b"/etc/passwd"]
    changed = [*(os.fsencode(f"{REPORTS}2022/{name}") for name in names), long, *escapes]
    make_package(layout.reports, folder / "package")
    return review(layout, real_package, changed, folder / "package", folder)


def test_every_hostile_file_is_told_for_what_it_is(hostile: Proposed) -> None:
    results = hostile.result_of
    withheld = {name for name, result in results.items() if result == "withheld"}
    assert {"2022/bomb.docx", "2022/link.txt", "2022/keys.txt", "2022/［手机号］.txt"} <= withheld
    assert results["2022/.hidden.txt"] == "left_out"
    assert results["2022/script.txt"] == "added"
    (row,) = [row for row in hostile.reviewed.rows if row.source_file == "2022/script.txt"]
    assert row.understood.title.endswith("（<script>|{{ config }}|$rm -rf /|../../x|@octocat a@b.com|fixes #1）")
    assert [one.strange for one in hostile.reviewed.verdict.strange] == ["outside", "outside", "long_name"]
    assert not (hostile.layout.root / "pwned").exists()


def test_no_text_of_a_report_or_name_becomes_markup(hostile: Proposed) -> None:
    for name in ("summary.md", "full.md"):
        text = hostile.read(name)
        assert set(re.findall(r"<[^>]*>?", text)) <= ALLOWED
        assert "@" not in text
        assert re.search(r"&#64;", text), "it is there, as an entity"
        assert not re.search(r"&#64;(?!&#8288;)", text), "GitHub would make a link of it, were it of mail"
        assert not re.search(r"(?<!&)#\d", text), "an issue is mentioned"
        rows = [line for line in text.split("\n") if line.startswith("| **")]
        assert {line.count(" | ") for line in rows} == {9}


def test_rendered_it_holds_no_element_but_ours_and_no_link(hostile: Proposed) -> None:
    for name in ("summary.md", "comment.md", "full.md"):
        html = render(hostile.read(name))
        assert set(re.findall(r"</?([a-z0-9]+)", html)) <= ELEMENTS
        assert not re.search(r"<[a-z0-9]+ (?!style=\"text-align)", html), "an attribute"
        assert "&lt;img src=x&gt;" in html, "it is there, as text"
        assert "&lt;script&gt;alert(1)&lt;/script&gt;”" in html, "a key of a sidecar, quoted in a finding"
    assert "&lt;script&gt;|{{ config }}|$rm -rf /|../../x|@" in html, "the title"


def test_no_line_of_the_log_is_a_command_but_ours(hostile: Proposed) -> None:
    lines = hostile.read("annotations.txt").splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^:]*::", line) for line in lines)
    assert not [line for line in lines if "\r" in line]


def test_the_number_in_a_name_is_written_nowhere(hostile: Proposed) -> None:
    assert [path.name for path in hostile.folder.iterdir() if "13612345678" in path.read_text(encoding="utf-8")] == []


def test_no_text_that_is_held_back_and_no_number_of_a_person_is_told(tmp_path: Path, real_package: Path) -> None:
    layout = make_root(tmp_path / "project")
    write_marked(layout.reports, "withheld")
    write_personal(layout.reports)
    names = [str(path.relative_to(layout.root)).encode() for path in layout.reports.rglob("*") if path.is_file()]
    make_package(layout.reports, tmp_path / "package")
    made = review(layout, real_package, names, tmp_path / "package", tmp_path)
    told = "".join(path.read_text(encoding="utf-8") for path in made.folder.iterdir())
    needles = [needle for way in WAYS if way != "full" for needle in needles_of(way)]
    assert [needle for needle in (MARK, SAID, COPIED, *COPIED_NUMBERS, FILE_NUMBER, *needles) if needle in told] == []
    assert "暂不公布 / held back" in made.read("summary.md")
    attention = made.told["attention"]
    assert isinstance(attention, dict)
    assert attention["personal"] == 3
    assert attention["decision"] == 10, "however a contributor decided on a text, a maintainer is told"
    assert "+ 附注 / sidecar：全文公布 / in full" in made.read("summary.md")


@pytest.mark.parametrize("now", ["another id", "the same"])
def test_a_text_that_was_held_back_and_is_no_longer_is_told_first(
    now: str, good: Proposed, tmp_path: Path, real_package: Path
) -> None:
    base = copytree(real_package, tmp_path / "base")
    edit_table(base, "reports", f"{HELD},", f"{HELD if now == 'the same' else 'elsewhere.txt'},")
    row = next(
        line for line in (base / "data/reports.csv").read_text("utf-8").split("\n") if "chengshiguanliju-2023" in line
    )
    held_back = ",withheld,".join(row.rsplit(",full,", 1))
    assert held_back != row
    edit_table(base, "reports", row, held_back)
    made = review(good.layout, base, [f"{REPORTS}{HELD}.yml".encode()], good.package, tmp_path)
    lines = made.read("summary.md").split("### 请看一眼 / Please look at\n\n")[1].split("\n")
    assert lines[0].startswith("- **原来暂不公布或遮去号码的正文，改动以后会放开：1 份")
    assert lines[1] == f"  - {quote(HELD)}：暂不公布 / held back → 全文公布 / in full"
    assert f"::warning file={REPORTS}{HELD},title=withheld → full::" in made.read("annotations.txt")
    fields = {one.column: one.after for one in made.reviewed.changes if one.subject == "field" and one.report_id}
    assert fields.pop("text_release") == "full"
    assert set(fields.values()) <= {HIDDEN}
    row = made.reviewed.rows[0]
    assert (row.understood.title, row.understood.year) == ("", "2023"), "not quoted before somebody decided"
    back = review(good.layout, good.package, [f"{REPORTS}{HELD}.yml".encode()], base, tmp_path / "back")
    assert back.reviewed.freed == (), "to hold a text back frees none"


def test_findings_of_a_text_that_would_be_freed_quote_nothing() -> None:
    told = write_summary(review_rows((hush_row(make_row(1), {"r1"}), make_row(2))), 1 << 40)
    assert "2024&#47;00001" in told
    assert told.count("<code>引文") == 3, "those of the other report"


def test_a_base_that_was_tampered_with_is_no_base(tmp_path: Path, good: Proposed, real_package: Path) -> None:
    copytree(real_package, tmp_path / "base")
    edit_table(tmp_path / "base", "reports", "2023", "2022", honest=False)
    made = review(good.layout, tmp_path / "base", [f"{REPORTS}{NEW}".encode()], good.package, tmp_path)
    assert made.told["attention"] == {"no_base": 1}


def test_a_sidecar_of_no_report_is_told_under_its_own_name(hostile: Proposed) -> None:
    assert hostile.result_of["2022/alone.txt.yml"] == "withheld"


def test_settings_of_git_among_the_reports_are_told_and_block(tmp_path: Path) -> None:
    (tmp_path / REPORTS).mkdir(parents=True)
    for name in (".gitattributes", f"{REPORTS}.gitattributes"):
        (tmp_path / name).touch()
    told = sort_changed([b".gitattributes", f"{REPORTS}.gitattributes".encode()], tmp_path, str)
    assert [(one.kind, one.strange) for one in told] == [("program", ""), ("program", "settings")]


def test_what_is_wrong_with_a_sidecar_does_not_hide_what_its_report_says(hostile: Proposed) -> None:
    (row,) = [row for row in hostile.reviewed.rows if row.source_file == "2022/keys.txt"]
    assert (row.result, row.understood.year, row.understood.title) == ("withheld", "2021", "")
    assert "<br>不看附注读出的 / as read without its sidecar" in hostile.read("summary.md")


def test_a_report_in_the_folder_of_another_year_is_told(hostile: Proposed) -> None:
    (row,) = [row for row in hostile.reviewed.rows if "::error" in row.source_file]
    assert row.folder_of_year == "2019/"
    assert "<br>请移到 / move to <code>2019&#47;</code>" in hostile.read("summary.md")


def test_without_a_site_the_first_line_says_so() -> None:
    reviewed = review_rows((make_row(1),))._replace(site_failure="Traceback\n<b>ValueError: 1</b>")
    summary = write_summary(reviewed)
    assert reviewed.blocks
    assert summary.startswith("## 还不能合并 / Not to be merged yet\n\n- **网站没有做成 / the site was not built**\n")
    assert "<pre><code>Traceback\n&lt;b&gt;ValueError: 1&lt;/b&gt;\n</code></pre>" in render(summary)


def test_a_folder_given_as_a_report_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "datapackage/reports/module").mkdir(parents=True)
    (one,) = sort_changed([b"datapackage/reports/module"], tmp_path, str)
    assert (one.strange, one.source_file) == ("folder", "")


# The command


def test_the_command_ends_with_what_stands_against_the_change(
    good: Proposed, bad: Proposed, real_package: Path
) -> None:
    assert [run_review(made, real_package) for made in (good, bad)] == [0, 1]
    assert json.loads(bad.read("review.json"))["blocks"] is True


def run_review(made: Proposed, base: Path) -> int:
    work = made.folder.parent
    options = ("--base", base, "--package", made.package, "--changed", work / "changed", "--output", work / "again")
    answer = run("review", *options)
    assert (work / "again/summary.md").is_file(), answer.stderr
    return answer.returncode


def test_the_command_writes_nothing_without_a_package(tmp_path: Path) -> None:
    (tmp_path / "changed").write_bytes(b"")
    answer = run("review", "--package", tmp_path, "--changed", tmp_path / "changed", "--output", tmp_path / "review")
    assert answer.returncode == 2
    assert not (tmp_path / "review").exists()


# The page that shows it


@pytest.mark.parametrize("name", ["good", "bad"])
def test_the_examples_in_the_docs_are_what_the_review_writes(name: str, request: pytest.FixtureRequest) -> None:
    made: Proposed = request.getfixturevalue(name)
    assert find(PAGE.read_text(encoding="utf-8"), name) == show(made.read("summary.md"), name), (
        "run: python -m tests.review_examples"
    )
