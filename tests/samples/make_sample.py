"""Makes a sample vault with the code of a release: run it in a checkout of that release, keep what it writes.

``python tests/samples/make_sample.py DIR``. It uses nothing but what every release offers, and fictional
people; both secrets stand in DIR/facts.json.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import carenurse
from carenurse.app import wiring

PASSPHRASE = "seven quiet herons at dusk"
FICTIONAL = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}
NURSE = {
    "resourceType": "Practitioner",
    "id": "7f0f7a52-6f3c-4c6e-9d52-0f6a51c0e001",
    "meta": FICTIONAL,
    "name": [{"family": "Okafor", "given": ["Grace"], "suffix": ["RN"]}],
}
PATIENT = {
    "resourceType": "Patient",
    "id": "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002",
    "meta": FICTIONAL,
    "name": [{"family": "Delgado", "given": ["Rosa"]}],
    "birthDate": "1947-03-14",
    "telecom": [{"system": "phone", "value": "555-0123"}],
}
ABOUT = {"reference": f"Patient/{PATIENT['id']}"}
PROBLEM = {
    "resourceType": "Condition",
    "id": "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e003",
    "subject": ABOUT,
    "code": {"text": "Heart failure"},
}
NOTE = {
    "resourceType": "Composition",
    "id": "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e004",
    "status": "final",
    "subject": ABOUT,
    "date": "2026-02-27T10:42:00-05:00",
    "title": "Visit note",
}
DRAFT = {
    "resourceType": "QuestionnaireResponse",
    "id": "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e005",
    "status": "in-progress",
    "subject": ABOUT,
    "item": [{"linkId": "1", "answer": [{"valueString": "half a sentence"}]}],
}
WEIGHT = {
    "resourceType": "Observation",
    "id": "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e006",
    "status": "final",
    "subject": ABOUT,
    "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
    "effectiveDateTime": "2026-02-27T10:30:00-05:00",
    "valueQuantity": {"value": 70, "unit": "kg"},
}
FILE = b"a paper of the kitchen table"


def main(folder: Path) -> None:
    """Write the sample."""
    vault, code = wiring.create_vault(folder, PASSPHRASE, NURSE, cost=wiring.FLOOR, reserve=0)
    with vault.records.work() as work:
        work.put(PATIENT)
        work.put(PROBLEM)
        work.put(PROBLEM | {"recordedDate": "2026-02-27"})
        work.put(NOTE, sign=True)
        work.put(DRAFT, draft=True)
        work.put(WEIGHT, local=True)
        work.keep_file(FILE, media_type="text/plain", name="paper.txt")
        work.record("sign", f"Composition/{NOTE['id']}")
        work.set_setting("office", "https://office.example.org")
    vault.close()
    (folder / "vault.lock").unlink()
    facts = {
        "version": carenurse.__version__,
        "made": datetime.now(UTC).isoformat(),
        "passphrase": PASSPHRASE,
        "code": code,
    }
    (folder / "facts.json").write_text(json.dumps(facts, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
