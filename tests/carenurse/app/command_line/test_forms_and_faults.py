"""``carenurse form`` and ``carenurse summary`` from the outside, and what a fault of ours looks like."""

import json
import shutil
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.app.command_line import run as running
from carenurse.app.command_line.run import Command, run_command
from carenurse.app.demo import load_demo
from carenurse.vault.failures import FullDiskError
from tests.carenurse.app.command_line.conftest import ROOT, CareNurse, one_sentence
from tests.disks import fill, small_disk_at
from tests.made_vault import MadeVault

PHQ9 = ROOT / "resources" / "questionnaires" / "phq9.json"


def test_a_form_that_loads_and_one_that_is_refused_are_both_reported(
    carenurse: CareNurse, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")

    good, both = carenurse("form", "check", PHQ9), carenurse("form", "check", PHQ9, bad)

    assert good.returncode == 0
    assert [report["loads"] for report in json.loads(both.stdout)] == [True, False]
    assert "1 file is refused" in one_sentence(both)


def test_the_support_table_is_printed_and_a_check_of_nothing_is_told(carenurse: CareNurse) -> None:
    printed, nothing = carenurse("form", "check", "--features"), carenurse("form", "check")

    assert printed.returncode == 0
    assert any(line.startswith("targetConstraint") for line in printed.stdout.splitlines())
    assert nothing.returncode == 1
    assert "No form is named." in one_sentence(nothing)


def test_a_filled_form_comes_back_with_its_score_and_an_open_one_says_what_is_missing(
    carenurse: CareNurse, tmp_path: Path
) -> None:
    options = {
        item["linkId"]: item["answerOption"][1]
        for item in json.loads(PHQ9.read_text(encoding="utf-8"))["item"]
        if "answerOption" in item
    }
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({link: [option] for link, option in options.items()}), encoding="utf-8")
    nothing = tmp_path / "nothing.json"
    nothing.write_text("{}", encoding="utf-8")

    filled = carenurse("form", "fill", PHQ9, "--answers", answers)
    empty = carenurse("form", "fill", "phq9", "--answers", nothing)

    assert filled.returncode == 0, filled.stderr
    assert filled.stderr == ""
    assert json.loads(filled.stdout)["status"] == "completed"
    assert "phq9-total" in filled.stdout
    assert json.loads(empty.stdout)["status"] == "in-progress"
    assert empty.returncode == 1
    issues = json.loads(empty.stderr)
    assert {issue["code"] for issue in issues} == {"required"}
    assert issues[0]["linkId"] == "phq9-1"
    assert issues[0]["sentence"] == "This question must be answered."
    assert "cannot be read" in one_sentence(carenurse("form", "fill", "phq9", "--answers", tmp_path / "gone"))


@pytest.mark.slow
def test_the_page_of_a_visit_is_written_as_a_pdf_and_audited(
    carenurse: CareNurse, made_vault: MadeVault, opening: tuple[str | Path, ...], tmp_path: Path
) -> None:
    opened = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    load_demo(opened.records, datetime(2036, 2, 27, tzinfo=UTC).date(), patients=1, months=1)
    opened.close()
    words = ("summary", *opening, "--out", tmp_path / "p.pdf")

    listed = carenurse("visits", *opening)
    visit = listed.stdout.split()[0]
    written = carenurse(*words, "--visit", visit, "--language", "es", "--large")
    unknown = carenurse(*words, "--visit", "none")

    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) > 1
    assert all("signed" in line for line in listed.stdout.splitlines())
    assert written.returncode == 0, written.stderr
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
    assert "not on this laptop" in one_sentence(unknown)
    opened = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert ("export", f"Encounter/{visit}") in [
        (one.action, one.subject) for one in opened.records.audit_trail()
    ]
    opened.close()


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (RuntimeError("Rosa Delgado, 72.5 kg"), "Something broke"),
        (KeyboardInterrupt(), "Stopped"),
        (BrokenPipeError(), "went away"),
        (FullDiskError(), "then run the command again."),
    ],
)
def test_a_fault_of_ours_shows_a_code_and_nothing_of_the_record(
    problem: BaseException,
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(_arguments: Namespace) -> int:
        raise problem

    def always(_name: str) -> Command:
        return breaks

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(running, "_command", always)

    status = run_command(Namespace(command="import"))

    told = capsys.readouterr()
    assert status == 1
    assert said in told.err
    assert "Delgado" not in told.err + "".join(log.read_text() for log in tmp_path.rglob("*.log"))


def test_no_words_are_on_a_screen_where_there_is_none(
    carenurse: CareNurse, made_vault: MadeVault, code_file: Path, bundle: Path, tmp_path: Path
) -> None:
    with small_disk_at(tmp_path / "disk", 24) as place:
        shutil.copytree(made_vault.folder, place / "vault")
        opening = ("--vault", place / "vault", "--passphrase-file", code_file, "--recovery-code")
        out = tmp_path / "stick.json"
        filler = fill(place)

        taken = carenurse("import", bundle, *opening)
        exported = carenurse("export", "--all", "--out", out, *opening)
        written = out.exists()
        filler.unlink()
        again = carenurse("export", "--all", "--out", out, *opening)

    assert [one.returncode for one in (taken, exported)] == [1, 1]
    assert "this was not saved" in taken.stderr
    assert "on the screen" not in taken.stderr
    assert "no export can be noted there" in exported.stderr
    assert (written, again.returncode, out.exists()) == (False, 0, True)
