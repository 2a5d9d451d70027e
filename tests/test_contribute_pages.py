"""What the pages for contributors and maintainers quote is there: targets, commands, options, files, links.

Nothing quoted is run here: a page may quote a release. What a page claims to have been tried is tried by its own test.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import build_scripts.cli  # noqa: F401  # the commands register themselves
from build_scripts.cli.commands import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"))
    if path.name != "CHANGELOG.md" and not path.name.startswith("_")
)
_FENCE = re.compile(r"^ *```[a-z]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_TARGETS = set(re.findall(r"(?m)^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8")))
_MADE = ("site/", "dist/", "look/", "lighthouse/", "datapackage/build", "review/", "data/", "tests/corpus")
"""Folders that are made, or lie in a package or a site."""
_PLACES = ("build_scripts/", "datapackage/", "docs/", "tests/", "requirements/", "benchmarks/", ".github/")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def quoted(text: str) -> Iterator[str]:
    """Every line of a block of code, and every piece of code in a sentence."""
    for block in _FENCE.findall(text):
        yield from block.replace("\\\n", " ").splitlines()
    yield from _CODE.findall(_FENCE.sub("", text))


def commands_of(text: str, name: str) -> Iterator[list[str]]:
    """The words behind each quoted call of `name`, up to what ends a command of the shell."""
    for line in quoted(text):
        for found in re.finditer(rf"(?:^|[\s(;&|'\"/]){re.escape(name)}(?= |$)", line):
            rest = re.split(r"(?:\s(?:&&|\|\||\||;|>|<|#)\s?|[;)。，])", line[found.end() :] + " ")[0]
            try:
                yield shlex.split(rest)
            except ValueError:
                yield rest.split()


def test_what_is_quoted_is_found_in_sentences_and_in_blocks() -> None:
    """A test of the tests below: they would find nothing wrong if they found nothing."""
    block = "```sh\nmake lock && make nothing\n.venv/bin/python -m build_scripts check --no x\n```\n"
    text = f"运行 `make site ARGS=--x`，再\n\n{block}"
    assert list(commands_of(text, "make")) == [["lock"], ["nothing"], ["site", "ARGS=--x"]]
    assert list(commands_of(text, "-m build_scripts")) == [["check", "--no", "x"]]
    everything = "\n".join(map(text_of, PAGES))
    assert len(list(commands_of(everything, "make"))) > 40
    assert len(list(commands_of(everything, "-m build_scripts"))) > 5


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_that_is_quoted_exists(page: str) -> None:
    told = [
        words[0] for words in commands_of(text_of(page), "make") if words and re.fullmatch(r"[a-z][a-z-]*", words[0])
    ]
    assert [target for target in told if target not in _TARGETS] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_that_is_quoted_exists(page: str) -> None:
    wrong = []
    for words in commands_of(text_of(page), "-m build_scripts"):
        if not words or not re.fullmatch(r"[a-z][a-z-]*", words[0]):
            continue
        command = cli.commands.get(words[0])
        if command is None:
            wrong.append(words[0])
            continue
        known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {
            "--help",
            "--",
        }
        wrong += [f"{words[0]} {word}" for word in words if word.startswith("--") and word.split("=")[0] not in known]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_every_module_that_is_quoted_to_be_run_exists(page: str) -> None:
    modules = re.findall(r"-m ((?:build_scripts|tests|benchmarks)(?:\.[a-z_]+)+)", text_of(page))
    paths = [ROOT / module.replace(".", "/") for module in modules]
    assert [
        str(path) for path in paths if not (path.with_suffix(".py").is_file() or (path / "__main__.py").is_file())
    ] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_by_its_whole_path_exists(page: str) -> None:
    named = {
        word.rstrip("/:，。")
        for line in quoted(text_of(page))
        for word in re.findall(r"[\w./*<>{}-]+", line, re.ASCII)
        if word.startswith(_PLACES) and not word.startswith(_MADE) and not set(word) & set("*<>{}")
    }
    gone = {name for name in named if not (ROOT / name).exists() and not (ROOT / name).with_suffix(".py").exists()}
    assert {name for name in gone if not name.startswith("datapackage/reports/")} == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_page_leads_to_it_and_to_its_heading(page: str) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", _FENCE.sub("", text_of(page))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        if not path.exists() or (
            anchor and path.suffix == ".md" and not has_anchor(path.read_text(encoding="utf-8"), anchor)
        ):
            broken.append(target)
    assert broken == []


def text_of_file(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def has_anchor(text: str, anchor: str) -> bool:
    """Whether a page has a heading of that anchor: told by name, or made of a heading in Latin letters."""
    if "@@slot:" in text or "[MANUAL:" in text:
        return True  # made at build: the test of every link of the site walks it
    slugs = {re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") for heading in re.findall(r"(?m)^#+ (.+)$", text)}
    return f"#{anchor} " in text or f"#{anchor}}}" in text or f'id="{anchor}"' in text or anchor in slugs


def test_every_page_of_the_handbook_is_led_to_by_its_first_page() -> None:
    pages = {path.name for path in (ROOT / "docs/contribute/maintaining").glob("*.md")} - {"index.md"}
    led = set(re.findall(r"\]\((?:\.\./)?([\w-]+\.md)", text_of("docs/contribute/maintaining/index.md")))
    assert pages <= led


@pytest.mark.parametrize("page", [page for page in PAGES if "/maintaining/" in page])
def test_the_handbook_is_chinese_first_with_its_english_at_the_end(page: str) -> None:
    head, english, rest = text_of(page).rpartition("## In English { #in-english }\n")
    assert english
    assert len(re.findall(r"[\u4e00-\u9fff]", head)) > 200
    assert len(re.findall(r"[A-Za-z]+", rest)) > 40
    assert head.startswith("---\ndescription: ")


@pytest.mark.parametrize("page", [page for page in PAGES if "/maintaining/" in page])
def test_every_numbered_step_is_an_item_of_its_list(page: str, site_folder: Path) -> None:
    """A step that a block of code before it swallowed would lose its number, and all behind it theirs."""
    html = (
        site_folder / page.removeprefix("docs/").removesuffix("index.md").removesuffix(".md") / "index.html"
    ).read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article")]
    items = sum(ordered.count("<li>") for ordered in re.findall(r"<ol>.*?</ol>", article, re.DOTALL))
    assert items == len(re.findall(r"(?m)^\d+\. ", text_of(page)))


def test_the_page_of_the_architecture_tells_of_every_room() -> None:
    told = (ROOT / "docs/contribute/architecture.md").read_text(encoding="utf-8")
    code = ROOT / "build_scripts"
    rooms = {path.parent.relative_to(code).as_posix() for path in code.rglob("__init__.py")} - {"."}
    assert len(rooms) > 30
    assert sorted(room for room in rooms if f"`{room}/`" not in told) == []
