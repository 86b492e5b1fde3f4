"""Taking over records of other systems: looked at first, then carried out whole or not at all.

What a file says is compared with what is here, resource by resource:

- unknown here: new;
- the same as what is here, or as an earlier version of it (then it was changed here since): the same;
- older than what is here by ``meta.lastUpdated``: the same, with a note;
- signed here and different: left alone, with a note;
- a draft here, such as an open visit: left alone, with a note (what the nurse types is never written over);
- other than what was changed or made here: told, one by one; the nurse's own stays in force, and the incoming
  state is kept as a version behind it (and in the file), until she or the office decides;
- anything else: changed; the version before it is kept as always.

A person who looks like one already here is joined only when the nurse says so: then everything about the
incoming Patient is led to the existing one, and the incoming Patient stays in the record with a link
``replaced-by``, as another name for the same person. A later file of the same sender follows that decision.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.banner import birth_words
from carenurse.app.import_verdicts import (
    Differing,
    KindCount,
    Verdict,
    count,
    differing,
    notes_on,
    unreadable_in,
    verdict_on,
)
from carenurse.app.look_alikes import LookAlike, find_look_alikes
from carenurse.app.nameless import called
from carenurse.app.on_caseload import put_on_caseload
from carenurse.app.ports import Reading, Records, Work
from carenurse.app.received_states import note_received, received_states, told_states
from carenurse.clinical.fhir import Resource, split_reference
from carenurse.clinical.identity import identifiers
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.patient import decode as decode_person
from carenurse.clinical.registry import index
from carenurse.errors import ExpectedError
from carenurse.exchange.digests import digest_of
from carenurse.exchange.large import let_go, uncollected
from carenurse.exchange.manifest import Manifest
from carenurse.exchange.origins import join, joined_to
from carenurse.exchange.parcels import attached_files, open_file
from carenurse.exchange.pictures import MOST_MEGAPIXELS, pictures_in, too_large_to_show
from carenurse.exchange.reading import Incoming, States, read_file
from carenurse.exchange.refusing import RefusedFileError
from carenurse.translations import tr, trn

MEDIA_TYPE = "application/fhir+json"


@dataclass(frozen=True, slots=True)
class Coming:
    """One person of a file: name and birth date as told there, and whether they are here already."""

    id: str
    name: str
    born: str
    here: bool


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file holds and what taking it would do; nothing is stored yet.

    ``joins`` are decisions of earlier imports that still hold. ``look_alikes`` wait for the nurse.
    """

    name: str
    data: bytes
    incoming: Incoming
    counts: tuple[KindCount, ...]
    look_alikes: tuple[LookAlike, ...]
    joins: Mapping[str, str]
    notes: tuple[str, ...]
    people: tuple[Coming, ...] = ()
    differing: tuple[Differing, ...] = ()

    def let_go(self) -> None:
        """Free what was read, a resource at a time; for the end of a large plan, off the window's thread."""
        self.incoming.let_go()

    @property
    def sources(self) -> tuple[str, ...]:
        """Whose ids the file uses."""
        return self.incoming.sources

    @property
    def manifest(self) -> Manifest | None:
        """What a sealed parcel says about itself."""
        return self.incoming.manifest


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was done: counts by kind, notes as sentences, the patients, the digest of the file kept."""

    name: str
    when: datetime
    counts: tuple[KindCount, ...]
    notes: tuple[str, ...]
    patients: tuple[str, ...]
    joined: int
    file: str
    differing: tuple[Differing, ...] = ()

    @property
    def new(self) -> int:
        """Resources that were not here before."""
        return sum(one.new for one in self.counts)

    @property
    def changed(self) -> int:
        """Resources of which a newer state was taken."""
        return sum(one.changed for one in self.counts)

    @property
    def same(self) -> int:
        """Resources that stay as they are."""
        return sum(one.same for one in self.counts)

    @property
    def not_shown(self) -> int:
        """Resources that are kept and exported again, but have no place in the chart."""
        return sum(one.total for one in self.counts if not one.shown)


def plan_import(records: Reading, data: bytes, name: str, source: str = "", key: str = "") -> ImportPlan:
    """Read a file and say what taking it would do.

    ``source`` names the sender where the nurse knows better than the file; ``key`` is the text of the key
    file that opens a sealed parcel. Raises RefusedFileError (one sentence, naming the place).
    """
    with uncollected(len(data)):
        return _planned(records, data, name, source, key)


def _planned(records: Reading, data: bytes, name: str, source: str, key: str) -> ImportPlan:
    plain = open_file(data, key)
    incoming = read_file(plain, source=source)
    if not source.strip() and (stranger := _stranger(records, incoming)):
        incoming = read_file(plain, source=f"{incoming.sources[0]}#{stranger}")
    _refuse_another_in_the_place_of(records, incoming)
    joins = dict(_earlier_joins(records, incoming))
    found = incoming.resources(joins)
    received = received_states(records)
    verdicts = [(one, verdict_on(records, _as_joined(one, joins), received)) for one in found]
    plan = ImportPlan(
        name=name,
        data=data,
        incoming=incoming,
        counts=count(verdicts),
        look_alikes=tuple(_look_alikes(records, found, joins)),
        joins=joins,
        notes=(
            *unreadable_in(found),
            *incoming.notes,
            *notes_on(verdicts),
            *_without_person(records, found),
        ),
        people=tuple(_coming(records, found, joins)),
        differing=differing(records, verdicts),
    )
    verdicts.clear()
    let_go(found)
    return plan


def carry_out(records: Records, plan: ImportPlan, joins: Mapping[str, str], now: datetime) -> ImportReport:
    """Take a file that was looked at, whole or not at all.

    ``joins``: id of an incoming Patient -> id of the Patient here who is the same person. Raises
    ExpectedError when one of them is not to be had.
    """
    with uncollected(len(plan.data)):
        return _carried_out(records, plan, joins, now)


def _carried_out(records: Records, plan: ImportPlan, joins: Mapping[str, str], now: datetime) -> ImportReport:
    decided = {**plan.joins, **{old: _survivor(records, new) for old, new in joins.items()}}
    found = [_as_joined(one, decided) for one in plan.incoming.resources(decided)]
    _must_be_there(found, decided)
    received = received_states(records)
    unknown = _unknown(records, found)
    told, patients = told_states(state for one in found for state in one.states), _patients(found)
    files = tuple(attached_files([one.current for one in found]))
    with records.work(ahead=(state for one in unknown for state in one.states)) as work:
        verdicts = _keep(work, found, received)
        for media_type, name, content in files:
            work.keep_file(content, media_type=media_type, name=name)
        digest = work.keep_file(plan.data, media_type=MEDIA_TYPE, name=plan.name)
        note_received(work, digest, told)
        put_on_caseload(work, patients, begin=False)
        for patient in patients:
            work.record("import", f"Patient/{patient}", digest)
        if not patients:
            work.record("import", "Bundle", digest)
    orphans = _without_person(records, found)
    pictures = _too_large(found)
    notes = (
        *unreadable_in(found),
        *pictures,
        *plan.incoming.notes,
        *notes_on(verdicts),
        *orphans,
        *_joining_notes(plan, decided),
    )
    report = ImportReport(
        plan.name,
        now,
        count(verdicts),
        notes,
        patients,
        len(decided),
        digest,
        differing(records, verdicts),
    )
    unknown.clear()
    verdicts.clear()
    let_go(found)
    return report


def _unknown(records: Reading, found: list[States]) -> list[States]:
    """Find those that are not here, asking once for each kind."""
    ids: dict[str, list[str]] = {}
    for one in found:
        ids.setdefault(one.kind, []).append(one.id)
    here = {kind: records.here(kind, told) for kind, told in ids.items()}
    return [one for one in found if one.id not in here[one.kind]]


def _keep(work: Work, found: list[States], received: frozenset[str]) -> list[tuple[States, Verdict]]:
    """Keep what a file tells: what is new all at once, since everybody who saves waits meanwhile."""
    unknown = _unknown(work, found)
    new = {(one.kind, one.id) for one in unknown}
    verdicts = [
        (one, Verdict.NEW if (one.kind, one.id) in new else verdict_on(work, one, received)) for one in found
    ]
    work.put_new(state for one in unknown for state in one.states)
    for one, verdict in verdicts:
        _keep_beside(work, one, verdict)
    return verdicts


def _keep_beside(work: Work, told: States, verdict: Verdict) -> None:
    """Keep another state of what is here."""
    if verdict is Verdict.CHANGED:
        kept = {digest_of(one.resource) for one in work.versions(told.kind, told.id)}
        for state in told.states:
            if digest_of(state) not in kept:
                work.put(state)
    if verdict is Verdict.DIFFERS and (mine := work.get(told.kind, told.id)):
        work.put(told.current, local=True)  # kept behind hers; it is not hers to send
        work.put(mine)


def _too_large(found: list[States]) -> list[str]:
    """Say how many pictures are kept as they came but are never unpacked for the screen."""
    pictures = (picture for one in found for picture in pictures_in(one.current))
    number = sum(too_large_to_show(content, media_type) for media_type, content in pictures)
    if not number:
        return []
    return [
        trn(
            "{number} picture is too large to be shown (over {most} megapixels), kept as it came.",
            "{number} pictures are too large to be shown (over {most} megapixels), kept as they came.",
            number,
            most=MOST_MEGAPIXELS,
        )
    ]


def _joining_notes(plan: ImportPlan, joins: Mapping[str, str]) -> Iterator[str]:
    apart = {one.incoming.id for one in plan.look_alikes} - set(joins)
    if apart:
        yield trn(
            "{number} person looks like somebody already here and was taken as a person of their own.",
            "{number} people look like somebody already here and were taken as people of their own.",
            len(apart),
        )


def _without_person(records: Reading, found: list[States]) -> Iterator[str]:
    """Tell of resources whose person has not come yet, such as lines of NDJSON ahead of their Patient."""
    whose = Counter(patient_of(one.current) for one in found)
    missing = [one for one in whose if one is not None and records.get("Patient", one) is None]
    here = {one.id for one in found if one.kind == "Patient"}
    if number := sum(whose[one] for one in missing if one not in here):
        yield trn(
            "{number} resource is about somebody neither in the file nor here; it shows once they come.",
            "{number} resources are about people neither in the file nor here; they show once those come.",
            number,
        )


def _coming(records: Reading, found: list[States], joins: Mapping[str, str]) -> Iterator[Coming]:
    """Name the people of a file."""
    for one in found:
        if one.kind == "Patient":
            person = decode_person(one.current)
            here = one.id in joins or records.get("Patient", one.id) is not None
            yield Coming(one.id, called(one.current), birth_words(person), here)


def _patients(found: list[States]) -> tuple[str, ...]:
    """List whose records the file holds, those joined to another under the other's id."""
    whose = (index(one.current).patient for one in found if one.kind == "Patient")
    return tuple(dict.fromkeys(one for one in whose if one))


def _look_alikes(records: Reading, found: list[States], joins: Mapping[str, str]) -> Iterator[LookAlike]:
    """Find look-alikes of people who are new here; who is here already was decided on."""
    for one in found:
        if one.kind == "Patient" and one.id not in joins and records.get("Patient", one.id) is None:
            yield from find_look_alikes(records, one.current)


def _earlier_joins(records: Reading, incoming: Incoming) -> Iterator[tuple[str, str]]:
    for identity, _ in incoming.patients():
        kept = records.get("Patient", identity)
        other = split_reference(joined_to(kept)) if kept else None
        if other:
            yield identity, other[1]


def _as_joined(told: States, joins: Mapping[str, str]) -> States:
    if told.kind != "Patient" or told.id not in joins:
        return told
    other = f"Patient/{joins[told.id]}"
    return States(told.kind, told.id, tuple(join(state, other) for state in told.states))


def _survivor(records: Reading, identity: str) -> str:
    """Follow earlier joins to the Patient who stands for all of them."""
    kept = records.get("Patient", identity)
    if kept is None:
        raise ExpectedError(
            tr("The person to join to is not in this record."), tr("Look the person up again.")
        )
    return index(kept).patient or identity


def _must_be_there(found: list[States], joins: Mapping[str, str]) -> None:
    here = {one.id for one in found if one.kind == "Patient"}
    if any(old not in here or old == new for old, new in joins.items()):
        raise ExpectedError(tr("The person to join is not in this file."), tr("Look at the file again."))


def _stranger(records: Reading, incoming: Incoming) -> str:
    """Find out whether a person of the file has the id of quite another person here, as two senders may use.

    A digest of who the person is then tells the senders apart.
    """
    for identity, told in incoming.patients():
        kept = None if told.get("id") == identity else records.get("Patient", identity)
        if kept and not _may_be_one_person(told, kept):
            who = {name: told.get(name) for name in ("identifier", "name", "birthDate")}
            return digest_of(who)[:16]
    return ""


def _refuse_another_in_the_place_of(records: Reading, incoming: Incoming) -> None:
    """Refuse a file whose Patient has the very UUID of quite another person here.

    Such an id stays, so that taking the file would put one person's name over the other's chart.
    """
    for identity, told in incoming.patients():
        kept = records.get("Patient", identity)
        if kept and not _may_be_one_person(told, kept):
            raise RefusedFileError(
                tr("A person in this file has the id of somebody else on this laptop."),
                tr("Nothing of this file was stored. Tell the sender, and compare both with the office."),
            )


def _may_be_one_person(one: Resource, other: Resource) -> bool:
    """Say no only when number, birth date and name are all told and none agrees."""
    told = [(one.get(name), other.get(name)) for name in ("birthDate", "name")]
    return any(not mine or not theirs or mine == theirs for mine, theirs in told) or bool(
        set(identifiers(one)) & set(identifiers(other))
    )
