"""Is what will be published valid? The only module that knows frictionless.

Comes in: the folder of a package. Goes out: problems with file, row and field; none means valid. Refuses to know:
how the package was made. Held: the descriptor, types, constraints, primary and foreign keys, sizes and hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_scripts.packaging.faultless import fingerprint, is_faultless, note_faultless, read_entries
from build_scripts.packaging.problems import MAX_PROBLEMS, Problem

if TYPE_CHECKING:
    import frictionless


def load_frictionless() -> None:
    """Load frictionless now: in the process that workers are forked from, lest each of them load it."""
    import frictionless  # noqa: F401


def find_problems(folder: Path, names: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """The problems of the package in `folder`, or of the resources named, with all their keys.

    A descriptor that cannot be read is a problem too. Resources may be validated side by side, in any order.
    One found faultless in this process is not looked at again while all it depends on is the same.
    """
    path = folder / "datapackage.json"
    if names and _are_faultless(folder, names):
        return ()
    import frictionless

    try:
        package = frictionless.Package(str(path))
        entries, reports = read_entries(path), []
        for name in names or package.resource_names:
            resource = package.get_resource(name)
            mark = fingerprint(folder, entries, name)
            if not is_faultless(mark):
                with read_rows_whole():
                    reports.append(resource.validate(limit_errors=MAX_PROBLEMS))
                note_faultless(mark if reports[-1].valid else None)
    except frictionless.FrictionlessException as error:
        notes = [error.error, *error.reasons]
        return tuple(Problem(path.name, 0, "", str(note.type), str(note.message)) for note in notes)
    return tuple(
        _name_problem(place or path.name, error) for report in reports for place, error in _list_errors(report)
    )


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


_REMEMBERED, _LONGEST = 20_000, 100
"""How many cells of a column are remembered, and of how many characters: more would cost more than it saves."""


class _Remembered(dict[Any, Any]):
    """What frictionless reads from each cell of a column, if nothing is wrong with it: it is not asked twice."""

    def __init__(self, read: Callable[[Any], tuple[Any, Any]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> tuple[Any, Any]:
        answer = self._read(cell)
        if answer[1] is None and len(self) < _REMEMBERED and (cell is None or len(cell) <= _LONGEST):
            self[cell] = answer
        return answer


@contextmanager
def read_rows_whole() -> Iterator[None]:
    """While this lasts, frictionless reads every row in one go and each cell of a column once; it checks the same.

    Left alone it comes back to a row for every field of a key, which costs a third of its time. What it checks, and
    all that it says, stays its own; a test holds that the same is said either way. A version of frictionless that is
    made otherwise is left alone.
    """
    from frictionless.resources import table

    own, ours = _list_substitutes(table)
    vars(table).update(ours)
    try:
        yield
    finally:
        vars(table).update(own)


@cache
def _list_substitutes(table: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What frictionless makes rows with, and what it makes them with here, by name; nothing if it has no such."""
    names = ("Row", "create_cell_handlers")
    own = {name: vars(table)[name] for name in names if name in vars(table)}
    if len(own) < len(names):
        return {}, {}

    class Row(own["Row"]):  # type: ignore[misc, valid-type]
        """A row that is read whole when the first of its cells is asked for."""

        def __missing__(self, key: str) -> Any:
            self.errors  # noqa: B018  (reads them all)
            return dict.__getitem__(self, key)

    def create_cell_handlers(fields: list[Any]) -> dict[str, Any]:
        handlers = own["create_cell_handlers"](fields)
        return {
            name: handler._replace(reader=_Remembered(handler.reader).__getitem__) for name, handler in handlers.items()
        }

    return own, {"Row": Row, "create_cell_handlers": create_cell_handlers}
