"""Small PDFs written byte by byte, for what no program would print: hidden text, odd fonts, broken files.

Comes in: pages drawn with `Sketch`. Goes out: bytes. Coordinates are in points, y downwards from the upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WIDE, HIGH = 600, 800


@dataclass
class Sketch:
    """A page being drawn; `turned` degrees clockwise when shown, `fields` are filled-in fields (x, y, text)."""

    drawn: list[str] = field(default_factory=list)
    turned: int = 0
    box: tuple[float, float, float, float] = (0, 0, WIDE, HIGH)
    fields: list[tuple[float, float, str]] = field(default_factory=list)

    def write(
        self, x: float, y: float, text: str, size: float = 10, font: str = "F1", before: str = "", turn: str = ""
    ) -> Sketch:
        """Text whose baseline begins at (x, y); `before` are operators such as `3 Tr`, `turn` a matrix `a b c d`."""
        codes = text.encode("utf-16-be").hex() if font not in ("F2", "F3") else text.encode("latin-1").hex()
        place = f"{turn or '1 0 0 1'} {x:g} {HIGH - y:g} Tm"
        self.drawn.append(f"q BT {before} /{font} {size:g} Tf {place} <{codes}> Tj ET Q")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dash: str = "") -> Sketch:
        """A stroked line."""
        self.drawn.append(f"q {width:g} w {dash} {x0:g} {HIGH - y0:g} m {x1:g} {HIGH - y1:g} l S Q")
        return self

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0) -> Sketch:
        """A filled rectangle."""
        self.drawn.append(f"q {grey:g} g {x0:g} {HIGH - y1:g} {x1 - x0:g} {y1 - y0:g} re f Q")
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> Sketch:
        """An image."""
        self.drawn.append(f"q {x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {HIGH - y1:g} cm /Im Do Q")
        return self

    def draw(self, operators: str) -> Sketch:
        """Operators as they stand; y upwards from the lower left corner."""
        self.drawn.append(f"q {operators} Q")
        return self

    def grid(self, xs: list[float], ys: list[float], width: float = 0.5) -> Sketch:
        """All the rules of a table."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y, width)
        for x in xs:
            self.line(x, ys[0], x, ys[-1], width)
        return self

    def fill_cells(self, xs: list[float], ys: list[float], rows: list[list[str]], size: float = 10) -> Sketch:
        """Texts in the fields of a grid, '' for none; the baseline near the lower edge."""
        for row, y in zip(rows, ys[1:], strict=True):
            for text, x in zip(row, xs, strict=False):
                if text:
                    self.write(x + 2, y - 4, text, size)
        return self


def make_pdf(pages: list[Sketch], more: str = "") -> bytes:
    """The file; `more` stands in the catalog."""
    objects: list[bytes] = []

    def add(text: str | bytes) -> int:
        objects.append(text.encode("latin-1") if isinstance(text, str) else text)
        return len(objects)

    add("")  # the catalog and the page tree come last, at these places
    add("")
    info = "/CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>>"
    metrics = "/Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 800 /StemV 80"
    described = add(f"<</Type /FontDescriptor /FontName /STSong-Light {metrics}>>")
    latin = "/W [1 95 500]"
    descendant = add(
        f"<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light {info} /DW 1000 {latin} "
        f"/FontDescriptor {described} 0 R>>"
    )
    song = add(
        "<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        f"/DescendantFonts [{descendant} 0 R]>>"
    )
    upright = add(
        "<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-V "
        f"/DescendantFonts [{descendant} 0 R]>>"
    )
    helvetica = add("<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>")
    shape = "500 0 0 0 500 700 d1 50 0 400 700 re f"
    drawn = add(f"<</Length {len(shape)}>>\nstream\n{shape}\nendstream")
    strange = add(
        "<</Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 "
        "/LastChar 255 /Widths [" + "500 " * 256 + "] /Encoding <</Type /Encoding /Differences [0 "
        + " ".join(f"/g{code}" for code in range(256)) + "]>> /CharProcs <<"
        + " ".join(f"/g{code} {drawn} 0 R" for code in range(256)) + ">> /Resources <<>>>>"
    )  # fmt: skip
    picture = add(
        "<</Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1>>\n"
        "stream\n\x80\nendstream"
    )
    resources = (
        f"<</Font <</F1 {song} 0 R /F2 {helvetica} 0 R /F3 {strange} 0 R /F4 {upright} 0 R>> "
        f"/XObject <</Im {picture} 0 R>> /ExtGState <</Clear <</ca 0>>>>>>"
    )
    kids = []
    for page in pages:
        content = "\n".join(page.drawn).encode("latin-1")
        stream = add(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
        annotations = [add(_field(x, y, text, helvetica, add)) for x, y, text in page.fields]
        box = " ".join(f"{side:g}" for side in page.box)
        marks = " ".join(f"{number} 0 R" for number in annotations)
        kids.append(
            add(
                f"<</Type /Page /Parent 2 0 R /MediaBox [{box}] /Rotate {page.turned} /Resources {resources} "
                f"/Contents {stream} 0 R /Annots [{marks}]>>"
            )
        )
    objects[0] = f"<</Type /Catalog /Pages 2 0 R {more}>>".encode("latin-1")
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<</Type /Pages /Count {len(kids)} /Kids [{listed}]>>".encode("latin-1")
    return _assemble(objects)


def _field(x: float, y: float, text: str, font: int, add: object) -> str:
    """A text field that shows what was filled in."""
    shown = f"q BT /F2 10 Tf 2 4 Td ({text}) Tj ET Q"
    look = add(  # type: ignore[operator]
        f"<</Type /XObject /Subtype /Form /BBox [0 0 80 14] /Resources <</Font <</F2 {font} 0 R>>>> "
        f"/Length {len(shown)}>>\nstream\n{shown}\nendstream"
    )
    box = f"[{x:g} {HIGH - y:g} {x + 80:g} {HIGH - y + 14:g}]"
    return f"<</Type /Annot /Subtype /Widget /FT /Tx /T (f) /V ({text}) /F 4 /Rect {box} /AP <</N {look} 0 R>>>>"


def _assemble(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, table, count, len(out),
    )  # fmt: skip
