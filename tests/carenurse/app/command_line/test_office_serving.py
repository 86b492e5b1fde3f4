"""``carenurse office serve`` and its desk, as an administrator runs them."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from carenurse.clinical.fhir import Resource, write_json
from carenurse.exchange.signed import MARK, new_key, public_half, sign
from carenurse.store.device_marks import Reached
from tests.carenurse.app.command_line.conftest import CareNurse, one_sentence
from tests.carenurse.app.command_line.serving import OfficeOf, Opening
from tests.made_vault import NURSE


@pytest.fixture
def served(opening: Opening, office_of: OfficeOf) -> Iterator[list[str]]:
    with office_of(opening) as said:
        yield said


def test_an_office_says_where_it_serves_and_its_desk_answers_meanwhile(
    served: list[str], carenurse: CareNurse, opening: Opening
) -> None:
    assert served[0].startswith("The office serves at https://localhost:")
    assert len(served[2].strip()) == 64 + 15

    invited = carenurse("office", "enrol", NURSE["id"], *opening)
    listed = carenurse("office", "devices", *opening)
    revoked = carenurse("office", "revoke", "nobody", *opening)

    assert (invited.returncode, listed.returncode, revoked.returncode) == (0, 0, 1)
    assert len(invited.stdout.splitlines()[1].strip()) == 32 + 7
    assert listed.stdout == "No laptop has joined yet.\n"
    assert "no such laptop" in revoked.stderr


def test_the_desk_works_while_nobody_serves_and_knows_its_nurses(
    carenurse: CareNurse, opening: Opening
) -> None:
    invited = carenurse("office", "enrol", NURSE["id"], *opening)
    unknown = carenurse("office", "enrol", "n-1", *opening)

    assert invited.returncode == 0
    assert unknown.returncode == 1
    assert "Grace Okafor" in unknown.stderr


def test_plain_http_is_for_this_computer_only(carenurse: CareNurse, opening: Opening) -> None:
    refused = carenurse("office", "serve", "--plain", "--host", "0.0.0.0", *opening)  # noqa: S104 - refused

    assert refused.returncode == 1
    assert "only be reached from this computer" in refused.stderr


def test_an_office_is_checked_in_words_and_kept_in_the_vault(
    served: list[str],
    carenurse: CareNurse,
    opening: Opening,
    elsewhere: Opening,
    passphrase_file: Path,
) -> None:
    base = served[0].split()[4].rstrip(".")
    fingerprint = served[2].strip()
    invited = carenurse("office", "enrol", NURSE["id"], "--all-patients", *opening)
    token = passphrase_file.with_name("token")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    body = {"code": invited.stdout.splitlines()[1].strip(), "name": "check"}
    token.write_text(httpx.post(f"{base}/$enrol", json=body, verify=context).json()["token"])

    words = ("office", "check", base, "--token-file", token, "--fingerprint", fingerprint)
    checked = carenurse(*words, *elsewhere[:3], passphrase_file)

    assert checked.returncode == 0, checked.stderr
    assert "CareNurse office" in checked.stdout
    assert "A visit arrives whole or not at all." in checked.stdout
    assert "With more care" not in checked.stdout
    assert "marked as entered in error" in checked.stdout


def test_what_is_no_office_is_said_in_one_sentence(carenurse: CareNurse) -> None:
    silent = carenurse("office", "check", "http://127.0.0.1:9/fhir")
    unsafe = carenurse("office", "check", "http://office.example.org/fhir")

    assert (silent.returncode, unsafe.returncode) == (1, 1)
    assert "does not answer as a FHIR office" in silent.stderr
    assert "not safe" in unsafe.stderr


def test_the_list_of_laptops_tells_how_far_each_was_seen_to_have_come(
    served: list[str], carenurse: CareNurse, opening: Opening
) -> None:
    base = served[0].split()[4].rstrip(".")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    invited = carenurse("office", "enrol", NURSE["id"], *opening)
    body = {"code": invited.stdout.splitlines()[1].strip(), "name": "blue laptop"}
    pem, far = new_key(), Reached("a" * 64, 12, 3, "b" * 64)
    with httpx.Client(base_url=base, verify=context) as client:
        token = client.post("$enrol", json=body).json()["token"]
        for one in (far, Reached("a" * 64, 11, 2, "c" * 64)):
            told = {"mark": sign(pem, MARK, one.told), "key": public_half(pem)}
            answer = client.post("$mark", json=told, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200, answer.text

    listed = carenurse("office", "devices", *opening).stdout

    assert f": 12-{'b' * 64}\n" in listed
    assert "an older copy of its records comes since" in listed


@pytest.fixture
def nurses(tmp_path: Path) -> Path:
    """Write a file of an agency with its nurses, two of one family name."""
    known = {"n1": ("Nora", "Quill"), "n2": ("Ben", "Ode"), "n3": ("Ida", "Ode")}
    entries: list[Resource] = [
        {
            "resource": {
                "resourceType": "Practitioner",
                "id": one,
                "name": [{"given": [given], "family": family}],
            }
        }
        for one, (given, family) in known.items()
    ]
    file = tmp_path / "nurses.json"
    file.write_bytes(write_json({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return file


def test_a_code_is_made_for_a_nurse_by_name_or_by_the_id_of_her_file_and_for_nobody_else(
    carenurse: CareNurse, opening: Opening, nurses: Path
) -> None:
    taken = carenurse("import", nurses, *opening)
    (line,) = [one for one in taken.stdout.splitlines() if one.endswith("Nora Quill")]
    kind, identity = line.split()[:2]
    assert kind == "Practitioner"

    for words in ("n1", "nora quill", "Quill", identity, f"Practitioner/{identity}"):
        invited = carenurse("office", "enrol", words, *opening)
        assert invited.returncode == 0, invited.stderr
        assert "It is for Nora Quill." in invited.stdout
    unknown = one_sentence(carenurse("office", "enrol", "nobody", *opening))
    several = one_sentence(carenurse("office", "enrol", "Ode", *opening))

    assert f"{identity} (Nora Quill)" in unknown
    assert "Ben Ode" in several
    assert "Nora Quill" not in several


def test_a_vault_that_is_served_says_so_to_other_commands(
    served: list[str], carenurse: CareNurse, opening: Opening, nurses: Path
) -> None:
    assert served

    refused = one_sentence(carenurse("import", nurses, *opening))
    unknown = one_sentence(carenurse("office", "enrol", "nobody", *opening))

    assert "The office serves this vault. Stop it first" in refused
    assert "Grace Okafor" in unknown
