"""Last time beside this time: the answers of an earlier response, by linkId."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import words_of
from carenurse.forms.elements import objects
from carenurse.forms.form import Form


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
        fit = not (asked.never_carry or asked.calculated or asked.read_only or asked.hidden)
        found[link] = Prior(link, answers, words, when, fit)
    return found


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
