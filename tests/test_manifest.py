"""A package that is not just what was built is refused before anything is made of it, and the file is named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts import pipeline
from build_scripts.files import PROJECT, FilesError, read_rows
from build_scripts.packaging.load import load_package
from build_scripts.packaging.manifest import (
    ADDED,
    CHANGED,
    MANIFEST,
    MISSING,
    NO_FILE,
    OTHER_HASH,
    OTHER_SOURCE,
    Changed,
    find_changed,
    refuse_changed,
)
from build_scripts.publishing import mkdocs_hook
from build_scripts.publishing.versions.standing import find_standing
from build_scripts.releasing.bundles import open_bundle

from .ledgers import make_ledger
from .packages import ROOT, hash_tree

SOURCE = "data/source/410781-chengshiguanliju-2023.txt"
TEXT = "data/text/410781-chengshiguanliju-2023.txt"


@pytest.fixture
def package(real_package: Path, tmp_path: Path) -> Path:
    """A copy of the package of the real reports, to be spoilt."""
    shutil.copytree(real_package, tmp_path / "package")
    return tmp_path / "package"


def list_files(package: Path) -> list[str]:
    return sorted(hash_tree(package))


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def correct_manifest(package: Path, name: str) -> None:
    """Tell the hash of a file as it is now, as someone would who hides a change."""
    lines = (package / MANIFEST).read_text(encoding="utf-8").splitlines()
    digest = hashlib.sha256((package / name).read_bytes()).hexdigest()
    told = [f"{digest}  {name}" if line.endswith(f"  {name}") else line for line in lines]
    assert told != lines
    (package / MANIFEST).write_text("".join(f"{line}\n" for line in told), encoding="utf-8")


# What is written.


def test_the_list_is_read_by_sha256sum_and_names_every_other_file(real_package: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=real_package, check=True)
    names = [line[66:] for line in (real_package / MANIFEST).read_text(encoding="utf-8").splitlines()]
    assert names == [name for name in list_files(real_package) if name != MANIFEST]


# What is found: every file, changed in every way.


def test_a_byte_changed_in_any_file_is_found(package: Path) -> None:
    for name in list_files(package):
        before = (package / name).read_bytes()
        change_a_byte(package / name)
        if name == MANIFEST:
            with pytest.raises(FilesError, match=MANIFEST):
                refuse_changed(package)
        else:
            assert find_changed(package) == (Changed(name, *CHANGED),)
        (package / name).write_bytes(before)
    assert find_changed(package) == ()


def test_any_file_removed_is_found(package: Path) -> None:
    for name in list_files(package):
        (package / name).rename(package.parent / "away")
        with pytest.raises(FilesError, match=name):
            refuse_changed(package)
        (package.parent / "away").rename(package / name)
    assert find_changed(package) == ()


def test_any_file_renamed_or_exchanged_is_found(package: Path) -> None:
    names = [name for name in list_files(package) if name != MANIFEST]
    for name, other in zip(names, names[1:] + names[:1], strict=True):
        first, second, away = package / name, package / other, package.parent / "away"
        first.rename(first.with_name("new"))
        new = first.with_name("new").relative_to(package).as_posix()
        assert set(find_changed(package)) == {Changed(name, *MISSING), Changed(new, *ADDED)}
        first.with_name("new").rename(away)
        if first.read_bytes() != second.read_bytes() if first.exists() else away.read_bytes() != second.read_bytes():
            second.rename(first)
            away.rename(second)
            assert {one.name for one in find_changed(package)} == {name, other}
            first.rename(away)
            second.rename(first)
            away.rename(second)
        else:
            away.rename(first)
    assert find_changed(package) == ()


@pytest.mark.parametrize("name", ["data/new.csv", "new", "data/source/x.html", "data/text/.hidden", "data/deep/er/new"])
def test_a_file_added_anywhere_is_found(package: Path, name: str) -> None:
    (package / name).parent.mkdir(parents=True, exist_ok=True)
    (package / name).write_bytes(b"")
    assert find_changed(package) == (Changed(name, *ADDED),)


def test_a_link_or_a_pipe_in_the_place_of_a_file_is_found_and_never_opened(package: Path) -> None:
    for make in (lambda path: path.symlink_to(package.parent / "same"), os.mkfifo):
        (package / SOURCE).rename(package.parent / "same")
        make(package / SOURCE)
        assert find_changed(package) == (Changed(SOURCE, *NO_FILE),)
        (package / SOURCE).unlink()
        (package.parent / "same").rename(package / SOURCE)


def test_a_change_that_the_list_was_made_to_agree_with_is_told_by_descriptor_or_reports(package: Path) -> None:
    """Of a text nothing else tells; of all else the descriptor does, whose hash a release has in the ledger."""
    change_a_byte(package / SOURCE)
    correct_manifest(package, SOURCE)
    assert find_changed(package) == (Changed(SOURCE, *OTHER_SOURCE),)
    change_a_byte(package / "data/remedies.csv")
    correct_manifest(package, "data/remedies.csv")
    assert Changed("data/remedies.csv", *OTHER_HASH) in find_changed(package)


def test_a_package_whose_list_and_descriptor_were_made_to_agree_is_no_release(package: Path) -> None:
    ledger = make_ledger(load_package(package))
    assert find_standing(package, ledger[0].version, ledger).released
    change_a_byte(package / "data/remedies.csv")
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = (one for one in descriptor["resources"] if one["name"] == "remedies")
    table["hash"] = f"sha256:{hashlib.sha256((package / 'data/remedies.csv').read_bytes()).hexdigest()}"
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name in ("data/remedies.csv", "datapackage.json"):
        correct_manifest(package, name)
    assert find_changed(package) == ()
    assert not find_standing(package, ledger[0].version, ledger).released


@pytest.mark.parametrize("line", ["x", f"{'0' * 64} one-space", f"{'0' * 64}  {TEXT}", f"{'0' * 63}g  data/x", ""])
def test_a_list_of_another_form_is_refused_with_its_line(package: Path, line: str) -> None:
    with (package / MANIFEST).open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    last = len((package / MANIFEST).read_text(encoding="utf-8").splitlines())
    with pytest.raises(FilesError, match=rf"{MANIFEST}:{last}: .*run the command package again"):
        refuse_changed(package)


# Who refuses: everything that is made of a package.


def change_source(package: Path) -> str:
    change_a_byte(package / SOURCE)
    return SOURCE


def change_text(package: Path) -> str:
    change_a_byte(package / TEXT)
    return TEXT


def change_table(package: Path) -> str:
    change_a_byte(package / "data/applications.csv")
    return "data/applications.csv"


@pytest.mark.parametrize("spoil", [change_source, change_text, change_table])
def test_the_site_is_not_made_anew_of_what_was_changed_though_all_its_pages_stand(
    spoil: Callable[[Path], str], real_site: Path, package: Path, tmp_path: Path
) -> None:
    """Its size and time are what they were, and the cache holds all that was made of the right bytes."""
    site, cache = tmp_path / "site", tmp_path / "cache"
    for folder in (site, cache):
        shutil.copytree(real_site / folder.name, folder)
    before = hash_tree(site)
    times = {path: path.stat().st_mtime_ns for path in package.rglob("*")}
    name = spoil(package)
    for path, time in times.items():
        os.utime(path, ns=(time, time))
    with pytest.raises(FilesError, match=rf"{name}: 内容被改过 / changed"):
        pipeline.build_site(package, site, lambda *_: None, PROJECT, 1, cache)
    assert hash_tree(site) == before


def test_mkdocs_alone_refuses_it_too(package: Path) -> None:
    change_source(package)

    class Config:
        config_file_path = str(package.parent / "mkdocs.yml")
        docs_dir = str(ROOT / "docs")
        extra = {"package": "package", "releases": "releases"}  # noqa: RUF012

    with pytest.raises(SystemExit, match=SOURCE):
        mkdocs_hook.on_pre_build(Config)


def test_every_table_changed_is_refused_by_who_compares_packages(package: Path) -> None:
    """`diff`, `release` and `review` open both packages so."""
    tables = [name for name in list_files(package) if name.endswith(".csv")]
    for name in tables:
        before = (package / name).read_bytes()
        change_a_byte(package / name)
        with pytest.raises(FilesError, match=rf"{name}.*refused"), open_bundle(package):
            pass
        (package / name).write_bytes(before)
        (package / name).rename(package / "away")
        with pytest.raises(FilesError, match=name), open_bundle(package):
            pass
        (package / "away").rename(package / name)
    assert len(tables) == len(load_package(package).descriptor["resources"])  # type: ignore[arg-type]


def test_what_is_shown_is_short_and_a_name_stays_on_its_line(package: Path) -> None:
    for row in read_rows(package / "data/reports.csv"):
        (package / f"data/text/{row['report_id']}.txt").unlink()
    for number in range(40):
        (package / f"data/\n{number}").write_bytes(b"")
    with pytest.raises(FilesError) as refused:
        refuse_changed(package)
    told = str(refused.value)
    assert "data/\\n0: " in told
    assert len(told.splitlines()) == 21
    assert "45" in told.splitlines()[0]
