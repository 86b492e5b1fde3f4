"""A sealed parcel for the office and its answer, where there is no network at all.

The parcel carries what is unsent, a receipt that names it, and the key for which the answer is to be sealed.
Its manifest holds a digest of everything inside: whoever can tell it has opened the file, so that an answer
which tells it is the office's. Taking either of them twice, late or out of order is harmless.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from carenurse.clinical.fhir import Resource, kind_of, new_id, read_json, reference_to, write_json
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at
from carenurse.clinical.systems import OWN, OWN_CODES
from carenurse.clinical.whole import whole
from carenurse.exchange.digests import digest_of
from carenurse.exchange.manifest import decode, is_manifest
from carenurse.exchange.parcels import transaction
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sealing import is_sealed, seal_packed, unseal
from carenurse.exchange.signing import Signer, is_signed_by
from carenurse.translations import tr

_RECEIPT: Final = {"system": OWN_CODES, "code": "receipt"}
_ANSWER: Final = {"system": OWN_CODES, "code": "parcel-answer"}
_SEAL_FOR: Final = OWN + "seal-answer-for"
_DIGEST: Final = OWN + "sha-256"
_HAS: Final = OWN + "office-has"


_KEY: Final = 32
"""Bytes of a public key."""

_NUMBER, _REPLACES = OWN + "version-number", OWN + "replaces"
_SHORT: Final = 16
"""Hex digits that name a state: no two of one resource are taken for another."""


@dataclass(frozen=True, slots=True)
class Going:
    """One resource that goes: the number of its version there, and the earlier states that it stands for."""

    resource: Resource
    number: int = 1
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a state in a file stands in the laptop's own order: its number, and what was before it."""

    number: int = 0
    replaces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Packed:
    """A sealed file, the id of its receipt, and the digest that only who opens it can tell."""

    data: bytes
    receipt: str
    digest: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What an office finds in such a file.

    ``nurse`` (a reference) says that she wrote it, on the laptop whose public key (hex) is ``signer``.
    ``places``: reference -> where the state in the file stands among the laptop's own. ``written``: when, by
    the laptop's clock.
    """

    receipt: str
    digest: str
    seal_for: str
    resources: tuple[Resource, ...]
    nurse: str
    signer: str
    places: Mapping[str, Place]
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office answers: which file, what of it it has (reference -> its tag), what it has changed."""

    receipt: str
    digest: str
    has: Mapping[str, str]
    changes: tuple[Resource, ...]


def pack(
    going: Sequence[Going], nurse: str, seal_for: str, office: str, *, made: datetime, signer: Signer
) -> Packed:
    """Sign resources as this laptop and seal them for the office's key. Raises BadKeyError for no key."""
    resources = [one.resource for one in going]
    receipt = _receipt(new_id(), going, nurse, seal_for, made)
    receipt["signature"] = [_signature([*resources, receipt], nurse, made, signer)]
    bundle = transaction([*resources, receipt], made, nurse)
    manifest = next(one for one in map(_resource, as_objects(bundle["entry"])) if is_manifest(one))
    return Packed(seal_packed(write_json(bundle), office), str(receipt["id"]), decode(manifest).digest)


def _signature(signed: Sequence[Resource], nurse: str, made: datetime, signer: Signer) -> Resource:
    """Write FHIR's Signature: the laptop's public key (32 bytes), then its signature of the digest."""
    return {
        "type": [{"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.5"}],
        "when": made.isoformat(timespec="seconds"),
        "who": {"reference": nurse},
        "data": b64encode(bytes.fromhex(signer.public) + signer.sign(_digest(signed))).decode(),
    }


def _digest(resources: Sequence[Resource]) -> bytes:
    return "".join(map(digest_of, resources)).encode()


def _signed_by(receipt: Resource, resources: Sequence[Resource]) -> str:
    """Give the public key of the laptop that signed all of it. Raises RefusedFileError where none did."""
    bare = {name: value for name, value in receipt.items() if name != "signature"}
    try:
        told = b64decode(as_text(at(receipt, "signature.data")), validate=True)
    except ValueError:
        told = b""
    public, signature = told[:_KEY].hex(), told[_KEY:]
    if not is_signed_by(public, _digest([*resources, bare]), signature):
        raise RefusedFileError(
            tr("No laptop has signed this parcel, or it was changed since."),
            tr("Nothing was taken. Ask the nurse for it again."),
        )
    return public


def _receipt(identity: str, going: Sequence[Going], nurse: str, seal_for: str, made: datetime) -> Resource:
    return {
        "resourceType": "Provenance",
        "id": identity,
        "meta": {"tag": [_RECEIPT]},
        "extension": [{"url": _SEAL_FOR, "valueString": seal_for}],
        "target": [_target(one) for one in going],
        "recorded": made.isoformat(timespec="seconds"),
        "activity": {"text": "sent by stick"},
        "agent": [{"who": {"reference": nurse}}],
    }


def _target(one: Going) -> Resource:
    past = [{"url": _REPLACES, "valueString": state} for state in one.replaces]
    number = {"url": _NUMBER, "valueString": str(one.number)}
    return {"reference": reference_to(one.resource), "extension": [number, *past]}


def _places(receipt: Resource) -> dict[str, Place]:
    """Read where each resource of the file stands in the laptop's own order."""
    told: dict[str, Place] = {}
    for target in as_objects(receipt.get("target")):
        said = [
            (one.get("url"), as_text(one.get("valueString"))) for one in as_objects(target.get("extension"))
        ]
        number = next((whole(text) for url, text in said if url == _NUMBER), None)
        past = frozenset(text for url, text in said if url == _REPLACES)
        told[as_text(target.get("reference"))] = Place(number or 0, past)
    return told


def state_of(resource: Resource) -> str:
    """Name a state of a resource by its content, shortly."""
    return digest_of(resource)[:_SHORT]


def open_parcel(data: bytes, key_file: str) -> Opened:
    """Open a laptop's file at the office. Raises ExpectedError when it is none, is damaged or incomplete."""
    if not is_sealed(data):
        raise _no_parcel()
    entries = _entries(unseal(data, key_file))
    manifest = next((decode(one) for one in entries if is_manifest(one)), None)
    held = [one for one in entries if not is_manifest(one)]
    receipt = next((one for one in held if _tagged(one, _RECEIPT)), None)
    if manifest is None or receipt is None:
        raise _no_parcel()
    if not manifest.holds(held):
        raise RefusedFileError(
            tr("This parcel is not complete."), tr("Nothing was taken. Ask the nurse for it again.")
        )
    resources = tuple(one for one in held if one is not receipt)
    signer = _signed_by(receipt, resources)
    return Opened(
        receipt=str(receipt["id"]),
        digest=manifest.digest,
        seal_for=_extension(receipt, _SEAL_FOR),
        resources=resources,
        nurse=manifest.by,
        signer=signer,
        places=_places(receipt),
        written=manifest.made,
    )


def _no_parcel() -> RefusedFileError:
    return RefusedFileError(tr("This is no parcel of a laptop."), tr("Take it over as records instead."))


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
    return seal_packed(write_json(bundle), parcel.seal_for)


def open_answer(data: bytes, secret: str) -> Answer:
    """Open the office's answer on the laptop. Raises ExpectedError when it is none."""
    head, *changes = (_entries(unseal(data, secret)) if is_sealed(data) else []) or [{}]
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
