"""A file is taken over while somebody types: her save waits as long for a large one as for a small."""

import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from carenurse.app import wiring
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.wiring import FLOOR, OpenVault
from carenurse.clinical.fhir import Resource, new_id, write_json
from tests.benchmarks.figures import Figure, Spread, judged, ms, spread, timed
from tests.made_vault import NURSE, PASSPHRASE

_PEOPLE = 60
_ALONE = 200
_BETWEEN = 0.02
"""Seconds between two saves of the one who types."""


def importing(place: Path, *, quick: bool) -> list[Figure]:
    """Take over a small and a large file, each into a new vault, and time every save meanwhile."""
    sizes = (1_000, 4_000) if quick else (8_000, 30_000)
    (_, small), (alone, large) = (_waits(place, size) for size in sizes)
    return [
        Figure(
            f"a save while a file of {sizes[1]:,} resources comes in",
            f"median {ms(large.median)}",
            f"2 x one of {sizes[0]:,}",
            judged(large.median <= 2 * small.median),
            ms(small.median),
            large.n,
            f"worst {ms(large.worst)}; of the small one p99 {ms(small.p99)}, worst {ms(small.worst)}",
        ),
        Figure(
            "the longest of them, whatever the file's size",
            f"p99 {ms(large.p99)}",
            "100 ms or 3 x without a file",
            judged(large.p99 <= max(100, 3 * alone.p99)),
            f"p99 {ms(alone.p99)}",
            large.n,
        ),
    ]


def _waits(place: Path, size: int) -> tuple[Spread, Spread]:
    """Time saves when nothing else goes on, and while a file of that many resources comes in."""
    data = write_json({"resourceType": "Bundle", "type": "collection", "entry": _entries(size)})
    with tempfile.TemporaryDirectory(dir=place) as folder:
        vault, _ = wiring.create_vault(Path(folder) / "vault", PASSPHRASE, NURSE, cost=FLOOR, reserve=0)
        with closing(vault):
            alone = spread(timed(partial(_save, vault, number)) for number in range(_ALONE))
            plan = plan_import(vault.records, data, "other.json", "http://other.example.org")
            done, times = threading.Event(), list[float]()
            typing = threading.Thread(target=_type, args=(vault, done, times))
            typing.start()
            try:
                carry_out(vault.records, plan, {}, datetime.now(UTC))
            finally:
                done.set()
                typing.join()
            plan.let_go()
    return alone, spread(times)


def _type(vault: OpenVault, done: threading.Event, times: list[float]) -> None:
    while not done.wait(_BETWEEN):
        times.append(timed(partial(_save, vault, len(times) + _ALONE)))


def _save(vault: OpenVault, number: int) -> None:
    with vault.records.work() as work:
        work.put(
            {
                "resourceType": "QuestionnaireResponse",
                "id": "8f2f6c0e-0001-4000-8000-000000000009",
                "status": "in-progress",
                "item": [{"linkId": "q1", "answer": [{"valueString": f"words {number}"}]}],
            },
            draft=True,
        )


def _entries(size: int) -> list[Resource]:
    people = [new_id() for _ in range(_PEOPLE)]
    patients = [{"resourceType": "Patient", "id": who, "name": [{"family": who}]} for who in people]
    facts = [_fact(number, people[number % _PEOPLE]) for number in range(size)]
    return [{"resource": one} for one in (*patients, *facts)]


def _fact(number: int, whose: str) -> Resource:
    return {
        "resourceType": "Observation",
        "id": new_id(),
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": f"Patient/{whose}"},
        "effectiveDateTime": f"20{10 + number % 16}-0{1 + number % 9}-1{number % 9}T10:00:00Z",
        "valueQuantity": {"value": number % 100, "unit": "kg"},
        "note": [{"text": f"Told by the sender, {number}. " * 8}],
    }
