"""The store at two sizes: what is asked every day takes no longer where there are five times the people.

A vault of stress size is made by ``python -m tests.proofs.large_vault --out DIR``; ``--stress DIR`` measures
that one, too.
"""

import json
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carenurse.app import wiring
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from tests.benchmarks.figures import Figure, Spread, judged, ms, spread, timed
from tests.proofs import large_vault
from tests.proofs.large_vault import Size

_WEEK = datetime(2031, 3, 3, tzinfo=UTC)
_ROUNDS = 200
_TYPED = ("d", "ó", "moreau am", "kafo", "555-0117", "14 mar 1947", "1947-03-14", "mrn-0000", "heart", "o e")
"""One letter, an accent, two parts, the middle of a name, a phone, two dates, a number, a problem."""

Ask = Callable[[Records, str], object]


def _draft(whose: str) -> Resource:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "8f2f6c0e-0001-4000-8000-000000000009",
        "status": "in-progress",
        "subject": {"reference": f"Patient/{whose}"},
        "item": [{"linkId": f"q{at}", "answer": [{"valueString": f"answer {at}"}]} for at in range(60)],
    }


def _save(records: Records, whose: str) -> None:
    with records.work() as work:
        work.put(_draft(whose), draft=True)


QUESTIONS: Mapping[str, Ask] = {
    "a chart's newest 50 measurements": lambda records, whose: records.of_patient(
        whose, "Observation", limit=50
    ),
    "timeline, 50 entries": lambda records, whose: records.timeline(whose, limit=50),
    "trend, 50 values": lambda records, whose: records.latest_by_code(whose, "29463-7", limit=50),
    "one person's week": lambda records, whose: records.between(
        "Encounter", _WEEK, _WEEK + timedelta(days=7), patient=whose
    ),
    "autosave": _save,
}


def growth(place: Path, stress: Path | None) -> list[Figure]:
    """Ask the same of a small vault and of one with five times as many people."""
    small = _asked(_made(place, Size(20, 26)))
    large = _asked(_made(place, Size(100, 26)))
    figures = [_compare(what, large[what], small[what]) for what in QUESTIONS]
    if stress is not None:
        figures += [_alone(what, times) for what, times in _asked(stress).items()]
    return figures


def typed(records: Records) -> Spread:
    """Look people up by everything that a nurse may remember, key by key."""
    return spread(
        timed(lambda words=words[:end]: records.find_patients(words))
        for words in _TYPED * 3
        for end in range(1, len(words) + 1)
    )


def _made(place: Path, size: Size) -> Path:
    folder = place / f"stress-{size.patients}x{size.weeks}"
    if not folder.with_suffix(".json").exists():
        large_vault.make(folder, size)
    return folder


def _asked(folder: Path) -> dict[str, Spread]:
    code = json.loads(folder.with_suffix(".json").read_text(encoding="utf-8"))["code"]
    vault = wiring.unlock_with_recovery(folder, code, reserve=0)
    chance = random.Random(11)  # noqa: S311 - who is asked about, no secret
    people = [str(one["id"]) for one in vault.records.all_of("Patient")]
    try:
        found = {what: _times(vault.records, ask, people, chance) for what, ask in QUESTIONS.items()}
        return {**found, "search as typed": typed(vault.records)}
    finally:
        vault.close()


def _times(records: Records, ask: Ask, people: list[str], chance: random.Random) -> Spread:
    whose = chance.choices(people, k=_ROUNDS)
    return spread(timed(lambda one=one: ask(records, one)) for one in whose)


def _compare(what: str, large: Spread, small: Spread) -> Figure:
    ratio = large.median / small.median
    return Figure(
        f"{what}, five times the people",
        f"median {ms(large.median)}",
        "2 x the small one",
        judged(ratio <= 2),
        f"{ms(small.median)} ({ratio:.2f} x)",
        large.n,
        f"p95 {ms(large.p95)}; 47,000 resources against 9,500",
    )


def _alone(what: str, times: Spread) -> Figure:
    bar = 50 if what in {"autosave", "search as typed"} else 100
    return Figure(
        f"{what}, at the stress size",
        f"p95 {ms(times.p95)}",
        f"p95 {bar} ms",
        judged(times.p95 <= bar),
        n=times.n,
        remark=f"median {ms(times.median)}, worst {ms(times.worst)}",
    )
