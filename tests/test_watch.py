"""The weekly check says how it is with each address, and calls nothing gone that was not seen to be twice."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from build_scripts.contributing.watching.addresses import Address, Turn, choose_turns, list_addresses, make_key
from build_scripts.contributing.watching.asking import Answer, Pace, ask_all
from build_scripts.contributing.watching.comparing import Comparison, Difference
from build_scripts.contributing.watching.memory import MOST, Trouble, read_memory, write_memory
from build_scripts.contributing.watching.outcomes import (
    LEARNT_NOTHING,
    REMEMBERED,
    read_kinds,
    remember,
    settle_outcome,
)
from build_scripts.fetching import Fetched, FetchError
from build_scripts.fetching.reasons import REASONS
from build_scripts.packaging.load import load_package
from tests.watched import DAY, by_path, check, make_ask, read_texts, set_addresses
from tests.web_hosts import listen

TEXT = {"Content-Type": "text/plain; charset=utf-8"}
HTML = {"Content-Type": "text/html"}
ONE = Address(make_key("http://a.example/1"), "http://a.example/1", ("410303-chengshiguanliju-2020",))
THERE = Answer("")
GONE = Answer("not_found")


# End to end, with a host of this machine.


def test_every_address_is_told_by_what_it_answers_and_what_it_holds(real_package: Path, tmp_path: Path) -> None:
    texts = read_texts(real_package)
    changed = texts[2].replace("公开".encode(), "公 开".encode(), 1)  # other bytes, the same numbers
    other = texts[3].replace("文件\t0\t0\t6".encode(), "文件\t0\t0\t7".encode())
    assert other != texts[3]
    answers = {
        "/same": (200, TEXT, texts[0]),
        "/moved": (301, {"Location": "/new"}, b""),
        "/new": (200, TEXT, texts[1]),
        "/typeset": (200, TEXT, changed),
        "/changed": (200, TEXT, other),
        "/unlike": (200, TEXT, "通知：网站正在改版。".encode()),
    }
    with listen(answers) as host:
        urls = [f"{host.url}/{name}" for name in ("same", "moved", "typeset", "changed", "unlike")]
        package = set_addresses(real_package, tmp_path / "package", urls)
        told = write_memory({make_key(url): Trouble("moved", "2026-11-16") for url in urls})  # all are read anew
        result = check(package, tmp_path / "out", make_ask(host), told=told)
    found = by_path(result)
    assert {name: one.kind for name, one in found.items()} == {
        "same": "here",
        "moved": "moved",
        "typeset": "here",
        "changed": "changed",
        "unlike": "unlike",
    }
    assert (found["moved"].since, found["moved"].moved_to) == ("2026-11-16", f"{host.url}/new")
    comparison = found["changed"].comparison
    assert comparison is not None
    assert [(one.before, one.after) for one in comparison.differences] == [("6", "7")]
    text = (tmp_path / "out/issue.md").read_text(encoding="utf-8")
    assert set(read_memory(text, DAY.isoformat()).values()) == {
        Trouble("moved", "2026-11-16"),
        Trouble("changed", "2026-11-23"),
        Trouble("unlike", "2026-11-23"),
    }
    assert (tmp_path / "out/state").read_text() == "open\n"
    assert json.loads((tmp_path / "out/watch.json").read_text(encoding="utf-8"))["kinds"]["here"] == 2


def test_guards_silence_and_robots_say_nothing_of_the_page(real_package: Path, tmp_path: Path) -> None:
    answers = {
        "/robots.txt": (200, TEXT, b"User-agent: *\nDisallow: /private"),
        "/guard": (403, {}, b""),
        "/broken": (500, {}, b""),
    }
    with listen(answers) as host:
        names = ("guard", "broken", "private", "lost")
        package = set_addresses(real_package, tmp_path / "package", [f"{host.url}/{n}" for n in names])
        first = check(package, tmp_path / "out", make_ask(host))
        assert {name: one.kind for name, one in by_path(first).items()} == {
            "guard": "refused",
            "broken": "unreachable",
            "private": "not_allowed",
            "lost": "not_found",
        }
        told = (tmp_path / "out/issue.md").read_text(encoding="utf-8")
        assert "从境外的机器上运行" in told
        soon = check(package, tmp_path / "out", make_ask(host), DAY + timedelta(days=1), told)
        assert by_path(soon)["lost"].kind == "not_found"
        later = check(package, tmp_path / "out", make_ask(host), DAY + timedelta(days=7), told)
    assert (by_path(later)["lost"].kind, by_path(later)["lost"].since) == ("gone", "2026-11-23")
    assert by_path(later)["guard"].kind == "refused"


def test_a_page_of_another_format_is_not_compared_where_no_report_is_read_from_it(
    real_package: Path, tmp_path: Path
) -> None:
    page = "<html><body><a href='a.docx'>附件</a></body></html>".encode()
    with listen({"/list": (200, HTML, page)}) as host:
        package = set_addresses(real_package, tmp_path / "package", [f"{host.url}/list"])
        told = write_memory({make_key(f"{host.url}/list"): Trouble("changed", "2026-11-16")})
        result = check(package, tmp_path / "out", make_ask(host), told=told)
    assert [one.kind for one in result.outcomes] == ["uncompared"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("正在验证您的浏览器", "empty"), ("", "empty"), ("通知：网站正在改版，请到新的网站查阅。" * 3, "unlike")],
)
def test_a_page_that_keeps_programs_out_says_nothing_of_the_report(
    real_package: Path, tmp_path: Path, words: str, kind: str
) -> None:
    page = (
        f"<html><script>var 汉字 = '{'这不是正文' * 50}';</script><style>汉字</style><p title='汉字'>{words}</p></html>"
    )
    with listen({"/guard": (200, HTML, page.encode("gb18030"))}) as host:
        package = set_addresses(real_package, tmp_path / "package", [f"{host.url}/guard"])
        (package / "data/reports.csv").write_text(
            (package / "data/reports.csv").read_text(encoding="utf-8").replace(",txt,", ",html,"), encoding="utf-8"
        )
        told = write_memory({make_key(f"{host.url}/guard"): Trouble("not_found", "2026-11-16")})
        [outcome] = check(package, tmp_path / "out", make_ask(host), told=told).outcomes
    assert (outcome.now or outcome.kind) == kind
    assert outcome.kind == ("not_found" if kind == "empty" else "unlike")


def test_a_collection_without_addresses_is_told_as_such(real_package: Path, tmp_path: Path) -> None:
    package = set_addresses(real_package, tmp_path / "package", [])
    result = check(package, tmp_path / "out", lambda *_: pytest.fail("nothing is asked"))
    assert result.outcomes == ()
    told = (tmp_path / "out/issue.md").read_text(encoding="utf-8")
    assert "收录的 5 份报告都没有写原文网址" in told
    assert "None of the 5 reports held tells its address" in told


def test_the_same_check_gives_the_same_bytes(real_package: Path, tmp_path: Path) -> None:
    with listen({}) as host:
        package = set_addresses(real_package, tmp_path / "package", [f"{host.url}/{n}" for n in range(5)])
        for name in ("first", "second"):
            check(package, tmp_path / name, make_ask(host))
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes(), path.name


def test_an_unchanged_result_gives_an_unchanged_text(real_package: Path, tmp_path: Path) -> None:
    with listen({}) as host:
        package = set_addresses(real_package, tmp_path / "package", [f"{host.url}/{n}" for n in range(5)])
        told = ""
        texts = []
        for week in range(4):
            check(package, tmp_path / "out", make_ask(host), DAY + timedelta(weeks=week), told)
            told = (tmp_path / "out/issue.md").read_text(encoding="utf-8")
            texts.append(told)
    assert texts[0] != texts[1]  # not found, then gone
    assert texts[1] == texts[2] == texts[3]


# What an answer means.


@pytest.mark.parametrize("reason", [*REASONS, "not_asked"])
def test_only_two_checks_that_found_no_page_make_it_gone(reason: str) -> None:
    before = Trouble("not_found", "2026-11-02")
    kind = settle_outcome(ONE, Answer(reason), None, before, DAY).kind
    assert (kind == "gone") == (reason == "not_found")
    assert settle_outcome(ONE, Answer(reason), None, None, DAY).kind != "gone"


@pytest.mark.parametrize("kind", sorted(REMEMBERED))
@pytest.mark.parametrize("reason", ["unreachable", "refused", "robots", "not_asked", "server", "private_address"])
def test_a_check_that_learnt_nothing_leaves_what_was_known(reason: str, kind: str) -> None:
    before = Trouble(kind, "2026-11-02")
    outcome = settle_outcome(ONE, Answer(reason), None, before, DAY)
    assert (outcome.kind, outcome.since) == before
    assert outcome.now in LEARNT_NOTHING
    assert remember([outcome], {}, [ONE]) == {ONE.key: before}


def test_a_page_that_is_back_is_forgotten() -> None:
    before = {ONE.key: Trouble("gone", "2026-01-05")}
    outcome = settle_outcome(ONE, THERE, Comparison("same"), before[ONE.key], DAY)
    assert (outcome.kind, outcome.since) == ("here", "")
    assert remember([outcome], before, [ONE]) == {}


def test_what_stays_gone_stays_gone_since_its_first_day() -> None:
    outcome = settle_outcome(ONE, GONE, None, Trouble("gone", "2026-01-05"), DAY)
    assert (outcome.kind, outcome.since) == ("gone", "2026-01-05")


def test_another_trouble_begins_on_its_own_day() -> None:
    outcome = settle_outcome(ONE, GONE, None, Trouble("changed", "2026-01-05"), DAY)
    assert (outcome.kind, outcome.since) == ("not_found", "2026-11-23")


def test_numbers_that_differ_are_told_before_the_move() -> None:
    differs = Comparison("changed", (Difference("remedies", "a", "b", "1", "2"),))
    outcome = settle_outcome(ONE, Answer("", moved_to="http://b.example/1"), differs, None, DAY)
    assert (outcome.kind, outcome.moved_to) == ("changed", "http://b.example/1")


def test_every_kind_that_can_come_out_has_its_words() -> None:
    known = {row["code"] for row in read_kinds()}
    assert known >= REMEMBERED | LEARNT_NOTHING | {"here", "uncompared"}
    assert all(all(row.values()) for row in read_kinds())


# The memory.


@pytest.mark.parametrize(
    "line",
    [
        "0123456789ab gone 2026-12-01",  # a day to come
        "0123456789ab gone 2026-02-30",
        "0123456789AB gone 2026-11-01",
        "0123456789ab <script> 2026-11-01",
        "0123456789ab gone 2026-11-01 --> # 标题",
        "0123456789ab gone",
        "x" * 100_000,
    ],
)
def test_a_broken_line_of_the_memory_costs_that_line_alone(line: str) -> None:
    text = f"<!-- watch-memory\n{line}\nffffffffffff gone 2026-11-02\n-->\n"
    assert read_memory(text, "2026-11-23") == {"ffffffffffff": Trouble("gone", "2026-11-02")}


@pytest.mark.parametrize("text", ["", "<!-- watch-memory\n", "-->", "watch-memory", "<!-- watch-memory\n-->"])
def test_no_memory_is_no_trouble(text: str) -> None:
    assert read_memory(text, "2026-11-23") == {}


def test_a_memory_that_somebody_wrote_changes_nothing_but_history() -> None:
    for kind in ("here", "not_asked", "nonsense"):
        outcome = settle_outcome(ONE, GONE, None, Trouble(kind, "2020-01-01"), DAY)
        assert (outcome.kind, outcome.since) == ("not_found", "2026-11-23")


def test_too_much_is_remembered_oldest_first() -> None:
    days = [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(300)]
    memory = {f"{n:012x}": Trouble("gone", days[n % 300]) for n in range(3 * MOST)}
    kept = read_memory(write_memory(memory), "2026-11-23")
    assert len(kept) == MOST
    assert max(one.since for one in kept.values()) <= days[MOST // 3]
    assert len(write_memory(memory)) < 25_000


def test_an_address_no_report_has_any_more_is_forgotten() -> None:
    assert remember([], {"0123456789ab": Trouble("gone", "2026-01-05")}, [ONE]) == {}
    assert remember([], {ONE.key: Trouble("gone", "2026-01-05")}, [ONE]) == {ONE.key: Trouble("gone", "2026-01-05")}


# Whose turn it is, and how hosts are asked.


def many(count: int) -> tuple[Address, ...]:
    urls = [f"http://host{n % 7}.example/{n}" for n in range(count)]
    return tuple(sorted(Address(make_key(url), url, (f"r-{url}",)) for url in urls))


@pytest.mark.parametrize(("count", "most"), [(1, 10), (10, 10), (11, 10), (95, 10), (1000, 150)])
def test_every_address_has_its_turn_and_no_week_has_more_than_it_may(count: int, most: int) -> None:
    parts = -(-count // most)
    weeks = [choose_turns(many(count), DAY + timedelta(weeks=n), most, ()) for n in range(parts)]
    assert {turn.address for week in weeks for turn in week} == set(many(count))
    assert max(map(len, weeks)) <= most
    assert choose_turns(many(count), DAY + timedelta(days=6), most, ()) == weeks[0]


def test_every_page_is_read_anew_within_four_rounds() -> None:
    weeks = [choose_turns(many(95), DAY + timedelta(weeks=n), 10, ()) for n in range(40)]
    assert {turn.address for week in weeks for turn in week if turn.is_read} == set(many(95))
    assert sum(turn.is_read for week in weeks for turn in week) == 95


def test_what_is_in_trouble_is_asked_and_read_every_week() -> None:
    for n in range(5):
        turns = choose_turns(many(50), DAY + timedelta(weeks=n), 10, {ONE.key, many(50)[0].key})
        assert Turn(many(50)[0], True) in turns


def test_reports_of_one_address_are_one_question(real_package: Path, tmp_path: Path) -> None:
    package = load_package(set_addresses(real_package, tmp_path / "package", ["http://a.example/"] * 2))
    [address] = list_addresses(package)
    assert len(address.report_ids) == 2


def test_head_is_enough_where_the_page_is_not_to_be_read(real_package: Path, tmp_path: Path) -> None:
    methods = []

    def ask(url: str, method: str) -> Fetched:
        methods.append((url, method))
        if method == "HEAD" and url.endswith("2"):
            raise FetchError("refused", "405", status=405)
        if url.endswith("3"):
            raise FetchError("unreachable", "-")
        return Fetched(url, 200, {}, b"", "2026-11-23")

    turns = [Turn(Address(make_key(n), f"http://{n}.example/{n}", ()), n == "4") for n in ("1", "2", "3", "4")]
    answers = ask_all(turns, ask, Pace(hosts=1), lambda _: None)
    assert methods == [
        ("http://1.example/1", "HEAD"),
        ("http://2.example/2", "HEAD"),
        ("http://2.example/2", "GET"),
        ("http://3.example/3", "HEAD"),
        ("http://4.example/4", "GET"),
    ]
    assert [answers[make_key(n)].reason for n in ("1", "2", "3", "4")] == ["", "", "unreachable", ""]


def test_a_silent_host_is_left_alone_and_the_others_are_asked() -> None:
    asked = []

    def ask(url: str, method: str) -> Fetched:
        asked.append(url)
        if "host1" in url:
            raise FetchError("too_slow", "-")
        return Fetched(url, 200, {}, b"", "2026-11-23")

    turns = [Turn(address, False) for address in many(70)]
    answers = ask_all(turns, ask, Pace(), lambda _: None)
    assert len([url for url in asked if "host1" in url]) == 3
    reasons = [answers[turn.address.key].reason for turn in turns if "host1" in turn.address.url]
    assert sorted(reasons) == ["not_asked"] * 7 + ["too_slow"] * 3
    assert all(not answers[turn.address.key].reason for turn in turns if "host1" not in turn.address.url)


def test_when_time_is_up_the_rest_is_not_asked() -> None:
    now = iter(range(0, 6000, 10))

    def ask(url: str, method: str) -> Fetched:
        return Fetched(url, 200, {}, b"", "2026-11-23")

    turns = [Turn(address, False) for address in many(70)]
    answers = ask_all(turns, ask, Pace(hosts=1, minutes=1, clock=lambda: float(next(now))), lambda _: None)
    assert sum(one.reason == "not_asked" for one in answers.values()) == 65
