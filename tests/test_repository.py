"""What a reader of the repository relies on: the usual files, locks, pins, and nothing of anybody's machine."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]

TOP_LEVEL = {
    *(".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore"),
    *("CHANGELOG.md", "CITATION.cff", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"),
    *("LICENSE", "LICENSE-DATA.md"),
    *("Makefile", "mkdocs.yml", "pyproject.toml", "requirements"),
    *("benchmarks", "build_scripts", "datapackage", "docs", "tests"),
}

# Written in halves, so that this file does not name them itself.
REGISTRIES = [
    "pypi" + ".org",
    "files.python" + "hosted",
    "registry." + "npmjs",
    "npm" + "mirror",
    "deb.deb" + "ian.org",
]
MACHINES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/opt" + "/", "/Us" + "ers/"]
FOREIGN_HOSTS = [
    *("fonts.google" + "apis", "fonts.g" + "static", "ajax.google" + "apis", "google-ana" + "lytics"),
    *("googletag" + "manager", "cdn.js" + "delivr", "un" + "pkg.com", "cdnjs.cloud" + "flare", "es" + "m.sh"),
    *("boot" + "cdn", "static" + "file.org", "poly" + "fill.io", "sky" + "pack.dev", "api.git" + "hub.com"),
]
REPORTS = "datapackage/reports/"  # kept byte for byte, whatever they say
VENDOR = "docs/assets/vendor/"  # libraries as their makers wrote them; what they name is their makers' machine


@cache
def tracked() -> tuple[str, ...]:
    """Paths that git holds; without git, as in an unpacked archive, there is nothing to ask."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode:
        pytest.skip("not a git work tree")
    return tuple(path for path in answer.stdout.split("\0") if path and (ROOT / path).is_file())


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_the_top_level_holds_what_it_should_and_nothing_else() -> None:
    names = {path.split("/")[0] for path in tracked()}
    assert names - TOP_LEVEL == set()


@pytest.mark.parametrize("needles", [REGISTRIES, MACHINES], ids=["registries", "machines"])
def test_no_tracked_file_names_a_registry_or_somebodys_machine(needles: list[str]) -> None:
    found = occurrences(needles, ("",))
    assert [place for place in found if not (needles is MACHINES and place.startswith(VENDOR))] == []


def test_nothing_that_reaches_a_reader_names_a_foreign_host() -> None:
    assert occurrences(FOREIGN_HOSTS, ("docs/", "mkdocs.yml", "build_scripts/")) == []


def occurrences(needles: list[str], below: tuple[str, ...]) -> list[str]:
    """“path:line: needle” for every one of these words in the tracked files below these folders."""
    return [
        f"{path}:{number}: {needle}"
        for path in tracked()
        if path.startswith(below) and not path.startswith(REPORTS)
        for number, line in enumerate(lines_of_text(ROOT / path), start=1)
        for needle in needles
        if names(needle, line)
    ]


def names(needle: str, line: str) -> bool:
    """A host is named by its letters; a machine's folder only where a path begins, not in the middle of one."""
    return bool(re.search(r"(?<![\w.})/*-])" + re.escape(needle), line)) if needle[0] == "/" else needle in line


def lines_of_text(path: Path) -> list[str]:
    data = path.read_bytes()
    return [] if b"\0" in data else data.decode("utf-8", errors="replace").splitlines()


def test_a_named_machine_would_be_found_and_a_path_of_ours_would_not() -> None:
    machine = MACHINES[0]
    assert names(machine, f"cd {machine}main")
    assert names(machine, f'"{machine}main"')
    assert not names(machine, f"docs{machine}flow.md")


# Versions and citation


def data_version() -> str:
    """The newest heading under Data in the change log."""
    data = re.search(r"^## Data$(.*?)(?=^## |\Z)", text_of("CHANGELOG.md"), re.MULTILINE | re.DOTALL)
    assert data, "CHANGELOG.md has no “## Data”"
    headings = re.findall(r"^### (\S+)", data[1], re.MULTILINE)
    assert headings, "CHANGELOG.md has no version under “## Data”"
    return str(headings[0])


def test_the_change_log_has_a_data_version_and_a_code_version() -> None:
    assert re.fullmatch(r"\d{4}\.\d{1,2}\.\d+", data_version())
    code = text_of("CHANGELOG.md").split("\n## Code\n")[1]
    version = re.search(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert version
    assert re.findall(r"^### (\S+)", code, re.MULTILINE)[0] == version[1]


def test_the_citation_names_the_data_version_and_its_licence() -> None:
    citation = yaml.safe_load(text_of("CITATION.cff"))
    assert (str(citation["version"]), citation["license"]) == (data_version(), "CC0-1.0")
    assert f"\n### {citation['version']} - {citation['date-released']}\n" in text_of("CHANGELOG.md")
    assert all(set(author) == {"name"} for author in citation["authors"]), "an entity, no invented persons"


def test_the_licences_stand_in_full() -> None:
    apache = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == apache
    data = text_of("LICENSE-DATA.md")
    assert "Creative Commons Legal Code\n\nCC0 1.0 Universal" in data
    assert "this CC0 or use of the Work." in data


# Locks and pins


def pins(lock: str) -> dict[str, list[str]]:
    """“name==version; marker” → its hashes."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", text_of(lock).replace("\\\n", "")):
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        if requirement and not requirement.startswith("#"):
            found[requirement.strip()] = hashes
    return found


LOCKS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "requirements").glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_an_exact_version_and_hashes(lock: str) -> None:
    locked = pins(lock)
    assert locked
    for requirement, hashes in locked.items():
        assert re.match(r"[a-z0-9][a-z0-9-]*(\[[a-z,]+\])?==[^\s*]+( ; .+)?$", requirement), requirement
        assert hashes, requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", found) for found in hashes), requirement


def test_the_test_set_holds_the_site_set_at_the_same_versions() -> None:
    site, test = pins("requirements/site.lock"), pins("requirements/test.lock")
    assert {name: test.get(name) for name in site} == site


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    optional = project["optional-dependencies"]
    requirements = [*project["dependencies"], *optional["site"], *optional["test"]]
    declared = {re.split(r"[^A-Za-z0-9-]", requirement)[0].lower() for requirement in requirements}
    locked = {re.split(r"[=\[]", requirement)[0] for requirement in pins("requirements/test.lock")}
    assert declared - locked == set(), "run: make lock"


def test_npm_packages_are_locked_by_integrity_and_name_no_host() -> None:
    for path in (path for path in tracked() if path.endswith("package-lock.json")):
        packages = json.loads(text_of(path))["packages"]
        assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
        assert [name for name, entry in packages.items() if "resolved" in entry] == []


# Words to readers

GUIDES = ["README.md", "CONTRIBUTING.md", "docs/contribute/architecture.md"]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))


def test_the_readme_has_both_commands_and_the_picture() -> None:
    readme = text_of("README.md")
    assert "make site" in readme
    assert "make test" in readme
    assert re.search(r"!\[[^\]]{10,}\]\(docs/assets/pipeline\.svg\)", readme), "the picture and words for it"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_make_target_we_name_exists(guide: str) -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text_of(guide), re.MULTILINE))
    assert named - make_targets() == set()


@pytest.mark.parametrize("guide", [*GUIDES, "LICENSE-DATA.md"])
def test_every_file_we_point_to_exists(guide: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(guide))
    inner = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in inner if not ((ROOT / guide).parent / link).exists()] == []


def test_scripts_run_as_they_are() -> None:
    scripts = [ROOT / ".ci/run", *sorted((ROOT / "build_scripts/setup").glob("*.sh"))]
    for script in scripts:
        assert script.stat().st_mode & 0o111, f"{script.name} is not executable"
        subprocess.run(["bash", "-n", script], check=True)


# The site's scripts, with a program in the place of ours that ends as it is told


def run_setup(folder: Path, script: str, status: int) -> subprocess.CompletedProcess[str]:
    """A script of build_scripts/setup in a copy of the project where the build ends with `status`."""
    setup = folder / "build_scripts/setup"
    setup.mkdir(parents=True)
    for name in ("build_site.sh", "build_for_pages.sh", "quietly.sh", "tell_withheld.sh"):
        shutil.copy(ROOT / "build_scripts/setup" / name, setup)
    for made in ("datapackage/build/datapackage.json", "site/index.html", ".venv/bin/python"):
        (folder / made).parent.mkdir(parents=True)
        (folder / made).touch()
    (folder / ".venv/bin/python").write_text(
        f"#!/bin/sh\n[ \"$1\" = -c ] && exit 0\nprintf 'a.txt: empty-file\\n```\\n' >&2\nexit {status}\n"
    )
    (folder / ".venv/bin/python").chmod(0o755)
    surroundings = {**os.environ, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    command = [str(setup / script)]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("status", [0, 1, 2])
def test_making_the_site_hands_on_the_exit_code(status: int, tmp_path: Path) -> None:
    assert run_setup(tmp_path, "build_site.sh", status).returncode == status


def test_a_site_without_the_withheld_reports_is_told_alike_in_both_languages(tmp_path: Path) -> None:
    said = run_setup(tmp_path, "build_site.sh", 1).stderr
    assert "其余报告的网站已经写在 site/，可以打开，也可以发布。" in said
    assert "The site of the other reports stands in site/: it can be opened and\npublished." in said


@pytest.mark.parametrize(("status", "expected"), [(0, 0), (1, 0), (2, 2), (137, 2)])
def test_withheld_reports_do_not_hold_up_the_deployment(status: int, expected: int, tmp_path: Path) -> None:
    answer = run_setup(tmp_path, "build_for_pages.sh", status)
    assert answer.returncode == expected
    assert "a.txt: empty-file" in answer.stdout
    assert (tmp_path / "summary.md").exists() == (status == 1)


def test_the_summary_lists_the_withheld_reports_as_plain_text(tmp_path: Path) -> None:
    run_setup(tmp_path, "build_for_pages.sh", 1)
    head, _, *lines = (tmp_path / "summary.md").read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert head == "### 没有收录的报告 / Reports withheld"
    assert lines[:2] == ["    a.txt: empty-file", "    ```"]
    assert all(line.startswith("    ") for line in lines)


@pytest.mark.parametrize("form", ["add-report", "wrong-number", "out-of-date"])
def test_every_form_for_an_issue_asks_that_no_personal_number_be_written(form: str) -> None:
    first = yaml.safe_load(text_of(f".github/ISSUE_TEMPLATE/{form}.yml"))["body"][0]
    assert first["type"] == "markdown"
    assert "请不要写身份证号、手机号" in first["attributes"]["value"]
    assert "no identity card or mobile phone number" in first["attributes"]["value"]
