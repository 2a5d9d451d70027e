"""A site made again is, byte for byte, the site made from nothing; only what depends on a change is made anew."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from build_scripts import pipeline
from build_scripts.files import PROJECT
from build_scripts.files.reuse import Earlier
from build_scripts.packaging.load import load_package
from build_scripts.packaging.partitions import name_partition
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.hand_made import hash_inputs
from build_scripts.publishing.parts import make_parts, prepare_work
from build_scripts.publishing.site_tasks import SiteRun
from build_scripts.publishing.specimens import SPECIMENS, Specimens
from build_scripts.publishing.stamping import read_specimen, slot_marker
from build_scripts.publishing.website import LISTS, WHOLE
from tests.commands import run
from tests.cut_packages import cut_package, describe_anew
from tests.packages import hash_tree
from tests.sites import write_reports

SLOTS = ("title", "description", "head", "json_ld", "breadcrumb", "contents", "body", "printed_address")
THEME = "".join(f"<{name}>{slot_marker(name)}" for name in SLOTS)
Change = Callable[["State"], None]


@dataclass
class State:
    """A collection as it is, and a site of it that stands: `folder` is the test's own, `source` a large package."""

    folder: Path
    source: Path
    held: list[str]
    spare: list[str]
    settings: Settings = field(default_factory=lambda: Settings("站", "https://example.org/"))
    theme: str = THEME
    edits: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def standing(self) -> Path:
        return self.folder / "site"

    @property
    def spare_site(self) -> Path:
        """The site before the one that stands."""
        return self.folder / "before"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def write_package(self) -> Path:
        package = cut_package(self.source, self.folder / "package", self.held)
        for name, old, new in self.edits:
            path = package / "data" / name
            if path.is_file():
                path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
        describe_anew(package)
        return package

    def build(self, site: Path, earlier: Earlier | None, jobs: int = 1) -> dict[str, str]:
        """Make all that is made of reports and agencies; what it is."""
        package = load_package(self.folder / "package")
        context = build_context(package, self.settings)
        specimens = Specimens({kind: read_specimen(self.theme) for kind in SPECIMENS})
        run = SiteRun(jobs, earlier, self.folder / "spool")
        make_parts(prepare_work(package, context, specimens, site, run), run)
        shutil.rmtree(run.spool, ignore_errors=True)
        return hash_tree(site)

    def build_again(self) -> set[str]:
        """Make the site again and put it in the place of the old one, which it leaves alone; holds it against a site
        from nothing. Gives the agencies that were made anew."""
        self.write_package()
        fresh, anew = self.folder / "fresh", self.folder / "anew"
        before = hash_tree(self.standing)
        built = self.build(fresh, Earlier(self.cache, self.standing, spare=self.spare_site))
        assert built == self.build(anew, None)
        assert hash_tree(self.standing) == before
        made = {
            name_agency(path)
            for path in built
            if not ((self.standing / path).is_file() and (fresh / path).samefile(self.standing / path))
        }
        for folder in (self.spare_site, anew):
            shutil.rmtree(folder, ignore_errors=True)
        if self.standing.exists():
            self.standing.rename(self.spare_site)
        fresh.rename(self.standing)
        return made


def name_agency(path: str) -> str:
    """The agency to which a file of the site belongs."""
    steps = path.split("/")
    name = steps[1] if steps[0] == "agencies" else Path(path).stem
    name = name.rpartition("-")[0] if steps[2:3] == ["reports"] else name
    assert name, path
    return name


def name_agencies(report_ids: Iterable[str]) -> set[str]:
    return {report_id.rpartition("-")[0] for report_id in report_ids}


@pytest.fixture(scope="module")
def ids(country_package: Path) -> list[str]:
    """Reports of two provinces, those of an agency together."""
    found = [row["report_id"] for row in load_package(country_package).reports]
    return found[:10] + found[-8:]


@pytest.fixture
def state(tmp_path: Path, country_package: Path, ids: list[str]) -> State:
    """A site of twelve reports that stands."""
    made = State(tmp_path, country_package, ids[:7] + ids[-5:], ids[7:-5])
    made.write_package()
    made.build(made.standing, Earlier(made.cache, made.standing))
    return made


# What is changed


def change_nothing(state: State) -> None:
    """The same again."""


def add_report(state: State) -> None:
    if state.spare:
        state.held = sorted([*state.held, state.spare.pop()])


def remove_report(state: State) -> None:
    if len(state.held) > 3:
        state.spare.append(state.held.pop(len(state.held) // 2))


def edit_text(state: State) -> None:
    state.edits.append((f"text/{state.held[0]}.txt", "。", "；"))


def edit_sections(state: State) -> None:
    state.edits.append(("sections.csv", "工作", f"公务{len(state.edits)}"))


def edit_label(state: State) -> None:
    state.edits.append(("states.csv", "未印,", "没有印,"))


def edit_spelling(state: State) -> None:
    state.edits.append(("label_spellings.csv", "一", "壹"))


def change_theme(state: State) -> None:
    state.theme += "<footer>"


def change_settings(state: State) -> None:
    state.settings = replace(state.settings, contact=f"{state.settings.contact}a@example.org")


def wipe_cache(state: State) -> None:
    shutil.rmtree(state.cache, ignore_errors=True)


def break_cache(state: State) -> None:
    for path in list(list_files(state.cache))[::2]:
        path.write_bytes(path.read_bytes()[:-1])


def tamper(state: State) -> None:
    """Change, in the standing site, a page without its size and its times; take another file away."""
    pages = sorted(state.standing.rglob("index.html"))
    told = pages[0].stat()
    pages[0].write_bytes(pages[0].read_bytes()[:-1] + b"!")
    os.utime(pages[0], ns=(told.st_atime_ns, told.st_mtime_ns))
    pages[-1].unlink()


CHANGES: tuple[Change, ...] = (
    change_nothing, add_report, remove_report, edit_text, edit_sections, edit_label, edit_spelling, change_theme,
    change_settings, wipe_cache, break_cache, tamper,
)  # fmt: skip


def list_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


# Claims


@tries(max_examples=1)
@given(changes=st.lists(st.sampled_from(CHANGES), min_size=3, max_size=3))
def test_whatever_changes_the_bytes_are_those_of_a_site_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, country_package: Path, ids: list[str], changes: list[Change]
) -> None:
    state = State(tmp_path_factory.mktemp("again"), country_package, ids[:4] + ids[-4:], ids[4:-4])
    state.build_again()
    for change in changes:
        change(state)
        state.build_again()
    shutil.rmtree(state.folder)


def test_nothing_is_made_anew_where_the_reader_alone_is_concerned(state: State) -> None:
    edit_spelling(state)
    assert state.build_again() == set()


def test_one_report_more_or_one_text_changed_makes_those_pages_that_show_it(state: State) -> None:
    before, held = hash_tree(state.standing), set(state.held)
    add_report(state)
    added = name_agencies(set(state.held) - held)
    made = state.build_again()
    after = hash_tree(state.standing)
    assert made == {name_agency(path) for path in after if before.get(path) != after[path]}
    assert made >= added
    assert len(made) < len(name_agencies(state.held))
    edit_text(state)
    assert state.build_again() == {state.held[0].rpartition("-")[0]}


@pytest.mark.parametrize("change", [edit_label, change_theme, change_settings])
def test_what_all_pages_show_makes_all_of_them_anew(state: State, change: Change) -> None:
    change(state)
    assert state.build_again() == name_agencies(state.held)


def test_a_tampered_site_is_mended_and_the_rest_taken_over(state: State) -> None:
    tamper(state)
    assert 1 <= len(state.build_again()) <= 2
    for partition in map(name_partition, state.held):
        Earlier(state.cache, state.standing).note(f"pages {partition}", b"[1]")  # by a program of another form
    assert state.build_again() == name_agencies(state.held)


def test_processes_beside_one_another_give_the_same_bytes(state: State) -> None:
    assert len({name_partition(one) for one in state.held}) > 1
    assert state.build(state.folder / "two", None, jobs=2) == hash_tree(state.standing)


KILLED_AT = ((LISTS, 9), (WHOLE, 1))
"""Steps of a build of the site, and how much of each is done at least when it is killed; the last is all but the
exchange. `tests.kills`, in `make audit`, kills at any moment."""


def test_the_whole_site_with_one_report_more_is_the_site_from_nothing_however_often_it_was_killed(
    real_site: Path, package_folder: Path, site_folder: Path, tmp_path: Path
) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    for folder in (site, cache):
        shutil.copytree(real_site / folder.name, folder)
    assert len(re.findall(r"^[^\n:]+ / [^\n:]+: \d+ \([\d.]+ s", (real_site / "said").read_text("utf-8"), re.M)) > 3
    standing = hash_tree(site)
    for step, done in KILLED_AT:
        assert build_until_killed(package_folder, site, cache, step, done) == -signal.SIGKILL
        assert hash_tree(site) == standing, step
    reports = write_reports(tmp_path / "reports")
    folders = ("--reports", reports, "--package", tmp_path / "package", "--output", site, "--cache", cache)
    answer = run("build", *folders, "--jobs", "2")
    assert answer.returncode == 0, answer.stderr
    assert hash_tree(tmp_path / "package") == hash_tree(package_folder)
    assert hash_tree(site) == hash_tree(site_folder)
    assert {path.name for path in tmp_path.iterdir()} == {"site", "package", "cache", "reports"}


def build_until_killed(package: Path, site: Path, cache: Path, step: str, done: int) -> int | None:
    """Build the site in a process of its own that is killed at this point; how it ended."""
    process = multiprocessing.get_context("forkserver").Process(
        target=_build_and_die, args=(package, site, cache, step, done)
    )
    process.start()
    process.join()
    return process.exitcode


def _build_and_die(package: Path, site: Path, cache: Path, last: str, most: int) -> None:
    def announce(step: str, done: int, _: int) -> None:
        if step == last and done >= most:
            os.kill(os.getpid(), signal.SIGKILL)

    multiprocessing.set_start_method(None, force=True)  # its own processes start as they would anywhere
    pipeline.build_site(package, site, announce, PROJECT, 2, cache)


def test_pages_by_hand_follow_from_what_is_written_and_from_no_time(package_folder: Path, tmp_path: Path) -> None:
    for name in ("mkdocs.yml", "CHANGELOG.md", "Makefile"):
        shutil.copyfile(PROJECT.root / name, tmp_path / name)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("一", encoding="utf-8")
    keys = [hash_inputs(package_folder, PROJECT.releases, tmp_path)]
    for path in sorted(list_files(tmp_path)):
        os.utime(path, (1, 1))
        assert hash_inputs(package_folder, PROJECT.releases, tmp_path) == keys[-1]
        path.write_bytes(path.read_bytes() + b"\n")
        keys.append(hash_inputs(package_folder, PROJECT.releases, tmp_path))
    (tmp_path / "docs/new.md").write_text("二", encoding="utf-8")
    keys.append(hash_inputs(package_folder, PROJECT.releases, tmp_path))
    assert len(set(keys)) == len(keys) == 6
