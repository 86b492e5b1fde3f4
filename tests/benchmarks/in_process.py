"""What needs no window: commits, the form engine, the search in the store."""

import json
import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from carenurse.app import wiring
from carenurse.app.caseload import KnownCaseload, find_people
from carenurse.app.nurse import new_nurse
from carenurse.clinical.fhir import Resource, write_json
from carenurse.forms.loading import load
from carenurse.forms.session import Session
from carenurse.store.driver import connect
from tests.benchmarks.at_size import typed
from tests.benchmarks.figures import Figure, Spread, judged, ms, spread, timed
from tests.benchmarks.made_forms import calculating
from tests.benchmarks.made_vaults import PASSPHRASE, Caseload
from ui.patients.presenter import FOUND

_BARE_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "locking_mode=EXCLUSIVE",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "cache_size=-65536",
)
_WARM = 20


def autosave(place: Path, count: int) -> Figure:
    """Save a form of sixty answers again and again, in turn with a bare SQLCipher given the same bytes."""
    place = Path(tempfile.mkdtemp(dir=place))
    vault, _ = wiring.create_vault(
        place / "autosave", PASSPHRASE, new_nurse("Dana Whitfield", "RN"), cost=wiring.FLOOR, reserve=0
    )
    bare = connect(f"{(place / 'bare.db').absolute().as_uri()}?mode=rwc")
    bare.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
    for setting in _BARE_SETTINGS:
        bare.execute(f"PRAGMA {setting}")
    bare.execute("CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, json BLOB)")

    def save(draft: Resource) -> None:
        with vault.records.work() as work:
            work.put(draft, draft=True)

    def save_bare(data: bytes) -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT OR REPLACE INTO kept VALUES (1, ?)", (data,))
        bare.execute("COMMIT")

    ours: list[float] = []
    theirs: list[float] = []
    for number in range(count + _WARM):
        draft = _response(number)
        data = write_json(draft)
        theirs.append(timed(lambda data=data: save_bare(data)))
        ours.append(timed(lambda draft=draft: save(draft)))
    bare.close()
    vault.close()
    shutil.rmtree(place)
    return _compare(spread(ours[_WARM:]), spread(theirs[_WARM:]))


def _compare(ours: Spread, bare: Spread) -> Figure:
    ratio, middle = ours.p99 / bare.p99, ours.median / bare.median
    return Figure(
        "autosave commit",
        f"p99 {ms(ours.p99)}",
        "p99 50 ms and 1.5 x bare",
        judged(ours.p99 <= 50 and ratio <= 1.5),
        f"bare SQLCipher p99 {ms(bare.p99)} ({ratio:.2f} x)",
        ours.n,
        f"medians {ms(ours.median)} against {ms(bare.median)} ({middle:.2f} x), taken in turn",
    )


def _response(number: int) -> Resource:
    """Make a draft of sixty answers; one of them changes with each save, as when a nurse types."""
    answers = [
        {"linkId": f"q{at}", "answer": [{"valueString": f"answer {at} {number if at == number % 60 else 0}"}]}
        for at in range(60)
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "8f2f6c0e-0001-4000-8000-000000000001",
        "status": "in-progress",
        "questionnaire": "urn:carenurse:benchmark/autosave|1",
        "subject": {"reference": "Patient/8f2f6c0e-0002-4000-8000-000000000001"},
        "encounter": {"reference": "Encounter/8f2f6c0e-0003-4000-8000-000000000001"},
        "authored": "2026-02-27T10:42:00-05:00",
        "item": answers,
    }


def search(caseload: Caseload, rounds: int) -> tuple[Figure, list[str]]:
    """Find people key by key, straight in the store; gives also the words, for the window's turn."""
    now, known = datetime.now(UTC).astimezone(), KnownCaseload()
    with caseload.opened() as records:
        words = _words(records.all_of("Patient"), rounds)
        times = spread(
            timed(lambda typed=word[:end]: find_people(records, typed, now, limit=FOUND, known=known))
            for word in words
            for end in range(1, len(word) + 1)
        )
        all_ways = typed(records)
    figure = Figure(
        "patient search, in the store",
        f"p95 {ms(times.p95)}",
        "p95 50 ms",
        judged(times.p95 <= 50 and all_ways.p95 <= 50),
        n=times.n + all_ways.n,
        remark=f"median {ms(times.median)}, worst {ms(times.worst)}; by accents, middles, phones, dates, "
        f"problems: p95 {ms(all_ways.p95)}, worst {ms(all_ways.worst)}; {caseload.told}",
    )
    return figure, words


def _words(patients: list[Resource], count: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - which names are typed, no secret
    chosen = chance.sample(patients, min(count, len(patients)))
    return [str(one["name"][0]["family"]).lower() for one in chosen]


def calculations(rounds: int) -> list[Figure]:
    """Begin a form of 420 questions and 80 calculations with all answers given, then answer it."""
    form = load(calculating(420, 80))
    given: Resource = {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "item": [{"linkId": f"q{number}", "answer": [{"valueInteger": 1}]} for number in range(420)],
    }
    held: list[Session] = []
    first = spread(timed(lambda: held.append(Session(form, json.loads(json.dumps(given))))) for _ in range(5))
    session = held[-1]
    chance = random.Random(3)  # noqa: S311 - which questions are answered, no secret
    each = spread(timed(_answering(session, chance)) for _ in range(rounds))
    return [
        Figure(
            "420 items + 80 calculations, first evaluation",
            f"median {ms(first.median)}",
            "500 ms",
            judged(first.median <= 500),
            n=first.n,
            remark=f"worst {ms(first.worst)}; five ways of writing a sum, every tenth leans on another",
        ),
        Figure(
            "420 items + 80 calculations, each answer",
            f"p95 {ms(each.p95)}",
            "p95 16 ms",
            judged(each.p95 <= 16),
            n=each.n,
            remark=f"median {ms(each.median)}, worst {ms(each.worst)}",
        ),
    ]


def _answering(session: Session, chance: random.Random) -> Callable[[], object]:
    link, value = f"q{chance.randrange(420)}", chance.randrange(10)
    return lambda: session.answer(link, {"valueInteger": value})
