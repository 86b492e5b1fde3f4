"""A sealed file to the office and its answer, where there is no network at all.

The file carries what is unsent, a receipt that names it, and the key for which the answer is to be sealed.
Its manifest holds a digest of everything inside: whoever can tell it has opened the file, so that an answer
which tells it is the office's. Taking either of them twice, late or out of order is harmless.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from carenurse.clinical.fhir import Resource, kind_of, new_id, read_json, reference_to, write_json
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at
from carenurse.clinical.systems import OWN, OWN_CODES
from carenurse.exchange.manifest import decode, is_manifest
from carenurse.exchange.parcels import transaction
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sealing import seal, unseal
from carenurse.translations import tr

_RECEIPT: Final = {"system": OWN_CODES, "code": "receipt"}
_ANSWER: Final = {"system": OWN_CODES, "code": "parcel-answer"}
_SEAL_FOR: Final = OWN + "StructureDefinition/seal-answer-for"
_DIGEST: Final = OWN + "StructureDefinition/sha-256"
_HAS: Final = OWN + "StructureDefinition/office-has"


@dataclass(frozen=True, slots=True)
class Packed:
    """A sealed file, the id of its receipt, and the digest that only who opens it can tell."""

    data: bytes
    receipt: str
    digest: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What an office finds in such a file."""

    receipt: str
    digest: str
    seal_for: str
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office answers: which file, what of it it has (reference -> its tag), what it has changed."""

    receipt: str
    digest: str
    has: Mapping[str, str]
    changes: tuple[Resource, ...]


def pack(resources: Sequence[Resource], nurse: str, seal_for: str, office: str, made: datetime) -> Packed:
    """Seal resources for the office's key. Raises BadKeyError when ``office`` is none."""
    receipt = new_id()
    bundle = transaction([*resources, _receipt(receipt, resources, nurse, seal_for, made)], made, nurse)
    whole = next(one for one in map(_resource, as_objects(bundle["entry"])) if is_manifest(one))
    return Packed(seal(write_json(bundle), office), receipt, decode(whole).digest)


def _receipt(
    identity: str, resources: Sequence[Resource], nurse: str, seal_for: str, made: datetime
) -> Resource:
    return {
        "resourceType": "Provenance",
        "id": identity,
        "meta": {"tag": [_RECEIPT]},
        "extension": [{"url": _SEAL_FOR, "valueString": seal_for}],
        "target": [{"reference": reference_to(one)} for one in resources],
        "recorded": made.isoformat(timespec="seconds"),
        "activity": {"text": "sent by stick"},
        "agent": [{"who": {"reference": nurse}}],
    }


def open_parcel(data: bytes, key_file: str) -> Opened:
    """Open a laptop's file at the office. Raises ExpectedError when it is none, is damaged or incomplete."""
    entries = _entries(unseal(data, key_file))
    manifest = next((decode(one) for one in entries if is_manifest(one)), None)
    held = [one for one in entries if not is_manifest(one)]
    receipt = next((one for one in held if _tagged(one, _RECEIPT)), None)
    if manifest is None or receipt is None:
        raise RefusedFileError(
            tr("This is no file of a laptop for the office."), tr("Take it over as records instead.")
        )
    if not manifest.holds(held):
        raise RefusedFileError(
            tr("This file is not complete."), tr("Nothing was taken. Ask the nurse for it again.")
        )
    resources = tuple(one for one in held if one is not receipt)
    return Opened(str(receipt["id"]), manifest.digest, _extension(receipt, _SEAL_FOR), resources)


def seal_answer(parcel: Opened, has: Mapping[str, str], changes: Sequence[Resource], made: datetime) -> bytes:
    """Seal the office's answer for the laptop. ``has``: reference -> the office's own version of it."""
    head = {
        "resourceType": "Provenance",
        "id": new_id(),
        "meta": {"tag": [_ANSWER]},
        "extension": [
            {"url": _DIGEST, "valueString": parcel.digest},
            {
                "url": _HAS,
                "extension": [{"url": name, "valueString": tag} for name, tag in sorted(has.items())],
            },
        ],
        "target": [{"reference": f"Provenance/{parcel.receipt}"}],
        "recorded": made.isoformat(timespec="seconds"),
        "agent": [{"who": {"display": "Office"}}],
    }
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": made.isoformat(timespec="seconds"),
        "entry": [{"resource": one} for one in (head, *changes)],
    }
    return seal(write_json(bundle), parcel.seal_for)


def open_answer(data: bytes, secret: str) -> Answer:
    """Open the office's answer on the laptop. Raises ExpectedError when it is none."""
    head, *changes = _entries(unseal(data, secret)) or [{}]
    if not _tagged(head, _ANSWER):
        raise RefusedFileError(
            tr("This is no answer of the office."), tr("Take it over as records on the Office page.")
        )
    told = [one for one in as_objects(head.get("extension")) if one.get("url") == _HAS]
    has = {
        as_text(one.get("url")): as_text(one.get("valueString"))
        for each in told
        for one in as_objects(each.get("extension"))
    }
    receipt = as_text(at(head, "target.reference")).rpartition("/")[2]
    return Answer(receipt, _extension(head, _DIGEST), has, tuple(one for one in changes if one.get("id")))


def _entries(plain: bytes) -> list[Resource]:
    try:
        bundle: Any = read_json(plain)
    except ValueError:
        bundle = {}
    return [one for one in map(_resource, as_objects(as_object(bundle).get("entry"))) if kind_of(one)]


def _resource(entry: Resource) -> Resource:
    return as_object(entry.get("resource"))


def _tagged(resource: Resource, tag: Mapping[str, str]) -> bool:
    told = as_list(as_object(resource.get("meta")).get("tag"))
    return kind_of(resource) == "Provenance" and cast("Any", dict(tag)) in told


def _extension(resource: Resource, url: str) -> str:
    found = (one for one in as_objects(resource.get("extension")) if one.get("url") == url)
    return next((as_text(one.get("valueString")) for one in found), "")
