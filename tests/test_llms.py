"""`llms.txt` has the form of llmstxt.org: a title, a summary, notes, then sections of links that lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.descriptions.llms import write_llms

LINK = re.compile(r"- \[([^\]]+)\]\(([^)\s]+)\): (.+)")


def split(text: str) -> tuple[list[str], dict[str, list[str]]]:
    """The lines before the first section, and the lines of each section."""
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    return head.split("\n"), {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip().split("\n") for part in sections}


def test_it_has_a_title_a_summary_rules_and_sections_of_links(site_folder: Path) -> None:
    head, sections = split((site_folder / "llms.txt").read_text(encoding="utf-8"))
    assert [line for line in head if line.startswith("# ")] == head[:1]
    assert [line for line in head if line.startswith("> ")] == [head[2]]
    rules = [line for line in head if line.startswith("- ")]
    assert len(rules) == 5
    assert all(" / " in rule for rule in rules), "Chinese and English"
    assert list(sections) == ["数据 / Data", "接口 / API", "含义 / Meaning", "网页 / Pages"]
    for lines in sections.values():
        for line in lines:
            found = LINK.fullmatch(line)
            assert found, line
            target = site_folder / found[2]
            assert (target / "index.html" if found[2].endswith("/") else target).is_file(), line


def test_files_of_parts_are_told_once_by_pattern_and_the_patterns_hold(catalogue: Catalogue) -> None:
    text = write_llms(catalogue)
    assert not re.search(r"data/latest/(?:years|regions)/\d", text)
    told = dict(re.findall(r"data/latest/(years|regions)/<[^>]+>/disclosure-reports-<[^>]+>：([^；]+)；", text))
    for offer in catalogue.offers:
        if found := re.fullmatch(r"data/latest/(years|regions)/(\d+)/disclosure-reports-\2(.+)", offer.path):
            ending = re.sub(r"-wide-\d+\.csv", "-wide-<表格版本 form>.csv", found[3])
            assert ending in told[found[1]].split("、"), offer.path


def test_with_an_address_its_links_are_absolute(catalogue: Catalogue) -> None:
    text = write_llms(replace(catalogue, site_url="https://example.org/reports/"))
    _, sections = split(text)
    links = [match[2] for lines in sections.values() for line in lines if (match := LINK.fullmatch(line))]
    assert links
    assert all(link.startswith("https://example.org/reports/") for link in links)
