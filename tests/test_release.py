"""A release, made as a maintainer makes it, in a copy of the project: what goes in and comes out, twice the same."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import feedparser  # type: ignore[import-untyped]
import pytest
import yaml

from build_scripts.files import FilesError, Layout, read_data_version, read_rows
from build_scripts.pipeline import NotPublished
from build_scripts.release import keep_books, make_release, restore_on_failure
from build_scripts.releasing.bundles import open_bundle
from build_scripts.releasing.differences import find_changes
from build_scripts.releasing.entries import write_release
from build_scripts.releasing.ledger import Asset, Change, read_ledger, write_assets
from build_scripts.releasing.register import pin_newcomers
from build_scripts.upkeep.bill import write_bill
from build_scripts.upkeep.released import tell_previous
from tests.packages import COMPILING, ROOT, hash_tree
from tests.sites import serve

VERSION, DAY = "2030.1.1", "2030-01-31"
PUBLIC = "https://example.org/reports/"
AGENCY = "410781-chengshiguanliju"
REPORT = f"{AGENCY}-2023"
GONE = "410303-chengshiguanliju-2020"
COME = "410327-chengshiguanliju-2023"
CORRECTED = "2023/410781-chengshiguanliju.txt"
PARTS = (
    "build_scripts",
    "datapackage",
    "docs",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "Makefile",
    "LICENSE-DATA.md",
    "mkdocs.yml",
)
LEFT_OUT = shutil.ignore_patterns("build", "node_modules", "releases", "release_notes.csv", ".build*", *COMPILING)


class Project(NamedTuple):
    """A copy of the project after a busy month: its layout, the package released before, where the release lies."""

    layout: Layout
    previous: Path
    dist: Path

    @property
    def entry(self) -> Path:
        return self.layout.releases / VERSION


class Story(NamedTuple):
    """How the version came to be released. `stopped`: what was said without notes, and the hand-kept files before and
    after; `killed`: how a run ended that was killed when it had been weighed, and the same of it."""

    stopped: tuple[str, dict[str, str], dict[str, str]]
    killed: tuple[int, dict[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def told(
    real_package: Path, shared_folder: Path, make_once: Callable[[Path, Callable[[Path], None]], Path]
) -> tuple[Path, Story]:
    """The project once its version is released, and how that went: once for all processes, to be copied."""

    def make(folder: Path) -> None:
        project = write_project(folder / "project", real_package)
        story = Story(stop(project), kill(project))
        answer = release(project)
        assert answer.returncode == 0, answer.stderr
        (folder / "story").write_bytes(pickle.dumps(story))

    folder = make_once(shared_folder / "released", make)
    story: Story = pickle.loads((folder / "story").read_bytes())
    return folder / "project", story


@pytest.fixture(scope="module")
def story(told: tuple[Path, Story]) -> Story:
    """How it came to be released."""
    return told[1]


@pytest.fixture(scope="module")
def released(told: tuple[Path, Story], real_package: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project once the notes are written and the version is released, after a run that was killed: a copy, for the
    tests go on from it."""
    root = tmp_path_factory.mktemp("released") / "project"
    shutil.copytree(told[0], root)
    return Project(Layout(root), real_package, root / "dist")


def write_project(root: Path, real_package: Path) -> Project:
    """A report came, one went, a cell was corrected; the changelog has a new heading; nothing is noted yet."""
    root.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        shutil.copytree(source, root / name, ignore=LEFT_OUT) if source.is_dir() else shutil.copy(source, root / name)
    made = Project(Layout(root), real_package, root / "dist")
    record_previous(made)
    changelog = made.layout.changelog.read_text(encoding="utf-8")
    heading = f"### {VERSION} - {DAY}\n\n- 试。\n\n### 2026"
    made.layout.changelog.write_text(changelog.replace("### 2026", heading, 1), encoding="utf-8")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("\n# site_url:", f"\nsite_url: {PUBLIC}", 1), encoding="utf-8")
    reports = made.layout.reports
    come = (reports / CORRECTED).read_text(encoding="utf-8").replace("卫辉市", "宜阳县")
    (reports / "2023/new.txt").write_text(come, encoding="utf-8")
    with (reports / f"{CORRECTED}.yml").open("a", encoding="utf-8") as sidecar:
        sidecar.write(
            "corrections:\n  - table: disclosures\n    row: enforcement\n    column: decisions\n    value: 7\n"
            "    reason: 与原网页核对。\n    evidence: https://example.com/\n"
        )
    for name in ("2020/410303-chengshiguanliju.txt", "2020/410303-chengshiguanliju.txt.yml"):
        (reports / name).unlink()
    return made


def record_previous(made: Project) -> None:
    with open_bundle(made.previous) as bundle:
        entry = made.layout.releases / bundle.version
        entry.mkdir(parents=True)
        (entry / "release.json").write_text(write_release(bundle, "", {}, ()), encoding="utf-8")


def write_notes(made: Project) -> None:
    subjects = [f"report:{GONE}", "agency:410303-chengshiguanliju", "measure:enforcements"]
    rows = "".join(f"{VERSION},{subject},试：应要求撤下。,A test.\n" for subject in subjects)
    made.layout.release_notes.write_text(f"version,subject,note_zh,note_en\n{rows}", encoding="utf-8")


def release(made: Project, *options: str) -> subprocess.CompletedProcess[str]:
    """The command as a maintainer gives it, its own process in the copy."""
    return subprocess.run(
        [sys.executable, "-m", "build_scripts", "release", "--previous", str(made.previous), "--jobs", "1", *options],
        cwd=made.layout.root,
        capture_output=True,
        text=True,
        check=False,
    )


def stop(project: Project) -> tuple[str, dict[str, str], dict[str, str]]:
    """What is said without notes, and the hand-kept files before and after."""
    before = hash_tree(project.layout.root / "datapackage")
    with pytest.raises(NotPublished) as said:
        make_release(project.layout, project.previous, project.layout.reports, project.dist, 1, lambda *_: None)
    return str(said.value), before, hash_tree(project.layout.root / "datapackage")


def kill(project: Project) -> tuple[int, dict[str, str], dict[str, str]]:
    """With the notes written: how a release ended that was killed when it had been weighed; the hand-kept files before
    and after."""
    write_notes(project)
    before = hash_tree(project.layout.root / "datapackage")
    ended = subprocess.run([sys.executable, "-c", KILLED, *map(str, project[1:])], cwd=project.layout.root, check=False)
    return ended.returncode, before, hash_tree(project.layout.root / "datapackage")


KILLED = """
import os, signal, sys
from pathlib import Path
from build_scripts import release
from build_scripts.files import PROJECT
def announce(step, done, total):
    if (step, done) == (release.COMPARE, 1):
        os.kill(os.getpid(), signal.SIGKILL)
release.make_release(PROJECT, Path(sys.argv[1]), PROJECT.reports, Path(sys.argv[2]), 1, announce)
"""


def test_what_went_without_a_word_stops_the_release_and_nothing_is_written(story: Story) -> None:
    said, before, after = story.stopped
    assert said.startswith(f"{VERSION}：不能发布，4 处不合 / not released, 4 assertions fail:\n")
    assert re.findall(r"^(\w+): ([^\s]+)", said, re.MULTILINE) == [
        ("reports_kept", GONE),
        ("agencies_kept", "410303-chengshiguanliju"),
        ("addresses_kept", "agencies/410303-chengshiguanliju/"),
        ("measure_sum", "measure:enforcements"),
    ]
    assert before == after


def test_a_release_that_is_killed_leaves_what_is_hand_kept_alone(story: Story, released: Project) -> None:
    status, before, after = story.killed
    assert status == -signal.SIGKILL
    assert before == after
    assert not list(released.layout.root.glob(".dist.new-*"))  # the next run cleared up


def test_every_file_of_the_release_is_there_with_its_hash(released: Project) -> None:
    names = {path.name for path in released.dist.iterdir()}
    assert {f"disclosure-reports-{VERSION}{rest}" for rest in (".zip", "-parquet.zip", "-changes.csv")} <= names
    offered: set[str] = set()
    for kind in ("years", "regions"):
        with zipfile.ZipFile(released.dist / f"disclosure-reports-{VERSION}-{kind}.zip") as archive:
            offered |= set(archive.namelist())
    with zipfile.ZipFile(released.dist / "site.zip") as archive:
        index = json.loads(archive.read("api/v1/index.json"))
        files = {file["href"].removeprefix("../../") for group in index["downloads"] for file in group["files"]}
        assert files <= set(archive.namelist()), "every file that is offered stays to be had"
    parts = {
        path.removeprefix("data/latest/")
        for path in files
        if path.startswith(("data/latest/years/", "data/latest/regions/"))
    }
    assert {path for path in parts if not path.endswith("-sources.zip")} <= offered
    cited = yaml.safe_load((released.layout.root / "CITATION.cff").read_text(encoding="utf-8"))
    assert (str(cited["version"]), str(cited["date-released"])) == (VERSION, DAY)
    sums = dict(reversed(line.split("  ", 1)) for line in (released.dist / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == names - {"SHA256SUMS", "release.md"}
    assert all(hashlib.sha256((released.dist / name).read_bytes()).hexdigest() == told for name, told in sums.items())
    assets = read_ledger(released.layout.releases)[0].assets
    assert {asset.name for asset in assets} == names - {"release.md"}
    assert {asset.name: asset.sha256 for asset in assets if asset.name in sums} == sums
    assert all(int(asset.size) == (released.dist / asset.name).stat().st_size for asset in assets)


def test_one_correction_is_followed_from_the_sidecar_to_the_ledger_and_the_files(released: Project) -> None:
    newest = read_ledger(released.layout.releases)[0]
    cells = [one for one in newest.changes if one.subject == "cell"]
    assert [(o.report_id, o.table, o.row, o.column, o.after, o.reason) for o in cells] == [
        (REPORT, "disclosures", "enforcement", "decisions", "7", "correction")
    ]
    changes = released.dist / f"disclosure-reports-{VERSION}-changes.csv"
    assert changes.read_bytes() == (released.entry / "changes.csv").read_bytes()
    with open_bundle(released.dist / f"disclosure-reports-{VERSION}.zip") as packed:
        (row,) = (
            row
            for row in read_rows(packed.tables["disclosures"].path)
            if (row["report_id"], row["item"], row["measure"]) == (REPORT, "enforcement", "decisions")
        )
        assert (row["value"], row["state"], row["correction"]) == ("7", "reported", "与原网页核对。")
        assert (packed.version, packed.date, packed.descriptor_sha256) == (VERSION, DAY, newest.descriptor_sha256)
        with open_bundle(released.previous) as old:
            again = [one._replace(note="") for one in find_changes(old, packed)]
    assert [one._replace(note="") for one in newest.changes] == again
    with zipfile.ZipFile(released.dist / "site.zip") as site:
        data = site.read(f"agencies/{AGENCY}/2023/data.csv").decode("utf-8-sig")
    (line,) = (
        row for row in csv.DictReader(io.StringIO(data)) if (row["row"], row["column"]) == ("enforcement", "decisions")
    )
    assert (line["state"], line["value"]) == ("reported", "7")


def test_the_same_correction_is_told_by_page_changelog_and_feeds(released: Project) -> None:
    with zipfile.ZipFile(released.dist / "site.zip") as site:
        page = site.read(f"data/{VERSION}/index.html").decode()
        rows = list(csv.DictReader(io.StringIO(site.read(f"data/{VERSION}/changes.csv").decode())))
        feeds = [
            feedparser.parse(site.read(f"{place}feed.xml")) for place in ("", f"agencies/{AGENCY}/", "regions/410781/")
        ]
        elsewhere = feedparser.parse(site.read("agencies/411500-chengshiguanliju/feed.xml"))
        changes = site.read("changes/index.html").decode()
        statement = json.loads(site.read("data/latest/quality.json"))
    assert (statement["version"], statement["status"]) == (VERSION, "released")
    assert f'href="../../agencies/{AGENCY}/2023/' in page
    assert [
        (row["report_id"], row["row"], row["after"], row["reason"]) for row in rows if row["subject"] == "cell"
    ] == [(REPORT, "enforcement", "7", "correction")]
    assert f"data/{VERSION}/" in changes
    for feed in feeds:
        (entry,) = (each for each in feed.entries if each.link.startswith(f"{PUBLIC}agencies/{AGENCY}/2023/"))
        assert entry.updated.startswith(DAY)
        assert "7" in entry.summary
        assert "更正" in entry.summary
    assert elsewhere.entries == []


def test_the_ledger_counts_and_quotes_the_notes(released: Project) -> None:
    newest = read_ledger(released.layout.releases)[0]
    assert (newest.version, newest.date) == (VERSION, DAY)
    assert (newest.counts["reports"], newest.counts["corrections"]) == (5, 1)
    assert (newest.counts["changes.report.added"], newest.counts["changes.report.removed"]) == (1, 1)
    (gone,) = (one for one in newest.changes if (one.subject, one.change) == ("report", "removed"))
    assert (gone.report_id, gone.reason, gone.note) == (GONE, "removed_report", "试：应要求撤下。 / A test.")


def test_a_newcomer_is_pinned_and_every_address_leads_on(released: Project) -> None:
    pinned = {row["name"]: row for row in read_rows(released.layout.register)}
    assert pinned["宜阳县城市管理局"]["agency_id"] == COME.removesuffix("-2023")
    assert pinned["宜阳县城市管理局"]["relation"] == "pinned"
    book = {row["address"]: row for row in read_rows(released.layout.address_book)}
    assert book["agencies/410327-chengshiguanliju/"]["since"] == VERSION
    assert book["agencies/410303-chengshiguanliju/2020/"]["note"] == "试：应要求撤下。"
    with zipfile.ZipFile(released.dist / "site.zip") as site:
        assert "试：应要求撤下。" in site.read("agencies/410303-chengshiguanliju/2020/index.html").decode()


def test_the_announcement_names_every_file(released: Project) -> None:
    text = (released.dist / "release.md").read_text(encoding="utf-8")
    assert all(asset.name in text and asset.sha256 in text for asset in read_ledger(released.layout.releases)[0].assets)
    assert "- 格 改动：1\n" in text
    assert "- cells changed: 1\n" in text


def test_the_site_works_unpacked_below_any_path(released: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(released.dist / "site.zip") as site:
        site.extractall(tmp_path / "any/where")
    pages = sorted((tmp_path / "any/where").rglob("*.html"))
    rooted = [path for path in pages if re.search(r'(?:href|src)="/(?!/)', path.read_text(encoding="utf-8"))]
    assert [path.name for path in rooted if path.name != "404.html"] == []
    with serve(tmp_path) as address, urllib.request.urlopen(f"{address}any/where/agencies/{AGENCY}/2023/") as answer:
        html = answer.read().decode()
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
        for sheet in sheets:
            urllib.request.urlopen(urllib.request.urljoin(answer.url, sheet)).close()  # type: ignore[attr-defined]
    assert sheets


def test_with_site_url_there_are_canonical_addresses_and_a_sitemap(released: Project) -> None:
    with zipfile.ZipFile(released.dist / "site.zip") as site:
        sitemap = site.read("sitemap.xml").decode()
        pages = {page: site.read(f"{page}index.html").decode() for page in ("", f"agencies/{AGENCY}/2023/", "about/")}
    assert "_agency_" not in sitemap
    assert "lastmod" not in sitemap
    for page, html in pages.items():
        assert f"<loc>{PUBLIC}{page}</loc>" in sitemap
        assert f'<link rel="canonical" href="{PUBLIC}{page}">' in html
        assert f'<p class="print-address">{PUBLIC}{page}</p>' in html


def test_pages_name_their_feeds_without_the_theme_looking_for_a_translation_there(released: Project) -> None:
    """The theme takes every `link[rel=alternate]` for another language and asks for a sitemap beside it."""
    with zipfile.ZipFile(released.dist / "site.zip") as site:
        for page in ("", f"agencies/{AGENCY}/", "regions/410781/"):
            html = site.read(f"{page}index.html").decode()
            (link,) = re.findall(r'<link rel="([^"]*)" type="application/atom\+xml"', html)
            assert link.split() == ["alternate", "feed"]
            assert not re.search(r'<link[^>]* rel=(?:alternate[ >]|"alternate")', html)


def test_made_again_from_its_own_ledger_it_has_the_same_bytes(released: Project) -> None:
    """`--check`, as at the tag: the ledger is complete now, and neither package nor site nor any file differs."""
    dist, kept = hash_tree(released.dist), hash_tree(released.layout.root / "datapackage")
    answer = release(released, "--check")
    assert answer.returncode == 0, answer.stderr
    assert hash_tree(released.dist) == dist
    assert hash_tree(released.layout.root / "datapackage") == kept


def test_a_ledger_that_says_otherwise_is_told_and_left_alone(released: Project) -> None:
    path = released.entry / "changes.csv"
    honest = path.read_bytes()
    path.write_bytes(honest.replace(b",7,correction", b",8,correction"))
    try:
        with pytest.raises(NotPublished, match=r"changes\.csv.*differs from what this build gives"):
            make_release(
                released.layout, released.previous, released.layout.reports, released.dist, 1, lambda *_: None, True
            )
        assert path.read_bytes() == honest.replace(b",7,correction", b",8,correction")
    finally:
        path.write_bytes(honest)


# What the scripts of the workflow do


def test_the_tag_names_the_newest_version_and_leads_to_the_one_before(released: Project) -> None:
    before = read_data_version(ROOT / "CHANGELOG.md").name
    entry = released.layout.releases / before
    with pytest.raises(FilesError, match=re.escape(f"the tag should be data-{VERSION}")):
        tell_previous("data-2030.1.2", released.layout)
    with pytest.raises(FilesError, match=f"{before}: neither the asset"):
        tell_previous(f"data-{VERSION}", released.layout)
    name, digest = f"disclosure-reports-{before}.zip", "0" * 64
    (entry / "assets.csv").write_text(write_assets([Asset(name, "application/zip", "1", digest)]), encoding="utf-8")
    assert tell_previous(f"data-{VERSION}", released.layout) == f"data-{before} {name} {digest} -\n"
    (entry / "assets.csv").unlink()
    told = json.loads((entry / "release.json").read_text(encoding="utf-8")) | {"commit": "a" * 40}
    (entry / "release.json").write_text(json.dumps(told), encoding="utf-8")
    assert tell_previous(f"data-{VERSION}", released.layout) == f"data-{before} - - {'a' * 40}\n"


@pytest.fixture
def hub(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script with a `gh` that notes what it is asked, and answers `release view` as the file `view` says."""
    (tmp_path / "bin").mkdir()
    gh = tmp_path / "bin/gh"
    gh.write_text(
        f"""#!/bin/sh
echo "$@" >> {tmp_path}/asked
for last; do :; done
[ "$2" != create ] || cp "$last" {tmp_path}/bill
[ "$2" != view ] || cat {tmp_path}/view
"""
    )
    gh.chmod(0o755)

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
        script = [str(ROOT / "build_scripts/setup/publish_release.sh"), *map(str, arguments)]
        return subprocess.run(script, env=environment, capture_output=True, text=True, check=False)

    return run


def test_files_are_published_whole_and_once(
    hub: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "a b.zip").write_bytes(b"a")
    (dist / "release.md").write_bytes(b"text")
    (dist / "SHA256SUMS").write_text(f"{hashlib.sha256(b'a').hexdigest()}  a b.zip\n")
    assert hub("data-2030.1.1", dist).returncode == 0
    options = "--draft --verify-tag --title data-2030.1.1 --notes-file release.md"
    asked = (tmp_path / "asked").read_text().splitlines()
    files = asked[1].removeprefix(f"release create data-2030.1.1 {options} ")
    assert re.fullmatch(r"SHA256SUMS a b\.zip /\S+/program-bom\.cdx\.json", files), files
    assert asked[2:] == ["release edit data-2030.1.1 --draft=false"]
    assert (tmp_path / "bill").read_text(encoding="utf-8") == write_bill(ROOT)
    (tmp_path / "view").write_text("true\n")
    assert hub("data-2030.1.1", dist).returncode == 0
    assert "release delete data-2030.1.1 --yes" in (tmp_path / "asked").read_text()
    (tmp_path / "view").write_text("false\n")
    (tmp_path / "asked").unlink()
    assert hub("data-2030.1.1", dist).returncode == 2
    assert "create" not in (tmp_path / "asked").read_text()
    (dist / "a b.zip").write_bytes(b"b")
    (tmp_path / "asked").unlink()
    assert hub("data-2030.1.1", dist).returncode != 0
    assert not (tmp_path / "asked").exists()


def test_the_previous_package_is_fetched_and_must_be_the_one_recorded(released: Project, tmp_path: Path) -> None:
    root, before = released.layout.root, read_data_version(ROOT / "CHANGELOG.md").name
    asset = f"disclosure-reports-{before}.zip"
    for name, text in {
        root / ".venv/bin/python": f'exec {sys.executable} "$@"',
        tmp_path
        / "bin/gh": f'[ "$*" = "release download data-{before} --pattern {asset} --dir {tmp_path}/got --clobber" ]'
        f" && cp {tmp_path}/hosted.zip {tmp_path}/got/{asset}",
    }.items():
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_text(f"#!/bin/sh\n{text}\n")
        name.chmod(0o755)
    digest = hashlib.sha256(b"the package").hexdigest()
    ledger = released.layout.releases / before / "assets.csv"
    ledger.write_text(write_assets([Asset(asset, "application/zip", "11", digest)]), encoding="utf-8")
    answers = []
    for hosted in (b"the package", b"another one"):
        (tmp_path / "hosted.zip").write_bytes(hosted)
        answers.append(
            subprocess.run(
                [str(root / "build_scripts/setup/fetch_previous.sh"), f"data-{VERSION}", str(tmp_path / "got")],
                env={"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"},
                capture_output=True,
                text=True,
                check=False,
            )
        )
    ledger.unlink()
    assert [(one.returncode, one.stdout) for one in answers] == [(0, f"{tmp_path}/got/{asset}\n"), (1, "")]


# A version that is known by its commit alone is built again: with 1 it is there, with 2 it is not.
STAND_IN = """#!/bin/sh
[ "$2" = build_scripts ] || {{ echo "data-2026.1.1 - - {commit}"; exit 0; }}
[ {code} = 2 ] || {{ mkdir -p datapackage/build; echo made > datapackage/build/datapackage.json; }}
exit {code}
"""


@pytest.mark.parametrize(("code", "is_fetched"), [(0, True), (1, True), (2, False)])
def test_a_version_built_again_may_have_withheld_reports(code: int, is_fetched: bool, tmp_path: Path) -> None:
    root, script = tmp_path / "project", "build_scripts/setup/fetch_previous.sh"
    (root / script).parent.mkdir(parents=True)
    shutil.copy(ROOT / script, root / script)

    def git(*arguments: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        return subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True).stdout

    git("init", "--quiet")
    git("add", script)
    git("commit", "--quiet", "--message", "a")
    python = root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(STAND_IN.format(commit=git("rev-parse", "HEAD").strip(), code=code), encoding="utf-8")
    python.chmod(0o755)
    command = [str(root / script), "data-2026.1.2", str(tmp_path / "got")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    package = tmp_path / "got/package"
    assert (answer.returncode == 0, (package / "datapackage.json").is_file()) == (is_fetched, is_fetched), answer.stderr
    assert answer.stdout == (f"{package}\n" if is_fetched else "")
    assert git("worktree", "list").count("\n") == 1, "the folder it was built in is gone"


# Small promises


def test_what_is_hand_kept_comes_back_when_anything_fails(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "2030.1.1/release.json"
    old.write_bytes(b"before")

    def write_both_and_stop() -> None:
        with restore_on_failure([old, new]):
            old.write_bytes(b"after")
            new.parent.mkdir()
            new.write_bytes(b"after")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_both_and_stop()
    assert old.read_bytes() == b"before"
    assert not new.parent.exists()


def kill_while_keeping(books: dict[Path, bytes], last: Path, steps: int) -> int:
    """Write the books in a process of its own that is killed before it renames or removes once more than `steps`."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        done = []

        def count(event: str, _: object) -> None:
            if event in ("os.rename", "os.remove"):
                done.append(event)
                if len(done) > steps:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        keep_books(books, last)
    finally:
        os._exit(0)


@pytest.mark.parametrize("is_again", [False, True], ids=["first", "again"])
def test_whenever_it_is_killed_nothing_is_half_written_nor_told_too_early(tmp_path: Path, is_again: bool) -> None:
    """Killed before every single step: each file old or new, the version told with all its files or not at all."""
    entry = tmp_path / "releases/2030.1.1"
    told = {"version": "2030.1.1", "date": "2030-01-01", "previous": "", "counts": {"n": 2}}
    told["descriptor_sha256"] = "0" * 64
    new_sum, old_sum = "a" * 64, "b" * 64
    head = ",".join(Asset._fields)
    names = (tmp_path / "register.csv", entry / "changes.csv", entry / "release.json", entry / "assets.csv")
    news = (
        b"new",
        f"{','.join(Change._fields)}\n".encode(),
        json.dumps(told).encode(),
        f"{head}\na,text/csv,1,{new_sum}\n".encode(),
    )
    books, last = dict(zip(names, news, strict=True)), entry / "release.json"
    states = []
    for steps in range(len(books) + 2):
        shutil.rmtree(tmp_path / "releases", ignore_errors=True)
        (tmp_path / "register.csv").write_bytes(b"old")
        if is_again:
            old = {
                entry / "assets.csv": f"{head}\na,text/csv,1,{old_sum}\n".encode(),
                last: json.dumps(told | {"counts": {"n": 1}}).encode(),
            }
            keep_books(old, last)
        status = kill_while_keeping(books, last, steps)
        assert (tmp_path / "register.csv").read_bytes() in {b"old", b"new"}
        state = [(one.counts["n"], one.assets[0].sha256) for one in read_ledger(tmp_path / "releases")]
        assert state in ([], [(1, old_sum)], [(2, new_sum)])
        states.append((status, *state))
        keep_books(books, last)
        assert {path: path.read_bytes() for path in books} == books
        assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(books)
    assert states[0][0] == signal.SIGKILL
    assert states[-1] == (0, (2, new_sum))


def test_another_name_under_an_id_that_is_held_is_an_alias() -> None:
    held = {"name": "甲局", "agency_id": "a-1", "from_year": "", "to_year": "", "relation": "pinned", "source": "x"}
    agencies = [
        {"name": "甲局", "agency_id": "a-1", "last_year": "2023"},
        {"name": "甲管理局", "agency_id": "a-1", "last_year": "2024"},
        {"name": "乙局", "agency_id": "b-1", "last_year": "2024"},
    ]
    assert pin_newcomers([held], agencies) == (
        tuple(held.values()),
        ("乙局", "b-1", "", "", "pinned", "2024年报告标题"),
        ("甲管理局", "a-1", "", "", "alias", "2024年报告标题"),
    )
