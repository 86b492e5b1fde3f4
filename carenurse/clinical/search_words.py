"""The words under which a record is found: without accents or case, so that "Nunez" finds Núñez."""

import unicodedata
from typing import Final

from carenurse.clinical.dates import PartialDate
from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.shapes import as_object, as_objects, as_text, as_texts

_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
"""Letters that Unicode does not take apart into a base and an accent."""


def fold(text: str) -> str:
    """Lower the case and drop the accents; index and query both go through here."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS)


def patient_words(resource: Resource) -> str:
    """Gather what people look a person up by: names, birth date, numbers, phones, address."""
    words: list[str] = []
    for name in as_objects(resource.get("name")):
        words += [as_text(name.get("text")), *as_texts(name.get("given")), as_text(name.get("family"))]
    words += birth_date_words(resource.get("birthDate"))
    words += [as_text(one.get("value")) for one in as_objects(resource.get("identifier"))]
    for contact in as_objects(resource.get("telecom")):
        words += contact_words(as_text(contact.get("value")))
    for address in as_objects(resource.get("address")):
        words += [as_text(address.get(part)) for part in ("text", "city", "district", "state", "postalCode")]
        words += as_texts(address.get("line"))
    return fold(" ".join(word for word in words if word))


def birth_date_words(written: object) -> list[str]:
    """Spell a birth date the ways it is typed: 1941-03-05, 03/05/1941, 3/5/1941, 03051941."""
    born = PartialDate.parse(written)
    if born is None:
        return []
    day = born.exact
    if day is None:
        return [str(born)]
    return [str(born), f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}", f"{day:%m%d%Y}"]


def contact_words(value: str) -> list[str]:
    """Spell a phone number as written and as bare digits; anything else only as written."""
    digits = "".join(sign for sign in value if sign.isdigit())
    return [value, digits] if digits and "@" not in value else [value]


def concept_words(resource: Resource) -> str:
    """Gather the words of what a resource is about: the text and displays of its code."""
    concept = as_object(resource.get("code"))
    displays = [as_text(one.get("display")) for one in as_objects(concept.get("coding"))]
    return fold(" ".join(dict.fromkeys(word for word in (concept_text(concept), *displays) if word)))


def taken_words(resource: Resource) -> str:
    """Gather the words of a medicine that is taken, to find whoever takes it; nothing once it is over."""
    if as_text(resource.get("status")) not in ("", "active", "intended", "on-hold", "unknown"):
        return ""
    return concept_words({"code": resource.get("medicationCodeableConcept")})
