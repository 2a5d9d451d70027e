"""`check` warns of numbers of persons, in every format, with the line and what to do, and never tells a number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_scripts import pipeline
from build_scripts.checking.summary import Style
from build_scripts.files import PROJECT
from tests.commands import run
from tests.personal_reports import FILE_NUMBER, needles_of, number_of, write_personal

STYLES: tuple[Style, ...] = ("text", "json", "github")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_personal(tmp_path_factory.mktemp("check")) / "p"


def check(path: Path, style: Style, with_text: bool = False) -> pipeline.CheckedFile:
    (told,) = pipeline.check_files(PROJECT, [path], style, "zh", with_text)
    return told


@pytest.mark.parametrize("style", STYLES)
def test_an_undecided_number_is_told_with_its_line_and_what_to_do(reports: Path, style: Style) -> None:
    told = check(reports / "卫辉市财政局.txt", style)
    said = json.dumps(json.loads(told.text), ensure_ascii=False) if style == "json" else told.text
    assert "personal-number" in said
    assert "masked 或 withheld" in said
    assert {"text": ":17: personal-number", "json": '"line": 17', "github": ",line=17,title=personal-number"}[
        style
    ] in said
    assert told.is_well, "a text that is held back is no report that is withheld"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("agency", ["卫辉市财政局", "卫辉市教育局", "卫辉市民政局"])
@pytest.mark.parametrize("end", [".txt", "-x.txt"])
def test_no_number_is_told(reports: Path, style: Style, agency: str, end: str) -> None:
    told = check(reports / f"{agency}{end}", style, with_text=True).text
    way = {"卫辉市财政局": "", "卫辉市教育局": "masked", "卫辉市民政局": "withheld"}[agency]
    assert [needle for needle in needles_of(way) if needle in told or needle in told.replace("\\n", "")] == []


@pytest.mark.parametrize("style", ["json", "github"])
def test_what_is_held_back_is_not_quoted_where_everybody_reads(reports: Path, style: Style) -> None:
    for agency in ("卫辉市财政局", "卫辉市民政局"):
        told = check(reports / f"{agency}.txt", style).text
        told = json.dumps(json.loads(told), ensure_ascii=False) if style == "json" else told
        assert "填表人" not in told
        assert "［暂不公布］" in told
    assert "填表人" in json.dumps(json.loads(check(reports / "卫辉市教育局.txt", "json").text), ensure_ascii=False)


def test_a_text_given_out_in_full_is_told_as_it_is(reports: Path) -> None:
    told = check(reports / "卫辉市水利局.txt", "text", with_text=True).text
    assert "personal-number" not in told
    assert number_of("full", "sentence") in told


@pytest.mark.parametrize("style", STYLES)
def test_a_file_name_with_a_number_is_refused_and_masked(reports: Path, style: Style) -> None:
    told = check(reports / f"{FILE_NUMBER}.txt", style)
    assert "file-name-personal" in told.text
    assert FILE_NUMBER not in told.text
    assert not told.is_well


def test_the_commands_say_how_many_and_never_a_number(reports: Path, tmp_path: Path) -> None:
    done = run("package", "--reports", reports, "--output", tmp_path / "package", "--jobs", "1")
    said = done.stdout + done.stderr
    assert done.returncode == 1, "some files gave no report"
    assert "正文暂不公布 2 份，遮去号码 1 份 / texts held back: 2, masked: 1" in said
    undecided = [needle for way in ("", "masked", "withheld") for needle in needles_of(way)]
    assert [needle for needle in (*undecided, FILE_NUMBER) if needle in said] == []
    assert run("check", reports / "卫辉市财政局.txt").returncode == 0
