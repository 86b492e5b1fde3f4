"""What a program said about its saves, and whether a vault still holds every one that was said to be kept."""

import json
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from carenurse.app import wiring
from carenurse.app.backup_place import list_backups, place_beside
from carenurse.app.wiring import OpenVault
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.store.journal import Journal
from carenurse.store.records import StoredRecords
from carenurse.sync import canonical
from carenurse.sync.merge import merge
from tests.samples import make_sample

Tell = Callable[[str], object]
OLD = "old"
"""The folder of a vault of an earlier release, beside the vault of a proof."""

HARMLESS = ("has been repaired", "was cut short")
"""Sentences that a vault may say after a power cut without having lost anything."""


def response(key: str, number: int) -> Resource:
    """Make a form's response whose every answer says which save it was."""
    return {
        "resourceType": "QuestionnaireResponse",
        "id": key,
        "status": "in-progress",
        "subject": {"reference": "Patient/p1"},
        "item": [{"linkId": str(at), "answer": [{"valueInteger": number}]} for at in range(30)],
    }


def signed_note(key: str, number: int) -> Resource:
    """Make a note for good."""
    return {
        "resourceType": "Composition",
        "id": key,
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "date": "2036-02-27T10:42:00-05:00",
        "title": f"note {number}",
    }


def made(key: str, number: int) -> Resource:
    """Make whichever resource stands behind a key."""
    return signed_note(key, number) if key.startswith("note") else response(key, number)


@dataclass(slots=True)
class Ledger:
    """The claims, as told: ``try KEY N``, ``kept KEY N``, ``backup NAME``; others are passed over.

    ``taking WORD N``: a file with so many resources is taken over; ``taken WORD``: the whole of it is here.

    ``leaving WHO N``: somebody about whom there is so much begins to leave; ``left WHO``: nothing is here.

    ``acknowledged KEY``: the office has it and it waits no longer; ``fed KEY``: all up to it was taken in.

    Of the backups the newest counts: a newer one of the same day lets it go.
    """

    kept: dict[str, int] = field(default_factory=dict[str, int])
    tried: dict[str, int] = field(default_factory=dict[str, int])
    backups: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    acknowledged: set[str] = field(default_factory=set[str])
    fed: str = ""
    taking: dict[str, int] = field(default_factory=dict[str, int])
    taken: set[str] = field(default_factory=set[str])
    leaving: dict[str, int] = field(default_factory=dict[str, int])
    left: set[str] = field(default_factory=set[str])

    def hear(self, words: str) -> None:
        """Take a claim down."""
        what, *rest = words.split()
        match what:
            case "try":
                self.tried[rest[0]] = int(rest[1])
            case "kept":
                self.kept[rest[0]] = int(rest[1])
            case "backup":
                self.backups = {rest[0]: dict(self.kept)}
            case "acknowledged":
                self.acknowledged.add(rest[0])
            case "taking":
                self.taking[rest[0]] = int(rest[1])
            case "taken":
                self.taken.add(rest[0])
            case "leaving":
                self.leaving[rest[0]] = int(rest[1])
            case "left":
                self.left.add(rest[0])
            case "fed":
                self.fed = rest[0]
            case _:
                pass

    def copy(self) -> "Ledger":
        """Give the claims as they are now."""
        return deepcopy(self)

    def wrong_in(self, vault: OpenVault) -> list[str]:
        """Name every claim that an open vault does not bear out.

        What was tried and not told may be here or not; from then on it stays as it was found.
        """
        wrong: list[str] = []
        for key, number in list(self.tried.items()):
            found = self._found(vault, key)
            if found is None:
                wrong.append(f"{key}: said to be {self.kept.get(key)}, tried {number}, found otherwise")
            elif found:
                self.kept[key] = self.tried[key] = found
            else:
                del self.tried[key]
        return wrong

    def wrong_taken(self, vault: OpenVault) -> list[str]:
        """Name every file that was taken over in part, or told to be taken and is not."""
        wrong: list[str] = []
        for word, number in self.taking.items():
            people = vault.records.find_patients(word)
            facts = vault.records.where("Observation", "code", word)
            found = len(people) + len(facts)
            if found not in (0, number) or (word in self.taken and not found):
                wrong.append(f"of a file of {number}, {found} are here")
        return wrong

    def wrong_left(self, vault: OpenVault) -> list[str]:
        """Go on with who was leaving, and name everybody of whom only a part is here then."""
        vault.go_on_leaving(())
        wrong: list[str] = []
        for who, number in self.leaving.items():
            facts = len(vault.records.of_patient(who, "Observation"))
            whole = (facts == number and vault.records.get("Patient", who) is not None) or not facts
            if not whole or (who in self.left and facts) or (not facts and vault.records.kinds(who)):
                wrong.append(f"of somebody who left, {facts} facts of {number} are here")
        return wrong

    def wrong_between(self, vault: OpenVault) -> list[str]:
        """Name every claim about laptop and office that an open vault does not bear out."""
        records = vault.records
        if not isinstance(records, StoredRecords):
            return ["these are no stored records"]
        journal = records.journal(merge, canonical.digest)
        waiting = {one.identity for one in journal.changes()}
        sent = {entry.identity for batch in journal.batches() for entry in batch.entries}
        wrong = [f"{key} was acknowledged and waits again" for key in self.acknowledged & waiting]
        wrong += [f"{key} is in a batch and waits for nothing" for key in sent - waiting]
        wrong += [
            f"{key} was acknowledged and has no base"
            for key in self.acknowledged
            if not _has_base(journal, key)
        ]
        fed = journal.cursor("feed")
        if fed and records.get(*_named(fed)) is None:
            wrong.append("the feed was noted before what it brought")
        return wrong + ([] if self.fed in ("", fed) or fed else ["the feed was forgotten"])

    def _found(self, vault: OpenVault, key: str) -> int | None:
        """Say which save is here: 0 where none is and none was told, None where it is no save that may be."""
        found = vault.records.get(*_named(key))
        if found is None:
            return None if key in self.kept else 0
        may_be = (self.tried[key], self.kept.get(key, 0))
        return next((number for number in may_be if number and found == made(key, number)), None)


def wrong_with(folder: Path, secret: str, ledger: Ledger) -> list[str]:
    """Open a vault with the office's key and name everything that is not as it was said to be."""
    try:
        vault = wiring.unlock_with_escrow(folder, secret, reserve=0)
    except ExpectedError as problem:
        return [f"does not open: {problem.sentence}"]
    try:
        said = _grave(vault.warnings)
        backups = _wrong_backups(vault, folder, secret, ledger)
        claims = (
            *ledger.wrong_in(vault),
            *ledger.wrong_taken(vault),
            *ledger.wrong_left(vault),
            *ledger.wrong_between(vault),
        )
        return [*said, *vault.faults(), *claims, *backups, *_wrong_sample(folder)]
    except ExpectedError as problem:
        return [f"does not read: {problem.sentence}"]
    finally:
        with suppress(ExpectedError):
            vault.close()


def code_of_sample(folder: Path) -> str:
    """Read the recovery code that lies in a sample."""
    return str(json.loads((folder / "facts.json").read_text())["code"])


def _wrong_sample(folder: Path) -> list[str]:
    """Open the vault of an earlier release that lies beside, if there is one: it holds what it held."""
    sample = folder.with_name(OLD)
    if not sample.exists():
        return []
    vault = wiring.unlock_with_recovery(sample, code_of_sample(sample), reserve=0)
    try:
        held = vault.records.get("Composition", str(make_sample.NOTE["id"])) == make_sample.NOTE
        return [*_grave(vault.warnings), *vault.faults(), *([] if held else ["the old vault lost a note"])]
    finally:
        vault.close()


def _grave(warnings: tuple[str, ...]) -> list[str]:
    return [one for one in warnings if not any(word in one for word in HARMLESS)]


def _wrong_backups(vault: OpenVault, folder: Path, secret: str, ledger: Ledger) -> list[str]:
    """Open every backup that was said to be whole."""
    place = place_beside(folder)
    there = {one.folder.name for one in list_backups(place, vault.facts().vault_id)}
    wrong: list[str] = []
    for name, kept in ledger.backups.items():
        if name not in there:
            wrong += [] if any(other > name for other in there) else ["a backup is gone"]
            continue
        copy = wiring.unlock_with_escrow(place / name, secret, reserve=0)
        wrong += [*_grave(copy.warnings), *copy.faults()]
        wrong += [f"backup lacks {key}" for key in kept if not copy.records.get(*_named(key))]
        copy.close()
    return wrong


def _has_base(journal: Journal, key: str) -> bool:
    return journal.base_of(*_named(key)) is not None


def _named(key: str) -> tuple[str, str]:
    return str(made(key, 0)["resourceType"]), key
