"""The record as the family view lets it be seen: one person, as if there were nobody else.

Screens ask it instead of the whole record, so that a name cannot come up by another way: a search, an overlap
with a neighbor's visit, a list. Writing goes on as before, and sees everything.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from carenurse.app.ports import AuditFact, KeptFile, Progress, Records, Unsent, Version, Work, silent
from carenurse.clinical.fhir import Resource
from carenurse.clinical.index_facts import patient_of


class OnePerson:
    """Wraps an open record; every other Patient (and who belongs to them) is not there."""

    def __init__(self, records: Records, person: str) -> None:
        self._records, self._person = records, person

    @property
    def me(self) -> str:
        """The nurse."""
        return self._records.me

    def _hers(self, found: Sequence[Resource]) -> list[Resource]:
        return [one for one in found if self._is_hers(one)]

    def _is_hers(self, resource: Resource) -> bool:
        if resource.get("resourceType") == "Patient":
            return resource.get("id") == self._person
        return patient_of(resource) in (None, self._person)

    def get(self, kind: str, identity: str) -> Resource | None:
        """Return it unless it is about somebody else."""
        found = self._records.get(kind, identity)
        return found if found is not None and self._is_hers(found) else None

    def get_many(self, kind: str, identities: Sequence[str]) -> list[Resource]:
        """Return those that are not about somebody else."""
        return self._hers(self._records.get_many(kind, identities))

    def here(self, kind: str, identities: Iterable[str]) -> frozenset[str]:
        """Say which of these are here and not about somebody else."""
        return frozenset(str(one["id"]) for one in self.get_many(kind, tuple(identities)))

    def of_patient(self, patient: str, kind: str, *, limit: int | None = None) -> list[Resource]:
        """Return what is about this person; about others nothing."""
        return self._records.of_patient(patient, kind, limit=limit) if patient == self._person else []

    def where(self, kind: str, key: str, value: str, *, patient: str | None = None) -> list[Resource]:
        """Return what is not about somebody else."""
        return self._hers(self._records.where(kind, key, value, patient=patient))

    def between(
        self, kind: str, start: datetime, end: datetime, *, patient: str | None = None
    ) -> list[Resource]:
        """Return what is not about somebody else."""
        return self._hers(self._records.between(kind, start, end, patient=patient))

    def latest_by_code(self, patient: str, code: str, *, limit: int = 1) -> list[Resource]:
        """Return this person's; of others nothing."""
        return self._records.latest_by_code(patient, code, limit=limit) if patient == self._person else []

    def timeline(
        self, patient: str, *, before: tuple[str, str] | None = None, limit: int = 50
    ) -> list[Resource]:
        """Return this person's; of others nothing."""
        return self._records.timeline(patient, before=before, limit=limit) if patient == self._person else []

    def undated(self, patient: str, *, after: int = 0, limit: int = 50) -> list[Resource]:
        """Give this person's alone."""
        return self._records.undated(patient, after=after, limit=limit) if patient == self._person else []

    def all_of(self, kind: str) -> list[Resource]:
        """Return what is not about somebody else."""
        return self._hers(self._records.all_of(kind))

    def commits(self) -> int:
        """Count how often something was kept: the number names nobody."""
        return self._records.commits()

    def kinds(self, patient: str | None = None) -> list[str]:
        """Name the kinds: they name nobody."""
        return self._records.kinds(patient)

    def find_patients(self, words: str, *, limit: int = 50) -> list[str]:
        """Find this person only."""
        everybody = self._records.find_patients(words, limit=max(limit, 10_000))
        return [one for one in everybody if one == self._person][:limit]

    def versions(self, kind: str, identity: str) -> list[Version]:
        """Return the versions of what may be seen."""
        return self._records.versions(kind, identity) if self.get(kind, identity) else []

    def signed(self, kind: str, identity: str) -> bool:
        """Say whether it is signed."""
        return self._records.signed(kind, identity)

    def unsent(self) -> list[Unsent]:
        """List this person's; of others nothing."""
        return [one for one in self._records.unsent() if one.patient in (None, self._person)]

    def audit_trail(self, *, limit: int = 100) -> list[AuditFact]:  # noqa: ARG002  the protocol's own
        """Tell nothing: the trail is about everybody."""
        return []

    def file(self, digest: str) -> bytes | None:
        """Return a kept file: it is asked for by what may be seen."""
        return self._records.file(digest)

    def files(self) -> list[KeptFile]:
        """List nothing: a file as it was received is about everybody in it."""
        return []

    def was_received(self, state: str) -> bool:
        """Say whether a file brought a state: it is asked for by what may be seen."""
        return self._records.was_received(state)

    def setting(self, name: str) -> str | None:
        """Look up a fact about the vault."""
        return self._records.setting(name)

    def work(
        self, ahead: Iterable[Resource] = (), *, files: Sequence[bytes] = (), progress: Progress = silent
    ) -> AbstractContextManager[Work]:
        """Write as before."""
        return self._records.work(ahead, files=files, progress=progress)
