"""What we take from others: locked by hash, licensed, listed, installed as locked, and asking nobody anything."""

from __future__ import annotations

import csv
import json
import re
import shutil
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from build_scripts.upkeep.bill import write_bill
from build_scripts.upkeep.licences import tell_licence
from build_scripts.upkeep.locked import (
    ALLOWED,
    LICENCES,
    MANIFEST,
    NPM_LOCKS,
    ROOT,
    LockError,
    find_refused,
    is_allowed,
    list_locked,
)

LOCKED = list_locked()


def rows_of(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pinned() -> set[tuple[str, str]]:
    """(name, version) of every line `name==version` of every lock, read in another way than the list."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob("*.lock"))
    return {
        (line.split("[")[0].split("=")[0], line.split("==")[1].split()[0])
        for line in text.splitlines()
        if "==" in line[:60] and line[0].isalnum()
    }


def npm_locked() -> dict[tuple[str, str], dict[str, str]]:
    found = {}
    for lock in NPM_LOCKS:
        for place, entry in json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"].items():
            if place:
                found[place.split("node_modules/")[-1], entry["version"]] = entry
    return found


def test_nothing_locked_is_missing_from_the_list() -> None:
    assert {(one.name, one.version) for one in LOCKED if one.ecosystem == "pypi"} == pinned()
    assert {(one.name, one.version) for one in LOCKED if one.ecosystem == "npm"} == set(npm_locked())
    assert len(pinned()) > 150
    assert len(npm_locked()) > 200


def test_every_licence_is_known_and_allowed_and_every_allowed_one_is_in_use() -> None:
    assert find_refused(LOCKED) == []
    used = {word for one in LOCKED for word in re.findall(r"[\w.+-]+", one.licence)}
    assert [row["licence"] for row in rows_of(ALLOWED) if row["licence"] not in used] == []
    assert all(row["why_zh"] and row["why_en"] for row in rows_of(ALLOWED))


@pytest.mark.parametrize(
    "licence", ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT", "MIT OR", "MIT ISC", "UNKNOWN"]
)
def test_a_licence_that_is_not_allowed_is_refused(licence: str) -> None:
    assert not is_allowed(licence, {"MIT", "ISC"})
    planted = [LOCKED[0]._replace(licence=licence)]
    assert find_refused(planted) == [f"{planted[0].name} {planted[0].version}: {licence}"]


def test_a_package_without_a_licence_is_named(tmp_path: Path) -> None:
    for path in ("requirements", "build_scripts/setup", "docs/assets/vendor"):
        shutil.copytree(ROOT / path, tmp_path / path)
    lock = tmp_path / "requirements/site.lock"
    lock.write_text(
        lock.read_text(encoding="utf-8") + f"new-thing==1.0 \\\n    --hash=sha256:{'0' * 64}\n", encoding="utf-8"
    )
    with pytest.raises(LockError, match=re.escape("new-thing 1.0 (requirements/site.lock)")):
        list_locked(tmp_path)


def test_the_table_of_licences_has_a_row_for_what_is_locked_and_no_other() -> None:
    rows = rows_of(LICENCES)
    silent = {name for (name, _), entry in npm_locked().items() if not entry.get("license")}
    wanted = {("pypi", name) for name, _ in pinned()} | {("npm", name) for name in silent}
    assert [(row["ecosystem"], row["name"]) for row in rows] == sorted(wanted)


def test_the_packages_installed_here_say_of_themselves_what_the_table_has() -> None:
    said = {row["name"]: row["said"] for row in rows_of(LICENCES) if row["ecosystem"] == "pypi"}
    versions = pinned()
    installed = {re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower(): each for each in distributions()}
    looked_at = [name for name, each in installed.items() if (name, each.version) in versions]
    assert len(looked_at) > 100
    assert [
        f"{name}: {tell_licence(installed[name].metadata)}, in the table: {said[name]}"
        for name in looked_at
        if tell_licence(installed[name].metadata) != said[name]
    ] == []


def test_the_bill_of_materials_fits_its_schema_and_lists_everything() -> None:
    text = write_bill()
    assert text == write_bill()
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"scope": "required"', '"scope": "wanted"')) is not None
    bill = json.loads(text)
    assert {"serialNumber", "timestamp"} & {*bill, *bill["metadata"]} == set()
    listed = [component["purl"] for component in bill["components"]]
    assert len(listed) == len(set(listed)) == len(LOCKED)
    named = {
        file["name"]: file["hashes"][0]["content"] for one in bill["components"] for file in one.get("components", ())
    }
    manifest = json.loads((ROOT / MANIFEST).read_text(encoding="utf-8"))
    assert named == {f"{one['folder']}/{name}": digest for one in manifest for name, digest in one["files"].items()}
    required = {one["name"] for one in bill["components"] if one["scope"] == "required"}
    assert {"mkdocs-material", "lxml", "hyparquet"} <= required
    assert {"pytest", "pip-audit", "lighthouse"} & required == set()


# How it is installed: by every script and workflow

INSTALLERS = {
    r"\bpip3? install\b": ("--require-hashes", "--no-deps", "--only-binary :all:"),
    r"\bnpm (?:--\S+ \S+ )*ci\b": ("--ignore-scripts",),
    r"\bnpm (?:--\S+ \S+ )*(?:install|i|add)\b": ("--package-lock-only", "--ignore-scripts"),
    r"\buv\b.* pip compile\b": ("--generate-hashes", "--no-config"),
}
FORBIDDEN = (
    r"--(?:extra-)?index-url\b(?! )|--extra-index-url|--index-url|--find-links|--trusted-host|--pre\b",
    r"\bnpx\b|\bnpm exec\b|\bpipx\b|\buvx\b",
    r"(?:curl|wget)\b[^|\n]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b",
)


def find_loose(text: str) -> list[str]:
    """Commands that would install something other than what is locked."""
    lines = [line for line in text.replace("\\\n", " ").splitlines() if not line.lstrip().startswith("#")]
    loose = [
        line.strip()
        for line in lines
        for command, wanted in INSTALLERS.items()
        if re.search(command, line) and any(option not in " ".join(line.split()) for option in wanted)
    ]
    return loose + [line.strip() for line in lines for rule in FORBIDDEN if re.search(rule, line)]


def test_every_script_installs_what_is_locked_and_nothing_else() -> None:
    scripts = [
        *(ROOT / "build_scripts/setup").glob("*.sh"),
        *(ROOT / ".github/workflows").glob("*.yml"),
        ROOT / "Makefile",
    ]
    texts = {path.name: path.read_text(encoding="utf-8") for path in scripts}
    assert {name: loose for name, text in texts.items() if (loose := find_loose(text))} == {}
    commands = "\n".join(texts.values()).replace("\\\n", " ")
    assert [rule for rule in INSTALLERS if not re.search(rule, commands)] == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install requests",
        "python -m pip install --require-hashes --no-deps -r x.lock",
        "npm ci",
        "npm install left-pad",
        "npm --prefix x install --package-lock-only",
        "npx something",
        "pip install --require-hashes --no-deps --only-binary :all: --extra-index-url https://a.example -r x.lock",
        "curl -s https://a.example/x.sh | bash",
    ],
)
def test_an_installation_of_anything_else_is_found(line: str) -> None:
    assert find_loose(f"# fine\n{line}\n")


def test_the_theme_asks_nobody_for_fonts_and_the_site_measures_nobody() -> None:
    text = re.sub(r"!!python\S*", "", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings = yaml.safe_load(text)
    assert settings["theme"]["font"] is False
    assert settings["plugins"] == []
    assert {"analytics", "social", "consent", "version", "polyfills"} & set(settings["extra"]) == set()
    assert "repo_url" not in settings
    loaded = settings["extra_css"] + settings["extra_javascript"]
    assert [one for one in loaded if not (ROOT / "docs" / one).is_file()] == []
