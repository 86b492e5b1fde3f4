"""Taking over records of other systems: looked at first, then carried out whole or not at all.

What a file says is compared with what is here, resource by resource:

- unknown here: new;
- the same as what is here, or as an earlier version of it (then it was changed here since): the same;
- older than what is here by ``meta.lastUpdated``: the same, with a note;
- signed here and different: left alone, with a note;
- a draft here, such as an open visit: left alone, with a note (what the nurse types is never written over);
- about somebody else than here, from another sender: left out, told one by one;
- other than what was changed or made here: told, one by one; the nurse's own stays in force, and the incoming
  state is kept as a version behind it (and in the file), until she or the office decides;
- anything else: changed; the version before it is kept as always.

A person who looks like one already here is joined only when the nurse says so: then everything about the
incoming Patient is led to the existing one, and the incoming Patient stays in the record with a link
``replaced-by``, as another name for the same person. A later file of the same sender follows that decision.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from carenurse.app import import_people
from carenurse.app.import_people import Coming
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
from carenurse.app.look_alikes import LookAlike
from carenurse.app.on_caseload import put_on_caseload
from carenurse.app.ports import Progress, Reading, Records, Work, silent
from carenurse.app.reach import needs_everybody
from carenurse.app.received_states import note_received
from carenurse.clinical.fhir import split_reference
from carenurse.clinical.registry import index
from carenurse.errors import ExpectedError
from carenurse.exchange.digests import digest_of
from carenurse.exchange.large import collected_again, let_go, uncollected
from carenurse.exchange.manifest import Manifest
from carenurse.exchange.origins import join, joined_to
from carenurse.exchange.parcels import attached_files, open_file
from carenurse.exchange.pictures import MOST_MEGAPIXELS, pictures_in, too_large_to_show
from carenurse.exchange.reading import Incoming, States, read_file
from carenurse.translations import tr, trn

MEDIA_TYPE = "application/fhir+json"
_OPENED, _READ, _NOTED = 0.05, 0.4, 0.2
"""Shares of the whole work that are behind when a file is opened, read, and noted."""
_AT_A_TIME = 500
"""Resources between two words of progress."""


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
        collected_again(len(self.data))

    @property
    def sources(self) -> tuple[str, ...]:
        """Whose ids the file uses."""
        return self.incoming.sources

    @property
    def manifest(self) -> Manifest | None:
        """What a sealed copy says about itself."""
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


def plan_import(
    records: Reading, data: bytes, name: str, source: str = "", key: str = "", *, progress: Progress = silent
) -> ImportPlan:
    """Read a file and say what taking it would do; ``progress`` may end it by raising.

    ``source`` names the sender where the nurse knows better than the file; ``key`` is the text of the key
    file that opens a sealed file. Raises RefusedFileError (one sentence, naming the place), LeaseOverError.
    """
    _refuse_in_part(records)
    with uncollected(len(data)):
        return _planned(records, data, name, (source, key), progress)


def _refuse_in_part(records: Reading) -> None:
    needs_everybody(records, tr("Nothing can be taken over before this laptop has met its office."))


def _planned(
    records: Reading, data: bytes, name: str, told: tuple[str, str], progress: Progress
) -> ImportPlan:
    source, key = told
    plain = open_file(data, key)
    progress(_OPENED)
    incoming = _told_apart(records, plain, source)
    import_people.refuse_another_in_the_place_of(records, incoming)
    joins = dict(_earlier_joins(records, incoming))
    progress(_READ)
    found = incoming.resources(joins)
    import_people.refuse_without_their_person(records, found)
    stand = import_people.standing_for(found, joins)
    verdicts = [
        (one, verdict_on(records, _as_joined(one, joins), stand)) for one in _going_through(found, progress)
    ]
    plan = ImportPlan(
        name=name,
        data=data,
        incoming=incoming,
        counts=count(verdicts),
        look_alikes=tuple(import_people.look_alikes(records, found, joins)),
        joins=joins,
        notes=(
            *unreadable_in(found),
            *incoming.notes,
            *notes_on(verdicts),
            *import_people.without_person(records, found),
        ),
        people=tuple(import_people.coming(records, found, joins)),
        differing=differing(records, verdicts),
    )
    verdicts.clear()
    let_go(found)
    return plan


def _told_apart(records: Reading, plain: bytes, source: str) -> Incoming:
    """Read a file, as often under another sender's name as somebody in it has the id of another one here."""
    incoming, apart = read_file(plain, source=source), ""
    import_people.refuse_two_under_one_id(incoming)
    while stranger := import_people.stranger(records, incoming):
        apart = f"{apart}#{stranger}" if apart else stranger
        incoming = read_file(plain, source=source, apart=apart)
    return incoming


def _going_through(found: list[States], progress: Progress) -> Iterator[States]:
    """Walk what was read and tell how far it is compared."""
    for number, one in enumerate(found):
        if number % _AT_A_TIME == 0:
            progress(_READ + (1 - _READ) * number / len(found))
        yield one


def carry_out(
    records: Records,
    plan: ImportPlan,
    joins: Mapping[str, str],
    now: datetime,
    progress: Progress = silent,
) -> ImportReport:
    """Take a file that was looked at, whole or not at all.

    ``joins``: id of an incoming Patient -> id of the Patient here who is the same person. ``progress`` hears
    how far it is; what it raises leaves nothing of the file here. Raises ExpectedError when one of those to
    join is not to be had, and LeaseOverError.
    """
    _refuse_in_part(records)
    with uncollected(len(plan.data)):
        return _carried_out(records, plan, joins, now, progress)


def _carried_out(
    records: Records, plan: ImportPlan, joins: Mapping[str, str], now: datetime, progress: Progress
) -> ImportReport:
    decided = {**plan.joins, **{old: _survivor(records, new) for old, new in joins.items()}}
    found = [_as_joined(one, decided) for one in plan.incoming.resources(decided)]
    _must_be_there(found, decided)
    unknown, patients = _unknown(records, found), import_people.patients(found)
    people = [f"Patient/{one}" for one in import_people.everybody(found)]
    files = tuple(attached_files([one.current for one in found]))
    digest = sha256(plan.data).hexdigest()
    note_received(records, digest, (state for one in found for state in one.states))
    new = [state for one in unknown for state in one.states]
    stand = import_people.standing_for(found, decided)
    verdicts = _verdicts(records, found, unknown, stand)
    progress(_NOTED)
    kept = (plan.data, *(content for _, _, content in files))
    with records.work(new, files=kept, progress=_from(_NOTED, progress)) as work:
        work.put_new(new)
        verdicts = [(one, _keep_beside(work, one, verdict, stand)) for one, verdict in verdicts]
        for media_type, name, content in files:
            work.keep_file(content, media_type=media_type, name=name)
        work.keep_file(plan.data, media_type=MEDIA_TYPE, name=plan.name)
        put_on_caseload(work, patients, begin=False)
        for subject in people or ["Bundle"]:
            work.record("import", subject, digest)
    orphans = import_people.without_person(records, found)
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
    for judged in (new, unknown, verdicts):
        judged.clear()
    let_go(found)
    return report


def _from(begun: float, progress: Progress) -> Progress:
    """Tell the rest of a work of which a part is done."""
    return lambda share: progress(begun + (1 - begun) * share)


def _unknown(records: Reading, found: list[States]) -> list[States]:
    """Find those that are not here, asking once for each kind."""
    ids: dict[str, list[str]] = {}
    for one in found:
        ids.setdefault(one.kind, []).append(one.id)
    here = {kind: records.here(kind, told) for kind, told in ids.items()}
    return [one for one in found if one.id not in here[one.kind]]


def _verdicts(
    records: Reading, found: list[States], unknown: list[States], stand: Mapping[str, str]
) -> list[tuple[States, Verdict]]:
    """Judge what a file tells: what is not here is new."""
    new = {(one.kind, one.id) for one in unknown}
    return [
        (one, Verdict.NEW if (one.kind, one.id) in new else verdict_on(records, one, stand)) for one in found
    ]


def _keep_beside(work: Work, told: States, judged: Verdict, stand: Mapping[str, str]) -> Verdict:
    """Keep another state of what is here; it is judged again, for she may have begun to change it since."""
    if judged not in {Verdict.CHANGED, Verdict.MOVED, Verdict.DIFFERS}:
        return judged
    verdict = verdict_on(work, told, stand)
    if verdict in {Verdict.CHANGED, Verdict.MOVED}:
        kept = {digest_of(one.resource) for one in work.versions(told.kind, told.id)}
        for state in told.states:
            if digest_of(state) not in kept:
                work.put(state)
    if verdict is Verdict.DIFFERS and (mine := work.get(told.kind, told.id)):
        work.put(told.current, local=True)  # kept behind hers; it is not hers to send
        work.put(mine)
    return verdict


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
