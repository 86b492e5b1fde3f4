"""``carenurse sync`` against an office that serves in another process, with its own certificate."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.carenurse.app.command_line.conftest import CareNurse, one_sentence
from tests.carenurse.app.command_line.serving import OfficeOf, Opening
from tests.made_vault import NURSE


@pytest.fixture
def served(elsewhere: Opening, office_of: OfficeOf) -> Iterator[tuple[str, str]]:
    """Serve the other vault as an office; give its address and fingerprint."""
    with office_of(elsewhere) as said:
        address = re.search(r"https://\S+", said[0])
        assert address
        yield address[0].rstrip("."), said[2].strip()


@pytest.mark.slow
def test_a_laptop_joins_by_a_code_and_sends_until_nothing_is_left(
    served: tuple[str, str], carenurse: CareNurse, opening: Opening, elsewhere: Opening
) -> None:
    address, fingerprint = served
    code = carenurse("office", "enrol", NURSE["id"], *elsewhere).stdout.splitlines()[1].strip()

    other = carenurse("sync", *opening, "--office", address, "--code", code, "--fingerprint", "00" * 32)
    joined = carenurse("sync", *opening, "--office", address, "--code", code, "--fingerprint", fingerprint)
    again = carenurse("sync", *opening)

    assert other.returncode == 1
    assert "its certificate is another" in one_sentence(other)
    assert joined.returncode == 0, joined.stderr
    assert "Not sent: nothing" in joined.stdout
    assert re.search(r"Received: \d\d:\d\d", joined.stdout)
    assert again.returncode == 0, again.stderr


@pytest.mark.slow
def test_a_laptop_that_its_office_has_emptied_says_so_and_is_gone(
    served: tuple[str, str], carenurse: CareNurse, opening: Opening, elsewhere: Opening
) -> None:
    address, fingerprint = served
    code = carenurse("office", "enrol", NURSE["id"], *elsewhere).stdout.splitlines()[1].strip()
    carenurse("sync", *opening, "--office", address, "--code", code, "--fingerprint", fingerprint)
    listed = carenurse("office", "devices", *elsewhere).stdout
    device = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", listed)
    assert device, listed
    ordered = carenurse("office", "wipe", device[0], "--yes", *elsewhere)
    assert ordered.returncode == 0, ordered.stderr

    emptied = carenurse("sync", *opening)
    again = carenurse("sync", *opening)

    for run in (emptied, again):
        assert run.returncode == 1
        assert "was emptied by order of its office" in one_sentence(run)
    assert not list(Path(opening[1]).glob("vault.hdr*"))


def test_without_an_office_it_says_in_one_sentence_what_to_do(carenurse: CareNurse, opening: Opening) -> None:
    run = carenurse("sync", *opening)

    assert run.returncode == 1
    assert "No office is set up. Name it with --office URL." in one_sentence(run)


def test_an_office_that_is_not_there_is_no_loss(carenurse: CareNurse, opening: Opening) -> None:
    run = carenurse("sync", *opening, "--office", "http://127.0.0.1:9/fhir")

    assert run.returncode == 1
    assert "The office cannot be reached now." in run.stderr
    assert "Received: never" in run.stdout
