"""A laptop was emptied and could not say so: the next start with a connection says it, without any key."""

from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app import wiring
from carenurse.app.sync_office import Office, office_of
from carenurse.app.sync_run import over_the_network
from carenurse.app.vault_place import wiped_note
from carenurse.app.wipe import say_last_word
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.wire import NoAnswerError, Request, Response
from carenurse.vault import wiping
from carenurse.vault.failures import UnreadableDiskError
from tests.carenurse.app.leashed import Leashed, laptop
from tests.carenurse.app.test_sync_run import hub

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
    note = wiped_note(laptop.folder)
    assert note is not None
    return note.unsaid


def revoked(laptop: Leashed) -> bool:
    devices = laptop.hub.office.served.devices
    return laptop.hub.thread.wait_for(lambda: devices.all()[-1].revoked) is not None


def test_what_the_office_heard_at_once_is_not_kept(laptop: Leashed) -> None:
    laptop.order()

    assert laptop.meet().wiped is not None

    assert not unsaid(laptop)
    assert not say_last_word(laptop.folder, over_the_network)


def test_a_word_that_did_not_get_through_is_said_at_the_next_start(laptop: Leashed) -> None:
    laptop.order()
    assert laptop.meet(cut_off).wiped is not None
    assert laptop.leash.done is None
    assert unsaid(laptop)

    assert not say_last_word(laptop.folder, cut_off)
    assert unsaid(laptop)
    assert say_last_word(laptop.folder, over_the_network)

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

    assert say_last_word(laptop.folder, over_the_network)

    assert laptop.leash.done is not None
    assert not laptop.leash.elsewhere


def test_what_is_kept_for_it_opens_nothing_and_names_nobody(laptop: Leashed) -> None:
    token = office_of(laptop.records).token
    laptop.order()
    laptop.meet(cut_off)

    note = (laptop.folder / "vault.wiped").read_text()

    for word in ("Delgado", "Rosa", "Okafor", "Grace", "PRIVATE", token):
        assert word not in note


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[]", b'{"word": 3}', b'{"word": {}}', b'{"word": {"said": 1}}']
)
def test_a_note_that_says_nothing_is_said_to_nobody(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "vault.wiped").write_bytes(note)

    assert not say_last_word(tmp_path, over_the_network)


def refuse(_folder: Path, _wipe: wiping.Wipe) -> bool:
    """Be a disk that fails in the middle."""
    raise UnreadableDiskError
