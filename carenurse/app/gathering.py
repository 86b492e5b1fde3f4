"""Everything that a record holds about one person, and everything that those resources refer to."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from carenurse.app.ports import Reading
from carenurse.clinical.fhir import Resource, kind_of, split_reference
from carenurse.clinical.registry import index
from carenurse.exchange.parcels import binary, paper_digests

_NEVER_FOLLOWED = frozenset({"Group", "Patient"})
"""A caseload or another person is not part of this person's record."""


def about(records: Reading, patient: str) -> list[Resource]:
    """Gather one person's record: Patient first, then by kind; then whoever and whatever is referred to.

    Staff, places, medicines and forms come along, nothing about another person does. Papers kept in the vault
    come as Binary.
    """
    kinds = sorted(records.kinds(patient), key=lambda kind: (kind != "Patient", kind))
    found = {
        (kind, str(one["id"])): one for kind in kinds for one in reversed(records.of_patient(patient, kind))
    }
    return _with_all_around(records, found, patient)


def everything(records: Reading) -> list[Resource]:
    """Gather the whole record, papers included."""
    kinds = sorted(records.kinds(), key=lambda kind: (kind != "Patient", kind))
    listed = [one for kind in kinds for one in records.all_of(kind)]
    return [*listed, *_papers(records, listed)]


def _with_all_around(
    records: Reading, found: dict[tuple[str, str], Resource], patient: str
) -> list[Resource]:
    waiting = list(found.values())
    while waiting:
        for kind, identity in set(_referred(waiting.pop())):
            if (kind, identity) in found or kind in _NEVER_FOLLOWED:
                continue
            further = records.get(kind, identity)
            if further is not None and index(further).patient in {None, patient}:
                found[kind, identity] = further
                waiting.append(further)
    listed = list(found.values())
    return [*listed, *_papers(records, listed)]


def _papers(records: Reading, listed: list[Resource]) -> Iterator[Resource]:
    """Make Binaries of the kept files that papers name, unless they are among the resources already."""
    here = {str(one["id"]) for one in listed if kind_of(one) == "Binary"}
    types = {one.digest: one.media_type for one in records.files()}
    for digest in dict.fromkeys(paper_digests(listed)):
        content = records.file(digest)
        made = binary(digest, content, types.get(digest, "application/pdf")) if content else None
        if made and made["id"] not in here:
            yield made


def _referred(value: Any) -> Iterator[tuple[str, str]]:
    """Walk all references of a resource."""
    if isinstance(value, dict):
        holder = cast("Resource", value)
        for name in ("reference", "url"):
            text = holder.get(name)
            found = split_reference(text) if isinstance(text, str) and ":" not in text else None
            if found:
                yield found
    members: Iterable[Any] = cast("Resource", value).values() if isinstance(value, dict) else ()
    for one in cast("list[Any]", value) if isinstance(value, list) else members:
        if isinstance(one, dict | list):
            yield from _referred(one)
