"""A program of its own that saves a form again and again and says so after each save, until it is killed.

Run as ``python saving_child.py FOLDER RECOVERY_CODE``: for each line on its standard input it saves anew, in
a copy of itself where the system can make one, which spares loading everything again. The copy says its
number first; each line after that is a save that must never be lost; an empty line says that it was killed.
"""

import os
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
    """Save until killed, once for each line; without copies, once."""
    for _ in sys.stdin:
        saving = os.fork() if sys.platform != "win32" else 0
        if not saving:
            save(folder, code)
        os.waitpid(saving, 0)
        say("")


def say(line: str) -> None:
    """Let what reads know at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def save(folder: str, code: str) -> None:
    """Save drafts, and every tenth time something for good with its outbox row and audit fact."""
    say(str(os.getpid()))
    vault = wiring.unlock_with_recovery(Path(folder), code, reserve=0)
    start = int(vault.records.setting("saves") or 0)
    for saves in count(start + 1):
        with vault.records.work() as work:
            work.put(answers(saves), draft=True)
            if saves % 10 == 0:
                work.put({"resourceType": "Patient", "id": f"p{saves}", "name": [{"family": "Test"}]})
                work.record("update", f"Patient/p{saves}")
            work.set_setting("saves", str(saves))
        say(str(saves))


if __name__ == "__main__":
    main(*sys.argv[1:])
