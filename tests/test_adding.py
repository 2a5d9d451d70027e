"""`add` puts reports where they belong, beside what is held, and never over it."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from build_scripts.add import add_files, start_sidecar
from build_scripts.contributing.added import Added
from build_scripts.contributing.listing import OUTCOMES, list_added
from build_scripts.contributing.listing_files import write_added_csv, write_added_json
from build_scripts.contributing.places import choose_place
from build_scripts.fetching import Fetched
from build_scripts.fetching.fetcher import Visits, fetch
from build_scripts.files import FilesError, Layout
from build_scripts.files.placing import place_new
from build_scripts.packaging import handed_in
from build_scripts.pipeline import NotPublished
from tests.packages import REAL, hash_tree
from tests.projects import make_project
from tests.report_texts import print_text, read_whole
from tests.web_hosts import listen

WEIHUI = "2023/410781-chengshiguanliju.txt"


def no_network(url: str) -> Fetched:
    raise AssertionError(f"{url} was asked for")


def add(
    layout: Layout,
    *inputs: object,
    said: Mapping[str, str] | None = None,
    fetch: object = no_network,
    trial: bool = False,
    measured: bool = False,
) -> Added:
    return add_files(
        layout,
        list(map(str, inputs)),
        said or {},
        fetch,  # type: ignore[arg-type]
        1,
        lambda *_: None,
        trial,
        measured,
    )


def outcomes(added: Added) -> list[tuple[str, str]]:
    return [(file.outcome, file.placed) for file in added.files]


def write(path: Path, text: str | bytes, sidecar: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if sidecar:
        path.with_name(f"{path.name}.yml").write_text(sidecar, encoding="utf-8")
    return path


def title(year: int, agency: str = "卫辉市城市管理局") -> str:
    return f"{agency}{year}年政府信息公开工作年度报告"


def test_a_report_lies_at_its_place_byte_for_byte_with_what_is_said_of_it(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "project", (WEIHUI,))
    before = hash_tree(layout.reports)
    given = write(tmp_path / "随便 '\n\"..$(id).TXT", print_text(title=title(2024)).encode("gb18030"))
    said = {"source_url": "https://example.org/报告.html", "retrieved": "2025-02-01"}
    added = add(layout, given, said=said, measured=True)
    place = "2024/410781-chengshiguanliju.txt"
    assert outcomes(added) == [("added", place)]
    assert added.placed == (place,)
    assert (layout.reports / place).read_bytes() == given.read_bytes()
    assert (layout.reports / f"{place}.yml").read_text(encoding="utf-8").splitlines()[1:] == [
        'source_url: "https://example.org/报告.html"',
        "retrieved: 2025-02-01",
    ]
    after = hash_tree(layout.reports)
    assert set(after) - set(before) == {place, f"{place}.yml"}
    assert {name: after[name] for name in before} == before
    assert added.effect
    assert added.effect.counts["reports"] == (1, 2)
    assert added.effect.counts["agencies"] == (1, 1)
    assert [(one.subject, one.change, one.report_id) for one in added.effect.changes if one.subject == "report"] == [
        ("report", "added", "410781-chengshiguanliju-2024")
    ]
    # The same again: nothing to do.
    assert outcomes(add(layout, given)) == [("already_held", "")]
    assert hash_tree(layout.reports) == after


def test_of_many_files_each_has_its_own_outcome_and_the_good_ones_are_taken(tmp_path: Path) -> None:
    """One bad file hides no other; what stands against another is named with it; nothing is followed or overwritten."""
    layout = make_project(tmp_path / "project", (WEIHUI,))
    folder = tmp_path / "in"
    write(folder / "a.txt", print_text(title=title(2021)))
    write(folder / "b" / "two.txt", print_text(title=title(2022)))
    write(folder / "b" / "two again.txt", print_text(title=title(2022), first="另一份。"))
    write(folder / "c.txt", print_text(title=title(2021)))
    write(folder / "d.txt", print_text(title=title(2023), first="与收着的不同。"))
    write(folder / "e.txt", "no report at all")
    write(folder / "f.docx", b"PK\x03\x04 cut")
    write(folder / "g.txt", print_text(title="市民政局2020年政府信息公开工作年度报告"))
    write(folder / "h.txt", print_text(title=title(2020)), "agency: [unclosed\n")
    write(folder / "i.txt", print_text(title=title(2019)), "year: 2018\n")
    write(folder / "j.txt", print_text(title=title(2018)), "shell: $(id)\n'<script>': x\n")
    write(folder / "k.txt", print_text(title=title(2099)))
    (folder / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.txt")
    before = hash_tree(layout.reports)
    added = add(layout, folder, tmp_path / "missing.txt", measured=True)
    told = {Path(file.given).name: file for file in added.files}
    assert {name: (file.outcome, file.placed) for name, file in told.items()} == {
        "a.txt": ("added", "2021/410781-chengshiguanliju.txt"),
        "two.txt": ("rival_given", ""),
        "two again.txt": ("rival_given", ""),
        "c.txt": ("given_twice", ""),
        "d.txt": ("rival_held", ""),
        "e.txt": ("not_fit", ""),
        "f.docx": ("not_fit", ""),
        "g.txt": ("not_fit", ""),
        "h.txt": ("not_fit", ""),
        "i.txt": ("added", "2018/410781-chengshiguanliju.txt"),
        "j.txt": ("not_fit", ""),
        "k.txt": ("not_fit", ""),
        "link.txt": ("not_fit", ""),
        "pipe.txt": ("not_fit", ""),
        "missing.txt": ("not_fit", ""),
    }
    assert told["d.txt"].others == (WEIHUI,)
    assert [Path(other).name for other in told["two.txt"].others] == ["two again.txt"]
    assert [finding.code for finding in told["k.txt"].findings] == ["year-ahead"]
    assert [finding.code for finding in told["j.txt"].findings] == ["sidecar-unknown-key"] * 2
    assert {finding.source_file for finding in told["j.txt"].findings} == {f"{told['j.txt'].given}.yml"}
    after = hash_tree(layout.reports)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {
        "2021/410781-chengshiguanliju.txt",
        "2018/410781-chengshiguanliju.txt",
        "2018/410781-chengshiguanliju.txt.yml",
    }
    check_listings(added)


def check_listings(added: Added) -> None:
    """Every file stands in every listing, on one line of the table; nothing steers a terminal or breaks a row."""
    for lang in ("zh", "en"):
        for is_whole in (False, True):
            text = list_added(added, "datapackage/reports", lang, is_whole)  # type: ignore[arg-type]
            table = text.split("\n\n")[0].splitlines()
            assert len(table) == 1 + len(added.files)
            assert all(line.isprintable() for line in text.splitlines())
            assert OUTCOMES["rival_held"][f"next_{lang}"] in text
            assert f"datapackage/reports/{WEIHUI}" in text
    told = json.loads(write_added_json(added))
    assert [file["outcome"] for file in told["files"]] == [file.outcome for file in added.files]
    assert len(write_added_csv(added).splitlines()) == 1 + len(added.files)


def test_a_file_that_kills_its_reader_takes_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = handed_in.read_report

    def die(source_file: str, data: bytes, *rest: object) -> object:
        if b"die" in data:
            os.kill(os.getpid(), signal.SIGKILL)
        return sound(source_file, data, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(handed_in, "read_report", die)
    layout = make_project(tmp_path / "project")
    killer = write(tmp_path / "a.txt", "die")
    sound_one = write(tmp_path / "b.txt", print_text(title=title(2021)))
    added = add(layout, killer, sound_one)
    assert [file.outcome for file in added.files] == ["not_fit", "added"]
    assert [finding.code for finding in added.files[0].findings] == ["reader-died"]


def test_a_newer_report_replaces_one_that_is_held_where_it_is_said(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "project", (WEIHUI,))
    given = write(tmp_path / "new.txt", print_text(title=title(2023), first="修订过的。"))
    added = add(layout, given, said={"replaces": WEIHUI}, measured=True)
    assert outcomes(added) == [("added", "2023/410781-chengshiguanliju-2.txt")]
    assert added.effect
    assert added.effect.counts["reports"] == (1, 1)
    assert any(one.subject == "report" and one.change == "changed" for one in added.effect.changes)
    assert (layout.reports / WEIHUI).read_bytes() == (REAL / WEIHUI).read_bytes()


def test_a_report_that_would_keep_out_one_held_is_not_taken(tmp_path: Path) -> None:
    """Two names that come to one id: the package would publish neither until the register tells them apart."""
    layout = make_project(tmp_path / "project")
    held = write(layout.reports / "2022" / "any name.txt", print_text(title=title(2022, "卫辉市民政局")))
    given = write(tmp_path / "new.txt", print_text(title=title(2021, "卫辉市民正局")))
    added = add(layout, given)
    assert [file.outcome for file in added.files] == ["not_fit"]
    assert [finding.code for finding in added.files[0].findings] == ["agency-id-taken"]
    assert [path for path in layout.reports.rglob("*") if path.is_file()] == [held]


def test_a_trial_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "project")
    given = write(tmp_path / "a.txt", print_text())
    added = add(layout, given, trial=True, measured=True)
    assert outcomes(added) == [("would_add", WEIHUI)]
    assert added.effect
    assert hash_tree(layout.reports) == {}


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (["a.txt", "b.txt"], {"source_url": "https://example.org/"}),
        (["a.txt", "b.txt"], {"replaces": WEIHUI}),
        (["."], {"retrieved": "2025-01-01"}),
        (["https://example.org/a"], {"source_url": "https://example.org/"}),
        (["a.txt"], {"year": "1999"}),
        (["a.txt"], {"replaces": "2023/none.txt"}),
        (["a.txt"], {"level": "$(id)"}),
    ],
)
def test_what_cannot_be_said_is_refused_before_anything_is_read(
    tmp_path: Path, inputs: Sequence[str], said: Mapping[str, str]
) -> None:
    with pytest.raises(NotPublished):
        add(make_project(tmp_path), *inputs, said=said)


def test_options_and_a_sidecar_that_differ_are_both_told(tmp_path: Path) -> None:
    given = write(tmp_path / "a.txt", print_text(), "year: 2022\n")
    (file,) = add(make_project(tmp_path / "project"), given, said={"year": "2023"}).files
    assert file.outcome == "sidecar_conflict"
    assert file.said[0] == "附注里 year 是“2022”，选项说是“2023”"


# Addresses.


def test_an_address_is_kept_with_the_day_and_a_name_of_ours(tmp_path: Path) -> None:
    """A page in GB 18030 behind a redirect; others are gone, only link to files, or are kept back by robots.txt."""
    page = f"<html><body><pre>{print_text(title=title(2024))}</pre></body></html>".encode("gb18030")
    links = b"<a href='../files/%E6%8A%A5.pdf'>a</a><a href='javascript:1'>b</a><a href='file:///x.doc'>c</a>"
    answers = {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /kept"),
        "/2024": (302, {"Location": "/etc/passwd"}, b""),
        "/etc/passwd": (200, {"Content-Disposition": "attachment; filename=../../evil"}, page),
        "/list/": (200, {}, b"<html>" + links),
        "/kept": (200, {}, page),
    }
    layout = make_project(tmp_path)
    with listen(answers) as host:
        urls = [f"{host.url}{path}" for path in ("/2024#top", "/gone", "/list/", "/kept")]
        visits = Visits()
        added = add(layout, *urls, fetch=lambda url: fetch(url, network=host.network, visits=visits))
    place = "2024/410781-chengshiguanliju.html"
    assert outcomes(added) == [("added", place), ("not_fetched", ""), ("links_only", ""), ("not_fetched", "")]
    assert (layout.reports / place).read_bytes() == page
    said = (layout.reports / f"{place}.yml").read_text(encoding="utf-8").splitlines()[1:]
    assert said[0] == f'source_url: "{host.url}/2024"'
    assert re.fullmatch(r"retrieved: 20\d\d-\d\d-\d\d", said[1])
    assert added.files[2].links == (f"{host.url}/files/%E6%8A%A5.pdf",)
    told = list_added(added, "datapackage/reports", "zh")
    assert "网站说没有这一页：404" in told
    assert f"add {host.url}/files/%E6%8A%A5.pdf" in told
    assert added.files[3].said[0].startswith("网站的 robots.txt 不让程序取这一页")


# Placing.


def test_a_file_is_placed_whole_or_not_at_all(tmp_path: Path) -> None:
    base, outside = tmp_path / "reports", tmp_path / "outside"
    place_new(base / "2023" / "a.txt", b"first", base)
    with pytest.raises(FilesError, match="不覆盖"):
        place_new(base / "2023" / "a.txt", b"second", base)
    (base / "2023" / "b.txt").symlink_to(outside / "b.txt")
    with pytest.raises(FilesError, match="不覆盖"):
        place_new(base / "2023" / "b.txt", b"through", base)
    outside.mkdir()
    (base / "2024").symlink_to(outside)
    with pytest.raises(FilesError, match="符号链接"):
        place_new(base / "2024" / "c.txt", b"through", base)
    assert list(outside.iterdir()) == []
    assert sorted(path.name for path in (base / "2023").iterdir()) == ["a.txt", "b.txt"]
    assert (base / "2023" / "a.txt").read_bytes() == b"first"


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, before[1]))
    try:
        with pytest.raises(FilesError):
            place_new(tmp_path / "2023" / "a.txt", b"longer than there is room", tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((tmp_path / "2023").iterdir()) == []


def test_no_report_stands_without_its_sidecar_where_it_cannot_be_placed(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "project")
    outside = tmp_path / "outside"
    outside.mkdir()
    (layout.reports / "2023").symlink_to(outside)
    given = write(tmp_path / "a.txt", print_text())
    (file,) = add(layout, given, said={"scope": "organ"}).files
    assert file.outcome == "not_written"
    assert list(outside.iterdir()) == []


def test_a_run_that_was_cut_short_between_sidecar_and_report_is_taken_up_again(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "project")
    given = write(tmp_path / "a.txt", print_text(), "scope: organ\n")
    write(layout.reports / f"{WEIHUI}.yml", "scope: organ\n")
    assert outcomes(add(layout, given)) == [("added", WEIHUI)]
    assert set(hash_tree(layout.reports)) == {WEIHUI, f"{WEIHUI}.yml"}


def test_a_sidecar_of_another_is_never_taken_for_ours(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "project")
    stray = write(layout.reports / f"{WEIHUI}.yml", "scope: government\n")
    assert outcomes(add(layout, write(tmp_path / "a.txt", print_text()), said={"scope": "organ"})) == [
        ("added", "2023/410781-chengshiguanliju-2.txt")
    ]
    assert stray.read_text(encoding="utf-8") == "scope: government\n"


def test_a_number_of_a_person_in_a_name_is_told_nowhere(tmp_path: Path) -> None:
    number = "13900001234"
    given = write(tmp_path / f"{number}.txt", print_text())
    bad = write(tmp_path / f"bad {number}.txt", "no report")
    added = add(make_project(tmp_path / "project"), given, bad, trial=True)
    assert [file.outcome for file in added.files] == ["would_add", "not_fit"]
    for told in (list_added(added, "reports", "zh", True), write_added_json(added), write_added_csv(added)):
        assert number not in told


def test_files_that_cannot_be_taken_are_counted_by_reason(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / "given" / name, "no report")
    write(tmp_path / "given" / "c.pdf", "%PDF-1.4 cut")
    write(tmp_path / "given" / "d.txt", print_text())
    told = list_added(add(make_project(tmp_path / "project"), tmp_path / "given", trial=True), "reports", "zh")
    assert f"{OUTCOMES['not_fit']['label_zh']}：不是年度报告 2，文件不完整或已损坏 1\n" in told


def test_an_agency_held_for_the_first_time_stands_beside_those_that_look_like_it(
    tmp_path: Path, real_package: Path
) -> None:
    layout = make_project(tmp_path / "project")
    shutil.copytree(real_package / "data", layout.package / "data")
    given = write(tmp_path / "a.txt", print_text(title=title(2021, "卫辉市城市管理综合执法局")))
    told = list_added(add(layout, given, trial=True, measured=True), "datapackage/reports", "zh")
    assert "卫辉市城市管理综合执法局" in told
    assert "≈ 410781-chengshiguanliju  卫辉市城市管理局" in told


def test_a_place_is_the_year_and_the_agency_and_the_format() -> None:
    report = read_whole(print_text())
    taken = {WEIHUI, "2023/410781-chengshiguanliju-2.txt"}
    assert choose_place(report, lambda _: False) == WEIHUI
    assert choose_place(report, taken.__contains__) == "2023/410781-chengshiguanliju-3.txt"


# A sidecar to be filled in.


def test_a_sidecar_is_begun_beside_a_report_and_never_over_another(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "project")
    given = write(tmp_path / "a.txt", print_text(title="市民政局2020年政府信息公开工作年度报告"))
    beside, reading = start_sidecar(layout, given, {"agency": "卫辉市民政局"})
    assert beside == tmp_path / "a.txt.yml"
    assert reading.report is None
    written = beside.read_bytes()
    assert "\nagency: 卫辉市民政局\n" in written.decode()
    with pytest.raises(FilesError):
        start_sidecar(layout, given, {})
    assert beside.read_bytes() == written
    with pytest.raises(NotPublished):
        start_sidecar(layout, tmp_path / "missing.txt", {})
    assert outcomes(add(layout, given)) == [("added", "2020/410781-minzhengju.txt")]
