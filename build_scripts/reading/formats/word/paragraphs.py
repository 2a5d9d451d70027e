"""One paragraph's elements → its text as printed, and what hangs on it: text boxes, notes, pictures.

Comes in: a `w:p`, the document's styles and lists. Goes out: `Paragraph`. Refuses to know: tables, labels.
As printed when all changes are accepted: inserted text stands, deleted and hidden text does not. Left out too:
comments, the code of fields, page numbers, the marks of foot- and endnotes (Word's own numbers, none of the text's),
letters nobody can see. These, and what is shown without a text of its own, are counted for the cell they stand in.
Struck-out text is printed, so it is kept, between marks that make it no number.
Source: ISO/IEC 29500-1, 17.3 (paragraphs and runs), 17.13.5 (revisions), 17.16 (fields).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from build_scripts.reading.formats.word.grounds import is_on_ground, lies_on_ground
from build_scripts.reading.formats.word.joining import (
    clean_text,
    count_words,
    drop_invisible,
    join_lifted,
    join_struck,
    lift_text,
    raise_text,
    strike_text,
)
from build_scripts.reading.formats.word.numbering import Numbering
from build_scripts.reading.formats.word.package import Element, Refusal, W
from build_scripts.reading.formats.word.shapes import Box, choose_branch, find_boxes, has_picture, read_formula
from build_scripts.reading.formats.word.styles import (
    ListPlace,
    Look,
    Styles,
    merge_looks,
    merge_places,
    read_look,
    read_place,
    toggle_looks,
)
from build_scripts.reading.formats.word.symbols import read_symbol

_VAL = f"{W}val"
_RUN, _TEXT = f"{W}r", f"{W}t"
_PROPERTIES, _LOOK, _STYLE, _NUMBERED = f"{W}pPr", f"{W}rPr", f"{W}pStyle", f"{W}numPr"
_SIMPLE_FIELD, _FIELD, _CODE = f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"
_SYMBOL, _SUBDOCUMENT = f"{W}sym", f"{W}subDoc"
_GONE = tuple(f"{W}{name}" for name in ("del", "moveFrom"))
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})
_SILENT_FIELDS = _PAGE_FIELDS | {"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "NEXT", "NEXTIF", "SKIPIF", "ADVANCE"}
_DRAWN_FIELDS = frozenset({"EQ", "FORMDROPDOWN", "FORMCHECKBOX"})
"""Fields that Word shows by their code, whatever text is kept as their result."""
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TEXTS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", f"{W}contentPart"})
_DATES = frozenset(f"{W}{unit}{form}" for unit in ("day", "month", "year") for form in ("Short", "Long"))
"""Parts of the present date, which no text tells."""
_SKIPPED = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "rt",
                               "fldData", "commentReference", "annotationRef", "softHyphen", "pgNum", "delText",
                               "delInstrText", "footnoteRef", "endnoteRef", "separator", "continuationSeparator",
                               "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak")}
)  # fmt: skip
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}


@dataclass(slots=True)
class Paragraph:
    """A paragraph as printed, the number Word prints before it apart; `runs_on`: its end is deleted, so that the next
    one goes on in its line; `unread`: how often it shows something that no text tells, or tells what nobody sees."""

    number: str = ""
    text: str = ""
    runs_on: bool = False
    boxes: list[Box] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    unread: int = 0
    has_struck: bool = False


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows: bool = False
    has_result: bool = False


class ParagraphReader:
    """Reads the paragraphs of one text in their order; fields may reach over several."""

    def __init__(self, styles: Styles, numbering: Numbering, follows_fields: bool) -> None:
        self._styles = styles
        self._numbering = numbering
        self._follows = follows_fields
        self._fields: list[_Field] = []
        self._element: Element = None
        self._ground: bool | None = None

    def read(self, element: Element, goes_on: bool = False) -> Paragraph:
        """The paragraph; `goes_on`: the end of the one above it is deleted, and this one goes on in its line."""
        self._element, self._ground = element, None
        properties = element.find(_PROPERTIES)
        style, place, mark = "", ListPlace(), None
        if properties is not None:
            named = properties.find(_STYLE)
            style = named.get(_VAL, "") if named is not None else ""
            place = read_place(properties.find(_NUMBERED))
            mark = properties.find(_LOOK)
        found = self._styles.find(style)
        paragraph = Paragraph(runs_on=mark is not None and any(mark.find(tag) is not None for tag in _GONE))
        if len(element) > (properties is not None):
            pieces: list[str] = []
            self._walk(element, pieces, paragraph, found.look)
            text = drop_invisible(join_lifted(pieces))
            paragraph.text = join_struck(text) if paragraph.has_struck else text
        if not paragraph.runs_on and (goes_on or paragraph.text.strip() or not _is_hidden(mark, found.look)):
            paragraph.number = self._number(merge_places(found.place, place), style)
        return paragraph

    def _number(self, place: ListPlace, style: str) -> str:
        if place.number in ("", "0"):
            return ""
        level = place.level
        if level is None:
            level = self._numbering.level_of_style(place.number, style) or 0
        return self._numbering.print_next(place.number, level)

    @property
    def _is_shown(self) -> bool:
        return all(one.shows for one in self._fields)

    def _walk(self, element: Element, pieces: list[str], paragraph: Paragraph, look: Look) -> None:
        """What stands in an element of a paragraph; elements not known are looked into, so that no text is lost."""
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._read_run(child, pieces, paragraph, look)
            elif tag in _SKIPPED:
                continue
            elif tag == _SIMPLE_FIELD:
                name = _field_name(child.get(f"{W}instr", ""))
                if name not in _PAGE_FIELDS:
                    self._fields.append(_Field(name, shows=True))
                    self._walk(child, pieces, paragraph, look)
                    self._end_field(paragraph)
            elif tag == _ALTERNATE:
                branch = choose_branch(child)
                if branch is not None:
                    self._walk(branch, pieces, paragraph, look)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                if self._is_shown:
                    pieces.append(read_formula(child))
                    self._note_result()
            elif tag == _SUBDOCUMENT:
                raise Refusal("unsupported-format", ("found", "docx (subDoc)"))
            else:
                self._walk(child, pieces, paragraph, look)

    def _read_run(self, run: Element, pieces: list[str], paragraph: Paragraph, below: Look) -> None:
        look, style = read_look(run.find(_LOOK))
        if style:
            below = toggle_looks(below, self._styles.character(style))
        look = merge_looks(below, look)
        texts: list[str] = []
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                text = clean_text(child.text or "")
            elif tag == _FIELD:
                self._turn_field(child.get(f"{W}fldCharType", ""), paragraph)
                continue
            elif tag == _CODE:
                if self._fields and not self._fields[-1].shows:
                    self._fields[-1].code += (child.text or "")[:100]
                elif not self._follows:
                    paragraph.unread += _field_name(child.text or "") in _DRAWN_FIELDS
                continue
            elif tag in _SKIPPED or look.hidden:
                continue
            elif tag in _NOTES:
                if self._is_shown:
                    paragraph.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
                continue
            elif tag in _PICTURES:
                if self._is_shown:
                    paragraph.boxes += find_boxes(child)
                    paragraph.pictures += has_picture(child)
                    self._note_result()
                continue
            elif tag in _DATES:
                paragraph.unread += self._is_shown
                continue
            elif tag == _ALTERNATE:
                branch = choose_branch(child)
                if branch is not None:
                    self._read_run(branch, texts, paragraph, look._replace(struck=None))
                continue
            elif tag == _SYMBOL:
                text = read_symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
            else:
                text = _TEXTS.get(tag, "")
                if not text and len(child):
                    self._walk(child, texts, paragraph, below)
                    continue
            if text and not look.hidden and self._is_shown:
                self._note_result()
                if (look.tiny or look.white) and self._is_unseen(run, look, text):
                    paragraph.unread += bool(text.strip())
                    continue
                text = raise_text(text, look.raised or "")
                texts.append(lift_text(text, look.position) if look.position else text)
        if look.struck and texts:
            paragraph.has_struck, texts = True, [strike_text("".join(texts))]
        pieces += texts

    def _is_unseen(self, run: Element, look: Look, text: str) -> bool:
        """Whether nobody can see a text: it is tiny, or white on white. White words outside a table may stand on a
        picture."""
        if look.tiny:
            return True
        if self._ground is None:
            self._ground = lies_on_ground(self._element, self._styles)
        if self._ground or is_on_ground(run, self._styles):
            return False
        return not count_words(text) or next(self._element.iterancestors(f"{W}tc"), None) is not None

    def _turn_field(self, kind: str, paragraph: Paragraph) -> None:
        if not self._follows:
            return
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].shows = _field_name(self._fields[-1].code) not in _PAGE_FIELDS
        elif self._fields and kind == "end":
            self._end_field(paragraph)

    def _end_field(self, paragraph: Paragraph) -> None:
        """A field is over: one that shows something by its code, or has no result to show, is not read."""
        if not self._fields:
            return
        ended = self._fields.pop()
        name = _field_name(ended.code)
        if ended.has_result:
            self._note_result()
        if name in _DRAWN_FIELDS or not (ended.has_result or name in _SILENT_FIELDS):
            paragraph.unread += self._is_shown

    def _note_result(self) -> None:
        if self._fields:
            self._fields[-1].has_result = True


def are_fields_whole(root: Element) -> bool:
    """Whether every field that begins in a text ends in it; else the text behind would be taken for a field's code."""
    depth = 0
    for mark in root.iter(_FIELD):
        if any(parent.tag in _GONE for parent in mark.iterancestors(*_GONE)):
            continue
        kind = mark.get(f"{W}fldCharType")
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0


def _field_name(code: str) -> str:
    return code.split(maxsplit=1)[0].upper() if code.strip() else ""


def _is_hidden(mark: Element | None, look: Look) -> bool:
    return bool(merge_looks(look, read_look(mark)[0]).hidden)


def trim_tabs(text: str) -> str:
    """The text without tabs that part nothing: those of an indent or before a page number that is left out."""
    if "\t" not in text:
        return text
    return "\n".join(line if "\t" in line.strip() else line.strip("\t ") for line in text.split("\n"))
