"""What laptops of this program use beside plain FHIR: one round trip where FHIR needs many, and no guessing.

``$changes`` follows the order of the commits, so that nothing is overlapped or missed; ``$sync-push`` may be
sent again without doing anything again; ``$manifest`` and ``$digest`` find what differs; ``$deposit`` takes
what a laptop may not send any more; ``blob`` takes files in pieces.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from carenurse.clinical.fhir import Resource, split_reference, write_json
from carenurse.clinical.shapes import as_text, at
from carenurse.clinical.whole import whole
from carenurse.exchange.rows import digest_of_rows, row_of
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.office.permits import Permits
from carenurse.office.questions import count_of
from carenurse.store.served import Served, Step
from carenurse.store.uploads import Piece

NDJSON: Final = "application/fhir+ndjson"
_BYTES: Final = "application/octet-stream"
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_RANGE: Final = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
_COUNT: Final = re.compile(r"\d{1,12}")
_LARGEST_FILE: Final = 200_000_000
_OPS: Final = {"put": "put", "gone": "tombstone", "in": "scope-in", "out": "scope-out"}


class Native:
    """The operations, one method each; all need an enrolled device."""

    def __init__(self, served: Served) -> None:
        self._served, self._permits = served, Permits(served)

    def changes(self, asked: Asked) -> Told:
        """Tell what happened since a sequence: a line each, oldest first, how many, and where to go on.

        410 when the laptop has seen more than there is, or another epoch: the office was restored. ``device``
        names the Basic in which a laptop counts its runs; the count is told, too, so that one turn does.
        """
        since = _number(asked.one("since", "0"))
        epoch = self._served.epoch
        known = asked.one("epoch", epoch)
        if known != epoch or since > self._served.newest:
            problem = "The office was restored from a backup since."
            raise RefusedError(410, "expired", problem, headers={"Epoch": epoch})
        if asked.only_brings:
            return _feed(epoch, (), since, since)
        steps, end = self._served.changes(since, asked.nurse, count_of(asked, 500))
        told = _feed(epoch, steps, end, self._served.newest)
        runs = self._runs(asked, asked.one("device"))
        return replace(told, headers={**told.headers, **runs})

    def _runs(self, asked: Asked, device: str) -> dict[str, str]:
        counted = self._served.standing("Basic", device) if device else None
        if counted is not None:
            self._permits.see(asked, counted)
        told = as_text(at(counted.resource, "identifier.value")) if counted else "0"
        return {"Runs": told} if device and _COUNT.fullmatch(told) else {}

    def manifest(self, asked: Asked) -> Told:
        """Tell what there is in 20 bytes each: 12 of the SHA-256 of Kind/id, 8 of the version's number."""
        rows = b"".join(row_of(kind, identity, number) for kind, identity, number, _ in self._listed(asked))
        headers = {"Epoch": self._served.epoch, "Sequence": str(self._served.newest)}
        return Told(200, headers=headers, body=rows, kind=_BYTES)

    def digest(self, asked: Asked) -> Told:
        """Tell one number for all that there is (of the kinds in ``_type``), and one for each patient."""
        rows: dict[str, list[bytes]] = {}
        wanted = frozenset(filter(None, asked.one("_type").split(",")))
        for kind, identity, number, patient in self._listed(asked):
            if not wanted or kind in wanted:
                rows.setdefault(patient, []).append(row_of(kind, identity, number))
        whole = [one for listed in rows.values() for one in listed]
        told = {"all": digest_of_rows(whole)}
        told |= {f"Patient/{who}": digest_of_rows(listed) for who, listed in rows.items() if who}
        listed = [{"name": name, "valueString": number} for name, number in told.items()]
        return Told(200, {"resourceType": "Parameters", "parameter": listed})

    def _listed(self, asked: Asked) -> Iterator[tuple[str, str, int, str]]:
        self._permits.ask(asked)
        return self._served.manifest(asked.nurse)

    def deposit(self, asked: Asked) -> Told:
        """Take anything from a known device into safe-keeping; the SHA-256 says that it is there."""
        if asked.device is None or not asked.body:
            raise RefusedError(400, "invalid", "There is nothing to keep.")
        digest = self._served.answers.deposit(asked.device.identity, asked.body)
        return Told(200, body=write_json({"sha256": digest}), kind="application/json")

    def blob(self, asked: Asked, digest: str) -> Told:
        """Tell how much of a file is here (HEAD), take the next piece (PATCH), or give it (GET)."""
        if not _DIGEST.fullmatch(digest) or asked.device is None:
            raise RefusedError(404, "not-found", "A file is named by its SHA-256.")
        if asked.method == "PATCH":
            return self._append(asked, asked.device.identity, digest)
        if asked.method == "HEAD":
            return self._progress(asked.device.identity, digest)
        return self._file(asked, asked.device.identity, digest)

    def _progress(self, device: str, digest: str) -> Told:
        size = self._served.uploads.size(digest)
        offset = self._served.uploads.offset(device, digest) if size is None else size
        return Told(
            200, headers={"Upload-Offset": str(offset), "Upload-Complete": "?0" if size is None else "?1"}
        )

    def _append(self, asked: Asked, device: str, digest: str) -> Told:
        if self._served.uploads.size(digest) is not None:
            return self._progress(device, digest)
        found = _RANGE.fullmatch(asked.headers.get("content-range", ""))
        start, end, size = (int(part) for part in found.groups()) if found else (0, -1, 0)
        if end - start + 1 != len(asked.body) or not 0 < size <= _LARGEST_FILE or end >= size:
            raise RefusedError(400, "invalid", "Content-Range does not fit the piece.")
        kind = asked.headers.get("content-type", _BYTES)
        became = self._served.uploads.append(
            device, digest, start, asked.body, last=end == size - 1, kind=kind
        )
        if became is Piece.WRONG:
            raise RefusedError(
                422, "invalid", "The file is not what its SHA-256 says; send it from the start."
            )
        told = self._progress(device, digest)
        return Told(409 if became is Piece.OUT_OF_PLACE else 200, headers=told.headers)

    def _file(self, asked: Asked, device: str, digest: str) -> Told:
        """Give a file to whoever sent it, or to whoever may see a resource that names it (``of=Kind/id``)."""
        self._permits.ask(asked)
        parts = split_reference(asked.one("of"))
        holder = self._served.standing(*parts) if parts else None
        named = holder is not None and digest.encode() in write_json(holder.resource)
        if holder is not None and named:
            self._permits.see(asked, holder)
        data = self._served.file(digest)
        if data is None or not (named or self._served.uploads.sent_by(device, digest)):
            raise RefusedError(404, "not-found", "There is no such file here.")
        return Told(200, body=data, kind=_BYTES)


def _feed(epoch: str, steps: Sequence[Step], end: int, newest: int) -> Told:
    """Write a page of the feed that goes on after ``end``."""
    headers = {
        "Epoch": epoch,
        "Next-Sequence": str(end),
        "Newest-Sequence": str(newest),
        "Line-Count": str(len(steps)),
    }
    lines = b"".join(write_json(_line(step)) + b"\n" for step in steps)
    return Told(200, headers=headers, body=lines, kind=NDJSON)


def _line(step: Step) -> Resource:
    line: Resource = {"seq": step.sequence, "op": _OPS[step.op]}
    if step.standing is not None:
        return {**line, "resource": step.standing.told()}
    now = {"practitioner": f"Practitioner/{step.nurse}"} if step.nurse else {}
    return {**line, "reference": step.reference, **now}


def _number(text: str) -> int:
    number = whole(text)
    if number is None:
        raise RefusedError(400, "invalid", "since is no sequence.")
    return number
