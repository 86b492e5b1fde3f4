"""A window killed in the middle of a visit loses at most the word being typed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.visit_session import VITALS
from carenurse.app.visit_worksheet import Place
from tests.carenurse.app.visits import Household
from tests.made_vault import MadeVault

ROOT = Path(__file__).resolve().parents[2]

NURSE_TYPES = """
import sys
from pathlib import Path
from carenurse.app import wiring
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_worksheet import Place
from tests.carenurse.app.visits import NOW, household, type_in

opened = wiring.unlock_with_recovery(Path(sys.argv[1]), sys.argv[2])
home = household(opened.records)
living = home.living()
answers = (("weight", "171.6", "[lb_av]"), ("sbp", "142", ""), ("dbp", "86", ""), ("hr", "88", ""))
for link, text, unit in answers:
    type_in(living, link, text, unit)
    living.go_to(Place("vital-signs", link, "form"))
    save_draft(opened.records, home.encounter, living.drafts().resources, NOW)
    print("saved", link, home.encounter, flush=True)
type_in(living, "rr", "2")
print("typing", flush=True)
sys.stdin.readline()
"""


@pytest.mark.journey
def test_every_answer_that_was_saved_is_there_after_kill_9(made_vault: MadeVault) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", NURSE_TYPES, str(made_vault.folder), made_vault.recovery_code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    said: list[str] = []
    for line in child.stdout:
        said.append(line.strip())
        if line.strip() == "typing":
            break
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stdout.close()
    assert said[-1] == "typing", said

    opened = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code)
    living = Household(opened.records, said[0].split()[2]).living()
    form = living.form(VITALS)

    kept = {link: form.answers(link) for link in ("weight", "sbp", "dbp", "hr", "rr")}
    assert all(kept[link] for link in ("weight", "sbp", "dbp", "hr"))
    assert kept["rr"] == ()
    assert living.sheet.place == Place(VITALS, "hr", "form")
    opened.close()
