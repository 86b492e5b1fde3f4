"""A laptop is emptied by order of its office: what the office never took goes there first, then all goes."""

import shutil
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from carenurse.app import backups, wiring
from carenurse.app.backup_place import place_beside
from carenurse.app.coming_back import ReturnTo, keep_return
from carenurse.app.second_place import choose_second_place
from carenurse.app.sync_marks import own_key
from carenurse.app.sync_office import RECEIPT_KEY, Office
from carenurse.app.sync_run import Cord
from carenurse.app.vault_place import looks_like_vault, wiped_note
from carenurse.app.wiring import WipedVaultError
from carenurse.clinical.fhir import Resource, new_id, write_json
from carenurse.clinical.paper import Paper, encode
from carenurse.exchange.signed import new_key, public_half
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.kept import Held, Received, journal_of
from carenurse.sync.wire import Request, Response
from carenurse.vault import wiping
from tests.carenurse.app.leashed import NOW, Leashed, laptop
from tests.carenurse.app.test_sync_run import HTEST, hub, rosa
from tests.kept import keep
from tests.made_vault import NURSE, PASSPHRASE

__all__ = ["hub", "laptop"]


def jotted(**more: object) -> Resource:
    return {
        "resourceType": "Communication",
        "id": new_id(),
        "meta": HTEST,
        "status": "completed",
        "subject": {"reference": f"Patient/{rosa()['id']}"},
        **more,
    }


def there(laptop: Leashed) -> list[Path]:
    """List what lies in the folder of the vault still, but the lock that is held."""
    return sorted(one for one in laptop.folder.iterdir() if one.name != "vault.lock")


def is_whole(laptop: Leashed) -> bool:
    """Say whether the vault opens with everything."""
    return laptop.again().records.get("Patient", str(rosa()["id"])) is not None


def test_nothing_of_the_vault_is_left_but_a_note(laptop: Leashed) -> None:
    laptop.order()

    result = laptop.meet()

    assert result.good, result
    assert result.wiped is not None
    assert not result.wiped.second_place
    assert [one.name for one in there(laptop)] == ["vault.wiped"]
    note = wiped_note(laptop.folder)
    assert note is not None
    assert note.when == result.wiped.when
    assert not looks_like_vault(laptop.folder)
    assert wiring.find_vault(laptop.folder) is None
    with pytest.raises(WipedVaultError, match="emptied by order of its office"):
        wiring.unlock(laptop.folder, PASSPHRASE)
    with pytest.raises(WipedVaultError):
        wiring.unlock_with_recovery(laptop.folder, laptop.made.recovery_code)


def test_the_office_knows_that_it_is_done_and_shuts_the_laptop_out(laptop: Leashed) -> None:
    laptop.order()

    laptop.meet()

    assert laptop.leash.done is not None
    assert not laptop.leash.elsewhere
    devices = laptop.hub.office.served.devices
    revoked = laptop.hub.thread.wait_for(lambda: devices.all()[-1].revoked)
    assert revoked is not None


def test_another_vault_may_be_made_in_its_place(laptop: Leashed) -> None:
    laptop.order()
    laptop.meet()

    made, _ = wiring.create_vault(laptop.folder, PASSPHRASE, NURSE, cost=wiring.FLOOR, reserve=0)
    made.close()

    assert wiped_note(laptop.folder) is None
    wiring.unlock(laptop.folder, PASSPHRASE, reserve=0).close()


def test_everything_unsent_of_every_kind_reaches_the_office_before(laptop: Leashed) -> None:
    draft, held, refused, named = jotted(), jotted(), jotted(), jotted(status="not-done")
    keep(laptop.records, held, refused)
    journal = journal_of(laptop.records)
    for change, why in zip(journal.changes(), (Held.BY_NURSE, Held.REFUSED), strict=True):
        journal.hold(change.sequence, why, "as the test wants it")
    with laptop.records.work() as work:
        work.put(draft, draft=True)
        digest = work.keep_file(b"a page nobody named", media_type="text/plain", name="page")
    keep_return(laptop.records, ReturnTo(NOW, "visit", form={"note": "typed, not kept"}))
    laptop.order()

    def typed() -> None:
        """Bring in what stands on the screen, as the window does before it lets nobody type any more."""
        with laptop.records.work() as work:
            work.put(named, draft=True)

    result = laptop.meet(hush=typed)

    assert result.wiped is not None
    came = {(why, str(one["id"])) for why, one in laptop.left_there()}
    assert ("draft", draft["id"]) in came
    assert ("draft", named["id"]) in came
    assert ("by-nurse", held["id"]) in came
    assert ("refused", refused["id"]) in came
    assert ("file", digest) in came
    assert laptop.files_there("file") == [b"a page nobody named"]
    (words,) = laptop.files_there("words")
    assert b"typed, not kept" in words
    (trail,) = laptop.files_there("trail")
    assert b'"wipe"' in trail


def test_what_waits_because_both_changed_it_goes_there_too(laptop: Leashed) -> None:
    mine = {**rosa(), "gender": "female"}
    keep(laptop.records, mine)
    journal = journal_of(laptop.records)
    base = journal.base_of("Patient", str(rosa()["id"]))
    assert base is not None
    journal.receive(
        [Received("Patient", str(rosa()["id"]), "other", {**rosa(), "gender": "male"})], None, NOW
    )
    assert journal.open_conflicts() == 1
    laptop.order()

    assert laptop.meet().wiped is not None

    assert ("conflict", "female") in [(why, one.get("gender")) for why, one in laptop.left_there()]


def test_a_file_goes_in_slices_that_make_it_again(laptop: Leashed) -> None:
    whole = bytes(range(256)) * 80_000
    with laptop.records.work() as work:
        work.keep_file(whole, media_type="application/octet-stream", name="large")
    laptop.order()

    laptop.meet()

    slices = [one for why, one in laptop.left_there() if why == "file"]
    assert [str(one["id"]).rpartition(".")[2] for one in slices] == [str(one) for one in range(1, 29)]
    assert b"".join(laptop.files_there("file")) == whole


def test_a_page_that_the_office_has_does_not_go_again(laptop: Leashed) -> None:
    with laptop.records.work() as work:
        digest = work.keep_file(b"a page", media_type="text/plain", name="page")
    paper = Paper(id=new_id(), patient=str(rosa()["id"]), title="Page", digest=digest, status="current")
    keep(laptop.records, encode(paper))
    laptop.order()

    laptop.meet()

    assert laptop.files_there("file") == []


# when it is not done


def test_an_order_that_was_taken_back_is_none(laptop: Leashed) -> None:
    laptop.order()
    laptop.office(lambda leashes: leashes.take_back(laptop.device))

    assert laptop.meet().wiped is None
    assert is_whole(laptop)


class _Deaf(HttpWire):
    """A way on which the office takes nothing of what is left over."""

    @override
    def send(self, request: Request) -> Response:
        return Response(503) if request.path == "$remains" else super().send(request)


class _Lying(HttpWire):
    """A way on which somebody says that it was taken, and did not sign."""

    @override
    def send(self, request: Request) -> Response:
        if request.path != "$remains":
            return super().send(request)
        return Response(200, {"content-type": "application/json"}, b'{"receipt": "a.b.c"}')


def _deaf(office: Office) -> HttpWire:
    return _Deaf(office.address, token=lambda: office.token)


def _lying(office: Office) -> HttpWire:
    return _Lying(office.address, token=lambda: office.token)


@pytest.mark.parametrize("connect", [_deaf, _lying])
def test_what_the_office_did_not_sign_for_keeps_everything_here(laptop: Leashed, connect: object) -> None:
    laptop.order()

    result = laptop.meet(_deaf if connect is _deaf else _lying)

    assert result.order is not None
    assert result.wiped is None
    assert is_whole(laptop)
    assert laptop.leash.done is None
    assert laptop.meet().wiped is not None


def test_an_order_that_another_office_signed_is_none(laptop: Leashed) -> None:
    with laptop.records.work() as work:
        work.set_setting(RECEIPT_KEY, write_json(public_half(new_key())).decode())
    laptop.order()

    result = laptop.meet()

    assert (result.order, result.wiped) == (None, None)
    assert is_whole(laptop)


def test_who_stops_the_run_stops_it_before_anything_is_destroyed(laptop: Leashed) -> None:
    laptop.order()
    cord = Cord()

    result = laptop.meet(hush=cord.pull, cord=cord)

    assert result.wiped is None
    assert is_whole(laptop)


def test_words_on_the_screen_that_could_not_be_kept_put_it_off(laptop: Leashed) -> None:
    laptop.order()

    assert laptop.meet(hush=lambda: False).wiped is None
    assert laptop.left_there() == []
    assert is_whole(laptop)


def test_what_is_saved_while_the_rest_is_handed_over_goes_too(laptop: Leashed) -> None:
    late = jotted()

    class _Meanwhile(HttpWire):
        @override
        def send(self, request: Request) -> Response:
            answer = super().send(request)
            if request.path == "$remains" and laptop.records.get("Communication", str(late["id"])) is None:
                keep(laptop.records, late)
            return answer

    laptop.order()

    result = laptop.meet(lambda office: _Meanwhile(office.address, token=lambda: office.token))

    assert result.wiped is not None
    assert ("waiting", late["id"]) in {(why, one["id"]) for why, one in laptop.left_there()}


def test_the_order_stands_on_the_trail_that_goes_to_the_office(laptop: Leashed) -> None:
    laptop.order()
    laptop.meet(_deaf)

    newest = laptop.again().records.audit_trail(limit=20)

    assert "ordered" in [fact.detail for fact in newest if fact.action == "wipe"]


# backups


def backed_up(laptop: Leashed, place: Path | None = None) -> Path:
    return backups.back_up(laptop.vault, NOW, place).folder


def test_backups_beside_go_and_those_of_another_vault_stay(laptop: Leashed) -> None:
    mine = backed_up(laptop)
    beside = place_beside(laptop.folder)
    other, _ = wiring.create_vault(
        laptop.folder.with_name("other"), PASSPHRASE, NURSE, cost=wiring.FLOOR, reserve=0
    )
    theirs = beside / "20260101T000000Z"
    other.back_up(theirs)
    other.close()
    (beside / "notes of somebody").mkdir()
    half = beside / "20260102T000000Z.abc"
    shutil.copytree(mine, half)
    laptop.order()

    assert laptop.meet().wiped is not None

    assert sorted(one.name for one in beside.iterdir()) == ["20260101T000000Z", "notes of somebody"]
    assert wiring.find_vault(theirs) is not None


def test_a_second_place_that_is_here_is_emptied(laptop: Leashed, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(laptop.vault, stick)
    copy = backed_up(laptop, stick / f"CareNurse-{laptop.vault.vault_id}")
    (stick / "holiday.jpg").write_bytes(b"not ours")
    laptop.order()

    result = laptop.meet()

    assert result.wiped is not None
    assert not result.wiped.second_place
    assert not copy.exists()
    assert (stick / "holiday.jpg").exists()


def test_a_second_place_that_is_away_is_told_to_the_office_and_on_the_start_page(
    laptop: Leashed, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(laptop.vault, stick)
    backed_up(laptop, stick / f"CareNurse-{laptop.vault.vault_id}")
    stick.rename(tmp_path / "in the drawer")
    laptop.order()

    result = laptop.meet()

    assert result.wiped is not None
    assert result.wiped.second_place
    assert laptop.leash.elsewhere
    note = wiped_note(laptop.folder)
    assert note is not None
    assert note.second_place


# the marker


def test_a_folder_with_the_marker_is_emptied_before_anything_else(laptop: Leashed) -> None:
    backup = backed_up(laptop)
    laptop.vault.close()
    when = NOW - timedelta(days=1)
    wipe = wiping.Wipe(when, laptop.vault.vault_id, place_beside(laptop.folder), None)
    wiping.begin(laptop.folder, wipe)
    assert looks_like_vault(laptop.folder)

    with pytest.raises(WipedVaultError) as told:
        wiring.unlock_with_recovery(laptop.folder, laptop.made.recovery_code)

    assert told.value.when.astimezone(UTC) == when
    assert [one.name for one in there(laptop)] == ["vault.wiped"]
    assert not backup.exists()


def test_a_marker_of_another_vault_destroys_nothing_and_goes(laptop: Leashed) -> None:
    laptop.vault.close()
    wipe = wiping.Wipe(NOW, "another vault", place_beside(laptop.folder), None)
    wiping.begin(laptop.folder, wipe)

    assert is_whole(laptop)
    assert not (laptop.folder / wiping.MARKER).exists()


def test_neither_marker_nor_note_says_anything_of_anybody(laptop: Leashed) -> None:
    wipe = wiping.Wipe(NOW, laptop.vault.vault_id, place_beside(laptop.folder), None)
    key = own_key(laptop.records)
    laptop.vault.close()

    wiping.begin(laptop.folder, wipe)
    marker = (laptop.folder / wiping.MARKER).read_text()
    wiping.go_on(laptop.folder)
    note = (laptop.folder / "vault.wiped").read_text()

    for word in ("Delgado", "Rosa", "Okafor", "Grace", laptop.hub.address, key[40:80]):
        assert word not in marker + note
