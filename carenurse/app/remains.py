"""What an office never took of a laptop, handed over before that is emptied: drafts, refused, held, disputed.

Nobody merges it into a record: the office keeps it as it is, and a person looks. Each part is a Bundle (a
collection) of about a megabyte, which a thin link brings over within the time that an office waits for one; a
large file goes in slices, Binaries named by the beginning of its SHA-256 and their number. What does not
change comes first and what grows last, so that the next contact makes the same parts and leaves out those
that the office signed for.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import Final

from carenurse.app.agency import SETTINGS
from carenurse.app.coming_back import kept_return
from carenurse.app.content import form_ids
from carenurse.app.form_shelf import permission_key, retired_key
from carenurse.app.ports import Reading
from carenurse.clinical.fhir import Resource, reference_to, write_json
from carenurse.sync.canonical import same
from carenurse.sync.kept import Change, Journal, journal_of

WHY: Final = "urn:carenurse:left-behind"
"""The extension of an entry that says why the office never had it."""

_ROOM: Final = 1_000_000
"""Bytes of a part; one resource that is larger goes alone."""
_SLICE: Final = 750_000
"""Bytes of a slice; in letters (base64) it fills a part by itself, whatever comes before and after it."""

_OWN_KINDS: Final = ("Organization", "Questionnaire")
"""What a nurse keeps on her laptop alone: her agency's words, and forms that she took in."""

_SHORT_NAME: Final = 54
"""An id of FHIR has at most 64 signs."""

_MOST_ROWS: Final = 10_000_000

Entry = tuple[str, Resource]


def parts_of(records: Reading) -> Iterator[bytes]:
    """Write all of it, part by part; there is always one, for the trail of who did what is in it."""
    waiting: list[Resource] = []
    room = _ROOM
    for why, resource in _everything(records, journal_of(records)):
        entry = {"extension": [{"url": WHY, "valueCode": why}], "resource": resource}
        size = len(write_json(entry))
        if waiting and size > room:
            yield _bundle(waiting)
            waiting, room = [], _ROOM
        waiting.append(entry)
        room -= size
    yield _bundle(waiting)


def _bundle(entries: list[Resource]) -> bytes:
    """Write a part; the same entries give the same bytes, so that the office knows what it has already."""
    name = sha256(write_json(entries)).hexdigest()
    return write_json({"resourceType": "Bundle", "id": name, "type": "collection", "entry": entries})


def _everything(records: Reading, journal: Journal) -> Iterator[Entry]:
    for one in reversed(records.files()):
        if not journal.file_is_there(one.digest):
            yield from _file(one.digest, one.media_type, records.file(one.digest) or b"", "file")
    told = set[bytes]()
    for why, resource in (*_resources(journal), *_own(records, journal)):
        if (written := write_json(resource)) not in told:
            told.add(written)
            yield why, resource
    there = kept_return(records)
    if there is not None and there.holds_words:
        words = {**asdict(there), "when": there.when.isoformat()}
        yield from _file("words", "application/json", json.dumps(words).encode(), "words")
    yield from _file("trail", "application/x-ndjson", _trail(records), "trail")


def _resources(journal: Journal) -> Iterator[Entry]:
    """List what waits, what is being written, and her side of each dispute."""
    for change in journal.changes():
        yield _why(change), change.resource
    for draft in sorted(journal.drafts(), key=reference_to):
        yield "draft", draft
    for conflict in journal.conflicts():
        yield "conflict", conflict.mine


def _own(records: Reading, journal: Journal) -> Iterator[Entry]:
    """List what was made here for this laptop alone, with what was decided about it."""
    for kind in _OWN_KINDS:
        for one in sorted(records.all_of(kind), key=reference_to):
            base = journal.base_of(kind, str(one["id"]))
            if base is None or not same(base[0], one):
                yield "own", one
    forms = (*form_ids(), *(str(one["id"]) for one in records.all_of("Questionnaire")))
    names = (*SETTINGS, *(key(form) for form in forms for key in (permission_key, retired_key)))
    settings = {name: held for name in sorted(names) if (held := records.setting(name)) is not None}
    if settings:
        yield from _file("settings", "application/json", json.dumps(settings).encode(), "own")


def _why(change: Change) -> str:
    return change.held.value if change.held else "waiting"


def _file(name: str, media_type: str, data: bytes, why: str) -> Iterator[Entry]:
    """Write a file as Binaries: its bytes in order, in slices numbered from one where it has several.

    Slices of one that is another at each contact bear the beginning of its SHA-256, so that an office that
    has some of each puts together only what belongs together.
    """
    starts = range(0, max(len(data), 1), _SLICE)
    sliced = name if why == "file" else f"{name}-{sha256(data).hexdigest()}"
    for number, start in enumerate(starts, 1):
        identity = name if len(starts) == 1 else f"{sliced[:_SHORT_NAME]}.{number}"
        yield (
            why,
            {
                "resourceType": "Binary",
                "id": identity,
                "contentType": media_type or "application/octet-stream",
                "data": b64encode(data[start : start + _SLICE]).decode(),
            },
        )


def _trail(records: Reading) -> bytes:
    """Write who did what, oldest first, a line each: after this it is nowhere else."""
    facts = reversed(records.audit_trail(limit=_MOST_ROWS))
    return b"\n".join(write_json({**asdict(fact), "when": fact.when.isoformat()}) for fact in facts)
