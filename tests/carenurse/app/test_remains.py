"""What goes to the office before a laptop is emptied: in small parts, each once."""

import json
import random
from base64 import b64decode
from datetime import UTC, datetime
from hashlib import sha256

from typing_extensions import override

from carenurse.app.agency import Agency, keep_agency
from carenurse.app.form_library import give_permission, looked_at, take_in
from carenurse.app.office_remains import left_behind
from carenurse.app.remains import parts_of
from carenurse.app.sync_office import Office
from carenurse.exchange.signed import new_key, public_half
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.kept import journal_of
from carenurse.sync.parting import Handed
from carenurse.sync.wire import Request, Response
from tests.carenurse.app.leashed import NOW, Leashed, laptop
from tests.carenurse.app.test_sync_run import hub
from tests.kept import keep

__all__ = ["hub", "laptop"]

PHOTO = random.Random(16).randbytes(3_000_000)  # noqa: S311 - bytes that no packing makes smaller
OURS = {
    "resourceType": "Questionnaire",
    "id": "stairs",
    "url": "https://forms.example.org/stairs",
    "version": "1",
    "status": "active",
    "title": "Stairs of the agency",
    "item": [{"linkId": "1", "text": "Stairs?", "type": "boolean"}],
}


class Thin:
    """Ways to the office on which so many parts go before the link is gone; notes what went."""

    def __init__(self, most: int) -> None:
        self.most, self.went = most, list[bytes]()

    def __call__(self, office: Office) -> HttpWire:
        way = self

        class Wire(HttpWire):
            @override
            def send(self, request: Request) -> Response:
                if request.path == "$remains":
                    if len(way.went) == way.most:
                        return Response(408)
                    way.went.append(request.body)
                return super().send(request)

        return Wire(office.address, token=lambda: office.token)


def with_photo(laptop: Leashed) -> None:
    with laptop.records.work() as work:
        work.keep_file(PHOTO, media_type="image/jpeg", name="photo")


def test_each_part_is_about_a_megabyte(laptop: Leashed) -> None:
    with_photo(laptop)

    sizes = [len(part) for part in parts_of(laptop.records)]

    assert len(sizes) >= 4
    assert max(sizes) < 1_100_000


def test_a_contact_that_breaks_off_is_gone_on_with_at_the_next(laptop: Leashed) -> None:
    with_photo(laptop)
    laptop.order()
    first, second = Thin(2), Thin(1000)

    assert laptop.meet(first).wiped is None
    laptop.again()
    assert laptop.meet(second).wiped is not None

    assert len(first.went) == 2
    assert not set(first.went) & set(second.went)
    assert b"".join(laptop.files_there("file")) == PHOTO


def test_a_link_that_takes_one_part_at_a_time_comes_to_the_end(laptop: Leashed) -> None:
    with_photo(laptop)
    laptop.order()
    contacts = 0

    while laptop.meet(Thin(1)).wiped is None:
        contacts += 1
        assert contacts < 20

    assert b"".join(laptop.files_there("file")) == PHOTO


def test_a_file_that_comes_later_does_not_change_the_parts_of_before(laptop: Leashed) -> None:
    with_photo(laptop)
    before = list(parts_of(laptop.records))

    with laptop.records.work() as work:
        work.keep_file(b"a page", media_type="text/plain", name="page")

    assert list(parts_of(laptop.records))[:4] == before[:4]


def test_an_office_that_was_restored_is_believed_anew(laptop: Leashed) -> None:
    journal, key = journal_of(laptop.records), public_half(new_key())
    part = sha256(b"part").hexdigest()
    Handed(journal, key, "laptop").note(part)
    handed = Handed(journal, key, "laptop")
    assert handed.has(part)

    journal.set_cursor("recovering", "1")
    assert not handed.has(part)
    journal.begin_again(NOW)
    journal.set_cursor("recovering", "")

    assert not handed.has(part)


def test_what_one_office_signed_for_is_nothing_to_another_or_for_another_laptop(laptop: Leashed) -> None:
    journal, key = journal_of(laptop.records), public_half(new_key())
    Handed(journal, key, "laptop").note("part")

    assert not Handed(journal, public_half(new_key()), "laptop").has("part")
    assert not Handed(journal, key, "another").has("part")


def test_while_a_restored_office_is_compared_what_it_signed_for_now_counts(laptop: Leashed) -> None:
    journal = journal_of(laptop.records)
    journal.set_cursor("recovering", "1")
    handed = Handed(journal, public_half(new_key()), "laptop")

    handed.note("part")

    assert handed.has("part")


def test_what_the_nurse_kept_on_this_laptop_alone_goes_there_too(laptop: Leashed) -> None:
    name = take_in(laptop.records, looked_at(laptop.records, OURS), NOW)
    keep_agency(laptop.records, Agency("Harbor Home Care", "555-0100", crisis_line="555-0188"))
    give_permission(laptop.records, "barthel", "Ada Fictional", "by letter", NOW)
    laptop.order()

    assert laptop.meet().wiped is not None

    own = {str(one["id"]): one for why, one in laptop.left_there() if why == "own"}
    assert own[name]["title"] == "Stairs of the agency"
    assert "Harbor Home Care" in [one.get("name") for one in own.values()]
    settings = next(one for one in own.values() if one["id"] == "settings")
    told = json.loads(b64decode(settings["data"]))
    assert told["crisis-line"] == "555-0188"
    assert told["agency"] in own
    assert "Ada Fictional" in told["form-permission:barthel"]
    lines = laptop.hub.thread.wait_for(lambda: left_behind(laptop.hub.records, datetime.now(UTC)))
    words = [one for part in lines for one in part.lines]
    assert "What its nurse decided about forms and the agency" in words
    assert any("kept on that laptop alone" in one for one in words)


def test_a_form_that_the_office_has_is_not_left_over(laptop: Leashed) -> None:
    keep(laptop.records, OURS)
    assert laptop.meet().good
    laptop.order()

    laptop.meet()

    assert "own" not in [why for why, _ in laptop.left_there()]
