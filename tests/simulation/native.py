"""Our own office in memory: a feed of all commits in their order, and one number for all that there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qs

from typing_extensions import override

from carenurse.clinical.fhir import Resource, write_json
from carenurse.exchange.rows import digest_of_rows, row_of
from carenurse.sync.wire import FHIR_JSON, NDJSON, Request, Response
from tests.simulation.blobs import Blobs
from tests.simulation.given import GivingOffice
from tests.simulation.office import Commit, Key, ModelOffice, Quirks, Stored, outcome, patient_of

GROUP: Key = ("Group", "g1")


@dataclass
class NativeOffice(ModelOffice):
    """The model office with the operations of ``carenurse.office.native`` that a run uses."""

    epoch: int = 1
    starts: int = 1
    """How often it was started; who restores it starts it again."""
    files: Blobs = field(default_factory=Blobs)
    backups: list[tuple[dict[Key, list[Stored]], Blobs]] = field(default_factory=list)

    @override
    def snapshot(self) -> dict[Key, list[Stored]]:
        kept = super().snapshot()
        self.backups.append((kept, self.files.copy()))
        return kept

    @override
    def restore(self, kept: dict[Key, list[Stored]]) -> None:
        super().restore(kept)
        self.epoch += 1
        self.starts += 1
        self.files = next((files.copy() for store, files in self.backups if store is kept), self.files)

    @override
    def handle(self, request: Request, by: str) -> Response:
        answer = self._started_again(request) or self._answer(request, by)
        start = {"serving": str(self.starts)} if self.quirks.vouches else {}
        return replace(answer, headers={**answer.headers, **start})

    def _started_again(self, request: Request) -> Response | None:
        vouched = request.headers.get("Serving", str(self.starts)) == str(self.starts)
        return None if vouched or not self.quirks.vouches else outcome(412, "started again")

    def _answer(self, request: Request, by: str) -> Response:
        path, _, query = request.path.partition("?")
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if path == "$changes":
            told = self._changes(int(asked["since"]), asked.get("epoch", ""))
            return replace(told, headers={**told.headers, **self._runs(asked.get("device", ""))})
        if path.startswith("blob/"):
            return self.files.handle(request, by, seen=self._may_see(asked.get("of", "")))
        if path == "$digest":
            return self._digest(frozenset(asked["_type"].split(",")))
        return super().handle(request, by)

    def _runs(self, device: str) -> dict[str, str]:
        counted = self.resource(("Basic", device))
        runs = counted["identifier"][0]["value"] if counted else "0"
        return {"runs": runs} if device and self.quirks.vouches else {}

    def _may_see(self, reference: str) -> bool:
        kind, _, identity = reference.partition("/")
        return any(key == (kind, identity) for key, _ in self.in_scope())

    @property
    def newest(self) -> int:
        """The sequence of the last commit."""
        return max(one.sequence for versions in self.store.values() for one in versions)

    def _changes(self, since: int, epoch: str) -> Response:
        if since > self.newest or epoch not in ("", str(self.epoch)):
            return outcome(410, "restored")
        later = sorted(one.sequence for versions in self.store.values() for one in versions)
        page = [number for number in later if number > since][: self.quirks.page_cap]
        end = page[-1] if page else self.newest
        steps = sorted(self._steps(since, end), key=lambda step: step["seq"])
        headers = {
            "content-type": NDJSON,
            "epoch": str(self.epoch),
            "next-sequence": str(end),
            "newest-sequence": str(self.newest),
            "line-count": str(len(steps)),
        }
        return Response(200, headers, b"".join(write_json(step) + b"\n" for step in steps))

    def _steps(self, since: int, end: int) -> Iterator[Resource]:
        for _, stands in self.in_scope():
            if since < stands.sequence <= end:
                yield {"seq": stands.sequence, "op": "put", "resource": stands.resource}
        for (kind, identity), versions in self.store.items():
            if versions[-1].resource is None and since < versions[-1].sequence <= end:
                yield {"seq": versions[-1].sequence, "op": "tombstone", "reference": f"{kind}/{identity}"}
        before: set[str] = set()
        for version in self.store[GROUP]:
            now = members_of(version.resource)
            if since < version.sequence <= end:
                yield from self._moved(version.sequence, "scope-in", now - before)
                yield from self._moved(version.sequence, "scope-out", before - now)
            before = now

    @staticmethod
    def _moved(sequence: int, op: str, patients: set[str]) -> Iterator[Resource]:
        for one in sorted(patients):
            yield {"seq": sequence, "op": op, "reference": f"Patient/{one}"}

    def in_scope(self) -> Iterator[tuple[Key, Stored]]:
        """Walk what stands there and may be seen by the nurses of this caseload."""
        seen = members_of(self.resource(GROUP))
        for key, versions in self.store.items():
            resource = versions[-1].resource
            whose = patient_of(resource or {})
            if resource is not None and whose not in self.forbidden and (not whose or whose in seen):
                yield key, versions[-1]

    def _digest(self, kinds: frozenset[str]) -> Response:
        rows = [row_of(*key, int(stands.tag)) for key, stands in self.in_scope() if key[0] in kinds]
        told = [{"name": "all", "valueString": digest_of_rows(rows)}]
        body = write_json({"resourceType": "Parameters", "parameter": told})
        return Response(200, {"content-type": FHIR_JSON}, body)


def office_with(
    quirks: Quirks, now: Callable[[], datetime], listen: Callable[[list[Commit]], None]
) -> ModelOffice:
    """Make the office that has such quirks."""
    make = NativeOffice if quirks.native else GivingOffice if quirks.gives_ids else ModelOffice
    return make(quirks, now, listen)


def members_of(group: Resource | None) -> set[str]:
    listed = (group or {}).get("member", [])
    return {str(one["entity"]["reference"]).removeprefix("Patient/") for one in listed}
