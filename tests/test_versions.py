"""Versions of the data on the site: what a build says it is, the page of each version, changes, corrections."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from build_scripts.files import FilesError, read_data_version
from build_scripts.packaging.load import iterate_reports, load_package
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import Settings, SiteContext, build_context
from build_scripts.publishing.offers import Offer
from build_scripts.publishing.pages import Page
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.versions.changelog import set_changelog
from build_scripts.publishing.versions.changes import group_changes, hold_back_changes, is_told
from build_scripts.publishing.versions.corrections import list_corrections
from build_scripts.publishing.versions.counts import count_version
from build_scripts.publishing.versions.slots import draw_standing, make_version_fillers
from build_scripts.publishing.versions.standing import find_standing, tell_context
from build_scripts.publishing.versions.versions import Versions
from build_scripts.releasing.bundles import open_bundle
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.ledger import Release, read_ledger
from build_scripts.releasing.showing import name_sides, show_changes
from build_scripts.releasing.words import read_words
from tests.ledgers import HOSTILE_NOTE, make_change, make_ledger, write_ledger
from tests.packages import ROOT, copy_real, make_package

OFFER = Offer(
    "data/latest/disclosure-reports.zip", "package", "全部", "all", "application/zip", "zip", "", "", None, 77, "d" * 64
)
CHANGELOG = "## Data\n\n### 2026.10.2 - 2026-10-20\n\n- 没有<i>一个</i>数改变（`x`）。\n  No number changed.\n"
VERSION, DAY = read_data_version(ROOT / "CHANGELOG.md")
CORRECTED_FILE = "2023/410781-chengshiguanliju.txt"


class Made:
    """What a site says of versions, made of a package and a ledger."""

    def __init__(self, package: Package, ledger: tuple[Release, ...], settings: Settings) -> None:
        standing = find_standing(package.folder, package.version, ledger)
        self.context = tell_context(build_context(package, settings), standing)
        tally = QualityTally(self.context)
        for record in iterate_reports(package):
            tally.add(record, None)
        self.counts = count_version(tally, package)
        versions = Versions(standing, [OFFER], package, self.context, CHANGELOG)
        made = list(versions.make_pages(tally))
        self.pages: dict[str, Page] = {page.address: page for page, _ in made}
        self.files = {f"{page.address}{name}": data for page, files in made for name, data in files.items()}
        self.files |= dict(versions.make_files({"410000", "410700"}))
        self.slots = make_version_fillers(standing)

    def text(self, version: str) -> str:
        """The words of a version's page."""
        return words_of(self.pages[f"data/{version}/"].body)

    def load(self, path: str) -> dict[str, object]:
        """A JSON file."""
        found: dict[str, object] = json.loads(self.files[path])
        return found


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.fixture(scope="module")
def package(real_package: Path) -> Package:
    return load_package(real_package)


@pytest.fixture(scope="module")
def ledger(package: Package) -> tuple[Release, ...]:
    return make_ledger(package)


@pytest.fixture(scope="module")
def released(package: Package, ledger: tuple[Release, ...]) -> Made:
    return Made(package, ledger, Settings("站", "https://example.org/a/", "https://github.com/o/n"))


@pytest.fixture(scope="module")
def unreleased(package: Package, ledger: tuple[Release, ...]) -> Made:
    return Made(package, ledger[1:], Settings("站"))


def test_the_ledger_of_the_tests_is_one_that_can_be_read(ledger: tuple[Release, ...], tmp_path: Path) -> None:
    assert read_ledger(write_ledger(ledger, tmp_path)) == ledger


def test_a_package_is_a_release_only_by_version_and_hash(package: Package, ledger: tuple[Release, ...]) -> None:
    assert find_standing(package.folder, package.version, ledger).released
    assert find_standing(package.folder, package.version, ledger).before == ledger[1]
    other = (ledger[0]._replace(descriptor_sha256="0" * 64), *ledger[1:])
    assert not find_standing(package.folder, package.version, other).released
    assert not find_standing(package.folder, package.version, ledger[1:]).released
    assert find_standing(package.folder, package.version, ledger[1:]).before == ledger[1], (
        "counts stand beside the newest release"
    )
    assert not find_standing(package.folder, package.version, ()).released


def test_a_release_says_so_and_an_unreleased_build_says_what_to_cite(released: Made, unreleased: Made) -> None:
    assert f"{DAY} 正式发布。这个网站的数据就是这一版。" in released.text(VERSION)
    assert "未发布" not in released.text(VERSION)
    said = unreleased.text(VERSION)
    assert f"未发布的构建 （{DAY}）。它还会改动，不宜引用。请引用正式发布的 2026.10.2 版" in said
    assert "An unreleased build: it may still change. Please cite version 2026.10.2." in said
    assert "没有与 2026.10.2 版逐格比较过" in said
    assert f"data/{VERSION}/changes.csv" not in unreleased.files, "no list is better than an empty one"
    assert unreleased.load(f"data/{VERSION}/release.json")["changes"] is None


def test_without_any_release_the_build_says_that_there_is_none(package: Package) -> None:
    made = Made(package, (), Settings("站"))
    assert "还没有作为文件发布过一版；要引用这个构建，请写明版本和下面的 SHA-256" in made.text(VERSION)
    assert "还没有作为文件发布过一版" in draw_standing(made.context, "../")
    assert made.load("data/latest/quality.json")["status"] == "unreleased"


def test_a_version_that_was_only_registered_is_no_release_and_not_to_be_cited(
    package: Package, ledger: tuple[Release, ...], tmp_path: Path
) -> None:
    """It has a commit and no files: nobody can get it."""
    commit = "c" * 40
    newest, older = ledger[1]._replace(commit=commit, assets=()), ledger[2]
    made = Made(package, (newest, older), Settings("站", "https://example.org/a/"))
    assert made.context.newest_release == older.version
    said = made.text("2026.10.2")
    assert "2026-10-20 登记。 这一版没有作为文件发布过" in said
    assert "正式发布。" not in said
    assert f"git checkout {commit}" in said
    told = made.load("data/2026.10.2/release.json")
    assert (told["status"], told["revision"]) == ("registered", commit)
    listed = made.slots["data/"](package, made.context)["versions"]
    assert "只有登记，没有作为文件发布" in words_of(listed)
    assert "没有作为文件发布" in made.files["feed.xml"].decode()
    itself = Made(package, (ledger[0]._replace(commit=commit),), Settings("站"))
    assert not itself.context.released
    assert itself.context.newest_release == ""
    assert "请在引文后写上 SHA-256" in itself.text(VERSION)


def test_a_release_that_was_broken_off_is_none(ledger: tuple[Release, ...], tmp_path: Path) -> None:
    """`release.json` is written last: the process may die at any moment before."""
    folder = write_ledger(ledger, tmp_path)
    (folder / ledger[0].version / "release.json").unlink()
    assert [one.version for one in read_ledger(folder)] == [one.version for one in ledger[1:]]


def test_a_released_version_tells_how_to_make_it_again(released: Made) -> None:
    assert f"git checkout data-{VERSION}" in released.text(VERSION)
    assert released.load(f"data/{VERSION}/release.json")["revision"] == f"data-{VERSION}"


def test_the_words_of_the_changelog_come_first_and_are_text(released: Made, unreleased: Made) -> None:
    body = released.pages["data/2026.10.2/"].body
    assert (
        body.index("没有&lt;i&gt;一个&lt;/i&gt;数改变（x）。") < body.index("新收录的报告") < body.index('id="counts"')
    )


def test_the_first_version_is_compared_with_nothing(released: Made) -> None:
    said = released.text("2026.10.1")
    assert "这是第一版，没有更早的版本可比" in said
    assert "上一版相比" not in said
    assert "增减" not in said
    feed = released.files["feed.xml"].decode()
    assert "这是第一版。" in feed


def test_a_build_that_bears_the_number_of_a_release_is_not_taken_for_it(
    package: Package, ledger: tuple[Release, ...]
) -> None:
    other = ledger[0]._replace(descriptor_sha256="0" * 64)
    made = Made(package, (other, *ledger[1:]), Settings("站"))
    assert "与正式发布的这一版不是同一份" in made.text(VERSION)
    assert made.load(f"data/{VERSION}/release.json")["descriptor_sha256"] == "0" * 64
    assert made.load("data/latest/quality.json")["status"] == "unreleased"


def test_a_package_whose_version_is_no_number_gets_no_page(package: Package) -> None:
    made = Made(replace(package, version="../../evil"), (), Settings("站"))
    assert made.pages == {}
    assert all(".." not in path for path in made.files)


def test_the_page_of_a_version_names_every_change(released: Made) -> None:
    said = released.text("2026.10.2")
    assert "新收录的报告 1 个机关 互助县城市管理综合行政执法局 ： 2024" in said
    assert "西工区城市管理局 2020 年度" in said
    assert "依申请公开表 一、本年新收政府信息公开申请数量 · 总计 （空白） 1,200" in said
    assert "标题 旧题 <i>新题</i>" in said
    assert "不再收录的报告 1 个机关 650100-gonganju：2020。机关要求撤下" in said
    assert "代码表 1 张 统计范围（scopes）：代码新增 1 个。代码表修订" in said
    rows = list(csv.DictReader(io.StringIO(released.files["data/2026.10.2/changes.csv"].decode(), newline="")))
    assert [row["subject"] for row in rows] == ["report", "report", "cell", "field", "code"]


def test_words_of_the_ledger_are_text_and_nothing_else(released: Made) -> None:
    body = released.pages["data/2026.10.2/"].body
    assert "<b>" not in body
    assert "<i>" not in body
    assert "\x00" not in body
    assert HOSTILE_NOTE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd") in released.text("2026.10.2")


def test_files_of_past_versions_are_release_assets_with_their_hashes(released: Made, unreleased: Made) -> None:
    body = released.pages["data/2026.10.2/"].body
    address = "https://github.com/o/n/releases/download/data-2026.10.2/disclosure-reports.zip"
    assert f'href="{address}"' in body
    assert "c" * 64 in body
    assert released.load("data/2026.10.2/release.json")["files"] == [
        {
            "name": "disclosure-reports.zip",
            "href": address,
            "mediatype": "application/zip",
            "bytes": 123456,
            "hash": f"sha256:{'c' * 64}",
        }
    ]
    assert "本网站没有设置代码仓库的地址，所以没有链接" in unreleased.text("2026.10.2")
    assert "c" * 64 in unreleased.text("2026.10.2")


def test_the_version_in_hand_lists_its_own_files_whatever_its_ledger_entry_says(
    package: Package, ledger: tuple[Release, ...], released: Made
) -> None:
    listed = (ledger[0]._replace(assets=ledger[1].assets), *ledger[1:])
    made = Made(package, listed, Settings("站", "https://example.org/a/", "https://github.com/o/n"))
    assert made.files == released.files
    assert made.pages == released.pages
    assert (
        '<a href="../../data/latest/disclosure-reports.zip">disclosure-reports.zip</a>'
        in made.pages[f"data/{VERSION}/"].body
    )


def test_long_lists_are_cut_and_say_where_the_rest_is(package: Package, ledger: tuple[Release, ...]) -> None:
    first = package.reports[0]
    given = {"table": "remedies", "row": "reconsideration", "column": "upheld", "reason": "reading"}
    many = tuple(
        make_change("cell", "changed", first, **given, before_state="blank", after_state="reported", after=str(n))
        for n in range(33)
    )
    agencies = tuple(
        make_change("report", "added", {"agency_id": f"410100-a{n}", "report_id": f"410100-a{n}-2020"})
        for n in range(103)
    )
    made = Made(package, (ledger[0]._replace(changes=many + agencies), *ledger[1:]), Settings("站"))
    assert "另有 3 处，见 changes.csv。" in made.text(VERSION)
    assert "另有 3 个机关，见 changes.csv。" in made.text(VERSION)
    assert made.files[f"data/{VERSION}/changes.csv"].count(b"\n") == 1 + 33 + 103


def test_what_is_held_back_today_is_held_back_in_past_versions(
    site_context: SiteContext, ledger: tuple[Release, ...]
) -> None:
    rows = tuple({**row, "text_release": "withheld"} for row in site_context.reports)
    shown = hold_back_changes(ledger[1], replace(site_context, reports=rows))
    assert [(one.column, one.before, one.after) for one in shown.changes if one.subject == "field"] == [
        ("title", "", "")
    ]
    cell = next(one for one in shown.changes if one.subject == "cell")
    assert cell.after == "1200", "numbers stay"
    assert hold_back_changes(ledger[1], replace(site_context, reports=())).changes[3].before == "", (
        "nor when it is gone"
    )


def test_an_agency_whose_reports_alone_changed_has_no_entry_of_its_own(ledger: tuple[Release, ...]) -> None:
    ids = {"agency_id": "410100-a", "report_id": ""}
    counted = [make_change("field", "changed", ids, table="agencies", column="report_count", before="1", after="2")]
    renamed = [make_change("field", "changed", ids, table="agencies", column="name", before="甲", after="乙")]
    for changes, told in ((counted, False), (renamed, True)):
        own = make_change("agency", "changed", ids, reason="register")
        [group] = group_changes(ledger[0]._replace(changes=(own, *changes)))
        assert (group.subject, is_told(group)) == ("agency", told)


def test_every_version_is_listed_once_for_people_and_machines(released: Made, package: Package) -> None:
    assert [
        (one["version"], one["status"], one["in_hand"])
        for one in json.loads(released.files["data/versions.json"])["versions"]
    ] == [(VERSION, "released", True), ("2026.10.2", "released", False), ("2026.10.1", "released", False)]
    listed = words_of(released.slots["data/"](package, released.context)["versions"])
    assert re.findall(r"20\d\d\.\d+\.\d+", listed) == [VERSION, "2026.10.2", "2026.10.1"]
    assert "新收录 1 份 改动 1 份 撤下 1 份" in listed


def test_the_page_of_changes_sets_the_ledger_beside_the_changelog() -> None:
    page = set_changelog(
        "[CHANGELOG: head]\n\n[CHANGELOG: Data]\n\n[CHANGELOG: Code]",
        "# 变更\n\n两类。\n\n## Data\n\n### 2026.1.2 - 2026-01-05\n\n- <script>x</script> `<id>` @@slot:body@@\n\n"
        "## Code\n\n### 0.1.0\n\n- a\n",
    )
    assert page == (
        "两类。\n\n### 2026.1.2 - 2026-01-05 { #v2026.1.2 }\n\n@@slot:facts_2026_1_2@@\n\n\n"
        "- &lt;script>x&lt;/script> `<id>` @@ slot:body@@\n\n### 0.1.0\n\n- a"
    )


def test_corrections_are_listed_with_the_version_since_which_they_hold(
    package: Package, ledger: tuple[Release, ...], tmp_path: Path
) -> None:
    first, last = package.reports[0]["report_id"], package.reports[-1]["report_id"]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "corrections.csv").write_text(
        "report_id,table,row,column,printed,value,reason,evidence\n"
        f"{first},applications,received,total,,1200,<b>漏印</b>,https://example.org/?a=1&b=2\n"
        f"{last},applications,received,,x,,读不清,javascript:alert(1)\n"
        "410000-new-2024,remedies,reconsideration,upheld,l,1,字形,https://example.org/\n"
        "410000-new-2024,remedies,reconsideration,total,8,absent,没有印出,https://example.org/\n",
        encoding="utf-8",
    )
    corrected = replace(package, folder=tmp_path)
    found = list_corrections(corrected, ledger)
    assert [one.since for one in found] == ["2026.10.2", "2026.10.2", "", ""]
    context = build_context(package, Settings("站"))
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    html = make_version_fillers(find_standing(tmp_path, corrected.version, ledger))["changes/"](corrected, context)[
        "corrections"
    ]
    assert 'href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener"' in html
    assert "&lt;b&gt;漏印" in html
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert f"{found[0].report_id.rpartition('-')[0]}/2020/#applications-received-total" in html
    assert "尚未发布" in html
    assert "共 4 处" in html
    assert "<td>8</td><td>未印</td><td>没有印出</td>" in html


def test_without_corrections_the_page_says_that_there_are_none(released: Made, package: Package) -> None:
    slots = released.slots["changes/"](package, released.context)
    assert "现在没有一处更正" in slots["corrections"]
    assert released.files["changes/corrections.csv"] == (
        b"\xef\xbb\xbfreport_id,table,row,column,printed,value,reason,evidence,since\n"
    )


def test_a_ledger_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latest").mkdir()
    with pytest.raises(FilesError, match="不是版本号"):
        read_ledger(tmp_path)


def test_the_same_ledger_and_package_give_the_same_bytes(
    released: Made, package: Package, ledger: tuple[Release, ...]
) -> None:
    again = Made(package, ledger, Settings("站", "https://example.org/a/", "https://github.com/o/n"))
    assert again.files == released.files
    assert again.pages == released.pages


@pytest.mark.parametrize(("value", "shown"), [("7", "7"), ("unreadable", "（无法读取）")])
def test_one_change_is_followed_through_diff_ledger_page_feed_and_report(
    real_package: Path, tmp_path: Path, value: str, shown: str
) -> None:
    reports = copy_real(tmp_path / "reports", (CORRECTED_FILE, "2021/411500-chengshiguanliju.txt"))
    make_package(reports, tmp_path / "old")
    with (reports / f"{CORRECTED_FILE}.yml").open("a", encoding="utf-8") as sidecar:
        sidecar.write(
            "corrections:\n  - table: disclosures\n    row: penalty\n    column: decisions\n"
            f"    value: {value}\n"
            "    reason: 与原网页核对。\n    evidence: https://example.com/\n"
        )
    make_package(reports, tmp_path / "new")
    with open_bundle(tmp_path / "old") as old, open_bundle(tmp_path / "new") as new:
        changes = tuple(find_changes(old, new))
        listed = show_changes(changes, read_words(old, new, "zh"), name_sides(old, new), "text")
    assert "行政处罚 · 本年处理决定数量" in listed
    package = load_package(tmp_path / "new")
    before = Release("2026.10.1", "2026-10-01", "", "a" * 64, {}, (), ())
    release = Release(package.version, package.date, before.version, new.descriptor_sha256, {}, changes, ())
    made = Made(package, (release, before), Settings("站", "https://example.org/a/"))
    [cell] = [change for change in changes if change.subject == "cell"]
    told = f"主动公开表 行政处罚 · 本年处理决定数量：{cell.before} → {shown}"
    assert told.replace("：", " ").replace(" →", "") in made.text(package.version)
    address = "agencies/410781-chengshiguanliju/"
    for feed in (f"{address}feed.xml", "regions/410700/feed.xml", "feed.xml"):
        assert told in made.files[feed].decode(), feed
        assert "（理由：与原网页核对。；依据：https://example.com/）" in made.files[feed].decode(), feed
    assert "与原网页核对。 依据" in made.text(package.version)
    assert told not in made.files["agencies/411500-chengshiguanliju/feed.xml"].decode()
    [correction] = csv.DictReader(io.StringIO(made.files["changes/corrections.csv"].decode("utf-8-sig")))
    assert (correction["value"], correction["since"]) == (value, package.version)
    rows = list(csv.DictReader(io.StringIO(made.files[f"data/{package.version}/changes.csv"].decode())))
    assert [row["after"] or row["after_state"] for row in rows if row["subject"] == "cell"] == [value]
    slots = made.slots["changes/"](package, made.context)
    assert "改动 1 份" in words_of(slots["facts_" + package.version.replace(".", "_")])
    assert "#disclosures-penalty-decisions" in slots["corrections"]
