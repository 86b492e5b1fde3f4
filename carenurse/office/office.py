"""One office: an open record and everything that is asked of it, one request after the other."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.practitioner import are_others, decode, family_words
from carenurse.clinical.shapes import as_object, as_objects, as_text, as_texts
from carenurse.clinical.structure import structure
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.office.bundles import Bundles
from carenurse.office.capability import capability
from carenurse.office.interactions import Interactions, not_done
from carenurse.office.leash import OfficeLeash
from carenurse.office.marks import Marks
from carenurse.office.native import Native
from carenurse.office.office_key import OfficeKey
from carenurse.store.devices import Device
from carenurse.store.kept_answers import KeptAnswer
from carenurse.store.records import StoredRecords

_SEEN_AGAIN: Final = timedelta(minutes=1)
_LONGEST_NAME: Final = 80


class Office:
    """Owns nothing that a crash could lose: each answer of a write is given after its commit.

    Used by one thread only.
    """

    def __init__(self, records: StoredRecords, key_id: str, now: Callable[[], datetime]) -> None:
        self._records, self._now = records, now
        self._serving = secrets.token_hex(8)
        self.served = records.served()
        self.served.open_office(key_id)
        self._structure = structure()
        self._interactions = Interactions(self.served, self._structure)
        self._bundles = Bundles(self._interactions, self.served)
        self._native = Native(self.served)
        self._key = OfficeKey(records)
        leash = self._leash = OfficeLeash(self.served, self._key, now)
        marks = Marks(self._key, self.served.marks, leash, now)
        self._seen: dict[str, datetime] = {}
        self._operations: Mapping[tuple[str, str], Callable[[Asked], Told]] = {
            ("POST", ""): self._push,
            ("POST", "$sync-push"): self._push_once,
            ("GET", "$changes"): self._changes,
            ("GET", "$manifest"): self._native.manifest,
            ("GET", "$digest"): self._native.digest,
            ("POST", "$deposit"): self._native.deposit,
            ("POST", "$mark"): marks.take,
            ("POST", "$remains"): leash.take_remains,
            ("POST", "$wiped"): leash.take_wiped,
        }

    def know(self, token: str) -> Device | None:
        """Know a device by its token; asked at each request, so that a revoked one gets nothing at once."""
        return self.served.devices.by_token(token)

    def answer(self, asked: Asked) -> Told:
        """Answer one request, refused or not; other failures are raised.

        Each answer to a laptop names this start of the office (``Serving``). Nobody can restore it while it
        serves: a laptop that saw it as it was left says so with what it sends, and need not look again.
        """
        try:
            told = self._answer(asked)
        except RefusedError as refused:
            told = refused.told()
        return replace(told, headers={**told.headers, "Serving": self._serving}) if asked.device else told

    def _answer(self, asked: Asked) -> Told:
        if asked.path == ("metadata",):
            return Told(200, capability(self._structure, asked.base, self._now()))
        if asked.device is None or asked.path == ("$enrol",):
            return self._answer_to_a_stranger(asked)
        if asked.headers.get("serving", self._serving) != self._serving:
            raise RefusedError(412, "conflict", "The office was started again since; look first.")
        operation = self._operations.get((asked.method, "/".join(asked.path)))
        if operation:
            return operation(asked)
        if len(asked.path) == 2 and asked.path[0] == "blob":  # noqa: PLR2004 - blob/<sha256>
            return self._native.blob(asked, asked.path[1])
        if asked.method in ("GET", "HEAD") or asked.path[-1:] == ("_search",):
            return self._read(asked)
        if asked.method not in ("POST", "PUT"):
            raise not_done(asked)
        with self._records.work(author=asked.device.nurse) as work:
            told = self._interactions.write(asked, work)
            work.record("create", f"Practitioner/{asked.device.nurse}", f"{asked.device.identity} 1")
        return told

    def _answer_to_a_stranger(self, asked: Asked) -> Told:
        """Let in who has a code, take the last word of a laptop that is empty; refuse everybody else."""
        if (asked.method, asked.path) == ("POST", ("$enrol",)):
            return self._enrol(asked)
        last = self._leash.take_last_word(asked) if asked.path == ("$wiped",) else None
        if last is None:
            problem = "This office knows only enrolled devices."
            raise RefusedError(401, "login", problem, headers={"WWW-Authenticate": 'Bearer realm="office"'})
        return last

    def _read(self, asked: Asked) -> Told:
        told = self._interactions.read(asked)
        if asked.path[-1:] == ("$everything",) and asked.device and not asked.one("_cursor"):
            with self._records.work(author=asked.device.nurse) as work:
                work.record("give", "/".join(asked.path[:2]), asked.device.identity)
        return told

    def _push(self, asked: Asked) -> Told:
        if asked.headers.get("idempotency-key"):
            return self._push_once(asked)
        with self._records.work(author=asked.device.nurse if asked.device else "") as work:
            told = self._bundles.do(asked, work)
            self._note(asked, work.record)
        return told

    def _push_once(self, asked: Asked) -> Told:
        """Do a bundle once: the same key with the same words again gets the answer that it got."""
        key, device = asked.headers.get("idempotency-key", ""), asked.device
        if not key or device is None:
            raise RefusedError(400, "required", "An Idempotency-Key is needed.")
        digest = sha256(asked.body).digest()
        kept = self.served.answers.find(device.identity, key)
        if kept and kept.digest != digest:
            raise RefusedError(422, "conflict", "This key was used for something else.")
        if kept:
            return Told(kept.status, headers={"Idempotent-Replay": "true"}, body=kept.body)
        with self._records.work(author=device.nurse) as work:
            told = self._bundles.do(asked, work)
            self._note(asked, work.record)
            self.served.answers.keep(device.identity, key, KeptAnswer(digest, told.status, told.data))
        return told

    def _note(self, asked: Asked, record: Callable[..., None]) -> None:
        if asked.device:
            entries = len(as_objects((asked.resource or {}).get("entry")))
            record("import", f"Practitioner/{asked.device.nurse}", f"{asked.device.identity} {entries}")

    def _changes(self, asked: Asked) -> Told:
        told = self._native.changes(asked)
        if asked.device:
            self._note_seen(asked.device, asked.one("since", "0"))
        return told

    def _note_seen(self, device: Device, since: str) -> None:
        now = self._now()
        last = self._seen.get(device.identity)
        if last is None or now - last >= _SEEN_AGAIN or now < last:
            self._seen[device.identity] = now
            self.served.devices.note(device.identity, int(since))

    def _enrol(self, asked: Asked) -> Told:
        told = _object(asked.body)
        code, name = as_text(told.get("code")), as_text(told.get("name"))[:_LONGEST_NAME]
        if other := self._somebody_else(code, as_texts(told.get("family"))):
            return Told(409, body=write_json({"for": other}), kind="application/json")
        let_in = self.served.devices.enrol(code, name or "laptop")
        if let_in is None:
            raise RefusedError(403, "forbidden", "This code is unknown, used, or too old.")
        device, token = let_in
        made = {
            "token": token,
            "device": device.identity,
            "nurse": device.nurse,
            "practitioner": self._practitioner(device.nurse),
            "epoch": self.served.epoch,
            "key": self._key.public,
        }
        return Told(
            201, body=write_json(made), kind="application/json", headers={"Cache-Control": "no-store"}
        )

    def _somebody_else(self, code: str, family: Sequence[str]) -> str:
        """Name the nurse whose code it is where the laptop's own bears quite another family name; else ""."""
        known = self._practitioner(self.served.devices.invited(code))
        others = are_others(frozenset(family), family_words(known))
        return decode(known).name.display if others else ""

    def _practitioner(self, nurse: str) -> Resource:
        """Give a nurse as laptops receive her; nothing for one who is not in the record."""
        standing = self.served.standing("Practitioner", nurse) if nurse else None
        return standing.told() if standing else {}


def _object(body: bytes) -> Resource:
    try:
        return as_object(read_json(body))
    except ValueError:
        return {}
