"""Laptop and office over a thin link: 1 Mbit/s, 200 ms round trip, TLS; and how much one office takes in.

The link is ``tests.peers.link``; both vaults are real, everybody in them is fictional. Beside the seconds
stand turns (how often a round trip was waited for) and bytes, which another machine's load does not change.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_run import Connect, RunProgress, RunResult, StandingNetwork, over_the_network, run
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.paper import Paper, encode
from carenurse.office.desk import ask_the_desk
from carenurse.office.running import Running, Wishes
from carenurse.office.serving import Place
from tests.benchmarks.figures import Figure, judged
from tests.benchmarks.made_vaults import PASSPHRASE, caseload
from tests.fakes import WallClock
from tests.peers.link import Counted, Link, Shape
from tests.peers.throughput import measure, scratch_hub, visit

PATIENTS, MONTHS = 40, 4
"""Gives a little more than 6,000 resources."""
_WINDOW = 20.0
_PHOTO = 400_000
_VISITS = 8


@dataclass(frozen=True, slots=True)
class Round:
    """An office with a caseload behind a link, and a new laptop of its nurse that joined."""

    office: Records
    laptop: Records
    link: Link


def sync(place: Path, *, quick: bool) -> list[Figure]:
    """Measure the first load, a visit, a day's visits, twenty-second windows and the office's throughput."""
    figures: list[Figure] = []
    for figure in _all(place, quick=quick):
        sys.stderr.write(f"  {figure.what}: {figure.measured} ({figure.remark})\n")
        figures.append(figure)
    return figures


def _all(place: Path, *, quick: bool) -> Iterator[Figure]:
    with _round(place, quick=quick) as made:
        for measured in (_first_load, _visit, _visit_warm, _day, _photos, _morning):
            yield measured(made)
    with _round(place, quick=quick) as made:
        yield _windows(made)
    yield from _throughput(place, quick=quick)


@contextmanager
def _round(place: Path, *, quick: bool) -> Generator[Round]:
    made = caseload(place, 10 if quick else PATIENTS, MONTHS)
    folder = place / f"office-{new_id()}"
    shutil.copytree(made.folder, folder)
    vault = wiring.unlock_with_recovery(folder, made.code, reserve=0)
    nurse = vault.records.get("Practitioner", vault.records.me) or {}
    wishes = Wishes(folder, vault.facts().key_id, Place("127.0.0.1", 0))
    running = Running(vault.records, wishes, lambda: datetime.now(UTC), str)
    told = ask_the_desk(folder, {"do": "enrol", "nurse": vault.records.me}) or {}
    own, _code = wiring.create_vault(
        place / f"laptop-{new_id()}", PASSPHRASE, nurse, cost=wiring.FLOOR, reserve=0
    )
    try:
        with Link(running.port) as link:
            base = f"https://127.0.0.1:{link.port}/fhir"
            code, now = str(told["code"]), WallClock().now()
            join(own.records, base, code, over_the_network, now, fingerprint=running.fingerprint)
            yield Round(vault.records, own.records, link)
    finally:
        running.stop()
        own.close()
        vault.close()


@dataclass(frozen=True, slots=True)
class Went:
    """One run: its result, its seconds, what went over the link."""

    result: RunResult
    seconds: float
    processor: float
    counted: Counted

    @property
    def remark(self) -> str:
        return (
            f"of it the link {_link(self.counted):.1f} s, processor of both sides {self.processor:.1f} s; "
            f"{self.counted.turns} turns, {self.counted.connections} connections, "
            f"{self.counted.up / 1000:.0f} KB up, {self.counted.down / 1000:.0f} KB down; "
            f"sent {self.result.sent}, received {self.result.received}"
        )


def _went(
    made: Round,
    go_on: Callable[[RunProgress], bool] = lambda _progress: True,
    connect: Connect = over_the_network,
) -> Went:
    before, begun, worked = made.link.counted, time.monotonic(), time.process_time()
    result = run(made.laptop, connect, WallClock(), go_on)
    passed, used = time.monotonic() - begun, time.process_time() - worked
    return Went(result, passed, used, made.link.counted.since(before))


def _link(counted: Counted) -> float:
    """Give the seconds that the link alone takes for this, on the fastest machine."""
    shape = Shape()
    return counted.turns * shape.round_trip + (counted.up + counted.down) * 8 / shape.bits_a_second


def _first_load(made: Round) -> Figure:
    went = _went(made)
    here = sum(len(made.laptop.all_of(kind)) for kind in made.laptop.kinds())
    return Figure(
        "first load over 1 Mbit/s, 200 ms",
        f"{went.seconds:.1f} s",
        "45 s for 6,000",
        judged(went.result.good and went.seconds <= 45),
        remark=f"{went.remark}; {here:,} resources on the laptop",
    )


def _one_visit(records: Records, patient: Resource) -> None:
    """Record a visit of 18 new resources, 44 KB, and a change of the patient's plan."""
    entries = visit(str(patient["id"]))["entry"]
    plans = records.of_patient(str(patient["id"]), "CarePlan")
    with records.work() as work:
        for entry in entries:
            work.put(entry["resource"])
        for plan in plans[:1]:
            work.put({**plan, "description": f"fictional change {new_id()}"})


def _to_the_office(made: Round, connect: Connect = over_the_network) -> tuple[float, Went]:
    """Run; give also the seconds until the office had acknowledged everything that waited."""
    begun, arrived = time.monotonic(), list[float]()

    def hear(progress: RunProgress) -> bool:
        if progress.left == 0 and not arrived:
            arrived.append(time.monotonic() - begun)
        return True

    went = _went(made, hear, connect)
    return arrived[0] if arrived else went.seconds, went


def _visit(made: Round) -> Figure:
    _one_visit(made.laptop, made.laptop.all_of("Patient")[0])
    seconds, went = _to_the_office(made)
    return Figure(
        "one visit to the office, nothing connected yet",
        f"{seconds:.2f} s",
        "",
        judged(went.result.good),
        remark=f"until acknowledged; the whole run {went.seconds:.1f} s, {went.remark}",
    )


def _visit_warm(made: Round) -> Figure:
    network = StandingNetwork()
    _went(made, connect=network)
    _one_visit(made.laptop, made.laptop.all_of("Patient")[1])
    seconds, went = _to_the_office(made, network)
    network.end()
    return Figure(
        "one visit to the office, connected since the run before",
        f"{seconds:.2f} s",
        "1 s warm",
        judged(went.result.good and seconds <= 1),
        remark=f"until acknowledged; the whole run {went.seconds:.1f} s, {went.remark}",
    )


def _day(made: Round) -> Figure:
    for patient in made.laptop.all_of("Patient")[:_VISITS]:
        _one_visit(made.laptop, patient)
    seconds, went = _to_the_office(made)
    return Figure(
        f"{_VISITS} visits to the office, without photos",
        f"{seconds:.2f} s",
        "4 s",
        judged(went.result.good and seconds <= 4),
        remark=f"until acknowledged; the whole run {went.seconds:.1f} s, {went.remark}",
    )


def _photos(made: Round) -> Figure:
    """Send a day's visits with a photo of each; all the words first."""
    before = len(made.office.files())
    for patient in made.laptop.all_of("Patient")[:_VISITS]:
        _one_visit(made.laptop, patient)
        with made.laptop.work() as work:
            digest = work.keep_file(os.urandom(_PHOTO), media_type="image/jpeg", name="photo.jpg")
            whose = str(patient["id"])
            told = Paper(id=new_id(), patient=whose, digest=digest, media_type="image/jpeg", status="current")
            work.put(encode(told))
    seconds, went = _to_the_office(made)
    arrived = len(made.office.files()) - before
    return Figure(
        f"{_VISITS} visits with {_VISITS} photos of {_PHOTO // 1000} KB",
        f"{went.seconds:.1f} s",
        "40 s, the words in 4 s",
        judged(went.result.good and arrived == _VISITS and went.seconds <= 40),
        remark=f"the words in {seconds:.2f} s, {arrived} photos at the office; {went.remark}",
    )


def _morning(made: Round) -> Figure:
    plan = made.office.all_of("CarePlan")[0]
    with made.office.work() as work:
        work.put({**plan, "description": "fictional change of the office"})
    went = _went(made)
    return Figure(
        "morning check: one change of the office",
        f"{went.seconds:.2f} s",
        "1 s",
        judged(went.result.good and went.seconds <= 1),
        remark=went.remark,
    )


def _windows(made: Round) -> Figure:
    """Load everything while the signal comes for twenty seconds at a time."""
    before, windows, result = made.link.counted, 0, None
    while (result is None or not result.good) and windows < 30:
        windows += 1
        over = Event()
        closing = Thread(target=_lose_signal, args=(made.link, over))
        made.link.signal(on=True)
        closing.start()
        result = _went(made).result
        over.set()
        closing.join()
    counted = made.link.counted.since(before)
    return Figure(
        "first load in twenty-second windows",
        f"{windows} windows",
        "ends",
        judged(result is not None and result.good),
        remark=f"{counted.down / 1000:.0f} KB down, {counted.connections} connections, {counted.turns} turns",
    )


def _lose_signal(link: Link, over: Event) -> None:
    if not over.wait(_WINDOW):
        link.signal(on=False)


def _throughput(place: Path, *, quick: bool) -> Iterator[Figure]:
    """Measure the office itself, without a link: visits of 18 resources from one laptop and from eight."""
    with scratch_hub(place / f"hub-{new_id()}") as (base, token):
        for clients in (1, 8):
            told = measure(base, token, clients, 5 if quick else 40)
            yield Figure(
                f"office, {clients} laptop{'s' if clients > 1 else ''} sending visits",
                f"{told.a_second:.0f} resources/s",
                "",
                "holds",
                n=told.visits,
                remark=f"{told.words}; beside another server: python -m tests.peers.throughput --office URL",
            )
