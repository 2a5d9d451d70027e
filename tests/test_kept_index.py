"""What of a table's index is taken from the last run's is what an index from nothing says; nothing else is believed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.files import FilesError
from build_scripts.files.reuse import Earlier
from build_scripts.publishing.formats import kept_index
from build_scripts.publishing.formats.kept_index import index_again, name_note
from build_scripts.publishing.formats.row_index import RowIndex, index_rows

HEAD = "report_id,text\n"
Tables = Mapping[str, list[str]]

texts = st.sampled_from(["", "一", '"a\nb-2020,c\n"', '"""\n"', "x" * 40])
tables = st.dictionaries(
    st.sampled_from([f"{name}-{year}" for name in ("a", "ab", "a-b", "b") for year in (2019, 2020)]),
    st.lists(texts, min_size=1, max_size=4),
    max_size=8,
)


def write_table(path: Path, table: Tables) -> None:
    rows = (f"{key},{text}\n" for key, found in sorted(table.items(), key=lambda one: f"{one[0]},") for text in found)
    path.write_text(HEAD + "".join(rows), encoding="utf-8", newline="")


@given(versions=st.lists(tables, min_size=2, max_size=4), least=st.sampled_from([1, 30, 100, 1000]))
def test_an_index_made_again_is_that_of_the_whole_table(
    tmp_path_factory: pytest.TempPathFactory, versions: list[Tables], least: int
) -> None:
    folder = tmp_path_factory.mktemp("index")
    earlier = Earlier(folder / "cache", folder / "site")
    for table in versions:
        write_table(folder / "t.csv", table)
        found = index_again(folder / "t.csv", earlier, least)
        expected = index_rows(folder / "t.csv", 0)
        assert found == expected
        assert list(found.runs) == list(expected.runs)


@pytest.mark.parametrize("noted", [b"", b"[1,2]", b'{"a":1}', b'[["x"]]', b"\xff"])
def test_what_was_noted_in_another_form_costs_time_alone(tmp_path: Path, noted: bytes) -> None:
    earlier, path = Earlier(tmp_path / "cache", tmp_path / "site"), tmp_path / "t.csv"
    write_table(path, {"a-2020": ["一"]})
    earlier.note(name_note(path), noted)
    assert index_again(path, earlier) == index_rows(path, 0)


def test_what_another_program_noted_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier, path = Earlier(tmp_path / "cache", tmp_path / "site"), tmp_path / "t.csv"
    write_table(path, {"a-2020": ["一", "二"]})
    with monkeypatch.context() as patch:
        patch.setattr(kept_index, "hash_code", lambda *_: "another")
        patch.setattr(kept_index, "index_data", lambda path, *_: RowIndex(path, len(HEAD), 9, {}))
        index_again(path, earlier)
    assert index_again(path, earlier).rows == 2


def test_what_stands_is_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier, path = Earlier(tmp_path / "cache", tmp_path / "site"), tmp_path / "t.csv"
    table = {f"{name}-2020": ["一", "二"] for name in "abcdefgh"}
    write_table(path, table)
    index_again(path, earlier, 1)
    looked_at: list[int] = []
    index_data = kept_index.index_data

    def look(*about: object) -> object:
        looked_at.append(len(about[1]))  # type: ignore[arg-type]
        return index_data(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_index, "index_data", look)
    write_table(path, {**table, "d-2021": ["三"]})
    assert index_again(path, earlier, 1) == index_rows(path, 0)
    assert looked_at == [len((HEAD + "d-2021,三\n").encode())]


@pytest.mark.parametrize(
    "rows", ["b-2020,\na-2020,\n", "a-2020,\nb-2020,\na-2020,\n", 'a-2020,\nb-2020,"\n', "a-2020,"]
)
def test_a_table_out_of_order_is_refused_whatever_is_known(tmp_path: Path, rows: str) -> None:
    earlier, path = Earlier(tmp_path / "cache", tmp_path / "site"), tmp_path / "t.csv"
    for known in ({"a-2020": [""], "b-2020": [""]}, {"a-2020": [""]}):
        write_table(path, known)
        index_again(path, earlier, 1)
        path.write_text(HEAD + rows, encoding="utf-8")
        with pytest.raises(FilesError, match=r"t\.csv"):
            index_again(path, earlier, 1)
