"""Regions of table rows → the cells of one form edition, one for every cell of it, and the rows of the other edition.

Comes in: regions of `GridRow`s, `Knowledge`. Goes out: `TablesRead`. Refuses to know: sections, titles, files.
The edition is decided by the labels of the disclosures table; without one by the rows below （六）; never by the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from build_scripts.codes import TABLES
from build_scripts.model import Cell, Finding
from build_scripts.reading.knowledge import Knowledge
from build_scripts.reading.labels import fold_label
from build_scripts.reading.tables.amounts import MarkKind, read_mark
from build_scripts.reading.tables.applications import read_applications
from build_scripts.reading.tables.captions import find_strange_caption
from build_scripts.reading.tables.cells import RowOutcome
from build_scripts.reading.tables.completion import complete_table
from build_scripts.reading.tables.disclosures import read_disclosures
from build_scripts.reading.tables.forms import FormView
from build_scripts.reading.tables.grids import GridRow, blank_numbers, is_furniture
from build_scripts.reading.tables.heads import find_outer_units, name_columns
from build_scripts.reading.tables.remedies import read_remedies
from build_scripts.reading.tables.rows import LabelledTable, label_rows
from build_scripts.reading.tables.scales import find_scale, refuse_table
from build_scripts.reading.tables.stray_heads import drop_stray_heads
from build_scripts.reading.tables.turned import doubt_turned
from build_scripts.reading.tables.unparted import Unparted, find_hidden, find_unparted
from build_scripts.reading.tables.wrapped import doubt_wrapped, find_page_numbers, read_piece
from build_scripts.unseen import find_turning

NO_FORM = "none"
_FEW_LABELS, _FEW_NUMBERS = 2, 3


@dataclass(frozen=True, slots=True)
class TablesRead:
    """What the tables hold. `lines` are the line numbers that stand in tables."""

    form: str
    cells: tuple[Cell, ...]
    placed_by_sum: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    lines: frozenset[int]


def read_tables(
    regions: Sequence[Sequence[GridRow]],
    table_of_line: Callable[[int], str],
    text: Sequence[tuple[int, str]],
    knowledge: Knowledge,
    source_file: str,
    year: int | None = None,
) -> TablesRead:
    """Every cell of the report's form edition, in the form's order, then the rows of the other edition as printed.

    `table_of_line`: the table that the section of a line is there for, '' if none. `text`: every line of the report.
    `year`: the report's, if it is told; a table whose caption names another is unreadable.
    """
    printed, lines = _assign_rows(regions, table_of_line, knowledge, text)
    beside = [(number, line) for number, line in text if number not in lines]
    unparted = find_unparted(beside, table_of_line, knowledge)
    if not any(printed.values()) and not any(unparted.rows.values()):
        return TablesRead(NO_FORM, (), (), (Finding("tables-not-found", source_file, None),), frozenset())
    labelled = {
        table: label_rows(printed[table], knowledge.books[table], knowledge.row_orders[table]) for table in TABLES
    }
    form = decide_form(labelled, unparted, knowledge)
    if form == NO_FORM:
        first = min([*lines, *(line for rows in unparted.rows.values() for _, line in rows.values())])
        return TablesRead(NO_FORM, (), (), (Finding("form-unknown", source_file, first),), lines)
    view = knowledge.views[form]
    heads = {table: knowledge.books[table].heads for table in TABLES}
    labelled = {table: drop_stray_heads(labelled[table], view.rows[table], heads[table]) for table in TABLES}
    near = [line for number, line in beside if table_of_line(number) == TABLES[0]]
    units = find_outer_units([*near, *(row.printed for row in labelled[TABLES[0]].loose)])
    outcomes = _read_outcomes(printed, labelled, view, knowledge, units, source_file)
    texts = [line for _, line in text]
    pieces = [read_piece(line) for line in texts]
    pages = find_page_numbers(pieces)
    captions = _find_captions(printed, table_of_line, texts, year)
    turned = {number: line for number, line in text if find_turning(line)} if find_turning("".join(texts)) else {}
    for table in TABLES:
        rows = labelled[table].rows
        kept = doubt_wrapped(outcomes[table], printed[table], rows, texts, pieces, pages, view, source_file)
        scale = find_scale(printed[table], (line for number, line in beside if table_of_line(number) == table))
        kept = refuse_table(table, kept, scale or captions[table], view, source_file)
        steady = rows if table != "remedies" else ()
        outcomes[table] = doubt_turned(table, kept, printed[table], steady, turned, view, source_file)
    cells: list[Cell] = []
    extra: list[Cell] = []
    findings: list[Finding] = []
    placed: list[tuple[str, str]] = []
    for table in TABLES:
        loose = labelled[table].loose if table != "remedies" else ()
        is_whole = table == "remedies" or set(view.rows[table]) <= {row.code for row in labelled[table].rows}
        hidden = {} if is_whole else find_hidden(printed[table], knowledge.books[table])
        elsewhere = {**hidden, **unparted.rows.get(table, {})}
        is_printed = bool(printed[table] or elsewhere)
        complete = complete_table(
            table, outcomes[table], labelled[table], loose, view, is_printed, elsewhere, source_file
        )
        cells += complete.cells
        extra += complete.extra
        findings += complete.findings
        placed += [(table, outcome.code) for outcome in outcomes[table] if outcome.placed_by_sum]
    lines -= _find_notes(printed, labelled, knowledge)
    return TablesRead(form, (*cells, *extra), tuple(dict.fromkeys(placed)), tuple(findings), lines)


def _find_captions(
    printed: Mapping[str, Sequence[GridRow]],
    table_of_line: Callable[[int], str],
    texts: Sequence[str],
    year: int | None,
) -> dict[str, str]:
    """For each table the caption that casts doubt on it. Below the text, where no section parts them, a caption stands
    for the tables that follow too."""
    found: dict[str, str] = {}
    above = ""
    for table in sorted(printed, key=lambda name: printed[name][0].line if printed[name] else 0):
        rows = printed[table]
        is_at_home = bool(rows) and table_of_line(rows[0].line) == table
        found[table] = find_strange_caption(rows, texts, year) or ("" if is_at_home else above)
        above = "" if is_at_home else found[table]
    return found


def _find_notes(
    printed: Mapping[str, Sequence[GridRow]], labelled: Mapping[str, LabelledTable], knowledge: Knowledge
) -> frozenset[int]:
    """Lines inside a table that are words of their own and no torn label: they stay in the section's text."""
    found: set[int] = set()
    for table, rows in printed.items():
        loose = {row.line for row in labelled[table].loose if not row.has_numbers}
        if not loose:
            continue
        labels = (*knowledge.books[table].joined, *knowledge.books[table].heads, *knowledge.books[table].groups)
        for row in rows:
            key = fold_label(row.printed)
            if row.line in loose and not row.parted and key and not any(key in label for label in labels):
                found.add(row.line)
    return frozenset(found)


def _read_outcomes(
    printed: Mapping[str, Sequence[GridRow]],
    labelled: Mapping[str, LabelledTable],
    view: FormView,
    knowledge: Knowledge,
    outer_units: tuple[str, ...],
    source_file: str,
) -> dict[str, list[RowOutcome]]:
    words = knowledge.head_words
    return {
        "disclosures": read_disclosures(labelled["disclosures"], view, words["disclosures"], outer_units, source_file),
        "applications": read_applications(labelled["applications"], view, words["applications"], source_file),
        "remedies": read_remedies(printed["remedies"], view, words["remedies"], source_file),
    }


def _assign_rows(
    regions: Sequence[Sequence[GridRow]],
    table_of_line: Callable[[int], str],
    knowledge: Knowledge,
    text: Sequence[tuple[int, str]],
) -> tuple[dict[str, list[GridRow]], frozenset[int]]:
    """Rows by table; a region that names no label of the three tables is text, and so is one of a single label when
    the table is printed elsewhere. Numbers without any label, in a section whose table is printed nowhere, are its."""
    claims: list[tuple[dict[str, list[GridRow]], dict[str, int]]] = []
    at_home: set[str] = set()
    for region in regions:
        rows, counts = _split_region(region, knowledge)
        if counts:
            claims.append((rows, counts))
        at_home |= {
            table for table in counts if counts[table] >= _FEW_LABELS and table_of_line(region[0].line) == table
        }
    claims = [_keep_at_home(claim, at_home, table_of_line, text) for claim in claims]
    most = {table: max((counts.get(table, 0) for _, counts in claims), default=0) for table in TABLES}
    printed: dict[str, list[GridRow]] = {table: [] for table in TABLES}
    for rows, counts in claims:
        for table, kept in rows.items():
            if counts[table] >= _FEW_LABELS or counts[table] == most[table]:
                printed[table] += kept
    for region in regions:
        table = table_of_line(region[0].line)
        if table and not printed[table] and any(_is_numbers(row) for row in region):
            printed[table] += region
    return printed, frozenset([row.line for rows in printed.values() for row in rows])


def _keep_at_home(
    claim: tuple[dict[str, list[GridRow]], dict[str, int]],
    at_home: set[str],
    table_of_line: Callable[[int], str],
    text: Sequence[tuple[int, str]],
) -> tuple[dict[str, list[GridRow]], dict[str, int]]:
    """A table that is printed in its own section is not looked for in the others: there another table may use its
    words. Nor is it in a section before its own where that has only words (见附件): it may be last year's."""
    rows, counts = claim
    kept = {
        table: found
        for table, found in rows.items()
        if table_of_line(found[0].line) == table
        or (table not in at_home and not _has_words_below(table, found[0].line, table_of_line, text))
    }
    return kept, {table: counts[table] for table in kept}


def _has_words_below(
    table: str, line: int, table_of_line: Callable[[int], str], text: Sequence[tuple[int, str]]
) -> bool:
    """Whether the table's own section stands below the line and says something."""
    home = [(number, words) for number, words in text if number > line and table_of_line(number) == table]
    return any(words.strip() and not is_furniture(words) for _, words in home[1:])


def _is_numbers(row: GridRow) -> bool:
    return sum(read_mark(cell).kind is MarkKind.NUMBER for cell in row.cells) >= _FEW_NUMBERS


def _split_region(region: Sequence[GridRow], knowledge: Knowledge) -> tuple[dict[str, list[GridRow]], dict[str, int]]:
    """The rows of each table in a region, and how many of them hold one of its labels."""
    places, counts = _plan_region(tuple([row.skeleton or blank_numbers(row.cells) for row in region]), knowledge)
    return {table: [region[at] for at in kept] for table, kept in places}, dict(counts)


@lru_cache(maxsize=1024)
def _plan_region(
    rows: tuple[tuple[str, ...], ...], knowledge: Knowledge
) -> tuple[tuple[tuple[str, tuple[int, ...]], ...], tuple[tuple[str, int], ...]]:
    """For each table its rows by index, and how many hold a label; kept for regions of the same layout."""
    current = ""
    waiting: list[int] = []
    places: dict[str, list[int]] = {}
    counts: dict[str, int] = {}
    for at, cells in enumerate(rows):
        found = next((table for cell in cells if cell and (table := knowledge.anchors.get(fold_label(cell), ""))), "")
        if found:
            current = found
            counts[found] = counts.get(found, 0) + 1
            places.setdefault(found, []).extend([*waiting, at])
            waiting = []
        elif current:
            places[current].append(at)
        else:
            waiting.append(at)
    return tuple((table, tuple(kept)) for table, kept in places.items()), tuple(counts.items())


def decide_form(labelled: Mapping[str, LabelledTable], unparted: Unparted, knowledge: Knowledge) -> str:
    """The edition by the labels of the disclosures table, else by the rows of requests; `none` if neither tells.

    Where the codes tell that it is one of several that have much in common, what only one of these prints decides, then
    the wording of labels, then which one alone is printed whole. What prints nothing that a newer one brought is of the
    oldest: the cells they share are the same, so no number hangs on it, while without an edition all would be lost.
    """
    table = labelled["disclosures"]
    words = knowledge.head_words["disclosures"]
    heads = [code for row in table.heads for code in name_columns(row.cells, words)]
    votes = (
        ("column", heads),
        ("row", [row.code for row in table.rows]),
        ("column", unparted.heads),
        ("row", tuple(unparted.rows.get("disclosures", ()))),
        ("request", [row.code for row in labelled["applications"].rows]),
        ("request", tuple(unparted.rows.get("applications", ()))),
    )
    every = tuple(knowledge.views)
    likely: tuple[str, ...] = every
    for kind, codes in votes:
        leaders = _vote([knowledge.editions[kind].get(code, ()) for code in codes], likely)
        if len(leaders) == 1:
            return leaders[0]
        likely = leaders if 1 < len(leaders) < len(every) else likely
    if likely == every:
        return NO_FORM
    return _tell_kin(labelled, votes, likely, knowledge)


def _vote(printing: Iterable[Sequence[str]], likely: Sequence[str]) -> tuple[str, ...]:
    """Of the likely editions those that print most of what not all of them print; none if nothing of it is printed.

    `printing`: for each label the editions that print it.

    >>> _vote([["2019"], ["2019", "2021"]], ["2019", "2021"]), _vote([["2019"], ["2021"]], ["2019", "2021"])
    (('2019',), ('2019', '2021'))
    """
    votes = dict.fromkeys(likely, 0)
    for forms in printing:
        own = [form for form in likely if form in forms]
        if len(own) < len(likely):
            votes.update({form: votes[form] + 1 for form in own})
    best = max(votes.values(), default=0)
    return tuple(form for form, count in votes.items() if count == best) if best else ()


def _tell_kin(
    labelled: Mapping[str, LabelledTable],
    votes: Sequence[tuple[str, Sequence[str]]],
    likely: tuple[str, ...],
    knowledge: Knowledge,
) -> str:
    """Which of several editions alike it is: the one whose wording is printed, else the only one that is printed whole,
    else the oldest of them."""
    words = {fold_label(cell) for name in TABLES for row in labelled[name].heads for cell in row.cells}
    words |= {fold_label(row.label) for name in TABLES for row in labelled[name].rows}
    leaders = _vote([knowledge.wordings.get(word, ()) for word in sorted(words)], likely)
    if len(leaders) == 1:
        return leaders[0]
    printed = {(kind, code) for kind, codes in votes for code in codes}
    lacking = dict.fromkeys(leaders or likely, 0)
    for kind, editions in knowledge.editions.items():
        for code, forms in editions.items():
            own = [form for form in lacking if form in forms]
            if len(own) < len(lacking) and (kind, code) not in printed:
                lacking.update({form: lacking[form] + 1 for form in own})
    return next((form for form, count in lacking.items() if count == 0), next(iter(lacking)))
