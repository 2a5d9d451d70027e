"""The pages that explain commands and findings say what the commands and the code list say, all of it."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from selectolax.lexbor import LexborHTMLParser as Html

from build_scripts.cli.commands import cli
from build_scripts.cli.manual import EXITS, Manual, describe_command, list_manuals
from build_scripts.cli.manual_page import list_targets
from build_scripts.files import FilesError
from build_scripts.findings import template_fields
from build_scripts.publishing.guides.finding_list import read_examples
from tests.packages import ROOT
from tests.pictures import MOST_BYTES, PICTURES, SHOTS
from tests.report_samples import CODES

MANUALS = list_manuals()
FINDINGS = CODES.lists["finding_codes"]


def page_of(site: Path, address: str) -> Html:
    return Html((site / address / "index.html").read_text(encoding="utf-8"))


def test_every_finding_code_is_explained_under_its_own_anchor(site_folder: Path) -> None:
    page = page_of(site_folder, "contribute/findings")
    sections = {
        heading.id: " ".join(node.parent.text(separator=" ").split())
        for node in page.css("section.finding-code > h3")
        if (heading := node) and node.parent
    }
    assert list(sections) == sorted(sections, key=lambda code: [row["code"] for row in by_severity()].index(code or ""))
    for row in FINDINGS:
        said = sections[row["code"]]
        assert row["label_zh"] in said
        assert row["label_en"] in said
        for template in (row["message_zh"], row["next_zh"], row["next_en"]):
            for piece in re.split(r"\{\w+\}", template):
                assert " ".join(piece.split()) in said, (row["code"], piece)
        assert "{" not in said


def by_severity() -> list[dict[str, str]]:
    order = [row["code"] for row in CODES.lists["severities"]]
    return sorted(map(dict, FINDINGS), key=lambda row: order.index(row["severity"]))


def test_the_examples_give_each_message_just_the_details_it_asks_for() -> None:
    asked = {
        row["code"]: {
            name for key in ("message_zh", "message_en", "next_zh", "next_en") for name in template_fields(row[key])
        }
        for row in FINDINGS
    }
    given = {code: {name for name, _ in details} for code, details in read_examples().items()}
    assert given == {code: names for code, names in asked.items() if names}


def test_a_list_of_findings_leads_to_what_they_mean(site_folder: Path) -> None:
    page = page_of(site_folder, "quality/findings/wrong-width")
    assert page.css_first('a[href$="contribute/findings/#wrong-width"]') is not None


def find_command(name: str) -> click.Command:
    command: click.Command = cli
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return command


def test_a_command_without_a_word_of_its_own_is_told_and_never_left_blank() -> None:
    """Under -OO, where Python drops them, the page would be another without a word."""
    with pytest.raises(FilesError, match=r"package：没有说明；.*-OO leaves it out"):
        describe_command("package", click.Command("package"))


@pytest.mark.parametrize("manual", MANUALS, ids=[manual.name for manual in MANUALS])
def test_a_command_is_told_as_its_help_tells_it(manual: Manual, site_folder: Path) -> None:
    page = page_of(site_folder, "contribute/commands")
    heading = page.css_first(f"h3#{manual.anchor}")
    assert heading is not None
    body = heading.next
    while body is not None and body.tag != "div":
        body = body.next
    assert body is not None
    said = " ".join(body.text(separator=" ").split())
    command = find_command(manual.name)
    help_text = command.get_help(click.Context(command, info_name=manual.name))
    options = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", help_text, re.MULTILINE)) - {"--help"}
    assert options == set(re.findall(r"--[a-z-]+", " ".join(option.written for option in manual.options)))
    assert all(option.written in said and option.words.zh in said for option in manual.options)
    assert "\\b" not in help_text
    [exits] = [block for block in manual.blocks if block.heading.zh == EXITS]
    assert {"0", "2"} <= {entry.term for entry in exits.entries} <= {"0", "1", "2"}
    assert all(entry.words.zh in said and entry.words.en in said for entry in exits.entries)


@pytest.mark.parametrize("manual", MANUALS, ids=[manual.name for manual in MANUALS])
def test_the_examples_of_a_command_can_be_run(manual: Manual) -> None:
    examples = [entry.term for block in manual.blocks if block.heading.zh == "例" for entry in block.entries]
    assert examples, f"{manual.name}: 例 / examples: write one in its help"
    for example in examples:
        words = shlex.split(example)
        names, arguments = words[: len(manual.name.split())], words[len(manual.name.split()) :]
        assert " ".join(names) == manual.name
        find_command(manual.name).make_context(manual.name, arguments)


def test_every_target_that_make_lists_is_on_the_page(site_folder: Path) -> None:
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^  make ([a-z-]+)", listed, re.MULTILINE)
    assert names == [target.name for target in list_targets((ROOT / "Makefile").read_text(encoding="utf-8"))]
    said = page_of(site_folder, "contribute/commands").body
    assert said is not None
    assert all(f"make {name}" in said.text() for name in names)


DOORS = sorted((ROOT / "docs/contribute").rglob("*.md"))


@pytest.mark.parametrize("door", DOORS, ids=[path.stem for path in DOORS])
def test_every_picture_is_there_small_and_told_in_words(door: Path) -> None:
    """Light and dark alike: both are there, of the same subject."""
    for picture in Html(door.read_text(encoding="utf-8")).css("figure.shot img"):
        path = (door.parent / (picture.attributes["src"] or "")).resolve()
        assert path.is_relative_to(PICTURES), picture.html
        assert path.stat().st_size < MOST_BYTES
        assert len(picture.attributes["alt"] or "") > 30
        assert picture.attributes["width"], "the room for it is kept while it is loaded"
        if path.suffix == ".webp":
            other = {"light": "dark", "dark": "light"}[path.suffixes[0][1:]]
            assert path.with_name(f"{path.stem.split('.')[0]}.{other}.webp").is_file()


def test_every_picture_is_shown_somewhere() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in DOORS)
    assert [path.name for path in PICTURES.iterdir() if f"pictures/{path.name}" not in shown] == []


def test_the_drawn_pictures_are_what_make_pictures_draws() -> None:
    drawn = {path.name.split(".")[0] for path in PICTURES.glob("*.webp")}
    assert drawn == {shot.name for shot in SHOTS} | {"check", "finding", "add", "many"}


def test_the_door_names_four_ways_of_five_steps_in_both_languages(site_folder: Path) -> None:
    for address in ("contribute", "en/contribute"):
        page = page_of(site_folder, address)
        for way in ("form", "upload", "command", "many"):
            heading = page.css_first(f"h2#{way}")
            assert heading is not None, (address, way)
            steps = heading.next
            while steps is not None and steps.tag != "ol":
                steps = steps.next
            assert steps is not None
            assert len([child for child in steps.iter() if child.tag == "li"]) == 5, (address, way)


@pytest.mark.parametrize("door", DOORS, ids=[path.stem for path in DOORS])
def test_every_column_of_a_table_has_a_name(door: Path) -> None:
    """An empty head says nothing to whoever has the page read aloud; axe looks at a few of these pages alone."""
    rows = door.read_text(encoding="utf-8").splitlines()
    rules = [number for number, row in enumerate(rows) if re.fullmatch(r"\s*\|(?:\s*:?-+:?\s*\|)+", row)]
    heads = [rows[number - 1].strip().strip("|").split("|") for number in rules]
    assert [head for head in heads if not all(cell.strip() for cell in head)] == []
