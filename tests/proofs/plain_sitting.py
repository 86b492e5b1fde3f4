"""A sitting with everything that writes, on words that are looked for afterwards.

``python -m tests.proofs.plain_sitting DIR``, with the witness on all files; DIR/out is where the nurse asks
for something in the clear.
"""

import base64
import os
import sys
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path

from carenurse.app import backups, wiring
from carenurse.app.command_line.parser import read_arguments
from carenurse.app.command_line.run import run_command
from carenurse.app.logs import note, note_fault, start_log
from carenurse.app.nurse import new_nurse
from carenurse.app.settings import Settings, save_settings, settings_file
from carenurse.app.wiring import FLOOR, OpenVault
from carenurse.clinical.fhir import Resource, write_json
from carenurse.documents.recovery_page import RecoveryFacts, render
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import office_keys
from tests.made_vault import PASSPHRASE
from tests.proofs.plaintext import CANARIES
from tests.proofs.workflows import NOW


def about(kind: str, **more: object) -> Resource:
    """Make a resource about the one patient."""
    whom = {"reference": "Patient/p1"}
    name = "patient" if kind in {"AllergyIntolerance", "Consent", "RelatedPerson"} else "subject"
    return {"resourceType": kind, "id": kind.lower(), name: whom, **more}


def resources() -> list[Resource]:
    """Put each word into another element of a record."""
    word = iter(CANARIES)

    def text() -> dict[str, str]:
        return {"text": next(word)}

    name = {"family": next(word), "given": [next(word)], "prefix": [next(word)], **text()}
    return [
        {
            "resourceType": "Patient",
            "id": "p1",
            "name": [name],
            "telecom": [{"system": "email", "value": next(word)}],
            "address": [{"line": [next(word)], "city": next(word)}],
            "identifier": [{"system": "urn:example:mrn", "value": next(word)}],
            "contact": [{"name": text(), "relationship": [text()]}],
            "extension": [{"url": "https://example.org/access", "valueString": next(word)}],
        },
        about("AllergyIntolerance", code=text()),
        about("Flag", code=text()),
        about("Condition", code=text(), note=[text()]),
        about("Goal", description=text()),
        about("MedicationStatement", dosage=[text()]),
        about("Communication", payload=[{"contentString": next(word)}]),
        about("Consent", sourceAttachment={"title": next(word)}),
        about("Appointment", comment=next(word), description=next(word)),
        about("Observation", valueString=next(word), code=text()),
        about("Task", description=next(word)),
        about("RelatedPerson", name=[text()]),
        about("QuestionnaireResponse", item=[{"linkId": "1", "answer": [{"valueString": next(word)}]}]),
        about("Composition", title=next(word), section=[{"text": {"div": f"<div>{next(word)}</div>"}}]),
        about(
            "DocumentReference",
            description=next(word),
            content=[{"attachment": {"data": base64.b64encode(next(word).encode()).decode()}}],
        ),
    ]


def main(place: str) -> int:
    """Make a vault, work, hand over, take over, fail, crash, back up, change the key, asked and unasked."""
    work, keys = Path(place) / "work", office_keys()
    start_log(Path(os.environ["XDG_STATE_HOME"]))
    save_settings(Settings(vault=str(work / "vault")), settings_file())
    vault, code = wiring.create_vault(work / "vault", PASSPHRASE, new_nurse(CANARIES[0], "RN"), cost=FLOOR)
    with closing(vault):
        _use(vault)
        render(RecoveryFacts(code, CANARIES[0], vault.facts().vault_id, NOW))
        _fail(vault)
        backup = backups.back_up(vault, NOW)
        backups.drill(vault, backup, NOW)
        vault.ways_in.add_office(keys.public, "office")
        vault.rotate_key(PASSPHRASE, cost=FLOOR)
        _use(vault)
        vault.erase()
        _use(vault)
    _hand_over(Path(place), keys.public)
    return 0


def _use(vault: OpenVault) -> None:
    with vault.records.work() as work:
        for resource in resources():
            work.put(resource, draft=True)
            work.put(resource, sign=True)
        work.keep_file(CANARIES[1].encode() * 1_000, media_type="text/plain", name=CANARIES[2])
        work.record("print", "Patient/p1", CANARIES[3])
        work.set_setting("last search", CANARIES[4])
    for word in CANARIES:
        vault.records.find_patients(word)
    vault.records.timeline("p1")
    vault.checkpoint()
    vault.faults()


def _fail(vault: OpenVault) -> None:
    """Fail in our own code with the words in the exception, and in the store."""
    note_fault(ValueError(CANARIES[5]))
    note("event")
    with suppress(ExpectedError), vault.records.work() as work:
        work.put({**resources()[0], "active": True})


def _hand_over(place: Path, public: str) -> None:
    """Take over a file and hand over sealed, by the command line; its own failure too."""
    passphrase, bundle = place / "out" / "passphrase", place / "out" / "bundle.json"
    passphrase.write_text(PASSPHRASE)
    entries = [{"resource": {**one, "id": f"{one['id']}-2"}} for one in resources()]
    bundle.write_bytes(write_json({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    opening = ["--vault", str(place / "work/vault"), "--passphrase-file", str(passphrase)]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        for words in (
            ["import", str(bundle), *opening],
            ["export", "--all", "--to", public, "--out", str(place / "work/parcel.age"), *opening],
            ["vault", "backup", "--out", str(place / "work/stick"), *opening],
            ["vault", "check", *opening],
            ["import", str(place / "work/none.json"), *opening],
        ):
            run_command(read_arguments(words))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
