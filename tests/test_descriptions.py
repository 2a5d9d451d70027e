"""Every page tells search engines and readers of tabs apart what it is: title and description, no two alike."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path


def test_no_two_pages_share_a_title_or_a_description(site_folder: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in sorted(site_folder.rglob("index.html"))]
    for pattern in (r"<title>([^<]+)</title>", r'<meta name="description" content="([^"]+)">'):
        found = Counter(match[1] for page in pages if (match := re.search(pattern, page)))
        assert found.total() == len(pages)
        assert [words for words, count in found.items() if count > 1] == []


def test_no_page_carries_inline_styles_handlers_or_a_label_of_nothing(site_folder: Path) -> None:
    """What a strict Content-Security-Policy refuses, and what a screen reader stumbles over."""
    for path in sorted(site_folder.rglob("index.html")):
        page = path.read_text(encoding="utf-8")
        tags = re.findall(r"<[a-z][^>]*>", page)
        assert [tag for tag in tags if re.search(r'\s(style|on[a-z]+)="', tag)] == [], path
        labels = {match[1] for tag in tags if (match := re.match(r'<label[^>]*\sfor="([^"]+)"', tag))}
        ids = {match[1] for tag in tags if (match := re.search(r'\sid="([^"]+)"', tag))}
        assert labels <= ids, path
