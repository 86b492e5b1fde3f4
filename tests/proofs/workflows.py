"""What a vault goes through in a nurse's hands, each from opening to closing, telling what it keeps."""

import secrets
import shutil
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carenurse.app import backups, leaving, wiring
from carenurse.app.backup_place import place_beside
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.wiring import FLOOR, FullDiskError, OpenVault, UnreadableDiskError
from carenurse.clinical.fhir import Resource, write_json
from carenurse.exchange.sealing import office_keys
from carenurse.store.journal_facts import Acknowledged, Received
from carenurse.store.records import StoredRecords
from carenurse.sync import canonical
from carenurse.sync.merge import merge
from tests.made_vault import NURSE, PASSPHRASE
from tests.proofs.ledger import OLD, Tell, code_of_sample, made
from tests.samples import make_sample

SAMPLE = Path(make_sample.__file__).parent / "vault-0.1.0"
MEMBER = {"entity": {"reference": "Patient/p1"}}
TAG = 'W/"1"'
PEOPLE, NOTES = 6, 43
"""How many people a file brings, and how much about each: together more than goes in one step."""
FACTS = 150
"""How much there is about somebody who leaves: more than goes in one step."""
NOW = datetime(2036, 2, 27, 10, 42, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A vault's folder and the secrets that open it."""

    folder: Path
    code: str
    secret: str

    def moved(self, folder: Path) -> "Place":
        """Name a copy of it in another folder."""
        return Place(folder, self.code, self.secret)

    def copied(self, parent: Path) -> "Place":
        """Copy the vault into a new folder; backups come along."""
        parent.mkdir(parents=True, exist_ok=True)
        target = parent / "vault"
        for source in (self.folder, place_beside(self.folder)):
            if source.exists():
                shutil.copytree(source, target.with_name(source.name))
        return self.moved(target)

    def lay_out_sample(self) -> None:
        """Put a fresh vault of the first release beside it."""
        folder = self.folder.with_name(OLD)
        for left in (folder, place_beside(folder)):
            shutil.rmtree(left, ignore_errors=True)
        shutil.copytree(SAMPLE, folder)


def pattern(parent: Path) -> Place:
    """Make the vault that every proof begins with: given to an office, something in it, closed."""
    keys = office_keys()
    vault, code = wiring.create_vault(parent / "vault", PASSPHRASE, NURSE, cost=FLOOR, reserve=0)
    with closing(vault):
        vault.ways_in.add_office(keys.public, "office")
        with vault.records.work() as work:
            work.put({"resourceType": "Patient", "id": "p1", "name": [{"family": "Delgado"}]}, local=True)
            for at in range(20):
                work.put(made(f"note-before-{at}", at), sign=True, local=True)
    return Place(parent / "vault", code, keys.secret)


@contextmanager
def opened(place: Place) -> Generator[OpenVault]:
    """Open it as the window does, and close it whatever happens."""
    vault = wiring.unlock_with_escrow(place.folder, place.secret, reserve=0)
    with closing(vault):
        yield vault


def save(vault: OpenVault, tell: Tell, key: str, number: int) -> None:
    """Save once as the window does: when the disk refuses, the words stay and are saved again."""
    tell(f"try {key} {number}")
    try:
        _save(vault, key, number)
    except (FullDiskError, UnreadableDiskError):
        tell(f"again {key} {number}")
        _save(vault, key, number)
    tell(f"kept {key} {number}")


def _save(vault: OpenVault, key: str, number: int) -> None:
    signed = key.startswith("note")
    with vault.records.work() as work:
        work.put(made(key, number), draft=not signed, sign=signed)
        if signed:
            work.record("sign", f"Composition/{key}")


def autosave(place: Place, tell: Tell) -> None:
    """Type into two forms."""
    with opened(place) as vault:
        for number in range(1, 7):
            save(vault, tell, f"form-{number % 2}", number)


def sign(place: Place, tell: Tell) -> None:
    """Sign notes, with audit and outbox, and bring the log home at the end of the visit."""
    with opened(place) as vault:
        fresh = secrets.token_hex(4)
        for number in range(1, 4):
            save(vault, tell, f"note-{fresh}-{number}", number)
        vault.checkpoint()


def keep_files(place: Place, tell: Tell) -> None:
    """Keep a file."""
    with opened(place) as vault:
        with vault.records.work() as work:
            work.keep_file(bytes(range(256)) * 200, media_type="image/jpeg", name="photo")
        save(vault, tell, "form-0", 9)


def change_ways_in(place: Place, tell: Tell) -> None:
    """Print another recovery code and give the vault to a second office."""
    with opened(place) as vault:
        vault.new_recovery_code()
        added = vault.ways_in.add_office(office_keys().public, "second")
        save(vault, tell, "form-1", 3)
        vault.ways_in.remove(added.identity)


def back_up(place: Place, tell: Tell) -> None:
    """Make the backup after a visit, which sends older ones away."""
    with opened(place) as vault:
        save(vault, tell, "form-0", 5)
        backup = backups.back_up(vault, datetime.now(UTC))
        tell(f"backup {backup.folder.name}")
        save(vault, tell, "form-0", 6)


def rotate(place: Place, tell: Tell) -> None:
    """Change the data key."""
    with opened(place) as vault:
        save(vault, tell, "form-0", 7)
        vault.rotate_key(PASSPHRASE, cost=FLOOR)
        save(vault, tell, "form-0", 8)


def drill(place: Place, tell: Tell) -> None:
    """Try the newest backup."""
    with opened(place) as vault:
        backup = backups.back_up(vault, NOW)
        tell(f"drill {backups.drill(vault, backup, NOW).holds}")


def create(place: Place, tell: Tell) -> None:
    """Make another vault beside it, from nothing."""
    del tell
    folder = place.folder.with_name("new")
    shutil.rmtree(folder, ignore_errors=True)
    vault, _ = wiring.create_vault(folder, PASSPHRASE, NURSE, cost=FLOOR, reserve=0)
    vault.close()


def migrate(place: Place, tell: Tell) -> None:
    """Open the vault of the first release that lies beside: a checked backup, then today's shape."""
    del tell
    folder = place.folder.with_name(OLD)
    vault = wiring.unlock_with_recovery(folder, code_of_sample(folder), reserve=0)
    vault.close()


def purge(place: Place, tell: Tell) -> None:
    """Let a patient leave of whom the office has everything."""
    with opened(place) as vault:
        save(vault, tell, "form-0", 11)
        remove_somebody(vault, tell, FACTS, datetime.now(UTC))
        save(vault, tell, "form-0", 12)


def remove_somebody(vault: OpenVault, tell: Tell, facts: int, now: datetime) -> None:
    """Keep so many facts about somebody who is on no caseload, and remove them: the key changes with that."""
    gone = f"gone-{secrets.token_hex(4)}"
    with vault.records.work() as work:
        for one in facts_about([gone], facts, gone):
            work.put(one["resource"], local=True)
        work.put({"resourceType": "Group", "id": "mine", "member": [MEMBER]}, local=True)
    tell(f"leaving {gone} {facts}")
    leaving.let_leave(vault, [gone], now)
    tell(f"left {gone}")


def sync(place: Place, tell: Tell) -> None:
    """Send what is unsent and take in what the office has, each step kept before the next."""
    with opened(place) as vault:
        records = vault.records
        if not isinstance(records, StoredRecords):
            return
        journal = records.journal(merge, canonical.digest)
        for batch in journal.batches():
            journal.dissolve(batch.identity)
        fresh = f"note-{secrets.token_hex(4)}"
        save(vault, tell, fresh, 1)
        waiting = [one.sequence for one in journal.changes() if not one.held]
        batch = journal.freeze(waiting, transaction=True, now=NOW)
        journal.mark_sent(batch.identity, NOW)
        journal.acknowledge(batch.identity, [Acknowledged(one, TAG) for one in waiting], NOW)
        tell(f"acknowledged {fresh}")
        theirs = f"form-{secrets.token_hex(4)}"
        tell(f"try {theirs} 4")
        received = Received("QuestionnaireResponse", theirs, TAG, made(theirs, 4))
        journal.receive([received], ("feed", theirs), NOW)
        tell(f"kept {theirs} 4")
        tell(f"fed {theirs}")


def take_over(place: Place, tell: Tell) -> None:
    """Take a file of another system over, while the nurse types: the whole of it or nothing."""
    with opened(place) as vault:
        save(vault, tell, "form-0", 13)
        fresh = secrets.token_hex(4)
        data = write_json({"resourceType": "Bundle", "type": "collection", "entry": bundle(fresh)})
        plan = plan_import(vault.records, data, "other.json", "http://other.example.org")
        tell(f"taking {fresh} {PEOPLE * (1 + NOTES)}")
        carry_out(vault.records, plan, {}, NOW)
        tell(f"taken {fresh}")
        save(vault, tell, "form-0", 14)


def bundle(fresh: str) -> list[Resource]:
    """Make the entries of a file about people that no vault has."""
    return facts_about([f"{fresh}-{number}" for number in range(PEOPLE)], NOTES, fresh)


def facts_about(people: list[str], notes: int, fresh: str) -> list[Resource]:
    """Make entries of people with some facts each; all told by one word."""
    entries = [
        {"resourceType": "Patient", "id": who, "active": True, "name": [{"family": who, "text": fresh}]}
        for who in people
    ]
    entries += [
        {
            "resourceType": "Observation",
            "id": f"{who}-{number}",
            "status": "final",
            "code": {"coding": [{"system": "http://example.org/word", "code": fresh}]},
            "subject": {"reference": f"Patient/{who}"},
        }
        for who in people
        for number in range(notes)
    ]
    return [{"resource": one} for one in entries]


Workflow = Callable[[Place, Tell], None]
WORKFLOWS: Mapping[str, Workflow] = {
    "autosave": autosave,
    "sign": sign,
    "keep files": keep_files,
    "ways in": change_ways_in,
    "backup": back_up,
    "drill": drill,
    "rotation": rotate,
    "create": create,
    "migration": migrate,
    "purge": purge,
    "sync": sync,
    "import": take_over,
}
