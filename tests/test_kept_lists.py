"""Lists of agencies: one report more makes the pages anew that tell of it, and takes the others over."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import pytest

from build_scripts.files.reuse import Earlier
from build_scripts.publishing.lists.cuts import MOST_LISTED
from build_scripts.publishing.lists.directory import build_directory
from build_scripts.publishing.quality.tally import QualityTally
from build_scripts.publishing.specimens import SPECIMENS, Specimens
from build_scripts.publishing.stamping import read_specimen, slot_marker
from build_scripts.publishing.whole_pages import write_lists
from build_scripts.publishing.whole_work import WholeWork
from tests.made_agencies import Made, make_context, make_many, make_package_of

SLOTS = ("title", "description", "head", "json_ld", "breadcrumb", "contents", "body", "printed_address")
SPECIMEN = read_specimen("\n".join(map(slot_marker, SLOTS)))
HELD = [
    Made("卫辉市城市管理局", "410781", years=(2021, 2023)),
    Made("卫辉市审计局", "410781", "audit", years=(2021, 2023)),
    Made("洛阳市水利局", "410300", "water", level="prefecture", years=(2021, 2023)),
    Made("上城区审计局", "330102", "audit", years=(2021, 2022, 2023)),
]
ONE_MORE = [Made("卫辉市城市管理局", "410781", years=(2021, 2022, 2023)), *HELD[1:]]


def write(agencies: Sequence[Made], site: Path, earlier: Earlier | None, basis: str = "b") -> dict[str, bytes]:
    context = make_context(agencies)
    package = make_package_of(agencies)
    specimens = Specimens(dict.fromkeys(SPECIMENS, SPECIMEN))
    directory = build_directory(context)
    counted = QualityTally(context).pack()
    work = WholeWork(package, context, site, site / "spool", earlier, specimens, basis, directory, counted)
    addresses = write_lists(pickle.loads(pickle.dumps(work)), None)
    pages = {path.parent.relative_to(site).as_posix() + "/": path.read_bytes() for path in site.rglob("index.html")}
    assert sorted(addresses) == sorted(pages)
    return pages


def find_fresh(old: Path, new: Path) -> set[str]:
    """The pages of the new site that are no files of the old one."""
    return {
        path.parent.relative_to(new).as_posix() + "/"
        for path in new.rglob("index.html")
        if not (old / path.relative_to(new)).exists() or not path.samefile(old / path.relative_to(new))
    }


def test_one_report_more_makes_its_years_places_and_function_anew(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    earlier = Earlier(tmp_path / "cache", old)
    write(HELD, old, earlier)
    assert write(ONE_MORE, new, earlier) == write(ONE_MORE, tmp_path / "plain", None)
    years = {"years/2021/", "years/2022/", "years/2023/"}
    places = {"regions/410000/", "regions/410700/", "regions/410781/"}
    assert find_fresh(old, new) == {*years, *places, "functions/urban_management/"}


@pytest.mark.parametrize("agencies", [HELD[1:], [*HELD, Made("杭州市审计局", "330100", "audit", years=(2024,))]])
def test_what_is_taken_over_is_what_is_made(tmp_path: Path, agencies: list[Made]) -> None:
    """An agency less, and one with a year that no other has: every agency's years run to the newest."""
    earlier = Earlier(tmp_path / "cache", tmp_path / "old")
    write(HELD, tmp_path / "old", earlier)
    assert write(agencies, tmp_path / "new", earlier) == write(agencies, tmp_path / "plain", None)


def test_a_function_that_becomes_too_long_for_one_page_is_led_to_elsewhere(tmp_path: Path) -> None:
    many = [one._replace(years=(2021,)) for one in make_many(2408) if one.function == "audit"]
    few = many[:MOST_LISTED]
    assert len(many) == len(few) + 1
    earlier = Earlier(tmp_path / "cache", tmp_path / "old")
    write(few, tmp_path / "old", earlier)
    assert write(many, tmp_path / "new", earlier) == write(many, tmp_path / "plain", None)


def test_nothing_is_taken_over_where_settings_or_pages_differ(tmp_path: Path) -> None:
    old, other, spoilt = tmp_path / "old", tmp_path / "other", tmp_path / "spoilt"
    earlier = Earlier(tmp_path / "cache", old)
    pages = write(HELD, old, earlier)
    write(HELD, other, earlier, "another")
    assert find_fresh(old, other) == set(pages)
    write(HELD, tmp_path / "again", earlier)
    (old / "years/2021/index.html").write_bytes(b"spoilt")
    assert write(HELD, spoilt, earlier) == pages
    assert find_fresh(old, spoilt) == {"years/2021/"}
    for noted in (b"", b"[1]", b'{"years/2021/":["",["a"]]}', b"7"):
        earlier.note("group lists", noted)
        assert write(HELD, tmp_path / "noted", earlier) == pages, "another program's note, in another form"
