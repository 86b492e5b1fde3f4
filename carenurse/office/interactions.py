"""What each FHIR request means to the record: read, history, create, update, search, everything.

All of it runs on the one thread that owns the record. A write happens inside a unit of work that its caller
opened, after everything that could refuse it was looked at.
"""

from typing import Final

from carenurse.clinical.fhir import Resource, kind_of, new_id
from carenurse.clinical.record import Effect
from carenurse.clinical.shapes import as_object
from carenurse.clinical.structure import Structure
from carenurse.clinical.whole import whole
from carenurse.office.asked import Asked, RefusedError, Told, outcome
from carenurse.office.finding import everything, history, kind_history, search
from carenurse.office.permits import Permits
from carenurse.store.served import Served
from carenurse.store.served_rows import Question, Standing
from carenurse.store.writing import SignedRecordError, Work

_SERVERS_OWN: Final = frozenset({"versionId", "lastUpdated"})


class Interactions:
    """One request at a time; raises RefusedError for what is not done."""

    def __init__(self, served: Served, structure: Structure) -> None:
        self._served, self._structure = served, structure
        self._permits = Permits(served)

    def read(self, asked: Asked) -> Told:
        """Answer a request that changes nothing."""
        match asked.path:
            case (kind,) | (kind, "_search"):
                self._permits.ask(asked)
                return search(self._served, asked, self._kind(kind))
            case (kind, "_history"):
                self._permits.ask(asked)
                return kind_history(self._served, asked, self._kind(kind))
            case (kind, identity):
                return self._one(asked, self._kind(kind), identity)
            case (_, _, *_):
                return self._past(asked)
            case _:
                raise _nothing_there()

    def _past(self, asked: Asked) -> Told:
        match asked.path:
            case (kind, identity, "_history"):
                return history(self._served, asked, self._seen(asked, self._kind(kind), identity))
            case ("Patient", identity, "$everything"):
                self._permits.ask(asked)
                return everything(self._served, asked, self._seen(asked, "Patient", identity))
            case (kind, identity, "_history", number):
                return self._version(asked, self._kind(kind), identity, number)
            case _:
                raise _nothing_there()

    def write(self, asked: Asked, work: Work) -> Told:
        """Do a create or an update inside a unit of work."""
        match (asked.method, asked.path):
            case ("POST", (kind,)):
                return self._create(asked, work, self._kind(kind))
            case ("PUT", (kind, identity)):
                return self._update(asked, work, self._kind(kind), identity)
            case ("PUT", (kind,)) if asked.query:
                return self._update_found(asked, work, self._kind(kind))
            case _:
                raise not_done(asked)

    def _kind(self, name: str) -> str:
        if name not in self._structure.kinds:
            raise RefusedError(404, "not-supported", "There is no such resource type in FHIR R4.")
        return name

    def _seen(self, asked: Asked, kind: str, identity: str) -> Standing:
        found = self._served.standing(kind, identity)
        if found is None:
            gone = self._served.is_purged(kind, identity)
            status, code = (410, "deleted") if gone else (404, "not-found")
            raise RefusedError(status, code, "There is no such resource here.")
        self._permits.see(asked, found)
        return found

    def _one(self, asked: Asked, kind: str, identity: str) -> Told:
        found = self._seen(asked, kind, identity)
        if asked.headers.get("if-none-match") == found.tag:
            return Told(304, headers=_facts(found))
        return Told(200, found.told(), _facts(found))

    def _version(self, asked: Asked, kind: str, identity: str, number: str) -> Told:
        self._seen(asked, kind, identity)
        found = self._served.history(kind, identity, number=whole(number) or 0)
        if not found:
            raise RefusedError(404, "not-found", "There is no such version here.")
        return Told(200, found[0].told(), _facts(found[0]))

    def _create(self, asked: Asked, work: Work, kind: str) -> Told:
        found = self._matches(asked, kind, asked.headers.get("if-none-exist", ""))
        if found is not None:
            self._permits.see(asked, found)
            return self._answer(asked, found, 200)
        identity = new_id()
        return self._keep(asked, work, kind, {**(asked.resource or {}), "id": identity})

    def _matches(self, asked: Asked, kind: str, condition: str) -> Standing | None:
        """Find the one that a condition asks for; several are refused (412)."""
        if not condition:
            return None
        found = conditioned(self._served, asked, kind, condition)
        if len(found) > 1:
            raise RefusedError(412, "multiple-matches", "Several resources match the condition.")
        return found[0] if found else None

    def _update_found(self, asked: Asked, work: Work, kind: str) -> Told:
        condition = "&".join(f"{name}={value}" for name, value in asked.query)
        found = self._matches(asked, kind, condition)
        own = str((asked.resource or {}).get("id") or new_id())
        return self._update(asked, work, kind, found.identity if found else own)

    def _update(self, asked: Asked, work: Work, kind: str, identity: str) -> Told:
        sent = asked.resource or {}
        if str(sent.get("id", "")) not in ("", identity) or not sent:
            raise RefusedError(400, "invalid", "The id in the resource is not the id in the address.")
        return self._keep(asked, work, kind, {**sent, "id": identity})

    def _keep(self, asked: Asked, work: Work, kind: str, sent: Resource) -> Told:
        if kind_of(sent) != kind:
            raise RefusedError(400, "invalid", "The resource is of another type than the address.")
        if problems := self._structure.problems(sent):
            raise RefusedError(422, "structure", *problems)
        identity = str(sent["id"])
        before = self._served.standing(kind, identity)
        _look_at_conditions(asked, before)
        self._permits.change(asked, sent, before)
        bare = _bare(sent)
        effect = _put(work, bare)
        if effect is not Effect.SAME:
            self._note(asked, sent, new=before is None)
        facts = self._served.facts(kind, identity)
        if facts is None:
            raise RefusedError(409, "conflict", "Somebody is writing this at the office just now.")
        kept = before if effect is Effect.SAME and before else Standing(kind, identity, *facts, bare)
        return self._answer(asked, kept, 201 if before is None else 200)

    def _note(self, asked: Asked, sent: Resource, *, new: bool) -> None:
        self._served.note_tags(sent)
        if kind_of(sent) == "Group":
            self._served.note_caseloads()
        elif kind_of(sent) == "Patient" and new and asked.nurse:
            self._served.bring(asked.nurse, str(sent["id"]))

    def _answer(self, asked: Asked, kept: Standing, status: int) -> Told:
        headers = {
            **_facts(kept),
            "Location": f"{asked.base}/{kept.kind}/{kept.identity}/_history/{kept.number}",
        }
        if asked.prefers("return=minimal"):
            return Told(status, headers=headers)
        if asked.prefers("return=OperationOutcome"):
            return Told(status, outcome("informational", ("Kept.",), "information"), headers)
        return Told(status, kept.told(), headers)


def conditioned(served: Served, asked: Asked, kind: str, condition: str) -> list[Standing]:
    """Find what ``identifier=system|value`` and its like ask for; only identifiers and ids count."""
    name, _, value = condition.removeprefix("?").partition("=")
    if "&" in value:
        raise _no_condition()
    match name:
        case "identifier":
            question = Question(kind, asked.nurse, keys=(("identifier", (value,)),))
        case "_id":
            question = Question(kind, asked.nurse, identities=(value,))
        case "_tag":
            question = Question(kind, asked.nurse, tags=(value,))
        case _:
            raise _no_condition()
    return served.search(question, 2)


def _no_condition() -> RefusedError:
    return RefusedError(412, "not-supported", "A condition must be one identifier, id or tag.")


def _nothing_there() -> RefusedError:
    return RefusedError(404, "not-found", "There is nothing under this address.")


def not_done(asked: Asked) -> RefusedError:
    """Refuse what this office never does; nothing clinical is deleted, nothing is patched."""
    word = "deleted: set its status instead" if asked.method == "DELETE" else "changed in this way"
    return RefusedError(
        405, "not-supported", f"Nothing is {word}.", headers={"Allow": "GET, HEAD, POST, PUT"}
    )


def _put(work: Work, resource: Resource) -> Effect:
    """Keep it; what is signed at the office stays as it was signed."""
    try:
        return work.put(resource, local=True)
    except SignedRecordError:
        raise RefusedError(422, "business-rule", "This is signed and stays as it was signed.") from None


def _look_at_conditions(asked: Asked, before: Standing | None) -> None:
    wanted = asked.headers.get("if-match", "")
    if asked.headers.get("if-none-match", "").strip() == "*" and before is not None:
        raise RefusedError(412, "conflict", "This exists already.", headers=_facts(before))
    if not wanted or wanted.strip() == "*":
        return
    bare = wanted.strip().removeprefix("W/").strip('"')
    if before is None:
        raise RefusedError(412, "conflict", "This does not exist here.")
    if bare != str(before.number):
        raise RefusedError(412, "conflict", "This was changed meanwhile.", headers=_facts(before))


def _bare(sent: Resource) -> Resource:
    """Leave out what only a server says, so that the same words are the same version."""
    meta = {name: value for name, value in as_object(sent.get("meta")).items() if name not in _SERVERS_OWN}
    kept = {name: value for name, value in sent.items() if name != "meta"}
    return {**kept, "meta": meta} if meta else kept


def _facts(one: Standing) -> dict[str, str]:
    return {
        "ETag": one.tag,
        "Last-Modified": one.updated.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }
