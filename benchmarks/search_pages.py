"""The same reports as pages for other searches: one page a report, its sections under headings, its table lines below.

Comes in: what can be found in a package. Goes out: HTML files, or a MkDocs project; and which pages hold the words of a
question. Peers know nothing of agencies but what their reports' titles say, and no parts of a report but headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.search_truth import Document, Question, Truth, read_words

CONFIG = """site_name: peer
theme:
  name: material
  language: zh
  font: false
plugins:
  - search:
      lang: zh
nav:
  - index.md
not_in_nav: |
  /agencies/
"""


HEAD = '<!doctype html><html lang="zh"><meta charset="utf-8">'


def list_pages(truth: Truth) -> dict[str, list[Document]]:
    """The documents of every report's page, by its address: title, sections, tables."""
    pages: dict[str, list[Document]] = {}
    for document in truth.documents:
        pages.setdefault(document.hit.address, []).append(document)
    return pages


def find_pages(question: Question, pages: dict[str, list[Document]]) -> set[str]:
    """Addresses of the pages that have every word of a question somewhere."""
    words, _ = read_words(question.typed)
    return {
        address
        for address, documents in pages.items()
        if words and all(any(word in document.text for document in documents) for word in words)
    }


def is_for_peers(question: Question) -> bool:
    """Whether other searches can be asked this: words alone, without filters, slips, quotes, exclusion or mischief."""
    kinds = ("title", "legal", "number", "short", "rare", "across", "mixed", "width", "words", "none", "agency")
    return question.kind in kinds and not question.options and '"' not in question.typed and " -" not in question.typed


def write_html(pages: dict[str, list[Document]], folder: Path) -> None:
    """A page of plain HTML for each report."""
    for address, documents in pages.items():
        body = "\n".join(_blocks(documents))
        title = escape(documents[0].printed)
        target = folder / address / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(
            f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title><body>{body}', "utf-8"
        )
    (folder / "index.html").write_text(
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>peer</title>', "utf-8"
    )


def write_markdown(pages: dict[str, list[Document]], folder: Path) -> None:
    """A MkDocs project with a page for each report, searched by the theme's own plugin."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (folder / "docs/index.md").write_text("# peer\n", "utf-8")
    for address, documents in pages.items():
        target = folder / "docs" / address / "index.md"
        target.parent.mkdir(parents=True)
        target.write_text("\n\n".join(_blocks(documents)) + "\n", "utf-8")


def _blocks(documents: list[Document]) -> Iterator[str]:
    for number, document in enumerate(documents):
        head, *rest = document.printed.split("\n")
        if document.hit.kind == "title":
            yield f"<h1>{escape(document.printed)}</h1>"
            continue
        if document.hit.kind == "table":
            head, rest = "", [head, *rest]
        yield f'<h2 id="part-{number}">{escape(head) or "—"}</h2>'
        yield from (f"<p>{escape(line)}</p>" for line in rest if line.strip())
