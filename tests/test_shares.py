"""Each report's share of a partition is found again where it stands, and only there."""

from __future__ import annotations

from pathlib import Path

from build_scripts.files.pieces import Piece
from build_scripts.packaging.shares import Former, make_share, open_shares

TABLES = ("one", "two", "three")
ROWS = {
    "a": {"one": b"a,1\n", "two": b"a,22\n", "three": b""},
    "b": {"one": b"b,1\nb,2\n", "two": b"", "three": b"b,333\n"},
    "c": {"one": b"c,4\n", "two": b"c,55\nc,56\n", "three": b"c,7\n"},
}


def stand(folder: Path) -> Former:
    """The rows below heads of different lengths."""
    stretches = {}
    for name in TABLES:
        data = b"".join(rows[name] for rows in ROWS.values())
        (folder / name).write_bytes(f"{name},head\n".encode() + data)
        stretches[name] = Piece(folder / name, len(name) + 6, len(data))
    return Former(tuple(make_share(key, rows, TABLES, 0) for key, rows in ROWS.items()), (), stretches, folder)


def test_every_share_is_taken_as_it_was_written(tmp_path: Path) -> None:
    with open_shares(stand(tmp_path)) as shares:
        assert shares is not None
        taken = {key: shares.take(key, tmp_path / "fresh") for key in (*ROWS, "d", "")}
    assert {key: dict(one.rows) for key, one in taken.items() if one} == ROWS


def test_a_share_that_is_not_what_was_written_is_not_taken(tmp_path: Path) -> None:
    former = stand(tmp_path)
    path = tmp_path / "three"
    path.write_bytes(path.read_bytes().replace(b"333", b"334"))
    with open_shares(former) as shares:
        assert shares is not None
        assert [key for key in ROWS if shares.take(key, tmp_path / "fresh")] == ["a", "c"]
    path.unlink()
    with open_shares(former) as shares:
        assert shares is None
