"""Batches as they go over the wire, with their receipt; pure.

The receipt is a Provenance whose id is the batch's id, the last entry of its transaction: it stands at the
office exactly when all the rest does. It is the trail of who sent what, too.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from carenurse.clinical.fhir import Resource, read_json
from carenurse.store.journal_facts import Batch, Entry
from carenurse.sync.profile import Profile
from carenurse.sync.wire import Request, fhir_request

RECEIPT_TAG = "urn:carenurse:batch"
_NURSE = "urn:carenurse:nurse"


def receipt_of(batch: Batch, nurse: str, now: datetime) -> Resource:
    """Make the receipt of a batch.

    It names the nurse by her id, not by a reference: a server that asks that a reference leads somewhere
    (HAPI) refuses what the receipt came with while it does not have, or has lost, the nurse's own resource.
    """
    return {
        "resourceType": "Provenance",
        "id": batch.identity,
        "meta": {"tag": [{"system": RECEIPT_TAG, "code": batch.identity}]},
        "target": [{"reference": f"{one.kind}/{one.identity}"} for one in batch.entries],
        "recorded": now.isoformat(),
        "activity": {"text": "sent from a laptop"},
        "agent": [{"who": {"type": "Practitioner", "identifier": {"system": _NURSE, "value": nurse}}}],
    }


def transaction(batch: Batch, receipt: Resource, profile: Profile, gate: Resource | None) -> Request:
    """Write all entries, the gate where there is one, and the receipt last: all of it is kept, or nothing."""
    entries = [_entry(one, profile) for one in batch.entries]
    if gate is not None:
        entries.append(gate)
    put: dict[str, Any] = {"method": "PUT", "url": f"Provenance/{batch.identity}"}
    if profile.if_none_match:
        put["ifNoneMatch"] = "*"
    entries.append({"resource": receipt, "request": put})
    return _bundle("transaction", entries)


def batch_of(entries: Sequence[Entry], profile: Profile) -> Request:
    """Write entries that stand for themselves; a single one as a request of its own."""
    if len(entries) > 1:
        return _bundle("batch", [_entry(one, profile) for one in entries])
    (one,) = entries
    guard = _guard(one, profile)
    headers = {"If_Match": guard["ifMatch"]} if "ifMatch" in guard else {}
    headers |= {"If_None_Match": guard["ifNoneMatch"]} if "ifNoneMatch" in guard else {}
    return fhir_request(
        "PUT", f"{one.kind}/{one.identity}", read_json(one.body), Prefer="return=minimal", **headers
    )


def question(asked: str, sort: Literal["batch", "transaction"]) -> Request:
    """Write a bundle that asks one thing and changes nothing."""
    return replace(_bundle(sort, [{"request": {"method": "GET", "url": asked}}]), reads=True)


def _entry(one: Entry, profile: Profile) -> Resource:
    put = {"method": "PUT", "url": f"{one.kind}/{one.identity}", **_guard(one, profile)}
    return {"resource": read_json(one.body), "request": put}


def _guard(one: Entry, profile: Profile) -> dict[str, str]:
    """Say what must be true for it to be kept: that nobody was faster."""
    if one.base_tag:
        return {"ifMatch": f'W/"{one.base_tag}"'} if profile.if_match else {}
    return {"ifNoneMatch": "*"} if profile.if_none_match else {}


def _bundle(sort: str, entries: list[Resource]) -> Request:
    body: Resource = {"resourceType": "Bundle", "type": sort, "entry": entries}
    return fhir_request("POST", "", body, Prefer="return=minimal")
