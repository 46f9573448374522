"""How many stored snapshots a second are graded again, of learners with names of their own each, beside `judge` alone.

uv run python -m tests.benchmarks.regrade [NUMBER]

Out of a gradebook, and out of files, which processes and Dask's workers read for themselves.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from checks import KINDS
from checks.engine.bind import bind
from checks.engine.crew import SELDOM, Crew
from checks.engine.crew import alone as alone_crew
from checks.engine.evidence import Evidence
from checks.engine.grade import regrade
from checks.engine.snapshot import Snapshot
from checks.flow_log import FLOW_LOGS
from checks.gradebook import Entry, Gradebook
from checks.gradebook.regrade.again import Again
from checks.gradebook.regrade.change import Same
from checks.gradebook.regrade.run import batches, outcomes
from fixtures.archive.filed import Filing
from fixtures.archive.place import Folder
from fixtures.archive.run import batches as iter_batches
from fixtures.cohort.on_dask import crew_on
from labs.catalogue import BUILT_IN
from labs.load import load
from labs.names import Identity
from tests.checks.accounts import BUCKET, ROLE, WEB_ONE, changed, snapshot, solved, untouched
from tests.checks.gradebook.attempts import LAB, NOON

FOLDER = BUILT_IN / "vpc_flow_logs"


def accounts() -> list[Snapshot]:
    """A third of the class is done, a third hasn't begun, and a third has a mistake."""
    return [snapshot(each) for each in (solved(), untouched(), changed(FLOW_LOGS, WEB_ONE, TrafficType="ALL"))]


def renamed(account: Snapshot, names: dict[str, str], number: int) -> Snapshot:
    """The same account with a learner's names in it."""
    text = json.dumps(Evidence("lab", "digest", "learner", names, account).to_json())
    text = text.replace(ROLE, names["role"]).replace(BUCKET, names["bucket"])
    text = text.replace("123456789012", f"{number:012}")
    return Evidence.of_json(json.loads(text)).snapshot


def fill(book: Gradebook, number: int) -> None:
    """A class whose learners have names of their own and have each tried three times."""
    for learner in range(number // 3):
        lab = load(FOLDER, Identity(f"learner {learner}", b"a secret of the course"))
        bound = bind(lab, KINDS)
        taken = [renamed(each, dict(lab.names), learner) for each in accounts()]
        book.record_all(
            None, [Entry(lab.learner, regrade(bound, each), Evidence.of(lab, each), NOON) for each in taken]
        )


def of_children() -> float:
    """Seconds that the processes begun and ended by this one have taken of all cores."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def best(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of a core, the best of three runs: what else the machine does is not counted."""
    taken = []
    for _ in range(3):
        began = clock()
        work()
        taken.append(clock() - began)
    return min(taken)


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Gradebook.open(str(Path(folder) / "gradebook.db"))
        fill(book, number)
        stored = [each for some in batches(book, LAB) for each in some]
        gc.collect()
        gc.freeze()
        gc.set_threshold(SELDOM)  # as the processes do that grade
        bound = bind(load(FOLDER), KINDS)
        some = accounts()
        again = Again(FOLDER, ())
        assert all(isinstance(each, Same) for each in again.each(stored))
        rounds = max(1, number // len(some))
        bare = best(lambda: [regrade(bound, each) for _ in range(rounds) for each in some]) / (rounds * len(some))
        alone = best(lambda: again.each(stored)) / number
        whole = best(lambda: list(outcomes(book, LAB, FOLDER, (), 1))) / number
        cores = os.cpu_count() or 1
        side = best(lambda: list(outcomes(book, LAB, FOLDER, (), cores)), of_children) / number
        for name, each in (
            ("judge alone", bare),
            ("graded again from memory", alone),
            ("graded again from a file", whole),
            (f"by {cores} processes, start and all", side),
        ):
            print(f"{name:32} {1 / each:8.0f} a second of a core   {bare / each:.2f} of judge alone")
        files = archive(book, Path(folder))
        filed = best(lambda: files(alone_crew)) / number
        told = f"{1 / filed:8.0f} a second of a core   {bare / filed:.2f} of judge alone"
        print(f"{'files, by one process':32} {told}")
        on_dask("out of a gradebook", lambda crew: list(outcomes(book, LAB, FOLDER, (), crew=crew)), cores)
        on_dask("out of files", files, cores)
        book.close()


def archive(book: Gradebook, folder: Path) -> Callable[[Crew], object]:
    """The same evidence as files, and how it is graded by a crew."""
    place = Folder(folder / "evidence")
    place.path.mkdir()
    for number, each in enumerate(each for some in batches(book, LAB) for each in some):
        assert each.evidence
        (place.path / f"{number:07}.json").write_bytes(zlib.decompress(each.evidence))
    work = Filing.of(place, LAB, FOLDER, ())

    def grade(crew: Crew) -> int:
        return sum(map(len, crew(work, iter_batches(place.names()))))

    return grade


def on_dask(what: str, grade: Callable[[Crew], object], cores: int) -> None:
    """The same on a cluster of this machine, by the clock: with one worker, and with one for each core."""
    import distributed

    local: Any = distributed.LocalCluster
    here = best(lambda: grade(alone_crew), time.perf_counter)
    for workers in dict.fromkeys((1, cores)):
        with local(n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
            crew = crew_on(cluster.scheduler_address)
            grade(crew)  # each worker has begun by then
            taken = best(lambda crew=crew: grade(crew), time.perf_counter)  # type: ignore[misc]
        print(f"{f'{what}, {workers} Dask workers':32} {here / taken:.2f} of one process without, by the clock")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12_000)
