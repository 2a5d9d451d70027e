"""Files made to hang, swell or bring down whoever reads them, each by a maker of a few lines.

Comes in: nothing. Goes out: the bytes of a report file, and those of its sidecar, if it has one. They are made when
asked for, and stand nowhere.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from .pdf_files import Sketch, make_pdf
from .word_files import RELATIONS, p, pack, r, root, tbl, tc, tr, zip_files

MEGABYTE = 1 << 20
TITLE = "某市城市管理局2023年政府信息公开工作年度报告"


class Nasty(NamedTuple):
    """How a file is made, and the codes of which at least one must be told of it; none: it may be read."""

    make: Callable[[], bytes]
    codes: frozenset[str]
    sidecar: Callable[[], bytes] | None = None


def _tell(make: Callable[[], bytes], *codes: str) -> Nasty:
    return Nasty(make, frozenset(codes))


def page(body: str, head: str = "") -> bytes:
    """A web page with a title and a body."""
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body><h1>{TITLE}</h1>{body}".encode()


def text(body: str) -> bytes:
    """A text with a title above it."""
    return f"{TITLE}\n\n一、总体情况\n\n{body}\n".encode()


def mhtml(body: bytes, kind: str = "multipart/related") -> bytes:
    return b'MIME-Version: 1.0\r\nContent-Type: %s; boundary="b"\r\n\r\n%s' % (kind.encode(), body)


def nested_mhtml(depth: int) -> bytes:
    """Parts in parts in parts."""
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(depth)
    )
    return b"MIME-Version: 1.0\r\n" + head + b"Content-Type: text/html\r\n\r\n<html><body>1</body></html>\r\n"


def nested_word_tables(depth: int) -> bytes:
    """Word tables, each in the only cell of another."""
    opened, closed = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    return pack(opened * depth + p("底") + closed * depth)


def bomb(size: int, name: str = "word/document.xml") -> bytes:
    """A zip one of whose parts unpacks to so many bytes."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(size // MEGABYTE):
            part.write(bytes(MEGABYTE))
    return kept.getvalue()


def many_parts(count: int) -> bytes:
    """A zip of so many empty parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for number in range(count):
            archive.writestr(f"word/{number}.xml", b"")
    return kept.getvalue()


def zips_in_zips(depth: int) -> bytes:
    """A report with a zip in it, in which is a zip, and so on; each of ten megabytes of nothing more."""
    data = bytes(10 * MEGABYTE)
    for _ in range(depth):
        data = zip_files({"word/embeddings/a.zip": data, "b.bin": bytes(10 * MEGABYTE)})
    main = root("document", f"<w:body>{p(TITLE)}</w:body>")
    return zip_files({"word/document.xml": main, "word/embeddings/a.zip": data})


def entity_page(levels: int) -> bytes:
    """A Word file whose text is an entity of entities of entities."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    main = root("document", f"<w:body>{p(f'&e{levels - 1};')}</w:body>")
    return zip_files({"word/document.xml": main.replace("\n", f'\n<!DOCTYPE w [<!ENTITY e0 "好">{entities}]>\n', 1)})


def outside_word() -> bytes:
    """A Word file that asks for a template, a picture and a page elsewhere, with a macro beside."""
    kinds = ("attachedTemplate", "image", "hyperlink", "oleObject", "frame")
    told = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="http://192.0.2.1/{kind}" TargetMode="External"/>'
        for n, kind in enumerate(kinds)
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return zip_files(
        {
            "word/document.xml": root("document", f"<w:body>{p(TITLE)}{p(r('一、总体情况'))}</w:body>"),
            "word/_rels/document.xml.rels": f"{head}{told}</Relationships>",
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(512),
        }
    )


def pdf(*objects: str | bytes, root_number: int = 1, trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode("latin-1") if isinstance(body, str) else body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = f"trailer\n<</Size {len(objects) + 1} /Root {root_number} 0 R {trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + tail.encode()


def stream(data: bytes, entries: str = "") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)


FORM = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
CATALOG, PAGES = "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 1 /Kids [3 0 R]>>"
PAGE = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources <<{}>> /Contents 4 0 R>>"


def looping_forms() -> bytes:
    """A form that draws itself twice."""
    form = stream(
        b"/F Do /F Do", "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources <</XObject <</F 5 0 R>>>>"
    )
    return pdf(CATALOG, PAGES, PAGE.format("/XObject <</F 5 0 R>>"), stream(b"/F Do"), form)


def doubling_forms(levels: int) -> bytes:
    """Forms each of which draws the next ten times."""
    forms = [
        stream(
            b"/F Do " * 10,
            f"{FORM} /Resources <</XObject <</F {n + 6} 0 R>>>>",
        )
        for n in range(levels)
    ]
    last = stream(b"0 0 m 9 9 l S " * 10, FORM)
    return pdf(CATALOG, PAGES, PAGE.format("/XObject <</F 5 0 R>>"), stream(b"/F Do"), *forms, last)


def packed_stream(size: int, times: int = 1) -> bytes:
    """A page whose content unpacks to so many bytes, packed so many times."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"q Q " * (MEGABYTE // 4)) for _ in range(size // MEGABYTE)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    filters = "/Filter [" + "/FlateDecode " * times + "]"
    return pdf(CATALOG, PAGES, PAGE.format(""), stream(data, filters))


def many_pages(count: int) -> bytes:
    """So many pages, all of them the same one's content."""
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + count))
    each = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R>>"
    return pdf(CATALOG, f"<</Type /Pages /Count {count} /Kids [{kids}]>>", stream(b"q Q"), *[each] * count)


def aliases(levels: int) -> bytes:
    """A YAML of lists of lists, each ten times the one before: ten to the power of `levels`."""
    lines = ["a0: &a0 好"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


def with_sidecar(sidecar: Callable[[], bytes], *codes: str) -> Nasty:
    return Nasty(lambda: text("好。"), frozenset(codes), sidecar)


SIDECAR = ("sidecar-unreadable", "sidecar-unknown-key", "sidecar-bad-value")
PDF = ("pdf-too-complex", "file-damaged", "empty-file", "pdf-scanned", "not-a-report")

ENDED = ("reader-died", "reader-out-of-memory", "reader-too-slow")
"""Where the bounds are all there is: the library draws forms in forms before anybody can count them."""

NASTY: Mapping[str, Nasty] = {
    # text
    "text-line-of-60-mb": _tell(lambda: text("x" * (60 * MEGABYTE)), "text-too-long"),
    "text-line-of-100-mb": _tell(lambda: text("x" * (100 * MEGABYTE)), "file-too-large"),
    "text-million-columns": _tell(lambda: text("1\t" * 499_000)),
    "text-million-rows": _tell(lambda: text("1\n" * 490_000)),
    "text-million-digits": _tell(lambda: text("1" * 900_000)),
    "text-million-phones": _tell(lambda: text("13800138000 " * 80_000)),
    "text-of-pipes": _tell(lambda: text("|" * 900_000)),
    "text-of-blanks": _tell(lambda: text(" " * 900_000 + "x")),
    "text-of-brackets": _tell(lambda: text("（" * 300_000)),
    "text-of-nul": _tell(lambda: text("\0" * 900_000), "binary-file", "unknown-encoding"),
    "text-of-numerals": _tell(lambda: text("一" * 300_000)),
    "text-utf-16": _tell(lambda: ("\ufeff" + text("好" * 300_000).decode()).encode("utf-16-le")),
    # web pages
    "html-million-columns": _tell(lambda: page("<table><tr>" + "<td>1" * 900_000)),
    "html-columns": _tell(lambda: page("<table><tr>" + "<td>1" * 300_000)),
    "html-million-rows": _tell(lambda: page("<table>" + "<tr><td>1" * 490_000)),
    "html-deep": _tell(lambda: page("<div>" * 900_000)),
    "html-tables-in-tables": _tell(lambda: page("<table><tr><td>" * 300_000 + "1")),
    "html-spans": _tell(lambda: page("<table>" + "<tr><td rowspan=65534 colspan=1000>1" * 5_000)),
    "html-attributes": _tell(lambda: page("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">1")),
    "html-entities": _tell(lambda: page("&amp;" * 900_000)),
    "html-entities-of-entities": _tell(
        lambda: b'<!DOCTYPE html [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;">]><html><body>' + "好。&b;".encode()
    ),
    "html-outside": _tell(
        lambda: (
            b'<!DOCTYPE html SYSTEM "file:///etc/passwd">'
            + page('<img src="http://192.0.2.1/a.png"><iframe src="file:///etc/passwd"></iframe>一、总体情况')
        )
    ),
    "html-styles": _tell(
        lambda: page("<b class=a>1</b>" * 50_000, "<style>" + ".a b{color:red}" * 100_000 + "</style>")
    ),
    "html-line-of-60-mb": _tell(lambda: page("x" * (60 * MEGABYTE)), "text-too-long"),
    "html-line-without-end": _tell(lambda: b"<html><p " + b"x" * (60 * MEGABYTE)),
    "html-utf-16": _tell(lambda: ("\ufeff" + page("一、总体情况").decode()).encode("utf-16-be")),
    "html-utf-7": _tell(
        lambda: page("+ADw-script+AD4-alert(1)+ADw-/script+AD4-").replace(b"charset=utf-8", b"charset=utf-7")
    ),
    "html-comments": _tell(lambda: page("<!--" * 900_000)),
    # saved pages
    "mhtml-deep": _tell(lambda: nested_mhtml(5_000)),
    "mhtml-parts": _tell(lambda: mhtml(b"--b\r\nContent-Type: text/html\r\n\r\n<p>1\r\n" * 500_000)),
    "mhtml-head": _tell(lambda: mhtml(b"--b\r\n" + b"X: " + b"y" * (30 * MEGABYTE) + b"\r\n\r\n1")),
    # Word
    "docx-tables-in-tables": _tell(lambda: nested_word_tables(100_000), "file-damaged"),
    "docx-cells": _tell(lambda: pack(tbl(*[tr(*[tc(p("1"))] * 100)] * 3_000)), "file-too-large", "file-damaged"),
    "docx-million-columns": _tell(lambda: pack(tbl(tr(*["1"] * 200_000))), "file-damaged", "file-too-large"),
    "docx-bomb": _tell(lambda: bomb(1024 * MEGABYTE), "file-too-large"),
    "docx-bomb-beside": _tell(lambda: bomb(1024 * MEGABYTE, "word/media/a.xml"), "file-damaged"),
    "docx-parts": _tell(lambda: many_parts(100_000), "file-damaged", "file-too-large"),
    "docx-zips-in-zips": _tell(lambda: zips_in_zips(6)),
    "docx-entities": _tell(lambda: entity_page(10), "file-damaged"),
    "docx-outside": _tell(outside_word),
    # PDF
    "pdf-tree-loop": _tell(lambda: pdf(CATALOG, "<</Type /Pages /Count 1 /Kids [2 0 R]>>"), *PDF),
    "pdf-tree-loop-of-two": _tell(
        lambda: pdf(
            CATALOG, "<</Type /Pages /Count 9 /Kids [3 0 R]>>", "<</Type /Pages /Parent 2 0 R /Count 9 /Kids [2 0 R]>>"
        ),
        *PDF,
    ),
    "pdf-outline-loop": _tell(
        lambda: pdf(
            "<</Type /Catalog /Pages 2 0 R /Outlines 5 0 R>>",
            PAGES,
            PAGE.format(""),
            stream(b"q Q"),
            "<</Type /Outlines /First 5 0 R /Next 5 0 R /Last 5 0 R /Title (a)>>",
        ),
        *PDF,
    ),
    "pdf-xref-loop": _tell(lambda: pdf(CATALOG, PAGES, PAGE.format(""), stream(b"q Q"), trailer="/Prev 9"), *PDF),
    "pdf-form-loop": _tell(looping_forms, *PDF, *ENDED),
    "pdf-forms-of-forms": _tell(lambda: doubling_forms(9), *PDF, *ENDED),
    "pdf-vast-box": _tell(
        lambda: make_pdf([Sketch(box=(0, 0, 1e9, 1e9)).write(10, 20, TITLE)]),
    ),
    "pdf-stream-of-1-gb": _tell(lambda: packed_stream(1024 * MEGABYTE), *PDF),
    "pdf-stream-packed-twice": _tell(lambda: packed_stream(1024 * MEGABYTE, 2), *PDF),
    "pdf-10000-pages": _tell(lambda: many_pages(10_000), *PDF),
    "pdf-million-pages-said": _tell(
        lambda: pdf(CATALOG, "<</Type /Pages /Count 1000000000 /Kids [3 0 R]>>", PAGE.format(""), stream(b"q Q")), *PDF
    ),
    "pdf-deep-objects": _tell(
        lambda: pdf(CATALOG, PAGES, PAGE.format("/A " + "[" * 500_000 + "]" * 500_000), stream(b"q Q")), *PDF
    ),
    "pdf-full-pages": _tell(
        lambda: make_pdf([Sketch().draw("1 0 0 1 0 0 cm " + "10 10 m 300 10 l S " * 480)] * 300), *PDF
    ),
    # two in one
    "both-pdf-and-html": _tell(lambda: make_pdf([Sketch().write(50, 50, TITLE)]) + page("一、总体情况")),
    "both-html-and-pdf": _tell(lambda: page("一、总体情况") + make_pdf([Sketch().write(50, 50, TITLE)])),
    "both-zip-and-pdf": _tell(lambda: make_pdf([Sketch().write(50, 50, TITLE)]) + pack(p(TITLE))),
    # older office files
    "rtf-groups": _tell(lambda: b"{\\rtf1" + b"{" * 5_000_000, "file-damaged", "office-failed", "office-missing"),
    # sidecars
    "sidecar-aliases": with_sidecar(lambda: aliases(12), *SIDECAR),
    "sidecar-deep": with_sidecar(lambda: b"a: " + b"[" * 500_000, *SIDECAR),
    "sidecar-keys": with_sidecar(lambda: b"".join(b"k%d: 1\n" % n for n in range(90_000)), *SIDECAR),
    "sidecar-one-line": with_sidecar(lambda: b"agency: " + b"x" * 1_000_000, *SIDECAR),
    "sidecar-blanks": with_sidecar(lambda: b"agency:" + b" " * 1_000_000 + b"\tx", *SIDECAR),
    "sidecar-quotes": with_sidecar(lambda: b'agency: "' + b"\\x41" * 250_000, *SIDECAR),
    "sidecar-corrections": with_sidecar(lambda: b"corrections:\n" + b"- {table: a, row: b}\n" * 40_000, *SIDECAR),
}
