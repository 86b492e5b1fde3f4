"""Which parts of a record a nurse reads, and what each is called, where nothing knows the kind better.

What only programs read (ids, versions, links between records, extensions) has no name here, and no line.
"""

import re
from typing import Final

from carenurse.translations import tr

_TECHNICAL: Final = frozenset(
    {
        "resourceType",
        "id",
        "meta",
        "text",
        "implicitRules",
        "contained",
        "extension",
        "modifierExtension",
        "identifier",
        "language",
        "url",
        "questionnaire",
        "subject",
        "patient",
        "beneficiary",
        "encounter",
        "episodeOfCare",
        "appointment",
        "context",
        "basedOn",
        "partOf",
        "focus",
        "for",
        "derivedFrom",
        "hasMember",
        "instantiatesCanonical",
        "instantiatesUri",
        "managingOrganization",
        "masterIdentifier",
        "serviceProvider",
        "requester",
        "target",
        "signature",
        "link",
    }
)


def is_technical(element: str) -> bool:
    """Say whether only programs read an element (``value`` stands for ``valueQuantity`` and its like)."""
    return element in _TECHNICAL or element.startswith(("_", "extension"))


def element_words(name: str) -> str:
    """Name an element in words: ``reasonCode`` -> "What for"; "" for what only programs read."""
    if is_technical(name):
        return ""
    known = {
        "about": tr("About"),
        "author": tr("Written by"),
        "authored": tr("Written"),
        "authoredOn": tr("Written"),
        "category": tr("Kind"),
        "class": tr("Kind"),
        "code": tr("What"),
        "content": tr("Pages"),
        "description": tr("In short"),
        "docStatus": tr("How far it is"),
        "effective": tr("When"),
        "issued": tr("Written"),
        "item": tr("Answers"),
        "medium": tr("How"),
        "note": tr("Note"),
        "participant": tr("With"),
        "payload": tr("What was said"),
        "performer": tr("Who"),
        "period": tr("When"),
        "reasonCode": tr("What for"),
        "recipient": tr("For whom"),
        "sent": tr("When"),
        "status": tr("State"),
        "statusReason": tr("Why"),
        "telecom": tr("Phone"),
        "type": tr("Kind"),
    }
    return known.get(name) or apart(name)


def apart(name: str) -> str:
    """Write a name of FHIR's as words: ``bodySite`` -> "Body site"."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    return parted[:1].upper() + parted[1:]
