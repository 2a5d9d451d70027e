"""Is what will be published valid? The only module, with `plain_tables`, that knows frictionless.

Comes in: the folder of a package. Goes out: problems with file, row and field; none means valid. Refuses to know:
how the package was made. Held: the descriptor, types, constraints, primary and foreign keys, sizes and hashes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.packaging.faultless import (
    fingerprint,
    fingerprint_words,
    is_faultless,
    note_faultless,
    read_entries,
)
from build_scripts.packaging.plain_tables import is_plain
from build_scripts.packaging.problems import MAX_PROBLEMS, Problem

if TYPE_CHECKING:
    import frictionless


def load_frictionless() -> None:
    """Load frictionless now: in the process that workers are forked from, lest each of them load it."""
    import frictionless  # noqa: F401


def find_problems(folder: Path, names: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """The problems of the package in `folder`, or of the resources named, with all their keys.

    A descriptor that cannot be read is a problem too. Resources may be validated side by side, in any order.
    One found faultless in this process is not looked at again while all it depends on is the same. What is wrong is
    said by frictionless alone, which validates every table that is not plain.
    """
    path = folder / "datapackage.json"
    if names and _are_faultless(folder, names):
        return ()
    import frictionless

    package, reports = None, []
    try:
        if not names or not _is_described(path):
            package = frictionless.Package(str(path))
            note_faultless(fingerprint_words(read_entries(path)))
        entries = read_entries(path)
        for name in names or tuple(entries):
            mark = fingerprint(folder, entries, name)
            if not is_faultless(mark) and not is_plain(folder, entries, name):
                package = package or frictionless.Package(str(path))
                reports.append(package.get_resource(name).validate(limit_errors=MAX_PROBLEMS))
                if not reports[-1].valid:
                    continue
            note_faultless(mark)
    except frictionless.FrictionlessException as error:
        notes = [error.error, *error.reasons]
        return tuple(Problem(path.name, 0, "", str(note.type), str(note.message)) for note in notes)
    return tuple(
        _name_problem(place or path.name, error) for report in reports for place, error in _list_errors(report)
    )


def _is_described(path: Path) -> bool:
    """Whether frictionless has found no fault in these words of a descriptor, in this process."""
    try:
        return is_faultless(fingerprint_words(read_entries(path)))
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _are_faultless(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether all of these resources were found faultless in this process, so that nothing needs to be loaded."""
    try:
        entries = read_entries(folder / "datapackage.json")
        return all(is_faultless(fingerprint(folder, entries, name)) for name in names)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _list_errors(report: frictionless.Report) -> list[tuple[str, frictionless.Error]]:
    """Every error of a report, with the file it is about, or the empty string."""
    return [(task.place or "", error) for task in report.tasks for error in task.errors] + [
        ("", error) for error in report.errors
    ]


def _name_problem(place: str, error: frictionless.Error) -> Problem:
    row = getattr(error, "row_number", 0) or 0
    field = getattr(error, "field_name", "") or ", ".join(getattr(error, "field_names", ()) or ())
    return Problem(place, row, str(field), str(error.type), str(error.message))
