"""Reports with hostile words in every place where words come from outside, and a benign twin of each.

Comes in: a folder, and what becomes of the words. Goes out: report files with sidecars. In the twin each character
that any format gives a meaning, or that cannot be seen, is a middle dot; letters and digits, and with them names,
places and numbers, are the same. So what is made of the two differs in text alone, if text is all it ever is.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.report_texts import DISCLOSURES_2021, REMEDIES, print_requests, print_text

CANARY = "window.pwned=1"
"""What the tricks would run; a page on which nothing ran has no such name."""
EVIL = "evil.example"
"""The host that the tricks would ask."""
TRICKS = (
    f"<script>{CANARY}</script>",
    f'"><img src=x onerror="{CANARY}">',
    f"'><svg/onload={CANARY}>",
    f"</script></style></textarea></title></article></body><script>{CANARY}</script>",
    f"<iframe srcdoc='<script>parent.{CANARY}</script>'></iframe><base href=https://{EVIL}/>",
    f"<details open ontoggle={CANARY}><math><mtext><form action=javascript:{CANARY}>",
    f"[点这里](javascript:{CANARY}) ![图](https://{EVIL}/a.png) <https://{EVIL}/> [链][1]",
    f"<!-- 注释 --> --!> ]]> <![CDATA[ ?> <?xml-stylesheet href='https://{EVIL}/'?> <!DOCTYPE a>",
    "&lt;b&gt; &amp;amp; &#60;script&#62; &#xD800; &bogus; &#0;",
    "{{ config.site_name }} {% raw %} {# 注 #} ${7*7} <%= 7 %> @@slot:body@@ @@slot:title@@ @@slot:none",
    '--8<-- "/etc/passwd" ::: build_scripts [[ 链接 ]] [TOC] *[缩]: 写 [^1]: 脚注',
    f'# 标题 {{: onclick="{CANARY}" #top .a }} __粗__ `代码` ~~~ ``` <kbd>',
    '!!! danger ??? note === "页" --- title: x --- $$x$$ \\(y\\) ++ctrl++ :smile:',
    f"=HYPERLINK(\"https://{EVIL}\") +1+1 -1 @SUM(A1) =cmd|'/C calc'!A0 =1 %0A=1",
    "::error::x ##[group]y %0A::add-mask::z @octocat #1 GH-1 example/portal#1 closes #2",
    "\\u003cscript\\u003e \\x3c \\0 %3Cscript%3E '; DROP TABLE reports; -- \\write18{x} @book{a, 100% $x$ a_b",
    "\u202eoverride\u202c \u2066isolate\u2069 \u061c \u2067rtl \ue000\ufdd0\ufffe \U000e0041 \u034f\u3164\ufe0f",
    f"\x85\x9b31m\x9d8;;https://{EVIL}\x9c c1 \u2028 А\u0435 ΑΒ 財政 \u2f3e\u2ea0 \ufb01",
    "长" * 400 + "w" * 600,
)
"""One a paragraph."""
FORMULAS = ('=HYPERLINK("https://evil.example")', "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/C calc'!A0", "%0A=1")
FILE_NAME = "<b onclick=x>\"'&{{7}}@a #1|`;$(id)"
NAME = f"卫辉市甲<script>{CANARY}</script>局"
"""An agency that only a sidecar could name so."""
OTHER_NAME = "卫辉市乙\"'><svg onload=x>{{7*7}}@a #1|*局"
MARKUP = f"""<script>{CANARY}</script><meta http-equiv="refresh" content="0;url=https://{EVIL}/">
<base href="https://{EVIL}/"><style>p{{background:url(https://{EVIL}/)}}</style><svg onload="{CANARY}"></svg>
<!-- <script>{CANARY}</script> --><iframe src="javascript:parent.{CANARY}"></iframe><object data="https://{EVIL}/"></object>
<template><img src=x onerror="{CANARY}"></template><noscript><img src=x onerror="{CANARY}"></noscript>
<a href="javascript:{CANARY}" onclick="{CANARY}"></a><link rel="stylesheet" href="https://{EVIL}/">"""
"""What stands in a web page handed in beside its text."""

Words = Callable[[str], str]
_MEANS = re.compile(r"[^\w\n\t ，。、（）：《》!?;\x9b]|_")
_UNSEEN = re.compile(
    "[\x0b-\x1f\x7f-\x9a\x9c-\xa0\xad\u034f\u0370-\u04ff\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2e80-\u2fdf\u3164\ud800-\uf8ff"
    "\ufb00-\ufdff\ufe00-\ufe0f\ufeff\ufffe\U000e0000-\U000e0fff]"
)


def keep(words: str) -> str:
    """The words as they are."""
    return words


def tame(words: str) -> str:
    """The words of the benign twin; one character that is not seen stays, that both have a finding of it.

    >>> tame("<b>\u202e局（1）")
    '·b··局（1）'
    """
    return _MEANS.sub("·", _UNSEEN.sub("·", words))


def write_hostile(folder: Path, words: Words = keep) -> Path:
    """The reports: of one agency for two years, of another for one as a web page; files that give no report."""
    for year in (2022, 2023):
        told = _tell(NAME, year, words) + (_correct(words) if year == 2023 else "")
        name = f"a{words(FILE_NAME)}{year}.txt"
        _write(folder, f"{year}/{name}", _print(year, words), told)
    page = _print_page(words) if words is tame else _print_page(words).replace("<p>", f"{MARKUP}<p>", 1)
    _write(folder, "2023/page.html", page, _tell(OTHER_NAME, 2023, words))
    _write(folder, f"2023/b{words(FORMULAS[4].replace('/', ''))}.txt", f"{words(TRICKS[1])}\n", "")
    _write(folder, f"2023/c{words('<img src=x onerror=alert(1)>')}.txt", "", "")
    key = json.dumps(words(TRICKS[0] + TRICKS[16]))
    _write(folder, "2023/wrong.txt", _print(2021, words), f"{key}: {key}\nlevel: {key}\n")
    return folder


def plant_hostile(package: Path, words: Words = keep) -> None:
    """Put the words into columns of a package that no report could bring them into, or not all of them."""
    path = package / "data" / "reports.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    for place, row in enumerate(rows):
        row["title"] = words("".join(TRICKS[place:18:3])) + "2023年报告"
        row["index_number"], row["document_number"] = words(TRICKS[1]), words(FORMULAS[place % 6])
        row["scope"], row["scope_quote"] = "organ", words(TRICKS[3])
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    data = written.getvalue().encode()
    path.write_bytes(data)
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (one for one in descriptor["resources"] if one["name"] == "reports")
    resource["bytes"], resource["hash"] = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def _print(year: int, words: Words) -> str:
    licence = f"行政许可\t{words(FORMULAS[0])}"
    rows = {
        "granted": "\t\t（一）予以公开" + "".join(f"\t{words(text)}" for text in FORMULAS) + "\t7",
        "refused_state_secret": f"\t\t1.属于国家秘密（{words(TRICKS[1])}）" + "\t0" * 7,
    }
    body = print_text(
        title=f"卫辉市机关{year}年政府信息公开工作年度报告",
        first="\n\n".join(f"{words(trick)}。" for trick in TRICKS),
        disclosures=DISCLOSURES_2021.replace("行政许可\t44", licence).replace("250.83", words(FORMULAS[4])),
        requests=print_requests(changes=rows, extra=f"\t\t{words(TRICKS[0])}\t1"),
        remedies=REMEDIES.replace("1\t0", f"{words(TRICKS[2])}\t0", 1),
        end="\n\n".join(f"{words(trick)}。" for trick in TRICKS),
    )
    return body.replace("五、存在的主要问题及改进情况", f"五、存在的主要问题及改进情况（{words(TRICKS[0])}）")


def _print_page(words: Words) -> str:
    """The report as a web page whose text shows the tricks, tables as tables."""
    lines = _print(2023, words).split("\n")
    drawn = []
    for line in lines:
        cells = [html.escape(cell) for cell in line.split("\t")]
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        drawn.append(f"<table><tr>{row}</tr></table>" if len(cells) > 1 else f"<p>{cells[0]}</p>")
    text = "\n".join(drawn).replace("</table>\n<table>", "\n")
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{text}</body></html>'


def _tell(agency: str, year: int, words: Words) -> str:
    address = "https://example.com/?a=1&b=2#c" if words is keep else "https://example.com/a-1-b-2-c"
    return f'agency: {json.dumps(words(agency))}\nregion_code: "410781"\nyear: {year}\nsource_url: {address}\n'


def _correct(words: Words) -> str:
    """A correction of each table."""
    lines = ["corrections:"]
    for trick, (table, row, column) in zip(
        (TRICKS[0], TRICKS[6], FORMULAS[0]),
        (
            ("disclosures", "penalty", "decisions"),
            ("applications", "received", "total"),
            ("remedies", "reconsideration", "total"),
        ),
        strict=True,
    ):
        lines += [f"  - table: {table}", f"    row: {row}", f"    column: {column}", "    value: 5"]
        lines += [f"    reason: {json.dumps(words(trick))}", "    evidence: https://example.com/x"]
    return "\n".join(lines) + "\n"


def _write(folder: Path, name: str, text: str, sidecar: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8-sig") if text else b"")  # the mark is left out of both texts
    if sidecar:
        path.with_name(f"{path.name}.yml").write_bytes(sidecar.encode())
