"""The Atom feeds: what they tell, that readers of feeds take them, that nothing of a report is more than text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from build_scripts.packaging.load import load_package
from build_scripts.packaging.package import Package
from build_scripts.publishing.context import Settings, build_context
from build_scripts.publishing.versions.changes import group_changes
from build_scripts.publishing.versions.feeds import MOST_PARTS, MOST_REPORTS, MOST_VERSIONS, Feeds, Version
from build_scripts.publishing.versions.words import Words
from build_scripts.releasing.ledger import Release
from tests.ledgers import make_change, make_ledger

SITE = "https://example.org/a/"
REGIONS = ("410000", "410300", "410303", "630000")
CHANGED = "agencies/410303-chengshiguanliju/feed.xml"
HEAD = ("feed", "id", "title", "subtitle", "updated", "link", "author", "name", "uri", "rights")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def package(real_package: Path) -> Package:
    return load_package(real_package)


@pytest.fixture(scope="module")
def ledger(package: Package) -> tuple[Release, ...]:
    return make_ledger(package)


@pytest.fixture(scope="module")
def feeds(package: Package, ledger: tuple[Release, ...]) -> Mapping[str, bytes]:
    return make_feeds(package, ledger)


def make_feeds(package: Package, ledger: tuple[Release, ...], site_url: str = SITE) -> Mapping[str, bytes]:
    context = build_context(package, Settings("站", site_url))
    versions = [Version(release, group_changes(release)) for release in ledger]
    return dict(Feeds(versions, context, Words(package, context)).make(REGIONS))


def read(data: bytes) -> Any:
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_there_is_a_feed_of_all_of_every_region_and_of_every_agency(
    feeds: Mapping[str, bytes], package: Package
) -> None:
    assert list(feeds) == [
        "feed.xml",
        *(f"regions/{code}/feed.xml" for code in REGIONS),
        *(f"agencies/{agency_id}/feed.xml" for agency_id in package.agencies),
    ]


def test_every_feed_is_what_the_standard_asks_for(feeds: Mapping[str, bytes]) -> None:
    grammar = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
    for address, data in feeds.items():
        tree = etree.fromstring(data)
        grammar.assertValid(tree)
        ids = [element.text for element in tree.iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids), address
        links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
        assert links == {"self": SITE + address, "alternate": SITE + address.removesuffix("feed.xml")}
        days = [element.text for element in tree.iter(f"{ATOM}updated")]
        assert days[0] == max(days)
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", day) for day in days)
        assert days[1:] == sorted(days[1:], reverse=True), "newest first"


def test_a_reader_of_feeds_is_told_what_changed(feeds: Mapping[str, bytes]) -> None:
    changed, added = read(feeds[CHANGED]).entries
    assert changed.title == "西工区城市管理局 2020 年度：报告的数据有改动"
    assert changed.link == f"{SITE}agencies/410303-chengshiguanliju/2020/"
    assert "依申请公开表 一、本年新收政府信息公开申请数量 · 总计：（空白） → 1,200" in changed.summary
    assert {(tag.term, tag.label) for tag in changed.tags} == {
        ("changed", "改动"),
        ("410303", "河南省洛阳市西工区"),
        ("urban_management", "城市管理"),
        ("2020", "2020 年"),
    }
    assert added.title == "西工区城市管理局 2020 年度：新收录的报告"
    assert read(feeds[CHANGED]).feed.author == "站"


def test_a_feed_says_what_the_licence_does_not_cover_in_the_words_of_the_package(
    feeds: Mapping[str, bytes], package: Package
) -> None:
    said = {read(data).feed.rights for data in feeds.values()}
    assert [str(package.descriptor["rights"]).startswith(f"{words} / ") for words in said] == [True]


def test_a_report_that_is_gone_leads_to_its_version(feeds: Mapping[str, bytes]) -> None:
    [gone] = [entry for entry in read(feeds["feed.xml"]).entries if "不再收录" in entry.title]
    assert gone.link == f"{SITE}data/2026.10.2/"
    assert "机关要求撤下" in gone.summary


def test_what_a_report_or_a_note_prints_is_text(feeds: Mapping[str, bytes]) -> None:
    data = feeds[CHANGED].decode()
    assert "标题：旧题 → &lt;i&gt;新题&lt;/i&gt;" in data
    assert '&lt;b&gt;note&lt;/b&gt; &amp; "more" ]]&gt; &lt;/summary&gt; \ufffd\ufffd @@slot:body@@ {{ 7*7 }}' in data
    names = {element.tag.removeprefix(ATOM) for element in etree.fromstring(feeds[CHANGED]).iter()}
    assert names - {"entry", "category", "summary"} == set(HEAD)


def test_a_region_tells_of_all_that_lies_in_it_and_of_nothing_else(feeds: Mapping[str, bytes]) -> None:
    province = {entry.id for entry in read(feeds["regions/410000/feed.xml"]).entries}
    county = {entry.id for entry in read(feeds["regions/410303/feed.xml"]).entries}
    assert county == {entry.id for entry in read(feeds[CHANGED]).entries}
    assert county < province
    assert {entry.link.split("/")[5][:2] for entry in read(feeds["regions/630000/feed.xml"]).entries} == {"63"}


def test_a_feed_changes_only_when_its_agency_or_region_did(
    feeds: Mapping[str, bytes], package: Package, ledger: tuple[Release, ...]
) -> None:
    first = package.reports[0]
    more = make_change("report", "changed", first, reason="reading")
    newer = Release("2026.12.1", "2026-12-02", package.version, "e" * 64, {}, (more,), ())
    later = make_feeds(replace(package, version="2026.12.1", date="2026-12-02"), (newer, *ledger))
    assert {address for address in feeds if feeds[address] != later[address]} == {
        "feed.xml",
        "regions/410000/feed.xml",
        "regions/410300/feed.xml",
        "regions/410303/feed.xml",
        CHANGED,
    }
    old, new = (read(made[CHANGED]).entries for made in (feeds, later))
    assert new[1:] == old, "what was told stays as it was told"


def test_ids_outlive_a_change_of_address(
    feeds: Mapping[str, bytes], package: Package, ledger: tuple[Release, ...]
) -> None:
    moved = make_feeds(package, ledger, "https://other.example/")
    for address in ("feed.xml", CHANGED):
        first, second = (read(made[address]) for made in (feeds, moved))
        assert first.feed.id == second.feed.id
        assert [entry.id for entry in first.entries] == [entry.id for entry in second.entries]


def test_the_same_ledger_gives_the_same_bytes(
    feeds: Mapping[str, bytes], package: Package, ledger: tuple[Release, ...]
) -> None:
    assert make_feeds(package, ledger) == feeds


def test_long_feeds_are_cut_and_say_where_the_rest_is(package: Package, ledger: tuple[Release, ...]) -> None:
    many = tuple(
        make_change("report", "added", {"agency_id": f"410300-a{n}", "report_id": f"410300-a{n}-2020"})
        for n in range(MOST_REPORTS + 3)
    )
    cells = tuple(
        make_change("cell", "changed", package.reports[0], table="remedies", row="x", column=str(n))
        for n in range(MOST_PARTS + 2)
    )
    older = [Release(f"2025.1.{n}", "2025-01-01", "", "f" * 64, {}, (), ()) for n in range(MOST_VERSIONS, 0, -1)]
    made = make_feeds(package, (ledger[0]._replace(changes=many), ledger[1]._replace(changes=cells), *older))
    everything = read(made["feed.xml"]).entries
    assert f"下面只列其中 {MOST_REPORTS} 份，全部见 {SITE}data/{package.version}/" in everything[0].summary
    assert len(everything) == MOST_VERSIONS + MOST_REPORTS + 1
    assert len(read(made["regions/410300/feed.xml"]).entries) == MOST_REPORTS + 1
    assert f"每一版最多列 {MOST_REPORTS} 份" in read(made["regions/410300/feed.xml"]).feed.subtitle
    assert f"另有 2 处，见 {SITE}data/2026.10.2/" in read(made[CHANGED]).entries[0].summary
