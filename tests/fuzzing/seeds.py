"""What the fuzzers begin with: made reports of every format, small, and small files of the other kinds.

Comes in: nothing. Goes out: `corpus/FORMAT/…`, named by their content. Refuses to know: the reader, real reports.
`python -m tests.fuzzing.seeds` writes them; what the fuzzers found stands beside them and is not touched. .doc
and .odt need LibreOffice.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from random import Random

from tests.fuzzing.shaping import read_entries, write_entries
from tests.fuzzing.targets import CORPUS, ROOT, describe_event
from tests.pdf_files import Sketch, make_pdf
from tests.printing.damage import BY_NAME
from tests.printing.folder import CODELISTS
from tests.printing.formats.draft import draw_draft
from tests.printing.formats.files import file_of, write_files
from tests.printing.formats.web import to_page
from tests.printing.formats.word import to_docx
from tests.printing.generate import MisleadingPrintError, draw_report
from tests.printing.places import list_places
from tests.printing.readback import known_codes
from tests.report_texts import print_text
from tests.word_files import pack_report

_NEEDED = ("document.xml", "word/styles.xml", "numbering", "Content_Types", "content.xml", "mimetype", "manifest")
_DAMAGE_EACH = 3


def write_seeds() -> None:
    """Write every seed that is not there."""
    CORPUS.mkdir(exist_ok=True)
    (CORPUS / "sound.txt").write_text(print_text(), "utf-8")
    (CORPUS / "sound.docx").write_bytes(pack_report(print_text()))
    for name, data in (*_texts(), *_drawn(), *_small(), *_by_office()):
        keep(name, data)


def keep(name: str, data: bytes) -> Path:
    """Put an input into the corpus of a target, named by its content."""
    path = CORPUS / name / hashlib.sha256(data).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _texts() -> Iterator[tuple[str, bytes]]:
    """Text and Markdown, each with some kinds of damage."""
    names = sorted(BY_NAME)
    for seed in range(12):
        rng = Random(seed)
        suffix = ".md" if seed % 3 == 0 else ".txt"
        try:
            made = draw_report(rng, known_codes(), list_places(CODELISTS), rng.sample(names, _DAMAGE_EACH), suffix)
        except MisleadingPrintError:
            continue
        yield suffix[1:], made.data
    yield "txt", print_text().encode("gb18030")
    yield "txt", print_text().encode("utf-16")


def _drawn() -> Iterator[tuple[str, bytes]]:
    """Pages and Word files as our own printer writes them."""
    from tests.printing.formats.damage import applicable

    places = list_places(CODELISTS)
    for seed in range(4):
        for form in ("html", "docx"):
            kinds = Random(seed).sample(applicable(form), _DAMAGE_EACH)
            try:
                draft = draw_draft(seed, form, kinds, known_codes(), places)
            except MisleadingPrintError:
                continue
            if form == "html":
                page = to_page(draft)
                yield "html", page
                if seed < 3:
                    yield "mhtml", _to_mhtml(page, seed)
            else:
                yield "docx", slim(to_docx(draft))
    yield "docx", pack_report(print_text())
    yield (
        "listing",
        b'<html><a href="/zwgk/2023.pdf">2023</a><iframe src="//a.gov.cn/b.docx?x=1#y"></iframe><a href=c.zip>',
    )


def slim(data: bytes) -> bytes:
    """A .docx without the parts that no reader of ours opens."""
    entries = read_entries(data) or {}
    return write_entries({name: part for name, part in entries.items() if any(word in name for word in _NEEDED)})


def _to_mhtml(page: bytes, seed: int) -> bytes:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://example.gov.cn/gk/2023.html"
    message["Subject"] = "年报"
    transfer = ("base64", "quoted-printable", "8bit")[seed % 3]
    message.set_content(page.decode("utf-8", "replace"), subtype="html", cte=transfer)
    if seed % 2:
        message.make_related()
    return bytes(message)


def _small() -> Iterator[tuple[str, bytes]]:
    """PDFs drawn by hand and the files that are no reports."""
    yield "office", b"{\\rtf1\\ansi\\ansicpg936 {\\info{\\title x}}\\pard \\u19968?\\'d2\\'bb\\par{\\*\\bin3 }}}}"
    yield "pdf", make_pdf(_report_sketches())
    yield "pdf", make_pdf([_table_sketch()])
    yield "pdf", make_pdf([_table_sketch(), Sketch(turned=90).write(80, 80, "一、总体情况").picture(80, 90, 200, 300)])
    yield "sidecar", "agency: 卫辉市城市管理局\nregion_code: 410781\nyear: 2023\ntext_release: masked\n".encode()
    fix = "table: disclosures\n    row: licence\n    column: decisions\n    value: 45\n    reason: 印错\n    evidence: https://a.gov.cn/b"
    yield "sidecar", f"source_url: https://a.gov.cn/b.html\nretrieved: 2024-03-01\ncorrections:\n  - {fix}\n".encode()
    yield "sidecar", b"scope: &a organ\nlevel: *a\nreplaces: {a: [b, !!python/none c]}\n"
    for name in ("forms", "rules", "outcomes", "sections", "functions", "label_spellings"):
        rows = (ROOT / "datapackage/codelists" / f"{name}.csv").read_bytes().split(b"\n")[:40]
        yield "codelist", name.encode() + b"\n" + b"\n".join(rows)
    asked = "### {}\n\n{}\n\n"
    for text in ("https://github.com/user-attachments/files/1/a.pdf", print_text()[:600], "```\n| a | b |\n--|--\n```"):
        said = zip(
            _labels(), ("卫辉市城市管理局（410781-chengshiguanliju）", "2023", "https://a.gov.cn/b", text), strict=False
        )
        yield "issue", describe_event("".join(asked.format(*pair) for pair in said))
    yield "robots", b"User-agent: *\nDisallow: /*?a=$\nAllow: /zwgk\nCrawl-delay: 2\nSitemap: x\n"
    yield (
        "descriptor",
        b'{"name":"x","version":"2024.1.1","created":"2024-01-01","resources":[{"name":"forms"},{"name":"reports"}]}',
    )


def _labels() -> list[str]:
    from build_scripts.contributing.proposing.issue_form import read_fields

    form = (ROOT / ".github/ISSUE_TEMPLATE/add-report.yml").read_text("utf-8")
    return [field.label for field in read_fields(form)]


def _table_sketch() -> Sketch:
    """A page with a title, a heading and a ruled table."""
    sketch = (
        Sketch()
        .write(100, 60, "卫辉市城市管理局2023年政府信息公开工作年度报告", 14)
        .write(80, 90, "二、主动公开政府信息情况")
    )
    rows = (
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "0", "0", "0"),
        ("行政规范性文件", "1", "0", "6"),
    )
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sketch.write(90 + 120 * column, 120 + 20 * number, text)
        sketch.line(80, 105 + 20 * number, 560, 105 + 20 * number)
    sketch.line(80, 165, 560, 165)
    for column in range(5):
        sketch.line(80 + 120 * column, 105, 80 + 120 * column, 165)
    return sketch.write(80, 200, "三、收到和处理政府信息公开申请情况")


def _report_sketches() -> list[Sketch]:
    """A whole report in ruled tables, over as many pages as it takes."""
    pages = [Sketch()]
    at = 60
    for line in print_text().split("\n"):
        if at > 740:
            pages.append(Sketch())
            at = 60
        cells = line.split("\t")
        width = 540 / max(len(cells), 1)
        for column, text in enumerate(cells):
            pages[-1].write(34 + width * column, at, text, 12 if len(cells) == 1 else min(9.0, width / 5))
            if len(cells) > 1:
                left = 30 + width * column
                pages[-1].line(left, at - 12, left + width, at - 12).line(left, at + 6, left + width, at + 6)
                pages[-1].line(left, at - 12, left, at + 6).line(left + width, at - 12, left + width, at + 6)
        at += 18
    return pages


def _by_office() -> Iterator[tuple[str, bytes]]:
    """What LibreOffice writes: one file of each kind it would have to convert."""
    for form in ("doc", "odt"):
        draft = draw_draft(1, form, [], known_codes(), list_places(CODELISTS))
        with tempfile.TemporaryDirectory() as folder:
            write_files([draft], Path(folder))
            data = file_of(Path(folder), draft).read_bytes()
            yield "office", slim(data) if form == "odt" else data


if __name__ == "__main__":
    write_seeds()
