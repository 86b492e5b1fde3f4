"""What the nurse and the office both changed: in words, side by side, and what she may do about it.

Nothing is chosen beforehand, and her care goes on: her own state stays in force until she chooses. What she
chooses is a new version on top of the office's; both stay in the history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from carenurse.app.nameless import called
from carenurse.app.ports import Reading, Records
from carenurse.app.some_people import hides
from carenurse.app.sync_choosing import both_of, chosen, key_of, touched
from carenurse.app.sync_elements import element_words, is_technical
from carenurse.app.sync_facts import Fact, facts_of, plain_fact
from carenurse.app.sync_values import words_of
from carenurse.app.sync_words import author_of, moment, short_name
from carenurse.clinical.dates import parse_instant
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.clinical.shapes import at
from carenurse.errors import ExpectedError
from carenurse.sync.canonical import same
from carenurse.sync.kept import Conflict, journal_of
from carenurse.sync.merge import Clash, Merged, merge
from carenurse.translations import tr

Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact on three sides. ``key`` names what is chosen together; "" where there is nothing to choose.

    ``differs`` marks what the two sides say differently; without a key both changes fit together.
    """

    key: str
    label: str
    before: str
    mine: str
    theirs: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One conflict as the nurse reads it. ``sentence`` says what happened; times and names as known.

    ``deleted``: the office took it out altogether. ``both`` says what keeping both would mean, "" where it
    makes no sense. ``signed``: hers is signed and stays as it is, whatever the office has.
    """

    identity: int
    reference: str
    patient: str
    title: str
    sentence: str
    before: str
    mine: str
    theirs: str
    lines: tuple[Line, ...]
    both: str = ""
    deleted: bool = False
    signed: bool = False

    @property
    def by_line(self) -> bool:
        """Say whether it makes sense to choose fact by fact."""
        return not self.signed and not self.deleted and len(self.keys) > 1

    @property
    def keys(self) -> tuple[str, ...]:
        """Name what there is to choose, in the order of the lines."""
        return tuple(dict.fromkeys(one.key for one in self.lines if one.key))


def disagreements(records: Reading, now: datetime) -> tuple[Disagreement, ...]:
    """List every open conflict about those who may be seen, oldest first."""
    found = journal_of(records).conflicts()
    return tuple(_told(records, one, now) for one in found if not hides(records, one.patient))


def conflicts_unseen(records: Reading) -> int:
    """Count the open conflicts about people who do not open today."""
    return sum(hides(records, one.patient) for one in journal_of(records).conflicts())


def _told(records: Reading, conflict: Conflict, now: datetime) -> Disagreement:
    merged = _merged(conflict)
    lines = tuple(_lines(conflict, merged, now))
    signed = records.signed(conflict.kind, conflict.resource)
    person = records.get("Patient", conflict.patient) if conflict.patient else None
    what = short_name(conflict.base or conflict.mine)  # by the name that both knew
    name = called(person) if person else ""
    times = _times(records, conflict, now)
    return Disagreement(
        identity=conflict.identity,
        reference=f"{conflict.kind}/{conflict.resource}",
        patient=conflict.patient or "",
        title=tr("{name}: {what}", name=name, what=what)
        if name and conflict.kind != "Patient"
        else name or what,
        sentence=_sentence(conflict, what, lines, times),
        before=times.before,
        mine=tr("You, {when}", when=times.mine),
        theirs=_theirs_head(conflict, times),
        lines=lines,
        both="" if signed or conflict.theirs is None else both_words(conflict, merged),
        deleted=conflict.theirs is None,
        signed=signed,
    )


@dataclass(frozen=True, slots=True)
class _Times:
    """When each side was written, in words; "" where nobody knows."""

    before: str
    mine: str
    theirs: str


def _times(records: Reading, conflict: Conflict, now: datetime) -> _Times:
    versions = [
        one for one in records.versions(conflict.kind, conflict.resource) if one.resource == conflict.mine
    ]
    mine = versions[-1].saved if versions else conflict.found
    return _Times(
        _updated(conflict.base, now),
        moment(mine, now),
        _updated(conflict.theirs, now) or moment(conflict.found, now),
    )


def _updated(resource: Resource | None, now: datetime) -> str:
    when = parse_instant(at(resource or {}, "meta.lastUpdated"))
    return moment(when, now) if when else ""


def _theirs_head(conflict: Conflict, times: _Times) -> str:
    who = author_of(conflict.theirs or {})
    return f"{who}, {times.theirs}" if who else times.theirs


def _sentence(conflict: Conflict, what: str, lines: tuple[Line, ...], times: _Times) -> str:
    if conflict.theirs is None:
        return tr(
            "The office took {what} out; you changed it at {when}. Yours is in force until you choose.",
            what=what,
            when=times.mine,
        )
    first = next((one for one in lines if one.key and one.differs and one.label != _no_words()), None)
    if first is None or not (first.mine and first.theirs):
        return tr(
            "The office changed {what} at {theirs}; you changed it at {mine}.",
            what=what,
            theirs=times.theirs,
            mine=times.mine,
        )
    told = what if first.label in _main_labels() else f"{what} ({first.label.lower()})"
    return tr(
        "The office changed {what} to {theirs} at {when}; you recorded {mine} at {mine_when}.",
        what=told,
        theirs=first.theirs,
        when=times.theirs,
        mine=first.mine,
        mine_when=times.mine,
    )


def _main_labels() -> frozenset[str]:
    """Name the facts that a sentence need not name: they are what the thing itself is about."""
    return frozenset(
        (tr("Dose and times"), tr("Goal"), tr("Measured"), tr("To do"), tr("Problem"), tr("Medicine"))
    )


def _merged(conflict: Conflict) -> Merged:
    """Join both; where a rule would join them, something else (a signature, a draft) made it a conflict."""
    if conflict.theirs is None:
        return Merged(conflict.mine, (Clash((), conflict.base, conflict.mine, None),))
    merged = merge(conflict.base, conflict.mine, conflict.theirs)
    whole = Clash((), conflict.base, conflict.mine, conflict.theirs)
    return merged if merged.clashes else Merged(conflict.mine, (whole,))


def _lines(conflict: Conflict, merged: Merged, now: datetime) -> Iterator[Line]:
    """Put the facts of three states beside one another; no clash is left without a line."""
    states = (conflict.base or {}, conflict.mine, conflict.theirs or {})
    told = [{one.key: one for one in facts_of(state, now)} for state in states]
    keys = dict.fromkeys(key for facts in told for key in facts)
    apart = [clash for clash in merged.clashes if _is_entry(clash)]
    shown: set[str] = set()
    for key in keys:
        line = _line([facts.get(key) for facts in told], merged, apart)
        if line and any((line.before, line.mine, line.theirs)):
            shown.add(line.key)
            yield line
    for clash in merged.clashes:
        if clash in apart:
            yield _entry_line(clash, now)
        elif key_of(clash) not in shown:
            yield from _leftover(clash, states, now)


def _leftover(clash: Clash, states: tuple[Resource, ...], now: datetime) -> Iterator[Line]:
    """Tell what no fact was about, element by element; what has no words is said to have none."""
    told = [
        [plain_fact(state, element, now) for state in states]
        for element in sorted(touched(clash))
        if not is_technical(element)
    ]
    apart = [facts for facts in told if facts[1].words != facts[2].words]
    for before, mine, theirs in apart:
        yield Line(key_of(clash), mine.label, before.words, mine.words, theirs.words, differs=True)
    if not apart:
        yield _wordless(clash)


def _wordless(clash: Clash) -> Line:
    """Stand for what differs only in what programs read: it can be chosen, and is never shown raw."""
    return Line(key_of(clash), _no_words(), "", tr("as it is here"), tr("as the office has it"), differs=True)


def _no_words() -> str:
    return tr("A detail that has no words")


def _is_entry(clash: Clash) -> bool:
    """Say whether a clash is about one entry of a list that is no form's."""
    return len(clash.place) > 1 and clash.place[0] != "item"


def _entry_line(clash: Clash, now: datetime) -> Line:
    before, mine, theirs = (words_of(side, now) for side in (clash.base, clash.mine, clash.theirs))
    if is_technical(clash.place[0]) or mine == theirs:
        return _wordless(clash)
    return Line(key_of(clash), element_words(clash.place[0]), before, mine, theirs, differs=True)


def _line(facts: list[Fact | None], merged: Merged, apart: list[Clash]) -> Line | None:
    one = next((fact for fact in facts if fact), None)
    if one is None or any(one.element in touched(clash) for clash in apart):
        return None
    before, mine, theirs = (fact.words if fact else "" for fact in facts)
    differs = mine != theirs
    clash = next((clash for clash in merged.clashes if differs and _covers(clash, one)), None)
    return Line(key_of(clash) if clash else "", one.label, before, mine, theirs, differs)


def _covers(clash: Clash, fact: Fact) -> bool:
    if fact.key.startswith("item ") and clash.place:
        return fact.key.removeprefix("item ") in clash.place
    return not clash.place or fact.element in touched(clash)


def both_words(conflict: Conflict, merged: Merged) -> str:
    """Say what keeping both would mean; "" where it makes no sense."""
    if conflict.theirs is None or both_of(merged) is None:
        return ""
    return tr("Both are kept: the entries of the office and yours stand in one list.")


def keep(
    records: Records, identity: int, sides: Mapping[str, Side] | Side, now: datetime, why: str = ""
) -> str:
    """Settle a conflict: one side of all that clashes, or a side for each key; returns the reference.

    What both changed and what fits together is kept of both, whichever side she takes.

    ``why`` goes to the office with it. Raises ExpectedError when it is settled already, when a key has no
    side, or when hers is signed and she chose something else.
    """
    conflict = _open(records, identity)
    made = _made(conflict, sides)
    if made != conflict.mine and records.signed(conflict.kind, conflict.resource):
        raise ExpectedError(
            tr("Yours is signed and stays as it is."),
            tr("Keep yours, or write an addendum; ask the office to correct theirs."),
        )
    return _settle(records, conflict, made, now, why)


def keep_both(records: Records, identity: int, now: datetime, why: str = "") -> str:
    """Settle a conflict of lists with the entries of both. Raises ExpectedError where that makes no sense."""
    conflict = _open(records, identity)
    made = both_of(_merged(conflict)) if conflict.theirs is not None else None
    if made is None:
        raise ExpectedError(tr("Here both cannot be kept in one."), tr("Choose one, or ask the office."))
    return _settle(records, conflict, made, now, why)


def _made(conflict: Conflict, sides: Mapping[str, Side] | Side) -> Resource:
    if sides == "theirs" and conflict.theirs is None:
        return _out_of_force(conflict)
    merged = _merged(conflict)
    if isinstance(sides, str):
        made = chosen(merged, {key_of(clash): sides == "theirs" for clash in merged.clashes})
        return conflict.mine if same(made, conflict.mine) else made
    if any(key_of(clash) not in sides for clash in merged.clashes):
        raise ExpectedError(
            tr("A line is not chosen yet."), tr("Choose yours or the office's in each marked line.")
        )
    return chosen(merged, {key: side == "theirs" for key, side in sides.items()})


def _out_of_force(conflict: Conflict) -> Resource:
    """Agree that it is out: nothing clinical is deleted, it counts as entered in error."""
    if conflict.kind == "Patient":
        return {**conflict.mine, "active": False}
    if conflict.kind in ("Condition", "AllergyIntolerance"):
        system = "http://terminology.hl7.org/CodeSystem/"
        name = "condition-ver-status" if conflict.kind == "Condition" else "allergyintolerance-verification"
        coding = {"system": system + name, "code": "entered-in-error"}
        kept = {name: value for name, value in conflict.mine.items() if name != "clinicalStatus"}
        return {**kept, "verificationStatus": {"coding": [coding]}}
    name = "lifecycleStatus" if conflict.kind == "Goal" else "status"
    return {**conflict.mine, name: "entered-in-error"}


def _settle(records: Records, conflict: Conflict, made: Resource, now: datetime, why: str) -> str:
    beside = [_reason(records, conflict, now, why.strip())] if why.strip() else []
    try:
        journal_of(records).resolve(conflict.identity, made, now, beside=beside)
    except ValueError:
        raise _gone() from None
    return reference_to(made)


def _reason(records: Reading, conflict: Conflict, now: datetime, why: str) -> Resource:
    """Write why she chose so as a Provenance of what she chose: it goes to the office with it."""
    return {
        "resourceType": "Provenance",
        "id": new_id(),
        "target": [{"reference": f"{conflict.kind}/{conflict.resource}"}],
        "recorded": now.isoformat(timespec="seconds"),
        "activity": {"text": "chosen between two changes"},
        "reason": [{"text": why}],
        "agent": [{"who": {"reference": f"Practitioner/{records.me}"}}],
    }


def ask_the_office(records: Records, identity: int, question: str, now: datetime) -> str:
    """Ask the office (a Task that goes with the next connection); the conflict stays open meanwhile."""
    conflict = _open(records, identity)
    asked: Resource = {
        "resourceType": "Task",
        "id": new_id(),
        "status": "requested",
        "intent": "order",
        "code": {"text": "Question to the office"},
        "description": question.strip() or tr("Which of the two is right?"),
        "focus": {"reference": f"{conflict.kind}/{conflict.resource}"},
        "authoredOn": now.isoformat(timespec="seconds"),
        "requester": {"reference": f"Practitioner/{records.me}"},
        "owner": {"display": "Office"},
    }
    if conflict.patient:
        asked["for"] = {"reference": f"Patient/{conflict.patient}"}
    with records.work() as work:
        work.put(asked)
        work.record("create", reference_to(asked), "conflict")
    return reference_to(asked)


def _open(records: Reading, identity: int) -> Conflict:
    found = next((one for one in journal_of(records).conflicts() if one.identity == identity), None)
    if found is None:
        raise _gone()
    return found


def _gone() -> ExpectedError:
    return ExpectedError(
        tr("This was settled meanwhile."), tr("Look at the list again: something newer may have come.")
    )
