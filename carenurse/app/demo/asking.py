"""Filled-in forms of the demo: mood, falls and wounds, answered through the same engine as the nurse's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from carenurse.app.content import form_resource, shipped_form
from carenurse.app.demo.building import INVENTED
from carenurse.app.demo.chart import Chart
from carenurse.app.demo.rota import Planned
from carenurse.app.demo.stories import Wound
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_objects
from carenurse.forms.session import Context, Session

_WOUND_EVERY = 3
_MOOD_EVERY = 8
_TENTH = Decimal("0.1")
_COUNTED = {"systolic": "sbp", "diastolic": "dbp", "pulse": "hr", "pain": "pain"}
"""Vital signs that are whole numbers, and their questions."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The visit at which forms are filled in: the how manieth, and how far from start (0) to now (1)."""

    planned: Planned
    visit: Resource
    begin: datetime
    end: datetime
    number: int
    progress: float


def responses(chart: Chart, occasion: Occasion, chance: Random) -> Iterator[Resource]:
    """Fill in what is due at this visit."""
    told = occasion.planned.told
    mood = told.phq2 if told else None
    if mood or occasion.number % _MOOD_EVERY == 1:
        scores = mood or (chance.randrange(2), chance.randrange(3))
        answers = {
            f"phq2-{place}": _option("phq2", f"phq2-{place}", score) for place, score in enumerate(scores, 1)
        }
        yield _response(chart, occasion, "phq2", answers)
    if occasion.number == 1:
        fell = any(alert.text.startswith("Fell") for alert in chart.person.alerts)
        said = (chance.randrange(2), chance.randrange(2), 0 if fell else 1)
        asked = {f"k{place}": _option("steadi-key3", f"k{place}", no) for place, no in enumerate(said, 1)}
        yield _response(chart, occasion, "steadi-key3", asked)
    wound = chart.conditions[0].wound
    if wound and occasion.number % _WOUND_EVERY == 1:
        yield _response(chart, occasion, "wound-record", _wound(wound, occasion.progress))


def _wound(told: Wound, progress: float) -> Mapping[str, Resource]:
    sizes = (
        (start + (now - start) * Decimal(str(progress))).quantize(_TENTH)
        for start, now in zip(told.start, told.now, strict=True)
    )
    answers: dict[str, Resource] = {
        "w-type": _coded("w-type", told.kind),
        "w-site": {"valueString": told.site},
        **{
            link: {"valueDecimal": size}
            for link, size in zip(("w-len", "w-wid", "w-dep"), sizes, strict=True)
        },
        "w-tis": _coded("w-tis", told.tissue),
        "w-exu": _coded("w-exu", told.drainage),
        "w-exut": _coded("w-exut", "clear"),
        "w-odor": _coded("w-odor", "LA32-8"),
        "w-inf": _coded("w-inf", "none"),
        "w-pain": _option("wound-record", "w-pain", 2),
    }
    return answers | ({"w-stage": _coded("w-stage", told.stage)} if told.stage else {})


def vital_signs_begun(chart: Chart, occasion: Occasion, values: Mapping[str, Decimal]) -> Resource:
    """Begin the vital signs form with some readings and leave it in progress."""
    counted = {link: {"valueInteger": int(values[name])} for name, link in _COUNTED.items()}
    session = _session(chart, occasion, "vital-signs", counted)
    return _kept(chart, occasion, "vital-signs", session.to_response())


def _response(chart: Chart, occasion: Occasion, form: str, answers: Mapping[str, Resource]) -> Resource:
    session = _session(chart, occasion, form, answers)
    author = f"Practitioner/{chart.team.nurse['id']}"
    made = session.to_response("completed", author=author, authored=occasion.end)
    return _kept(chart, occasion, form, made)


def _session(chart: Chart, occasion: Occasion, form: str, answers: Mapping[str, Resource]) -> Session:
    context = Context(chart.patient, occasion.visit, chart.team.nurse)
    session = Session(shipped_form(form), None, context, occasion.end)
    for place, answer in answers.items():
        session.answer(place, answer)
    return session


def _kept(chart: Chart, occasion: Occasion, form: str, made: Resource) -> Resource:
    kept = chart.make("QuestionnaireResponse", f"{form}/{occasion.planned.working_day}")
    return made | {"id": kept["id"], "meta": {"tag": [INVENTED]}}


def _coded(link: str, code: str) -> Resource:
    return next(one for one in _options("wound-record", link) if one["valueCoding"]["code"] == code)


def _option(form: str, link: str, place: int) -> Resource:
    return _options(form, link)[place]


def _options(form: str, link: str) -> list[Resource]:
    asked = next(one for one in _items(form_resource(form)) if one.get("linkId") == link)
    return [{"valueCoding": one["valueCoding"]} for one in as_objects(asked.get("answerOption"))]


def _items(holder: Resource) -> Iterator[Resource]:
    for one in as_objects(holder.get("item")):
        yield one
        yield from _items(one)
