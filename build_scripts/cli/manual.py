"""Every command as it describes itself: name, what for, usage, options, exit codes, examples.

Comes in: the commands. Goes out: `Manual`, one a command, in plain text. Refuses to know: how a page shows it. What
`--help` prints is the only source. A help text is paragraphs, Chinese ones and English ones, and blocks (after `\\b`):
a heading, then entries, two blanks in; an entry is a term and words two blanks or more apart, or a term alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import NamedTuple

import click

from build_scripts.cli.commands import cli
from build_scripts.files import FilesError

PROGRAM = "python -m build_scripts"
EXITS = "退出码"
_CHINESE = re.compile("[\u3400-\u9fff]")
_APART = re.compile(r"\s*/ +(?=[A-Za-z<`“])")


class Said(NamedTuple):
    """Words in both languages; empty what was not given."""

    zh: str
    en: str


class Entry(NamedTuple):
    """A line of a block: an exit code, a file, an example; and what it means."""

    term: str
    words: Said


class Block(NamedTuple):
    """Entries below a heading."""

    heading: Said
    entries: tuple[Entry, ...]


class Option(NamedTuple):
    """An option or argument: how it is written, what for, what it may hold, what it is if not given."""

    written: str
    words: Said
    choices: tuple[str, ...]
    default: str
    is_required: bool


class Manual(NamedTuple):
    """A command; `about` are its paragraphs."""

    name: str
    short: Said
    usage: str
    about: tuple[Said, ...]
    blocks: tuple[Block, ...]
    options: tuple[Option, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return self.name.replace(" ", "-")


def list_manuals() -> tuple[Manual, ...]:
    """A manual for each command, in the order of their names; of a group, for each of its commands."""
    return tuple(describe_command(name, command) for name, command in _walk(cli, ()))


def _walk(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _walk(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def describe_command(name: str, command: click.Command) -> Manual:
    """The manual of a command; without exit codes of its own it has those of all commands.

    Raises FilesError if it says nothing of itself, as all do under -OO: the page would lack it without a word.
    """
    if not command.help:
        raise FilesError(f"{name}：没有说明；-OO 使 Python 不留说明，请不用 / no help; -OO leaves it out, run without")
    about, blocks = split_help(command.help)
    if not any(block.heading.zh == EXITS for block in blocks):
        general = split_help(cli.help or "")[1]
        blocks = (*blocks, *(block for block in general if block.heading.zh == EXITS))
    context = click.Context(command, info_name=name)
    usage = " ".join([PROGRAM, name, *command.collect_usage_pieces(context)])
    options = tuple(_describe_option(option) for option in command.params if isinstance(option, click.Option))
    return Manual(name, part_words(command.short_help or ""), usage, about, blocks, options)


def split_help(text: str) -> tuple[tuple[Said, ...], tuple[Block, ...]]:
    """The paragraphs and the blocks of a help text.

    >>> split_help("一。\\n\\nOne.\\n\\n\\b\\n退出码 / exit codes:\\n  0  好 / well")[1][0].entries
    (Entry(term='0', words=Said(zh='好', en='well')),)
    """
    paragraphs: list[Said] = []
    blocks: list[Block] = []
    for piece in re.split(r"\n\s*\n", cleandoc(text)):
        if piece.startswith("\b"):
            blocks += _read_blocks(piece.lstrip("\b\n"))
        elif piece.strip():
            paragraphs.append(part_words(" ".join(line.strip() for line in piece.splitlines())))
    return tuple(paragraphs), tuple(blocks)


def part_words(text: str) -> Said:
    """The Chinese and the English of words that are set apart by a stroke, or are in one language alone.

    >>> part_words("报告文件夹，默认 datapackage/reports / folder"), part_words("Alone.")
    (Said(zh='报告文件夹，默认 datapackage/reports', en='folder'), Said(zh='', en='Alone.'))
    """
    halves = _APART.split(text.strip(), maxsplit=1)
    if len(halves) == 2 and _CHINESE.search(halves[0]):
        return Said(halves[0], halves[1])
    return Said(text.strip(), "") if _CHINESE.search(text) and not text[:1].isascii() else Said("", text.strip())


def _read_blocks(text: str) -> Iterator[Block]:
    for piece in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        heading, *lines = piece.rstrip().splitlines() or [""]
        if not heading.strip():
            continue
        whole: list[str] = []
        for line in lines:
            if re.match(r" {2}\S", line):
                whole.append(line.strip())
            elif whole:
                whole[-1] += ("" if _APART.search(whole[-1]) else " / ") + line.strip()
        yield Block(part_words(heading.rstrip("：: ")), tuple(_read_entry(line) for line in whole))


def _read_entry(line: str) -> Entry:
    term, *words = re.split(r" {2,}", line, maxsplit=1)
    return Entry(term, part_words(words[0]) if words else Said("", ""))


def _describe_option(option: click.Option) -> Option:
    kind = option.type
    choices = tuple(map(str, kind.choices)) if isinstance(kind, click.Choice) else ()
    is_told = not (
        option.is_flag or callable(option.default) or option.default is None or isinstance(option.default, bool)
    )
    default = str(option.default) if is_told and isinstance(option.default, (str, int, float)) else ""
    written = "、".join(option.opts) + ("" if option.is_flag else f" {option.metavar or '…'}")
    return Option(written, part_words(option.help or ""), choices, default, option.required)
