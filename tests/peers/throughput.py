"""How many resources a second a server keeps in visit transactions: ``python -m tests.peers.throughput``.

Starts our hub on a scratch vault (in ``--folder``), or asks ``--office URL``. Prints a line for one client
and one for eight, with the processor time of this process (our hub and its clients). All of it is fictional.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx

from carenurse.app import wiring
from carenurse.clinical.fhir import Resource, write_json
from carenurse.office.desk import ask_the_desk
from carenurse.office.running import Running, Wishes
from carenurse.office.serving import Place
from carenurse.vault.derivation import FLOOR
from tests.made_vault import NURSE, PASSPHRASE

OBSERVATIONS, FILL = 16, 1000
FHIR = {"Content-Type": "application/fhir+json", "Prefer": "return=minimal"}


def visit(patient: str) -> Resource:
    """Make one visit of 18 resources, about 40 KB as a real one."""
    subject = {"reference": f"Patient/{patient}"}
    encounter = str(uuid4())
    made: list[Resource] = [
        {
            "resourceType": "Encounter",
            "id": encounter,
            "status": "finished",
            "class": {"code": "HH"},
            "subject": subject,
        }
    ]
    made += [
        {
            "resourceType": "Observation",
            "id": str(uuid4()),
            "status": "final",
            "code": {
                "coding": [{"system": "http://loinc.org", "code": "29463-7"}],
                "text": f"fictional {number}",
            },
            "subject": subject,
            "encounter": {"reference": f"Encounter/{encounter}"},
            "effectiveDateTime": "2026-03-04T10:00:00-05:00",
            "valueQuantity": {"value": 70 + number, "unit": "kg"},
            "note": [{"text": f"fictional words {uuid4()} " * (FILL // 54)}],
        }
        for number in range(OBSERVATIONS)
    ]
    made.append(
        {
            "resourceType": "Provenance",
            "id": str(uuid4()),
            "target": [{"reference": f"Encounter/{encounter}"}],
            "recorded": "2026-03-04T10:00:00Z",
            "agent": [{"who": {"display": "fictional device"}}],
        }
    )
    entries = [
        {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
        for one in made
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


@contextmanager
def scratch_hub(folder: Path) -> Generator[tuple[str, str]]:
    """Serve a new vault on loopback; give its base and a token."""
    vault, _code = wiring.create_vault(folder / "vault", PASSPHRASE, NURSE, cost=FLOOR, reserve=0)
    wishes = Wishes(folder, "key-1", Place("127.0.0.1", 0), plain=True)
    running = Running(vault.records, wishes, lambda: datetime.now(UTC), str)
    base = f"http://127.0.0.1:{running.port}/fhir"
    code = (ask_the_desk(folder, {"do": "enrol", "nurse": "n1", "whole": True}) or {})["code"]
    try:
        yield base, httpx.post(f"{base}/$enrol", json={"code": code, "name": "figures"}).json()["token"]
    finally:
        running.stop()
        vault.close()


def send(base: str, token: str, visits: int) -> list[float]:
    """Send visits one after the other as one laptop; give the seconds that each took."""
    headers = {**FHIR, **({"Authorization": f"Bearer {token}"} if token else {})}
    took: list[float] = []
    with httpx.Client(timeout=120, headers=headers) as client:
        patient = str(uuid4())
        client.put(
            f"{base}/Patient/{patient}", content=write_json({"resourceType": "Patient", "id": patient})
        )
        bodies = [write_json(visit(patient)) for _ in range(visits)]
        for body in bodies:
            begun = time.perf_counter()
            answer = client.post(base, content=body)
            took.append(time.perf_counter() - begun)
            if not answer.is_success:
                message = f"the server answered {answer.status_code}"
                raise RuntimeError(message)
    return took


@dataclass(frozen=True, slots=True)
class Throughput:
    """What some clients sent at once: resources a second, and the same in a line with more of it."""

    a_second: float
    visits: int
    words: str


def measure(base: str, token: str, clients: int, visits: int) -> Throughput:
    """Send visits from some clients at once."""
    begun, processor = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(clients) as pool:
        sent = [pool.submit(send, base, token, visits) for _ in range(clients)]
        took = sorted(seconds for one in sent for seconds in one.result())
    passed, used = time.perf_counter() - begun, time.process_time() - processor
    a_second = len(took) * (OBSERVATIONS + 2) / passed
    middle, late = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.95))
    each = used / len(took) * 1000
    words = f"a visit p50 {middle:.0f} ms, p95 {late:.0f} ms; {each:.1f} ms of processor a visit"
    return Throughput(a_second, len(took), words)


def _line(base: str, token: str, clients: int, visits: int) -> str:
    told = measure(base, token, clients, visits)
    return f"{clients} client(s): {told.a_second:6.0f} resources/s; {told.words}"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(prog="tests.peers.throughput")
    parser.add_argument("--office", metavar="URL")
    parser.add_argument("--token", default="")
    parser.add_argument("--visits", type=int, default=40)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="carenurse-figures-", dir=asked.folder))
    try:
        if asked.office:
            lines = [_line(asked.office, asked.token, clients, asked.visits) for clients in (1, 8)]
        else:
            with scratch_hub(folder) as (base, token):
                lines = [_line(base, token, clients, asked.visits) for clients in (1, 8)]
        print("\n".join(lines))  # noqa: T201 - its result
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
