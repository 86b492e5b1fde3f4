"""A program of its own that saves a form again and again and says so after each save, until it is killed.

Run as ``python saving_child.py FOLDER RECOVERY_CODE``; each line it prints is a save that must never be lost.
"""

import sys
from itertools import count
from pathlib import Path

from carenurse.app import wiring
from carenurse.clinical.fhir import Resource


def answers(saves: int) -> Resource:
    """Make a response whose every answer says how many saves there were."""
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "form",
        "status": "in-progress",
        "subject": {"reference": "Patient/p1"},
        "item": [{"linkId": str(at), "answer": [{"valueInteger": saves}]} for at in range(40)],
    }


def main(folder: str, code: str) -> None:
    """Save drafts, and every tenth time something for good with its outbox row and audit fact."""
    vault = wiring.unlock_with_recovery(Path(folder), code, reserve=0)
    start = int(vault.records.setting("saves") or 0)
    for saves in count(start + 1):
        with vault.records.work() as work:
            work.put(answers(saves), draft=True)
            if saves % 10 == 0:
                work.put({"resourceType": "Patient", "id": f"p{saves}", "name": [{"family": "Test"}]})
                work.record("update", f"Patient/p{saves}")
            work.set_setting("saves", str(saves))
        sys.stdout.write(f"{saves}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
