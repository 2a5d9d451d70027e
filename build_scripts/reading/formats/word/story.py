"""The body of a document → paragraphs and rows of tables in reading order.

Comes in: the parts of a package. Goes out: `str` and `TableRow` parts for `build_document`. Refuses to know: labels.
Left out: headers and footers (page numbers and running titles; a title that stands only there is asked for). The text
of a note follows the paragraph or table it belongs to, so that it stays in its section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from build_scripts.reading.document import PICTURE
from build_scripts.reading.formats.word.joining import join_pieces, mark_unread
from build_scripts.reading.formats.word.numbering import Numbering
from build_scripts.reading.formats.word.package import Element, Refusal, W, WordPackage
from build_scripts.reading.formats.word.paragraphs import ParagraphReader, are_fields_whole, trim_tabs
from build_scripts.reading.formats.word.shapes import Box, choose_branch
from build_scripts.reading.formats.word.styles import Styles, is_on
from build_scripts.reading.formats.word.tables import Cell, Part, Table, build_rows, measure_table

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{W}sectPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr"})
_CELL_DELETED = f"{_CELL_PROPERTIES}/{W}cellDel"
_NOTE = "注："
_CHUNK = f"{W}altChunk"
MAX_CELLS = 500_000


class Story:
    """Reads a document's text once, from its beginning to its end."""

    def __init__(self, package: WordPackage) -> None:
        self._styles = Styles(package.styles)
        self._numbering = Numbering(package.numbering)
        self._notes = {
            kind: {note.get(f"{W}id", ""): note for note in root if note.get(f"{W}type", "normal") == "normal"}
            for kind, root in (("footnotes", package.footnotes), ("endnotes", package.endnotes))
            if root is not None
        }
        self._waiting: list[tuple[str, str]] = []
        self._reader = self._start(package.document)
        self._has_text = False
        self._room = MAX_CELLS
        self.pictures = 0

    def read(self, body: Element) -> list[Part]:
        """Every part of the body; raises Refusal where a piece of it cannot be read."""
        return self._read_blocks(body, is_body=True).parts

    def _start(self, root: Element) -> ParagraphReader:
        return ParagraphReader(self._styles, self._numbering, are_fields_whole(root))

    def _read_blocks(self, container: Element, is_body: bool = False) -> _Blocks:
        blocks = _Blocks()
        carried: list[str] = []
        for element in _iterate(container, (_PARAGRAPH, _TABLE)):
            if element.tag == _TABLE:
                blocks.add("".join(carried))
                carried = []
                parts, cells = self._read_table(element)
                blocks.nested += cells
                for part in parts:
                    blocks.add(part)
            else:
                paragraph = self._reader.read(element, goes_on=bool(carried))
                self._waiting += paragraph.notes
                blocks.pictures += paragraph.pictures
                blocks.unread += paragraph.pictures + paragraph.unread
                carried.append(paragraph.text)
                text = None if paragraph.runs_on else trim_tabs(paragraph.number + "".join(carried))
                carried = carried if paragraph.runs_on else []
                if paragraph.boxes:
                    self._place(blocks, text, paragraph.boxes)
                elif text is not None:
                    blocks.add(text, keep_blank=True)
                if is_body and paragraph.pictures and self._has_text and not (text or "").strip():
                    blocks.parts.append(PICTURE)  # what it shows is not read: that is not passed over in silence
            self._has_text = self._has_text or blocks.has_text
            if is_body and self._waiting:
                blocks.parts += self._read_notes()
        blocks.add("".join(carried))
        self.pictures += blocks.pictures if is_body else 0
        return blocks

    def _place(self, blocks: _Blocks, text: str | None, boxes: list[Box]) -> None:
        """A paragraph with the text boxes that hang on it: before it if they float above it, or on a page where nothing
        is printed yet."""
        above = [box.where == "above" or (box.where == "page" and not self._has_text) for box in boxes]
        inner = [(box, self._read_blocks(box.content)) for box in boxes]
        for (box, other), is_above in zip(inner, above, strict=True):
            if is_above:
                blocks.take(other, box.is_inline)
        if text is not None:
            blocks.add(text, keep_blank=True)
        for (box, other), is_above in zip(inner, above, strict=True):
            if not is_above:
                blocks.take(other, box.is_inline)

    def _read_notes(self) -> list[Part]:
        """The texts of the notes met since the last time, each one paragraph behind the word for note."""
        parts: list[Part] = []
        waiting, self._waiting = self._waiting, []
        for kind, key in waiting:
            note = self._notes.get(kind, {}).pop(key, None)  # once, however often it is referred to
            if note is not None:
                reader, self._reader = self._reader, self._start(note)
                text = join_pieces(self._read_blocks(note).texts)
                self._reader = reader
                parts += [_NOTE + text] if text else []
        return parts

    def _read_table(self, element: Element) -> tuple[list[Part], int]:
        """A table's parts, and how many cells it has: none where it is but a frame around one line."""
        table = Table(measure_table(element))
        number, last = 0, None
        for row in _iterate(element, (_ROW,)):
            properties = row.find(_ROW_PROPERTIES)
            if properties is None or not _is_gone(properties):
                cells = [cell for cell in _iterate(row, (_CELL,)) if cell.find(_CELL_DELETED) is None]
                read = [self._read_cell(cell) for cell in cells]
                table.add_row(properties, read)
                number, last = number + len(read), read[-1] if read else last
                self._room -= table.rows[-1].end
                if self._room < 0:
                    raise OverflowError("more cells than are read")
        parts = build_rows(table)
        is_frame = number == 1 and last is not None and not last.nested
        is_frame = is_frame and sum(not isinstance(part, str) or bool(part.strip()) for part in parts) < 2
        return parts, 0 if is_frame else number

    def _read_cell(self, element: Element) -> Cell:
        properties = element.find(_CELL_PROPERTIES)
        blocks = self._read_blocks(element)
        self.pictures += blocks.pictures
        text = join_pieces(blocks.texts)
        marked = mark_unread(text) if blocks.unread else text
        if marked != text and self._has_text:
            blocks.parts.append(PICTURE)
        return Cell(marked, properties, blocks.parts, blocks.nested)


@dataclass(slots=True)
class _Blocks:
    """What a container holds: its parts in order, and their texts for a cell that shows them as one."""

    parts: list[Part] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    pictures: int = 0
    unread: int = 0
    nested: int = 0
    has_text: bool = False

    def add(self, part: Part, keep_blank: bool = False) -> None:
        text = part if isinstance(part, str) else " ".join(cell for cell in part.cells if cell)
        if text.strip():
            self.texts += text.split("\n")
            self.has_text = True
        if keep_blank or text.strip() or not isinstance(part, str):
            self.parts.append(part)

    def take(self, other: _Blocks, is_inline: bool) -> None:
        """What a text box holds; of one that floats, nothing says that it belongs to the cell it is anchored in."""
        self.parts += other.parts
        text = join_pieces(other.texts)
        if text:
            self.texts.append(text if is_inline else f"〔{text}〕")
            self.has_text = True
        self.pictures += other.pictures
        self.unread += other.unread
        self.nested += other.nested


def _is_gone(properties: Element) -> bool:
    """Whether a row is hidden or its deletion is recorded."""
    hidden = properties.find(f"{W}hidden")
    if hidden is not None and is_on(hidden.get(f"{W}val")):
        return True
    return properties.find(f"{W}del") is not None


def _iterate(container: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The wanted elements in order, also inside content controls, insertions and other things that print nothing."""
    waiting = [iter(container)]
    while waiting:
        for child in waiting[-1]:
            tag = child.tag
            if tag in wanted:
                yield child
            elif tag in _GONE:
                continue
            elif tag == _CHUNK:
                raise Refusal("unsupported-format", ("found", "docx (altChunk)"))
            elif tag == _ALTERNATE:
                branch = choose_branch(child)
                if branch is not None:
                    waiting.append(iter(branch))
                    break
            elif len(child):
                waiting.append(iter(child))
                break
        else:
            waiting.pop()
