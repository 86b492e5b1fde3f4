"""Last time beside this time: the answers of an earlier response, by linkId."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import words_of
from carenurse.forms.elements import objects
from carenurse.forms.form import Form, Item


@dataclass(frozen=True, slots=True)
class Prior:
    """What was answered last time and when (FHIR dateTime as written).

    ``may_carry`` says whether it may be offered as today's answer, after the nurse confirmed it: never for
    measurements, pain, falls and wound sizes.
    """

    link: str
    answers: tuple[Resource, ...]
    words: str
    when: str
    may_carry: bool


def prior(form: Form, response: Resource | None, language: str = "") -> Mapping[str, Prior]:
    """Read last time's answers; of a repeating group, those of the last repetition."""
    found: dict[str, Prior] = {}
    when = str((response or {}).get("authored") or "")
    for item in _items(objects((response or {}).get("item"))):
        link = str(item.get("linkId", ""))
        asked = form.index.get(link)
        answers = tuple(
            {key: value for key, value in answer.items() if key.startswith(("value", "_value"))}
            for answer in objects(item.get("answer"))
        )
        if asked is None or not answers:
            continue
        words = ", ".join(words_of(answer, asked, language) for answer in answers)
        fit = not (asked.calculated or asked.read_only or asked.hidden or asked_anew(form, asked))
        found[link] = Prior(link, answers, words, when, fit)
    return found


_MEASURED = frozenset(
    {
        *(
            "8867-4",
            "9279-1",
            "85354-9",
            "8480-6",
            "8462-4",
            "8310-5",
            "59408-5",
            "2708-6",
            "29463-7",
            "3141-9",
        ),
        *("2339-0", "41653-7", "72514-3", "38208-5", "38221-8", "39126-8", "39125-0", "39127-6", "3151-8"),
    }
)
"""LOINC codes of vital signs, glucose, oxygen, pain, and of the length, width and depth of a wound."""
_ASKED_ANEW = re.compile(
    r"\b(pain\w*|hurts?|ache|falls?|fallen|fell|wounds?|ulcers?|blood pressure|pulse|heart rate|temperature|"
    r"respirat\w+|oxygen|weight|glucose|dolor|ca[ií]das?|heridas?|[uú]lceras?|presi[oó]n|pulso|temperatura|peso)\b",
    re.IGNORECASE,
)
_NUMBERS = frozenset({"integer", "decimal", "quantity"})


def asked_anew(form: Form, item: Item) -> bool:
    """Say whether a question must be answered anew each time: pain, vital signs, falls, wounds.

    An item may say so itself (``never-carry``). In forms that know nothing of that, the code, a number with a
    unit, and the words of the question or of a group above it tell; in doubt a question is asked anew.
    """
    if item.never_carry or any(str(coding.get("code", "")) in _MEASURED for coding in item.codes):
        return True
    if item.kind == "quantity" or (item.kind in _NUMBERS and item.all_units):
        return True
    here: Item | None = item
    while here is not None:
        if here.never_carry or _ASKED_ANEW.search(here.text):
            return True
        here = form.index.get(here.parent) if here.parent else None
    return False


def latest(form: Form, responses: Iterable[Resource], language: str = "") -> Mapping[str, Prior]:
    """Merge several earlier responses, newest first: for each question, the last time it was answered."""
    found: dict[str, Prior] = {}
    for response in responses:
        if response.get("status") == "entered-in-error":
            continue
        for link, one in prior(form, response, language).items():
            found.setdefault(link, one)
    return found


def _items(items: list[Resource]) -> Iterable[Resource]:
    for item in items:
        yield item
        yield from _items(objects(item.get("item")))
        for answer in objects(item.get("answer")):
            yield from _items(objects(answer.get("item")))
