"""Folders on object storage: what is sent and fetched is the folder, only what changed travels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_scripts.files import FilesError, remote
from build_scripts.files.mirrors import LIST, OURS, SENDING, Moved, fetch_folder, send_folder
from build_scripts.files.remote import Folder, open_folder
from build_scripts.files.store_away import list_keys, open_store

MARKER = "datapackage.json"
FILES = {
    MARKER: b"{}",
    "data/reports.csv": b"id\n1\n",
    "data/text/一.txt": "正文".encode(),
    "a.csv.gz": b"\x1f\x8b packed",
}


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """A bucket of an S3 server of this process."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "AWS_ENDPOINT_URL_S3",
            "AWS_PROFILE",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "HTTP_PROXY",
            "http_proxy",
        ):
            patch.delenv(name, raising=False)
        for name, value in told.items():
            patch.setenv(name, value)
        import boto3

        remote._open_s3.cache_clear()
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="reports")
        yield "s3://reports"
        remote._open_s3.cache_clear()
    server.stop()


@pytest.fixture(params=["memory", "s3"])
def away(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """An empty folder elsewhere."""
    root = "memory://" if request.param == "memory" else f"{request.getfixturevalue('s3_address')}"
    return open_folder(f"{root}/{tmp_path.name}/folder")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    for name, data in FILES.items():
        put(folder, name, data)
    return folder


def put(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read_away(away: Folder) -> dict[str, bytes | None]:
    return {name: away.read(name) for name in away.list_sizes() if name not in OURS}


def test_what_is_sent_is_fetched_byte_for_byte(away: Folder, here: Path, tmp_path: Path) -> None:
    assert send_folder(here, away, MARKER) == Moved(4, sum(map(len, FILES.values())), 0, 0)
    assert read_away(away) == FILES
    assert fetch_folder(away, tmp_path / "there").files == 4
    assert read_all(tmp_path / "there") == FILES


def test_only_what_changed_travels_and_what_went_is_removed(away: Folder, here: Path, tmp_path: Path) -> None:
    send_folder(here, away, MARKER)
    fetch_folder(away, tmp_path / "there")
    assert send_folder(here, away, MARKER) == Moved(0, 0, 4, 0)
    put(here, "data/reports.csv", b"id\n2\n")
    put(here, "new/file", b"new")
    (here / "a.csv.gz").unlink()
    assert send_folder(here, away, MARKER) == Moved(2, 8, 2, 1)
    assert fetch_folder(away, tmp_path / "there") == Moved(2, 8, 2, 1)
    assert read_all(tmp_path / "there") == read_all(here) == read_away(away)


def test_a_folder_of_other_things_is_left_alone(away: Folder, here: Path) -> None:
    away.write("holiday.jpg", b"x")
    with pytest.raises(FilesError, match="left alone"):
        send_folder(here, away, MARKER)
    assert read_away(away) == {"holiday.jpg": b"x"}


class Cut(RuntimeError):
    """The connection is gone."""


class Failing:
    """A folder elsewhere whose connection is cut after so many files were sent."""

    def __init__(self, inner: Folder, most: int) -> None:
        self.address, self._inner, self._left = inner.address, inner, most
        self.list_sizes, self.read, self.fetch = inner.list_sizes, inner.read, inner.fetch
        self.write, self.remove = inner.write, inner.remove
        self.sent: list[str] = []

    def send(self, name: str, path: Path) -> None:
        if not self._left:
            raise Cut(name)
        self._left -= 1
        self._inner.send(name, path)
        self.sent.append(name)


@pytest.mark.parametrize("most", range(4))
def test_a_run_cut_short_removes_nothing_keeps_the_descriptor_last_and_is_made_up_for(
    most: int, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the next run wants what stood before: then what the cut one sent must not be taken for it."""
    monkeypatch.setattr(remote, "AT_A_TIME", 1)
    away = open_folder(f"memory:///{tmp_path.name}/folder")
    send_folder(here, away, MARKER)
    old = read_all(here)
    for name in (MARKER, "data/reports.csv", "data/text/一.txt"):
        put(here, name, old[name][::-1])  # of the same size
    (here / "a.csv.gz").unlink()
    cut = Failing(away, most)
    if most < 3:
        with pytest.raises(Cut):
            send_folder(here, cut, MARKER)
        assert (MARKER in cut.sent) is False
        assert away.read("a.csv.gz") == old["a.csv.gz"]
        assert away.read(MARKER) == old[MARKER]
    else:
        send_folder(here, cut, MARKER)
        assert cut.sent[-1] == MARKER
    for name, data in old.items():
        put(here, name, data)
    send_folder(here, away, MARKER)
    assert read_away(away) == old
    assert SENDING not in away.list_sizes()


@pytest.mark.parametrize("broken", [LIST, SENDING])
def test_a_broken_list_only_costs_time(broken: str, here: Path, tmp_path: Path) -> None:
    away = open_folder(f"memory:///{tmp_path.name}/folder")
    send_folder(here, away, MARKER)
    away.write(broken, b"\x1f\x8bnonsense")
    assert send_folder(here, away, MARKER).files == 4
    assert read_away(away) == FILES


def test_what_is_not_what_the_list_says_is_refused(here: Path, tmp_path: Path) -> None:
    away = open_folder(f"memory:///{tmp_path.name}/folder")
    send_folder(here, away, MARKER)
    away.write("data/reports.csv", b"id\n7\n")
    with pytest.raises(FilesError, match="is not what the list of files says"):
        fetch_folder(away, tmp_path / "there")


def test_a_folder_that_stands_where_a_file_goes_is_named(here: Path, tmp_path: Path) -> None:
    away = open_folder(f"memory:///{tmp_path.name}/folder")
    send_folder(here, away, MARKER)
    (tmp_path / "fetched" / "a.csv.gz").mkdir(parents=True)
    with pytest.raises(FilesError, match=r"fetched/a\.csv\.gz: 是文件夹，不是文件"):
        fetch_folder(away, tmp_path / "fetched")


def test_reports_put_there_by_others_are_fetched_anew_each_time(tmp_path: Path) -> None:
    """Without a list of hashes only the content tells whether a file changed; its size does not."""
    away = open_folder(f"memory:///{tmp_path.name}/folder")
    away.write("2023/a.txt", b"one")
    fetch_folder(away, tmp_path / "there")
    away.write("2023/a.txt", b"two")
    assert fetch_folder(away, tmp_path / "there").files == 1
    assert read_all(tmp_path / "there") == {"2023/a.txt": b"two"}


def test_a_browser_is_told_what_each_object_is(s3_address: str, here: Path) -> None:
    import boto3

    put(here, "index.html", b"<p>")
    send_folder(here, open_folder(f"{s3_address}/types"), MARKER)
    client = boto3.client("s3", region_name="us-east-1")
    types = {name: client.head_object(Bucket="reports", Key=f"types/{name}")["ContentType"] for name in read_all(here)}
    assert types["index.html"] == "text/html; charset=utf-8"
    assert types["data/reports.csv"] == "text/csv; charset=utf-8"
    assert types["a.csv.gz"] == "application/gzip"


def test_a_store_elsewhere_keeps_bytes_by_key_and_tells_what_is_broken(s3_address: str) -> None:
    store = open_store(f"{s3_address}/work")
    key = "ab" + "0" * 62
    assert store.get(key) is None
    store.put(key, b"kept")
    assert store.get(key) == b"kept"
    assert list_keys(f"{s3_address}/work") == {key}
    folder = open_folder(f"{s3_address}/work")
    folder.write(f"ab/{'0' * 62}", b"something else")
    assert store.get(key) is None


def test_a_server_that_is_not_there_is_told_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FilesError, match="nowhere://host/folder") as told:
        open_folder("nowhere://name:secret@host/folder")
    assert "secret" not in str(told.value)


def test_a_link_is_not_sent(here: Path, tmp_path: Path) -> None:
    os.symlink("/etc/hostname", here / "link")
    with pytest.raises(FilesError, match="symbolic link"):
        send_folder(here, open_folder(f"memory:///{tmp_path.name}/folder"), MARKER)
