"""The work on other machines: whoever does it, and whoever dies over it, the bytes are those of one machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_scripts import pipeline
from build_scripts.cluster import travelling
from build_scripts.cluster.bundles import Stretch, bundle, unbundle
from build_scripts.cluster.connecting import open_workers
from build_scripts.cluster.doing import Doer
from build_scripts.cluster.messages import Done, Failed, Job, find_function, name_function, pack, unpack
from build_scripts.cluster.travelling import CARRIED, Travel
from build_scripts.cluster.workers import DaskWorkers
from build_scripts.files import PROJECT, FilesError
from build_scripts.packaging.apart import run_apart
from build_scripts.packaging.pool import WorkerDied, run_tasks
from tests.clusters import Cluster, Task, count_done, fall, start_cluster, wait, write_late, write_square
from tests.packages import REAL, hash_tree

SQUARES = name_function(write_square)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with start_cluster(tmp_path_factory.mktemp("cluster"), 2) as cluster:
        yield cluster


@pytest.fixture
def workers(cluster: Cluster, tmp_path: Path) -> Iterator[DaskWorkers]:
    with open_workers(cluster.address, tmp_path / "output", 1) as workers:
        yield workers


def tasks(folder: Path, count: int = 4, source: Path | None = None) -> list[Task]:
    return [Task(number, folder / "out" / str(number), str(folder), source) for number in range(count)]


def test_a_package_made_by_workers_that_see_no_folder_of_ours_is_the_same(
    cluster: Cluster, tmp_path: Path, real_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading and writing travel; done again from the store, nothing is done at all."""
    work = (tmp_path / "work").as_uri()
    with open_workers(cluster.address, tmp_path / "one", 1, work) as workers:
        pipeline.build_package(PROJECT, REAL, tmp_path / "one", workers, lambda *_: None)
    assert hash_tree(tmp_path / "one") == hash_tree(real_package)
    travel = Travel(work)
    assert {name for name in CARRIED if travel.carries(find_function(name))} == CARRIED
    kept = hash_tree(tmp_path / "work")
    assert len(kept) >= 6  # a context, what is needed and an answer, of either kind of task


def test_a_worker_killed_half_way_changes_nothing_in_the_result(cluster: Cluster, tmp_path: Path) -> None:
    given = [task._replace(target=tmp_path / str(task.number)) for task in tasks(tmp_path, 6)]
    cluster.start_worker()

    def kill() -> None:
        wait(lambda: (tmp_path / "half").is_file() and (tmp_path / "half").read_text() != "", "the first task")
        (tmp_path / "killed").touch()
        cluster.kill(int((tmp_path / "half").read_text()))

    killer = threading.Thread(target=kill)
    killer.start()
    with open_workers(cluster.address, tmp_path / "output", 1) as workers:
        assert list(run_tasks(write_late, 3, given, workers)) == [0, 3, 12, 27, 48, 75]
    killer.join()
    assert [task.target.read_text() for task in given] == ["0", "3", "12", "27", "48", "75"]


def test_a_task_that_brings_down_whoever_does_it_costs_itself_alone(workers: DaskWorkers, tmp_path: Path) -> None:
    given = [task for task in tasks(tmp_path) if task.number != 2]
    assert list(run_apart(fall, 0, given, workers, lambda task, _: -task.number)) == [0, -1, 3]
    with pytest.raises(WorkerDied, match="half-way"):
        list(run_tasks(fall, 0, given, workers))


def test_an_exception_comes_back_as_what_it_is(workers: DaskWorkers, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        list(run_tasks(fall, 0, tasks(tmp_path)[2:], workers))
    assert caught.value.filename == "report.pdf"


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("build_scripts.cluster.connecting.WAIT", 1)
    with pytest.raises(WorkerDied, match="no scheduler"), open_workers("tcp://127.0.0.1:9", tmp_path / "a", 1):
        pass
    assert list(tmp_path.iterdir()) == []


# One task where no folder is shared, done in this process.


def do(travel: Travel, given: list[Task], factor: int = 3) -> list[int]:
    """The results of tasks, done as a machine does them that sees nothing of ours but the store."""
    for task in given:
        task.target.unlink(missing_ok=True)  # an output is always new
    jobs = list(travel.plan(write_square, factor, given))
    with Doer() as doer:
        for job in jobs:
            if not (travel.has(job) and travel.is_whole(job)):
                travel.send(job)
                assert doer.do(job) == Done(b"")
    return [travel.take(job) for job in jobs]


def test_files_travel_there_and_back(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("from here: ", encoding="utf-8")
    given = tasks(tmp_path, 3, source)
    assert do(Travel((tmp_path / "work").as_uri()), given) == [0, 3, 12]
    assert [task.target.read_text() for task in given] == ["from here: 0", "from here: 3", "from here: 12"]


def test_what_was_done_is_not_done_again_and_what_changed_is(tmp_path: Path) -> None:
    source, work = tmp_path / "source", (tmp_path / "work").as_uri()
    source.write_text("a", encoding="utf-8")
    given = tasks(tmp_path, 2, source)
    do(Travel(work), given)
    assert do(Travel(work), given) == [0, 3]
    assert given[0].target.read_text() == "a0"
    assert count_done(tmp_path) == [0, 1]
    assert do(Travel(work), [*given, tasks(tmp_path, 3, source)[2]]) == [0, 3, 12]
    assert count_done(tmp_path) == [0, 1, 2]
    source.write_text("b", encoding="utf-8")
    do(Travel(work), given)
    assert [task.target.read_text() for task in given] == ["b0", "b3"]
    do(Travel(work), given, factor=4)
    assert count_done(tmp_path) == [0, 0, 0, 1, 1, 1, 2]


def test_a_staged_folder_is_told_alike_in_every_run(tmp_path: Path) -> None:
    work = (tmp_path / "work").as_uri()
    for process in (17, 4711):
        target = tmp_path / f".build.new-{process}-0" / "new" / "table.csv"
        assert do(Travel(work), [Task(2, target, str(tmp_path))]) == [12]
        assert target.read_text() == "12"
    assert count_done(tmp_path) == [2]


def test_an_answer_that_is_broken_is_made_again(tmp_path: Path) -> None:
    given = tasks(tmp_path, 1)
    work = tmp_path / "work"
    do(Travel(work.as_uri()), given)
    for path in work.rglob("??/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert do(Travel(work.as_uri()), given) == [0]
    assert given[0].target.read_text() == "0"
    assert count_done(tmp_path) == [0, 0]


def test_an_answer_writes_only_where_its_task_was_to(tmp_path: Path) -> None:
    travel = Travel((tmp_path / "work").as_uri())
    [job] = travel.plan(write_square, 3, tasks(tmp_path, 1))
    stray = tmp_path / "stray"
    stray.write_text("x", encoding="utf-8")
    travel._store.put(job.answer, bundle(pack(1)[0], [(f"{stray}-elsewhere"[1:], Stretch(stray))]))
    with pytest.raises(FilesError, match="no folder that the task names"):
        travel.take(job)
    assert not (tmp_path / "stray-elsewhere").exists()


def test_another_program_does_nothing(tmp_path: Path) -> None:
    with Doer() as doer:
        answer = doer.do(Job(SQUARES, "other", "", b""))
    assert isinstance(answer, Failed)
    assert isinstance(answer.error, WorkerDied)


def test_the_folder_that_is_only_read_is_sent_once_and_read_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there"))
    (tmp_path / "there").mkdir()
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    (package / "data" / "reports.csv").write_text("all: ", encoding="utf-8")
    travel = Travel((tmp_path / "work").as_uri(), package)
    assert do(travel, tasks(tmp_path, 2, package / "data" / "reports.csv")) == [0, 3]
    assert (tmp_path / "out" / "1").read_text() == "all: 3"
    assert do(travel, tasks(tmp_path, 3, package / "data" / "reports.csv")) == [
        0,
        3,
        12,
    ]  # while the first still holds it
    [sent] = (tmp_path / "work" / travelling.INPUTS).iterdir()
    assert (sent / "data" / "reports.csv").read_text() == "all: "


def test_the_same_content_is_the_same_bytes_whatever_the_order_of_its_sets(tmp_path: Path) -> None:
    names = [f"name {number}" for number in range(50)]
    data, paths = pack({"of": frozenset(names), "at": tmp_path})
    assert pack({"of": frozenset(reversed(names)), "at": tmp_path})[0] == data
    assert paths == {str(tmp_path)}
    assert unpack(data, [(str(tmp_path), "/there")]) == {"of": frozenset(names), "at": Path("/there")}


def test_a_bundle_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x", encoding="utf-8")
    data = bundle(b"", [("a/../../x", Stretch(tmp_path / "x"))])
    with pytest.raises(FilesError, match="leads out"):
        unbundle(data, lambda name: tmp_path / "in" / name)
