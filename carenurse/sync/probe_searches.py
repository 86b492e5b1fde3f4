"""How a server searches: how much comes in a page, what tells its end, and many searches in one question."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at
from carenurse.sync.session import response_of
from carenurse.sync.together import next_link
from carenurse.sync.wire import NoAnswerError, Response, Wire, fhir_request

PATIENCE: Final = 8
"""How often it is asked for what was just kept, each time after twice as long; about a minute in all."""
_LARGEST: Final = 200
_MOST: Final = 60
_MANY: Final = (60, 50, 20, 8)
_NOBODY: Final = "_tag=urn:carenurse:probe|nothing"
_OK: Final = 200


def entries_of(answer: Response) -> list[Resource]:
    """List the entries of a bundle; none for anything else."""
    bundle = answer.resource or {}
    if answer.status != _OK or bundle.get("resourceType") != "Bundle":
        return []
    return as_objects(as_list(as_object(bundle).get("entry")))


def moment_of(text: str) -> datetime | None:
    """Read a moment; None for what is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def largest_pages(wire: Wire, mine: str, made: int) -> tuple[int, int]:
    """Give the most rows of a page, and up to how many a short one without a link is the last.

    Such a page is trusted only where a server says each time that more follows: when its own limit cut the
    page, and when ours did. ``mine`` finds the ``made`` test resources. 0 for what is not known.
    """
    whole = _asked(wire, f"{mine}&_count={_LARGEST}")
    came = len(entries_of(whole))
    if not came:
        return 0, 0
    ends = came >= made
    told = bool(next_link(whole.resource)) != ends
    for fewer in {came - 1, 5} - {0}:
        short = _asked(wire, f"{mine}&_count={fewer}")
        told = told and 0 < len(entries_of(short)) <= fewer < came and bool(next_link(short.resource))
    return _LARGEST if ends else came, min(came, _MOST) if told else 0


def most_searches(wire: Wire, mine: str, two: Sequence[str]) -> int:
    """Give how many searches it answers in one batch in their order, each as it does by itself; 0 for none.

    They ask for what a laptop asks for: a page in its order, everything since a moment, and of named things.
    """
    questions = [
        f"{mine}&_sort=_lastUpdated&_count=5",
        f"{mine}&_lastUpdated=ge2999-01-01T00:00:00Z",
        f"_id={','.join(two)}&_sort=_lastUpdated&_count=50",
        f"{mine}&_sort=_lastUpdated&_count=7&_elements=id,meta",
        _NOBODY,
    ]
    alone = [_said(_asked(wire, one)) for one in questions]
    if alone[0] == alone[3] or not alone[2][0]:
        return 0
    for many in _MANY:
        asked = [number % len(questions) for number in range(many)]
        told = _in_batch(wire, [questions[number] for number in asked])
        if [_said(one) for one in told] == [alone[number] for number in asked]:
            return many
    return 0


def found_after(
    wire: Wire,
    question: str,
    keep: Callable[[], None],
    now: Callable[[], datetime],
    wait: Callable[[float], object],
) -> timedelta | None:
    """Measure how long what was kept stays unfound in a batch that was asked before; None: it stays so."""
    both = [question, _NOBODY]
    _in_batch(wire, both)
    begun = now()
    keep()
    for attempt in range(PATIENCE):
        told = _in_batch(wire, both)
        if told and entries_of(told[0]):
            return now() - begun
        wait(2.0**attempt / 4)
    return None


def _asked(wire: Wire, question: str) -> Response:
    return wire.send(fhir_request("GET", f"Basic?{question}"))


def _in_batch(wire: Wire, questions: Sequence[str]) -> list[Response]:
    """Ask in a batch; give the answers, none where it does not answer each."""
    entries = [{"request": {"method": "GET", "url": f"Basic?{one}"}} for one in questions]
    try:
        answer = wire.send(
            fhir_request("POST", "", {"resourceType": "Bundle", "type": "batch", "entry": entries})
        )
    except NoAnswerError:
        return []
    told = entries_of(answer)
    return [response_of(one) for one in told] if len(told) == len(questions) else []


def _said(answer: Response) -> tuple[tuple[str, ...], bool]:
    """Give what an answer found, and whether it says that more follows."""
    found = tuple(as_text(at(entry, "resource.id")) for entry in entries_of(answer))
    return found, bool(next_link(answer.resource))
