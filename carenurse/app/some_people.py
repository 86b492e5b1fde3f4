"""The record with some of its people in it, as if there were nobody else.

The family view shows one person; a laptop that has not met its office for too long shows those of today.
Screens and commands ask this instead of the whole record, so that a name cannot come up by another way: a
search, an overlap with a neighbor's visit, a list. Writing goes on as before, and sees everything.
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from carenurse.app.ports import AuditFact, KeptFile, Progress, Reading, Records, Unsent, Version, Work, silent
from carenurse.clinical.fhir import Resource
from carenurse.clinical.index_facts import patient_of

_EVERYBODY = 10_000
"""More than anybody looks after: the search is told to leave nobody out, for the best may be hidden."""


class SomePeople:
    """Wraps an open record; every other Patient (and who belongs to them) is not there.

    ``people`` are Patient ids. ``counted``: what lies between laptop and office is counted and carried as
    before, everybody's; whoever lists it leaves out the others' names (``hides``).
    """

    def __init__(self, records: Records, people: Collection[str], *, counted: bool = False) -> None:
        self._records, self._counted = records, counted
        self.people = frozenset(people)

    @property
    def counted(self) -> Records | None:
        """The whole record, for what counts and names nobody; None where not even that may be known."""
        return self._records if self._counted else None

    def sees(self, patient: str | None) -> bool:
        """Say whether what is about this patient is there; what is about nobody is."""
        return not patient or patient in self.people

    @property
    def me(self) -> str:
        """The nurse."""
        return self._records.me

    def _seen(self, found: Sequence[Resource]) -> list[Resource]:
        return [one for one in found if self._is_seen(one)]

    def _is_seen(self, resource: Resource) -> bool:
        if resource.get("resourceType") == "Patient":
            return resource.get("id") in self.people
        return self.sees(patient_of(resource))

    def get(self, kind: str, identity: str) -> Resource | None:
        """Return it unless it is about somebody else."""
        found = self._records.get(kind, identity)
        return found if found is not None and self._is_seen(found) else None

    def get_many(self, kind: str, identities: Sequence[str]) -> list[Resource]:
        """Return those that are not about somebody else."""
        return self._seen(self._records.get_many(kind, identities))

    def here(self, kind: str, identities: Iterable[str]) -> frozenset[str]:
        """Say which of these are here and not about somebody else."""
        return frozenset(str(one["id"]) for one in self.get_many(kind, tuple(identities)))

    def of_patient(self, patient: str, kind: str, *, limit: int | None = None) -> list[Resource]:
        """Return what is about one of them; about others nothing."""
        return self._records.of_patient(patient, kind, limit=limit) if patient in self.people else []

    def where(
        self, kind: str, key: str, value: str, *, patient: str | None = None, limit: int | None = None
    ) -> list[Resource]:
        """Return what is not about somebody else."""
        return self._seen(self._records.where(kind, key, value, patient=patient, limit=limit))

    def between(
        self,
        kind: str,
        start: datetime,
        end: datetime,
        *,
        patient: str | None = None,
        practitioner: str | None = None,
    ) -> list[Resource]:
        """Return what is not about somebody else."""
        found = self._records.between(kind, start, end, patient=patient, practitioner=practitioner)
        return self._seen(found)

    def latest_by_code(self, patient: str, code: str, *, limit: int = 1) -> list[Resource]:
        """Return one of theirs; of others nothing."""
        return self._records.latest_by_code(patient, code, limit=limit) if patient in self.people else []

    def timeline(
        self, patient: str, *, before: tuple[str, str] | None = None, limit: int = 50
    ) -> list[Resource]:
        """Return one of theirs; of others nothing."""
        return self._records.timeline(patient, before=before, limit=limit) if patient in self.people else []

    def undated(self, patient: str, *, after: int = 0, limit: int = 50) -> list[Resource]:
        """Give one of theirs alone."""
        return self._records.undated(patient, after=after, limit=limit) if patient in self.people else []

    def all_of(self, kind: str) -> list[Resource]:
        """Return what is not about somebody else."""
        return self._seen(self._records.all_of(kind))

    def commits(self) -> int:
        """Count how often something was kept: the number names nobody."""
        return self._records.commits()

    def kinds(self, patient: str | None = None) -> list[str]:
        """Name the kinds: of everybody they name nobody, of somebody else there are none."""
        return self._records.kinds(patient) if self.sees(patient) else []

    def find_patients(self, words: str, *, limit: int = 50) -> list[str]:
        """Find these people only."""
        everybody = self._records.find_patients(words, limit=max(limit, _EVERYBODY))
        return [one for one in everybody if one in self.people][:limit]

    def versions(self, kind: str, identity: str) -> list[Version]:
        """Return the versions of what may be seen."""
        return self._records.versions(kind, identity) if self.get(kind, identity) else []

    def signed(self, kind: str, identity: str) -> bool:
        """Say whether it is signed."""
        return self._records.signed(kind, identity)

    def unsent(self) -> list[Unsent]:
        """List theirs; of others nothing, unless what waits is counted."""
        return [one for one in self._records.unsent() if self._counted or self.sees(one.patient)]

    def audit_trail(self, *, limit: int = 100) -> list[AuditFact]:
        """Tell nothing, for the trail is about everybody; where all is counted, its ids may be told."""
        return self._records.audit_trail(limit=limit) if self._counted else []

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


def hides(records: object, patient: str | None) -> bool:
    """Say whether this record does not show what is about somebody; a whole one hides nothing."""
    return isinstance(records, SomePeople) and not records.sees(patient)


def shows_less(now: object, before: object) -> bool:
    """Say whether somebody whom a record showed before is not in it now."""
    if not isinstance(now, SomePeople):
        return False
    return not isinstance(before, SomePeople) or not before.people <= now.people


def counted(records: Reading) -> Reading:
    """Give what counts are made of: the whole record, where it may be counted. No name of it is shown."""
    return (records.counted or records) if isinstance(records, SomePeople) else records
