"""Words that came too late for a visit that was signed elsewhere: they are kept beside it, as an addendum.

The nurse reads them there, keeps what is right and signs it, or takes them out. Nothing is added by itself.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from carenurse.app.ports import Reading, Records
from carenurse.app.sync_values import words_of
from carenurse.app.visit_readback import save_addendum, signed_visit_view
from carenurse.clinical.fhir import Resource, kind_of
from carenurse.clinical.shapes import as_objects, as_text


def keep_late_words(records: Records, encounter: str, drafts: Sequence[Resource], now: datetime) -> datetime:
    """Keep what these drafts say and the record does not, as an addendum that is not signed.

    Twice is the same as once; words of an addendum that was begun stay before them. Returns ``now`` once it
    is committed. Raises ExpectedError when the visit has no signed note: there is nothing to add to.
    """
    begun = signed_visit_view(records, encounter).draft
    there = begun.splitlines()
    late = [line for draft in drafts for line in _not_in_the_record(records, draft, now)]
    more = [line for line in dict.fromkeys(late) if line not in there]
    if more:
        save_addendum(records, encounter, "\n".join([*there, *more]), now)
    return now


def _not_in_the_record(records: Reading, draft: Resource, now: datetime) -> list[str]:
    kept = records.get(kind_of(draft), str(draft["id"]))
    known = set(_lines(kept, now)) if kept is not None else set[str]()
    return [line for line in _lines(draft, now) if line not in known]


def _lines(resource: Resource, now: datetime) -> Iterator[str]:
    """Say each answer behind its question."""
    for item in as_objects(resource.get("item")):
        answers = as_objects(item.get("answer"))
        said = [words for answer in answers if (words := _answer(answer, now))]
        if said:
            question = as_text(item.get("text")) or as_text(item.get("linkId"))
            yield f"{question.rstrip(':')}: {'; '.join(said)}"
        yield from _lines(item, now)
        for answer in answers:
            yield from _lines(answer, now)


def _answer(answer: Resource, now: datetime) -> str:
    value = next((part for name, part in answer.items() if name.startswith("value")), None)
    return words_of(value, now)
