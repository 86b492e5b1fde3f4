"""What a glucose meter shows beyond its range: HI or LO. The number is not known and never made up.

In an answer it is a Quantity without a value that says why there is none; the Observation says the word as
text, with the HL7 interpretation "off scale" and the limit that counts (``vitals.md``: kept as text, urgent).
"""

from typing import Final

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.clinical.systems import HL7, OWN

WORDS: Final = ("HI", "LO")
CODES: Final = frozenset({"41653-7", "14743-9", "2339-0"})
"""LOINC codes of what a glucose meter measures."""
_URL: Final = OWN + "meter-word"
_ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_OFF_SCALE: Final = {"HI": (">", "Off scale high", "HH"), "LO": ("<", "Off scale low", "LL")}


def meter_word(text: str) -> str:
    """Read HI or LO, however it is written; empty for anything else."""
    word = text.strip().upper()
    return {"HIGH": "HI", "LOW": "LO"}.get(word, word if word in WORDS else "")


def meter_answer(word: str) -> Resource:
    """Make the answer of a form: a quantity that is not known, and what the meter showed."""
    marks = [{"url": _ABSENT, "valueCode": "not-a-number"}, {"url": _URL, "valueString": word}]
    return {"valueQuantity": {"extension": marks}}


def word_of(answer: Resource) -> str:
    """Read the word back from an answer, or from an Observation made of it; empty where there is none."""
    held = as_objects(as_object(answer.get("valueQuantity")).get("extension"))
    return next((as_text(one.get("valueString")) for one in held if one.get("url") == _URL), "")


def as_observation(observation: Resource) -> Resource:
    """Say the word as text, with its interpretation; an Observation with a number stays as it is."""
    word = word_of(observation)
    if word not in _OFF_SCALE:
        return observation
    sign, shown, grave = _OFF_SCALE[word]
    system = f"{HL7}v3-ObservationInterpretation"
    coding = [{"system": system, "code": grave}, {"system": system, "code": sign, "display": shown}]
    kept = {name: value for name, value in observation.items() if name != "valueQuantity"}
    return kept | {"valueString": word, "interpretation": [{"coding": coding}]}
