"""Characters that cannot be seen or that turn the direction of writing are shown by their numbers."""

from __future__ import annotations

import re

import pytest

from build_scripts.checking.drawing import show_text
from build_scripts.cli.terminal import escape
from build_scripts.contributing.proposing.asked import name_agency
from build_scripts.packaging.descriptor import DIALECT
from build_scripts.packaging.list_checks import find_slips
from build_scripts.packaging.list_tables import HandKept
from build_scripts.packaging.row_rules import build_rules
from build_scripts.publishing.formats import marks
from build_scripts.publishing.shown import show_unseen
from build_scripts.publishing.stamping import read_specimen, slot_marker, stamp
from build_scripts.publishing.versions.atom import Entry, write_entry
from build_scripts.unseen import STEERING, TURNING
from tests.packages import ROOT

ALL = "".join(map(chr, range(0x110000)))
STEERS = re.compile(f"[{STEERING}]").findall(ALL)
TURNS = "\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_the_list_holds_what_unicode_calls_controls_of_direction_and_nothing_that_is_seen() -> None:
    assert set(re.findall(f"[{TURNING}]", ALL)) == set(TURNS)
    assert set(TURNS) | {"\x00", "\x1b", "\r", "\x7f", "\x9b", "\xad", "\u200b", "\u200e", "\u200f", "\u2028"} <= set(
        STEERS
    )
    assert {"\u2060", "\ufeff", "\ufff9", "\uffff", "\ud800", "\U000e0041"} <= set(STEERS)
    assert not [char for char in STEERS if char.isprintable()]
    assert not {"\n", "\t", " ", "\u3000", "\xa0"} & set(STEERS)


def test_a_page_shows_every_such_character_by_its_number() -> None:
    html = "".join(f"<i>{char}</i>" for char in STEERS) + "\n\t一 <b>"
    told = re.findall(r"<i>⟨U\+([0-9A-F]{4,6})⟩</i>", show_unseen(html))
    assert [chr(int(number, 16)) for number in told] == STEERS
    assert show_unseen("\n\t一😀𠮷 <b>") == "\n\t一😀𠮷 <b>"
    page = stamp(read_specimen(f'<p title="{slot_marker("title")}">{slot_marker("body")}</p>'),
                 {"title": "甲\u202e", "body": "<b>\u2067乙</b>"})  # fmt: skip
    assert page == '<p title="甲⟨U+202E⟩"><b>⟨U+2067⟩乙</b></p>'


def test_what_the_browser_draws_shows_the_same() -> None:
    source = (ROOT / "docs/assets/js/shared/dom.js").read_text(encoding="utf-8")
    (written,) = re.findall(r"/\[(.*)\]/gu;", source)
    written = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), written)
    assert re.findall(f"[{written}]", ALL) == STEERS
    assert 'typeof child === "string" ? showUnseen(child) : child' in source


def test_a_feed_shows_them_too() -> None:
    entry = write_entry(Entry("urn:x", "甲\u202e乙", "2026-01-01", "https://example.org/", "丙\u200b\x00", ()))
    assert "甲⟨U+202E⟩乙" in entry.decode()
    assert "丙⟨U+200B⟩\ufffd" in entry.decode()


@pytest.mark.parametrize("turn", TURNS)
def test_a_cell_of_a_workbook_shows_what_would_turn_it(turn: str) -> None:
    assert marks.show_text(f"{turn}12") == f"[U+{ord(turn):04X}]12"


def test_a_terminal_is_steered_by_none() -> None:
    for show in (escape, show_text):
        shown = show("".join(STEERS) + "\r\x1b]8;;https://evil.example\x07链接\x1b]8;;\x1b\\\x9b2J")
        assert shown.isprintable()
        assert "\\x1b]8;;https" in shown
        assert "\\U000e0041" in shown


@pytest.mark.parametrize(
    "name", ["卫辉市\u202e局", "卫辉市\u200b局", "卫辉市А局", "卫辉市\U000e0041局", "卫辉市\u3164局"]
)
def test_no_such_name_is_taken_from_an_issue(name: str) -> None:
    assert name_agency(name) == ("", "")


@pytest.mark.parametrize("char", ["\u200b", "\u061c", "\u00ad", "\U000e0041", "\x1b"])
def test_a_hand_kept_table_holds_no_such_character(char: str) -> None:
    described = {"format": "csv", "encoding": "utf-8", "dialect": DIALECT, "path": ""}
    schema = {"fields": [{"name": "code", "type": "string"}], "primaryKey": ["code"]}
    (rules,) = build_rules({"resources": [{"name": "x", **described, "schema": schema}]}).values()
    kept = {"x": HandKept("x.csv", f"code\na{char}b\nplain\n".encode(), rules)}
    assert [(slip.line, slip.field) for slip in find_slips(kept, ())] == [(2, "code")]
