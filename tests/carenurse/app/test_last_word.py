"""A laptop was emptied and could not say so: each start says it, without any key, until the office signs."""

import shutil
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app import wiring
from carenurse.app.sync_office import Office, office_of
from carenurse.app.sync_run import over_the_network
from carenurse.app.vault_place import has_last_words, wiped_note
from carenurse.app.wipe import say_last_words
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.exchange.signed import HEARD, REMAINS, claimed, new_key, sign
from carenurse.store.leashes import OFFICE_KEY
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.wire import NoAnswerError, Request, Response
from carenurse.vault import last_word, wiping
from carenurse.vault.failures import UnreadableDiskError
from tests.carenurse.app.leashed import Leashed, laptop
from tests.carenurse.app.test_sync_run import Hub, hub
from tests.made_vault import NURSE, PASSPHRASE, MadeVault

__all__ = ["hub", "laptop"]


class CutOff(HttpWire):
    """A network that breaks off before the last word."""

    @override
    def send(self, request: Request) -> Response:
        if request.path == "$wiped":
            raise NoAnswerError(sent=False, why="the cable is out")
        return super().send(request)


def cut_off(office: Office) -> HttpWire:
    return CutOff(office.address, token=lambda: office.token)


def unsaid(laptop: Leashed) -> bool:
    assert wiped_note(laptop.folder) is not None
    return has_last_words(laptop.folder)


def revoked(laptop: Leashed) -> bool:
    devices = laptop.hub.office.served.devices
    return laptop.hub.thread.wait_for(lambda: devices.all()[-1].revoked) is not None


def emptied_without_a_word(laptop: Leashed) -> None:
    laptop.order()
    assert laptop.meet(cut_off).wiped is not None
    assert laptop.leash.done is None
    assert unsaid(laptop)


def test_what_the_office_heard_at_once_is_not_kept(laptop: Leashed) -> None:
    laptop.order()

    assert laptop.meet().wiped is not None

    assert not unsaid(laptop)
    assert not say_last_words(laptop.folder, over_the_network)


def test_a_word_that_did_not_get_through_is_said_at_the_next_start(laptop: Leashed) -> None:
    emptied_without_a_word(laptop)

    assert not say_last_words(laptop.folder, cut_off)
    assert unsaid(laptop)
    assert say_last_words(laptop.folder, over_the_network)

    assert laptop.leash.done is not None
    assert revoked(laptop)
    assert not unsaid(laptop)


def test_so_does_one_that_was_cut_short_while_it_destroyed(
    laptop: Leashed, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.order()
    with monkeypatch.context() as disk:
        disk.setattr(wiping, "finish", refuse)
        assert laptop.meet().wiped is not None
    assert laptop.leash.done is None
    assert wiring.find_vault(laptop.folder) is None, "the next start goes on"

    assert say_last_words(laptop.folder, over_the_network)

    assert laptop.leash.done is not None
    assert not laptop.leash.elsewhere


def test_what_is_kept_for_it_opens_nothing_and_names_nobody(laptop: Leashed) -> None:
    token = office_of(laptop.records).token
    emptied_without_a_word(laptop)

    note = "".join(file.read_text() for file in laptop.folder.iterdir())
    (word,) = last_word.unsaid(laptop.folder)
    within = urlsafe_b64decode(word.word.split(".")[1] + "==").decode()

    for secret in ("Delgado", "Rosa", "Okafor", "Grace", "PRIVATE", token):
        assert secret not in note + within
    assert "d" not in word.key


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b"3", b"{}", b'{"said": 1}'])
def test_what_cannot_be_read_is_said_to_nobody(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "vault.word-0123456789abcdef").write_bytes(kept)

    assert not say_last_words(tmp_path, over_the_network)


def test_where_no_folder_can_be_nothing_waits(tmp_path: Path) -> None:
    assert not has_last_words(tmp_path / ("x" * 300))
    assert not has_last_words(tmp_path / "nowhere")


# what is no answer of the office

Answering = Callable[[str], Response]
"""What somebody on the way answers to a word."""


@dataclass
class OnTheWay(HttpWire):
    """Somebody who answers instead of the office."""

    answering: Answering
    heard: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        super().__init__("http://127.0.0.1:9/fhir", token=lambda: "")

    @override
    def send(self, request: Request) -> Response:
        said = read_json(request.body)["said"]
        self.heard.append(said)
        return self.answering(said)


def signed_by(pem: str, kind: str = HEARD, **other: str) -> Answering:
    def answering(said: str) -> Response:
        facts = {"of": sha256(said.encode()).hexdigest(), "device": claimed(said)["device"], **other}
        return json_of({"receipt": sign(pem, kind, facts)})

    return answering


def json_of(told: Resource) -> Response:
    return Response(200, {"content-type": "application/json"}, write_json(told))


def always(answer: Response) -> Answering:
    return lambda _said: answer


def test_only_the_signature_of_its_own_office_for_just_this_word_forgets_it(laptop: Leashed) -> None:
    emptied_without_a_word(laptop)
    office = laptop.hub.thread.wait_for(lambda: laptop.hub.records.setting(OFFICE_KEY)) or ""
    page = {"content-type": "text/html"}
    hostile = (
        always(Response(401, page, b"<html>Sign in to the guest network</html>")),
        always(Response(401, {"content-type": "application/fhir+json"}, b"{}")),
        always(Response(204)),
        always(Response(200)),
        always(Response(200, page, b"<html>Welcome</html>")),
        always(Response(302, {"location": "https://portal.example.org"})),
        always(Response(404)),
        always(Response(503)),
        always(json_of({"receipt": "a.b.c"})),
        always(json_of({"receipt": 3})),
        always(Response(200, {}, b"[]")),
        signed_by(new_key()),
        signed_by(office, of=sha256(b"another word").hexdigest()),
        signed_by(office, device="another laptop"),
        signed_by(office, REMAINS),
    )

    for answering in hostile:
        way = OnTheWay(answering)
        assert not say_last_words(laptop.folder, lambda _, way=way: way)
        assert len(way.heard) == 1
        assert unsaid(laptop)

    assert say_last_words(laptop.folder, lambda _: OnTheWay(signed_by(office)))
    assert not unsaid(laptop)


# an office that has forgotten, and another vault


def test_an_office_restored_to_before_the_order_knows_its_own_signature(
    laptop: Leashed, vault_pattern: MadeVault, tmp_path: Path
) -> None:
    there, before = tmp_path / "office", tmp_path / "before"
    laptop.hub.thread.wait_for(lambda: shutil.copytree(there, before))
    emptied_without_a_word(laptop)
    opened = wiring.unlock_with_recovery(before, vault_pattern.recovery_code, reserve=0)
    office = Hub(opened.records)
    leashes, devices = office.office.served.leashes, office.office.served.devices
    try:
        assert [one.to_wipe for one in office.thread.wait_for(devices.all)] == [None]

        assert say_last_words(laptop.folder, lambda _: HttpWire(office.address, token=lambda: ""))

        found = office.thread.wait_for(lambda: leashes.find(laptop.device))
        assert found is not None
        assert None not in (found.asked, found.told, found.done)
        assert None not in [one.revoked for one in office.thread.wait_for(devices.all)]
    finally:
        office.close()
        opened.close()


def test_a_word_that_waits_stays_when_another_vault_begins_there(laptop: Leashed) -> None:
    emptied_without_a_word(laptop)

    made, _ = wiring.create_vault(laptop.folder, PASSPHRASE, NURSE, cost=wiring.FLOOR, reserve=0)
    made.close()

    assert wiped_note(laptop.folder) is None
    assert say_last_words(laptop.folder, over_the_network)
    assert laptop.leash.done is not None
    wiring.unlock(laptop.folder, PASSPHRASE, reserve=0).close()


def refuse(_folder: Path, _wipe: wiping.Wipe) -> bool:
    """Be a disk that fails in the middle."""
    raise UnreadableDiskError
