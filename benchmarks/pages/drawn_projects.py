"""The projects of others that draw whole pages from the data of each report.

Comes in: data of reports. Goes out: a Hugo project whose template draws tables, sums, text and lines inside our
frame; a Markdown project, for MkDocs with Material and for Zensical, of the same content written as Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

from benchmarks.pages.projects import HUGO_CONFIG, MARKER, MKDOCS_CONFIG, TEXTS, hugo_slot, write

HERE = Path(__file__).parent
Data = Mapping[str, Any]


def write_drawn_hugo(folder: Path, data: Path, pages: Iterable[Data]) -> None:
    """A page without content for each report, everything in its parameters; the grids as the site's data."""
    body = (HERE / "hugo_body.html").read_text("utf-8")
    specimen = (data / "specimen.html").read_text("utf-8")
    template = MARKER.sub(lambda slot: body if slot[1] == "body" else hugo_slot(slot), specimen)
    write(folder / "hugo.yaml", HUGO_CONFIG)
    write(folder / "layouts" / "_default" / "single.html", template)
    write(folder / "data" / "grids.json", (data / "grids.json").read_text("utf-8"))
    for page in pages:
        head = {name: unescape(value) if name in TEXTS else value for name, value in page.items() if name != "address"}
        write(folder / "content" / f"{page['address'].rstrip('/')}.html", json.dumps(head, ensure_ascii=False) + "\n")


def write_drawn_markdown(folder: Path, data: Path, pages: Iterable[Data]) -> None:
    """A page of Markdown for each report."""
    grids = json.loads((data / "grids.json").read_text("utf-8"))
    write(folder / "mkdocs.yml", MKDOCS_CONFIG)
    write(folder / "docs" / "index.md", "# Peer\n")
    for page in pages:
        text = "\n\n".join(_write_page(page["data"], grids)) + "\n"
        write(folder / "docs" / f"{page['address'].rstrip('/')}.md", text)


def _write_page(data: Data, grids: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {_plain(data['name'])}"
    yield _write_table(["", ""], data["facts"])
    figures = [
        [figure["label"], f"{figure['number'] or figure['reason']} {figure['unit']}"] for figure in data["figures"]
    ]
    yield f"## 主要数字\n\n{_write_table(['', ''], figures)}"
    for table in data["tables"]:
        yield f"## {table['title']}"
        if table["grid"]:
            yield _write_grid(table, grids[table["grid"]])
    yield "## 数字核对"
    for rule in data["rules"]:
        yield f"### {_plain(rule['label'])}\n\n{_plain(rule['definition'])}"
        if rule["lines"]:
            sums = [
                [line["scope"], f"{_side(line['left'])} {line['sign']} {_side(line['right'])}", line["words"]]
                for line in rule["lines"]
            ]
            yield _write_table(["范围", "算式", "结果"], sums)
    told = [[one["label"], one["said"], _side(one["right"]), one["status"], one["text"]] for one in data["told"]]
    yield f"## 正文里的数\n\n{_write_table(['事项', '正文说', '表里印', '并列', '原句'], told)}"
    repeats = [[one["label"], one["words"]] for one in data["repeats"]]
    yield f"## 与上年对照\n\n{_write_table(['部分', '对照'], repeats)}"
    yield "## 报告正文"
    for section in data["sections"]:
        yield f"### {_plain(section['heading'])} {{: #{section['anchor']} }}"
        yield from (f"{_plain(one['text'])}\n{{: #{one['anchor']} }}" for one in section["paragraphs"])
    yield "## 原文与行号"
    yield "\n".join(f"1. {_plain(line['text']) or '-'}{_links(line['links'])}" for line in data["lines"])


def _write_grid(table: Data, grid: Data) -> str:
    """A row for each row of the form; what stands above the columns in print is left out, for Markdown has no such
    heads: fewer cells than ours."""
    rows = [
        [" ".join(head["text"] for head in row["heads"]), *(_cell(table["cells"][one["at"]]) for one in row["places"])]
        for row in grid["body"]
    ]
    return _write_table([""] * max(map(len, rows)), rows)


def _cell(cell: Data) -> str:
    return f"[{cell['shown']}](#L{cell['line']})" if cell and cell["line"] else str(cell.get("shown", ""))


def _side(operands: Sequence[Data]) -> str:
    return " ".join(f"{one['sign']} [{one['shown']}]({one['link']})" for one in operands)


def _links(links: Sequence[Data]) -> str:
    return "".join(f" [→ {link['label']}](#{link['anchor']})" for link in links)


def _write_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    cells = ([str(cell).replace("|", "\\\\|").replace("\n", " ") for cell in row] for row in rows)
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in cells)])


def _plain(text: str) -> str:
    """A text that says nothing to Markdown, on one line."""
    return escape(text.replace("\n", " ").strip(), quote=False).replace("*", "\\*").replace("_", "\\_")
