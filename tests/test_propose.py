"""An issue becomes files that `add` places, and an answer in which nothing that a stranger wrote does anything."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pytest

from build_scripts.contributing.added import AddedFile
from build_scripts.contributing.proposing.asked import Asked
from build_scripts.contributing.proposing.proposal import STATES, Told, decide_state, quote
from build_scripts.contributing.proposing.words import read_words
from build_scripts.contributing.understood import Understood, withhold
from build_scripts.files import Layout, read_rows
from build_scripts.propose import compare, gather_issue, place_issue
from build_scripts.setup import take_proposal

from .commands import run
from .packages import ROOT
from .proposals import ATTACHED, EVENTS, REPORT, Answers, make_project, write_event
from .review_examples import show

TEXT = REPORT.read_text(encoding="utf-8")
URL = "https://example.org/2023.html"
ANSWERS = {"agency": "卫辉市城市管理局（410781-chengshiguanliju）", "year": "2023", "url": URL, "text": ""}
PLACED = "datapackage/reports/2023/410781-chengshiguanliju"


class Outcome(NamedTuple):
    """What came of an issue."""

    asked: Asked
    paths: tuple[str, ...]
    state: str
    answer: str
    files: Mapping[str, bytes]
    folder: Path


def propose(layout: Layout, event: Path, found: Mapping[str, bytes], fetch_page: Answers | None = None) -> Outcome:
    folder = layout.root / "proposal"
    page = fetch_page or Answers(found)
    asked = gather_issue(layout, event, folder, Answers(found), page)
    paths = place_issue(layout, folder, 1, lambda *_: None)
    manifest = json.loads((folder / "well/proposal.json").read_text(encoding="utf-8"))
    files = {one["path"]: (folder / "well/files" / one["stored"]).read_bytes() for one in manifest["files"]}
    answer = (folder / "well/answer.md").read_text(encoding="utf-8")
    take_proposal.read_words(folder / "well")  # raises Refused where whoever may write would not say it
    return Outcome(asked, paths, manifest["state"], answer, files, folder)


def submit(folder: Path, found: Mapping[str, bytes] | None = None, *held: str, **answers: str) -> Outcome:
    layout = make_project(folder / "project", *held)
    return propose(layout, write_event(folder, {**ANSWERS, **answers}), found or {})


def to_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_pasted_text_becomes_a_file_with_its_source_beside_it(tmp_path: Path) -> None:
    pasted = TEXT.strip() + "\n\n| 附表 | 1 |\n|---|---|\n\n附表\t1\n"
    made = submit(tmp_path, text=pasted)
    assert (made.state, made.asked.troubles) == ("ready", ())
    [report, sidecar] = made.paths
    assert report.startswith(f"{PLACED}.")
    assert made.files[report].decode() == pasted.rstrip() + "\n"
    assert f'source_url: "{URL}"' in made.files[sidecar].decode()
    assert "retrieved" not in made.files[sidecar].decode()  # nobody fetched it from there
    assert read_words()["address_unasked"][0] in made.answer
    assert (tmp_path / "project" / report).read_bytes() == made.files[report]
    assert "<code>卫辉市城市管理局</code> <code>410781&#45;chengshiguanliju</code> · <code>2023</code>" in made.answer


def test_an_attached_docx_is_named_and_answered_as_the_page_about_the_form_shows(
    tmp_path: Path,
) -> None:
    """To renew it: write what `made.answer` is between the marks."""
    made = submit(tmp_path, {ATTACHED: to_docx(TEXT)}, text=f"[2023.docx]({ATTACHED})")
    assert made.paths == (f"{PLACED}.docx", f"{PLACED}.docx.yml")
    assert made.files[f"{PLACED}.docx"].startswith(b"PK")
    page = (ROOT / "docs/contribute/by-form.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- answer -->\n")[2].partition("<!-- /answer -->")[0]
    assert shown.strip() == re.sub(r"(?m)^#+ (.*)$", r"**\1**", show(made.answer, "回复"))


def test_the_answer_shows_every_number_that_is_to_be_compared(tmp_path: Path) -> None:
    made = submit(tmp_path, {ATTACHED: to_docx(TEXT)}, text=f"[2023.docx]({ATTACHED})")
    assert "| 行政许可 / Administrative licences |  |  |  | 101 |  |" in made.answer
    assert "580&#46;5858" in made.answer
    assert "43 处相符，0 处不符，15 处" in made.answer
    assert read_words()["newcomer"][0] in made.answer
    assert len(made.answer.encode()) < 10_000  # five files have room


def test_what_was_not_read_stands_in_the_heading_and_by_its_table(tmp_path: Path) -> None:
    words = read_words()
    made = submit(tmp_path, text=re.sub(r"(?m)^(行政许可.*?)101", r"\g<1>1O1甲", TEXT))
    assert (made.state, words["ready"][0] in made.answer) == ("ready", False), made.answer
    assert made.answer.startswith(f"## {words['ready_gaps'][0]} / ")
    assert f"**主动公开**：{words['unread'][0].format(count=1)}" in made.answer
    assert words["sidecar_is_ours"][0] in made.answer
    cut = TEXT.partition("四、")[0] + "五、存在的主要问题及改进情况\n\n无。\n"
    made = submit(tmp_path / "again", text=cut)
    assert made.answer.startswith(f"## {words['ready_gaps'][0]} / ")
    assert f"**复议诉讼**：{words['no_table'][0]}" in made.answer


def test_a_table_that_the_box_turned_into_dashes_and_bars_loses_no_row(tmp_path: Path) -> None:
    """As GitHub's box writes the cells of a copied table."""
    pasted, is_table = [], False
    for line in TEXT.strip().split("\n"):
        is_head = "\t" in line and not is_table
        is_table = "\t" in line
        pasted.append(line.replace("\t", " | "))
        pasted += [" | ".join(["--"] * (line.count("\t") + 1))] if is_head else []
    assert "\t" not in "".join(pasted)
    plain, boxed = submit(tmp_path / "a", text=TEXT), submit(tmp_path / "b", text="\n".join(pasted))
    assert boxed.asked.troubles == ("tables_undone",)
    assert boxed.files[f"{PLACED}.txt"] == plain.files[f"{PLACED}.txt"]


def test_the_page_is_asked_only_where_nothing_is_attached_or_pasted(tmp_path: Path) -> None:
    page = f"<!doctype html><html><body><pre>{TEXT}</pre></body></html>".encode()
    asked = Answers({URL: page})
    layout = make_project(tmp_path / "project")
    made = propose(layout, write_event(tmp_path, ANSWERS), {}, asked)
    assert asked.asked == [URL]
    assert made.paths == (f"{PLACED}.html", f"{PLACED}.html.yml")
    assert f'source_url: "{URL}"' in made.files[f"{PLACED}.html.yml"].decode()
    again, event = Answers({}), write_event(tmp_path, {**ANSWERS, "text": TEXT})
    gather_issue(layout, event, tmp_path / "other", again, again)
    assert again.asked == []


def test_a_page_that_only_links_to_the_report_says_which_files_those_are(tmp_path: Path) -> None:
    page = b'<!doctype html><html><body><p>x</p><a href="/files/2023.pdf">y</a></body></html>'
    made = submit(tmp_path, {URL: page})
    assert made.state == "nothing"
    assert read_words()["outcome:links_only"][0] in made.answer
    assert quote("https://example.org/files/2023.pdf") in made.answer


@pytest.mark.parametrize("address", ["http://169.254.169.254/latest/", "http://localhost/x", "https://[::1]/"])
def test_no_address_of_our_own_machine_is_asked(address: str, tmp_path: Path) -> None:
    event = write_event(tmp_path, {**ANSWERS, "url": address})
    assert run("propose", "gather", event, "--output", tmp_path / "proposal").returncode == 0
    [item] = json.loads((tmp_path / "proposal/asked.json").read_text(encoding="utf-8"))["items"]
    assert item["kind"] == ""
    assert item["said"] != ["", ""]
    assert not (tmp_path / "proposal/inbox").exists()


def test_what_did_not_come_is_told(tmp_path: Path) -> None:
    made = submit(tmp_path)
    assert (made.state, made.paths) == ("nothing", ())
    assert "没有这个网页（404）" in made.answer
    assert "no such page &#40;404&#41;" in made.answer


def test_what_the_report_does_not_tell_is_taken_from_the_form(tmp_path: Path) -> None:
    bare = TEXT.replace("卫辉市城市管理局 2023 年政府信息公开工作年度报告", "市城市管理局政府信息公开工作年度报告", 1)
    made = submit(tmp_path, text=bare)
    assert made.state == "ready", made.answer
    sidecar = made.files[f"{PLACED}.txt.yml"].decode()
    assert 'agency: 卫辉市城市管理局\nregion_code: "410781"\nyear: 2023\n' in sidecar


def test_an_edit_after_which_form_and_report_differ_leaves_nothing_of_it(tmp_path: Path) -> None:
    """The recorded issue was opened for 2023 and edited to say 2024; the file attached is that of 2023."""
    made = propose(make_project(tmp_path), EVENTS / "issue_edited.json", {ATTACHED: REPORT.read_bytes()})
    assert (made.asked.year, made.state, made.paths) == ("2024", "nothing", ())
    assert read_words()["year_differs"][0] in made.answer
    assert [path for path in (tmp_path / "datapackage/reports").rglob("*") if path.is_file()] == []


def test_a_report_that_is_held_is_never_written_over(tmp_path: Path) -> None:
    held = "2023/410781-chengshiguanliju.txt"
    other = ATTACHED.replace("1234", "5678")
    found = {ATTACHED: (TEXT + "\n多一行\n").encode(), other: REPORT.read_bytes()}
    made = submit(tmp_path, found, held, f"{held}.yml", text=f"{ATTACHED} {other}")
    assert (made.state, made.paths) == ("nothing", ())
    assert read_words()["outcome:rival_held"][0] in made.answer
    assert read_words()["outcome:already_held"][0] in made.answer
    same = [Told("a", AddedFile("a", "already_held", "", withhold("a", {})))]
    assert decide_state(same, is_blocked=False) == "held"


def test_one_bad_attachment_does_not_hide_the_others(tmp_path: Path) -> None:
    links = [f"https://github.com/user-attachments/files/{number}/a.docx" for number in (1, 2, 3)]
    found = {links[0]: REPORT.read_bytes(), links[1]: b"\x89PNG\r\n\x1a\n"}
    made = submit(tmp_path, found, text="\n".join(f"[a.docx]({link})" for link in links))
    assert made.state == "partly"
    assert made.paths == (f"{PLACED}.txt", f"{PLACED}.txt.yml")
    words = read_words()
    for outcome in ("added", "not_fit", "not_fetched"):
        assert made.answer.count(f"**{words[f'outcome:{outcome}'][0]}**") == 1, outcome


@pytest.mark.parametrize("recorded", ["issue_spam", "issue_empty"])
def test_an_issue_that_is_not_the_form_is_told_so_and_asks_nobody(recorded: str, tmp_path: Path) -> None:
    asked = Answers({})
    made = propose(make_project(tmp_path), EVENTS / f"{recorded}.json", {}, asked)
    assert (made.state, made.paths, asked.asked) == ("nothing", (), [])
    assert read_words()["not_the_form"][0] in made.answer


def test_a_hostile_issue_stays_text_and_asks_no_address(tmp_path: Path) -> None:
    asked = Answers({})
    made = propose(make_project(tmp_path), EVENTS / "issue_hostile.json", {}, asked)
    assert (made.state, asked.asked) == ("nothing", [])
    written = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "proposal").rglob("*") if path.is_file()}
    kept = {"inbox/1.txt", "inbox/1.txt.yml", "asked.json"}
    packed = {f"{name}/{one}" for name in ("well", "blocked") for one in ("proposal.json", "answer.md", "state")}
    assert written == {f"proposal/{one}" for one in kept | packed}
    for sign in ("<script", "@octocat", "::error", "#1", "![", "169.254", "{{"):
        assert sign not in made.answer


def test_a_number_of_a_person_is_never_repeated(tmp_path: Path) -> None:
    number = "13812345678"
    made = submit(
        tmp_path,
        text=TEXT.replace("卫辉市", f"联系人张三，手机{number}，卫辉市", 1).replace("二、", f"\n{number}\n二、", 1),
    )
    told = json.dumps([made.answer, *(data.decode() for path, data in made.files.items() if path.endswith("yml"))])
    assert number not in told


def test_every_outcome_and_every_state_has_its_words() -> None:
    words: dict[str, Any] = dict(read_words())
    outcomes = [row["code"] for row in read_rows(ROOT / "build_scripts/contributing/outcomes.csv")]
    assert {f"outcome:{code}" for code in outcomes} == {code for code in words if code.startswith("outcome:")}
    assert {*STATES, "ready_gaps", "next_ready", "next_ready_gaps", "next_held", "next_other"} <= set(words)
    assert all(zh and en for zh, en in words.values())


def test_an_agency_agrees_by_its_id_or_else_by_its_name() -> None:
    def told(agency: str, agency_id: str) -> AddedFile:
        of = Understood("a", f"{agency_id}-2023", agency_id, agency, "", "2023", "", "", {}, {}, {})
        return AddedFile("a", "would_add", "", of)

    renamed = told("卫辉市城市综合管理局", "410781-chengshiguanliju")
    assert compare(Asked(1, "", "卫辉市城市管理局", "410781-chengshiguanliju"), renamed) == ""
    assert compare(Asked(1, "", "卫辉市城市管理局"), renamed) == "agency_differs"
    assert compare(Asked(1, "", "卫辉市城市综合管理局", "410303-chengshiguanliju"), renamed) == "agency_differs"
    assert compare(Asked(1, "", "城市综合管理局", "", "2023"), renamed) == ""
    assert compare(Asked(1, "", "", "", "2022"), renamed) == "year_differs"
    assert compare(Asked(1, ""), renamed) == ""


def test_a_report_taken_back_is_not_told_as_taken(tmp_path: Path) -> None:
    """The name of the form is fuller than that of the title, but nobody knows its place."""
    short = TEXT.replace("卫辉市城市管理局 2023", "卫辉市城管局 2023", 1)
    made = submit(tmp_path, agency="卫辉市城市管理局（999999-chengshiguanliju）", text=short)
    assert (made.state, made.paths) == ("nothing", ())
    assert read_words()["agency_differs"][0] in made.answer


def test_a_title_that_shortens_the_name_leaves_the_full_one_to_the_form(tmp_path: Path) -> None:
    short = TEXT.replace("卫辉市城市管理局 2023", "卫辉市城管局 2023", 1)
    made = submit(tmp_path, agency="卫辉市城市管理局", text=short)
    assert made.state == "ready", made.answer
    assert made.paths == (f"{PLACED}.txt", f"{PLACED}.txt.yml")
    assert "agency: 卫辉市城市管理局\n" in made.files[f"{PLACED}.txt.yml"].decode()
