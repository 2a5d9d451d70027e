"""A table of the package, as its descriptor has it → the table in SQLite.

Comes in: a resource of the descriptor, the code lists. Goes out: statements. Refuses to know: files, rows, sqlite3.

Every type is held by a CHECK and not by STRICT, so that a SQLite of 2013 (3.8.2) reads the file; STRICT would ask for
3.37 of 2021, which long-lived systems do not have. Numbers that may have decimals stand in columns without a type, for
every type but TEXT and none would turn them into doubles: a whole number is kept as INTEGER, one of at most 15 digits
as REAL (a double gives those back digit by digit), any longer one as the text of its digits. An empty field is NULL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from build_scripts.packaging.resources import CELL_KEYS

MINIMUM = "3.8.2"
"""The oldest SQLite that reads the file: WITHOUT ROWID, partial indexes."""

CLOSED = ("states", "check_statuses", "scopes", "severities")
"""Code lists that a CHECK repeats: foreign keys are only held where a program asks for them."""

LONG_ROWS = ("sections",)
"""Tables whose rows are long: WITHOUT ROWID would nearly double their size."""

_TYPES = {"integer": "INTEGER", "number": "", "boolean": "INTEGER"}
_NUMBER = (
    "{0} GLOB '*[0-9]' AND {0} NOT GLOB '*[^-.0-9]*' AND {0} NOT GLOB '?*-*' AND {0} NOT GLOB '*.*.*'"
    " AND {0} NOT GLOB '.*' AND {0} NOT GLOB '-.*'"
)
"""Whether a text is a decimal from end to end: what is none is kept as it stands, for a CHECK to refuse. SQLite itself
would read `1O5` as 1 and `O5` as 0."""

_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


class Index(NamedTuple):
    """An index: its name, its columns; `only` the column and the value that the rows in it have, empty for all rows."""

    name: str
    columns: tuple[str, ...]
    is_unique: bool = False
    only: tuple[str, str] | tuple[()] = ()


INDEXES: Mapping[str, tuple[Index, ...]] = {
    "agencies": (Index("agencies_by_region", ("region_code",)),),
    "reports": (
        Index("reports_by_agency", ("agency_id", "year"), is_unique=True),
        Index("reports_by_year", ("year",)),
    ),
    "applications": (Index("applications_total_by_outcome", ("outcome", "report_id"), only=("applicant", "total")),),
    "checks": (Index("checks_differ_by_rule", ("rule", "scope"), only=("status", "differs")),),
    "findings": (Index("findings_by_report", ("report_id",)), Index("findings_by_code", ("code",))),
}
"""Beside the primary keys, which answer for a report: what leads from an agency, a year or a region to its reports, and
from a question to its few rows. An index of all cells by outcome would cost 75 bytes a cell; the totals are what is
asked for across reports, and they are one cell in seven."""


class Column(NamedTuple):
    """A column: the type it is declared with, what is made of a field (`{0}` being the field), what must be true of it,
    or unknown, and whether it may be NULL."""

    name: str
    type: str
    value: str
    checks: tuple[str, ...]
    is_needed: bool


class Table(NamedTuple):
    """A table: `create` is its statement; `pair` the columns of state and number, of which each tells the other, if it
    has any; `key` the columns of its primary key; `has_rowid` whether its rows are numbered; `by` the column by which
    its rows belong to a part, empty if every part has all of them."""

    name: str
    path: str
    create: str
    columns: tuple[Column, ...]
    pair: tuple[str, str] | tuple[()]
    key: tuple[str, ...]
    has_rowid: bool
    indexes: tuple[Index, ...]
    by: str


def make_table(resource: Mapping[str, object], codes: Mapping[str, Sequence[str]]) -> Table:
    """The table of a resource; `codes` are the codes of each list in CLOSED."""
    name, schema = str(resource["name"]), resource["schema"]
    assert isinstance(schema, dict)
    fields, key = schema["fields"], schema.get("primaryKey", [])
    links = schema.get("foreignKeys", [])
    lists = {link["fields"][0]: link["reference"]["resource"] for link in links if len(link["fields"]) == 1}
    needed = {field["name"] for field in fields if field.get("constraints", {}).get("required")}
    lines, columns = [], []
    for field in fields:
        found = _list_checks(field, codes.get(lists.get(field["name"], ""), ()))
        lines.append((_write_column(field, key, found), str(field.get("title", ""))))
        checks = (*found, *([f"{quote(field['name'])} <> ''"] if _is_plain(field) else []))
        kind = _TYPES.get(str(field["type"]), "TEXT")
        columns.append(Column(field["name"], kind, _write_value(field), checks, field["name"] in needed))
    rest = [f"PRIMARY KEY ({_write_names(key)})"] if key else []
    if name in CELL_KEYS:
        rest.append(f"CHECK ((\"state\" = 'reported') = ({quote(CELL_KEYS[name][2])} IS NOT NULL))")
    rest += [
        f"FOREIGN KEY ({_write_names(link['fields'])}) REFERENCES {quote(link['reference']['resource'] or name)}"
        f" ({_write_names(link['reference']['fields'])})"
        for link in links
    ]
    lines += [(line, "") for line in rest]
    has_rowid = name in LONG_ROWS or not key or bool(set(key) - needed)
    rowid = "" if has_rowid else " WITHOUT ROWID"
    return Table(
        name=name,
        path=str(resource["path"]),
        create=f"CREATE TABLE {quote(name)} (\n{_join_lines(lines)}\n){rowid}",
        columns=tuple(columns),
        pair=("state", CELL_KEYS[name][2]) if name in CELL_KEYS else (),
        key=tuple(key),
        has_rowid=has_rowid,
        indexes=INDEXES.get(name, ()),
        by=_tell_part(name, {field["name"] for field in fields}),
    )


def write_index(index: Index, table: str) -> str:
    """The statement that makes an index."""
    unique = "UNIQUE " if index.is_unique else ""
    only = f" WHERE {quote(index.only[0])} = {quote_text(index.only[1])}" if index.only else ""
    return f"CREATE {unique}INDEX {quote(index.name)} ON {quote(table)} ({_write_names(index.columns)}){only}"


def quote(name: str) -> str:
    """A name as SQL writes it, whatever it is.

    >>> quote("order"), quote('a"b')
    ('"order"', '"a""b"')
    """
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """A text as SQL writes it.

    >>> quote_text("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _tell_part(name: str, columns: set[str]) -> str:
    return "agency_id" if name == "agencies" else "report_id" if "report_id" in columns else ""


def _write_column(field: Mapping[str, object], key: Sequence[str], checks: Sequence[str]) -> str:
    constraints = field.get("constraints", {})
    assert isinstance(constraints, dict)
    words = [quote(str(field["name"])), _TYPES.get(str(field["type"]), "TEXT")]
    if constraints.get("required"):
        words.append("NOT NULL")
    if constraints.get("unique") and list(key) != [field["name"]]:
        words.append("UNIQUE")
    words += [f"CHECK ({check})" for check in checks]
    return " ".join(word for word in words if word)


def _list_checks(field: Mapping[str, object], codes: Sequence[str]) -> list[str]:
    """What must be true of a column, or unknown where it is NULL."""
    constraints = field.get("constraints", {})
    assert isinstance(constraints, dict)
    name, kind = quote(str(field["name"])), field["type"]
    found = []
    if kind == "integer":
        found.append(f"typeof({name}) IN ('integer', 'null')")
    elif kind == "number":
        found.append(
            f"typeof({name}) IN ('integer', 'real', 'null') OR (length({name}) > 16 AND {_NUMBER.format(name)})"
        )
    elif kind == "boolean":
        found.append(f"{name} IN (0, 1)")
    elif kind == "date":
        found.append(f"{name} GLOB {quote_text(_DAY)}")
    for bound, sign in (("minimum", ">="), ("maximum", "<=")):
        if bound in constraints:
            found.append(f"{name} {sign} {int(constraints[bound])}")
    if allowed := constraints.get("enum") or codes:
        found.append(f"{name} IN ({', '.join(quote_text(str(code)) for code in allowed)})")
    return found


def _is_plain(field: Mapping[str, object]) -> bool:
    """Whether a field is taken as it stands: it is a text, and never empty."""
    constraints = field.get("constraints", {})
    assert isinstance(constraints, dict)
    return field["type"] not in {*_TYPES, "date"} and bool(constraints.get("required"))


def _write_value(field: Mapping[str, object]) -> str:
    """What is made of a field of the CSV; a column of type INTEGER makes whole numbers of digits by itself."""
    if _is_plain(field):
        return "{0}"
    if field["type"] == "number":
        short = "length({0}) < 17 OR (length({0}) < 19 AND NOT instr({0}, '.'))"
        return (
            f"CASE WHEN {{0}} = '' THEN NULL WHEN NOT ({short}) THEN {{0}}"
            f" WHEN {{0}} NOT GLOB '*[^0-9]*' OR ({_NUMBER}) THEN {{0}} + 0 ELSE {{0}} END"
        )
    if field["type"] == "boolean":
        return "CASE {0} WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE nullif({0}, '') END"
    return "nullif({0}, '')"


def _write_names(names: Sequence[str] | str) -> str:
    return ", ".join(quote(name) for name in ([names] if isinstance(names, str) else names))


def _join_lines(lines: Sequence[tuple[str, str]]) -> str:
    """The lines of a table, each with what it is called: SQLite keeps the statement as it is written."""
    last = len(lines) - 1
    return "\n".join(
        f"  {line}{',' if number < last else ''}{f' -- {_one_line(title)}' if title else ''}"
        for number, (line, title) in enumerate(lines)
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
