"""Photos at an office that is not ours: a Binary each, certain when the run that sent it is counted."""

from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256

import pytest

from carenurse.sync.steps import Ending
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.simulation.given import GivingOffice
from tests.simulation.laptop import KINDS, Laptop
from tests.simulation.office import Quirks
from tests.simulation.photos import PAPERS, paper_of
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
RAW, JSON = Quirks(raw_binary=True), Quirks(json_binary=True)
GIVES = Quirks(json_binary=True, gives_ids=True, if_none_match=False)
FINDS_LATE = Quirks(json_binary=True, gives_ids=True, if_none_match=False, lag=100)
DATA = bytes(range(200))
DIGEST = sha256(DATA).hexdigest()
BINARY = ("Binary", DIGEST)


def _laptop(here: Scene) -> Laptop:
    made = here.laptop()
    made.kinds = (*KINDS, PAPERS)
    return made


def _photographs(laptop: Laptop) -> None:
    with laptop.records.work() as work:
        work.put(paper_of("photo", "rosa", work.keep_file(DATA, media_type="image/jpeg", name="wound")))


def _bytes_there(here: Scene) -> bytes:
    return b64decode((here.office.resource(BINARY) or {}).get("data", ""))


@pytest.mark.parametrize("quirks", [RAW, JSON, GIVES, FINDS_LATE], ids=["raw", "json", "given", "late"])
def test_a_photo_whose_answer_was_lost_is_there_once_and_others_fetch_it(scene: Make, quirks: Quirks) -> None:
    here = scene(quirks)
    laptop, other = _laptop(here), _laptop(here)
    here.run(laptop)
    _photographs(laptop)
    lost: list[str] = []

    def deaf(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        is_file = request.path.partition("/")[0] == "Binary" and request.method in ("PUT", "POST")
        if is_file and len(lost) < 2:
            lost.append(request.method)
            raise NoAnswerError(sent=True, why="reset")
        return answer

    laptop.wire.handle = deaf
    while here.run(laptop, after=300).ending is not Ending.COMPLETE:
        assert here.office.resource((PAPERS, "photo")), "what was written goes before"
    here.run(other, after=300)

    assert len(lost) == 2
    assert _bytes_there(here) == DATA
    assert laptop.journal.files_to_send() == []
    assert other.journal.bytes_of(DIGEST) == DATA


def test_an_office_restored_to_a_backup_without_the_photo_gets_it_again(scene: Make) -> None:
    here = scene(RAW)
    laptop = _laptop(here)
    here.run(laptop)
    _photographs(laptop)

    def restored(request: Request, by: str) -> Response:
        """Be restored to just before the photo, after all that was written was counted."""
        if request.method == "PUT" and request.path.startswith("Binary/"):
            laptop.wire.handle = here.office.handle
            backup = here.office.snapshot()
            answer = here.office.handle(request, by)
            here.office.restore(backup)
            return answer
        return here.office.handle(request, by)

    laptop.wire.handle = restored
    here.run(laptop)
    assert laptop.wire.handle == here.office.handle
    assert here.office.resource(BINARY) is None

    here.run(laptop)

    assert _bytes_there(here) == DATA


@pytest.mark.parametrize("quirks", [RAW, JSON, GIVES, FINDS_LATE], ids=["raw", "json", "given", "late"])
def test_an_office_restored_to_before_paper_and_photo_gets_both_again(scene: Make, quirks: Quirks) -> None:
    here = scene(quirks)
    laptop = _laptop(here)
    here.run(laptop)
    backup = here.office.snapshot()
    _photographs(laptop)
    here.run(laptop, after=300)
    here.run(laptop, after=300)
    assert laptop.journal.files_to_send() == []
    here.office.restore(backup)

    for _ in range(3):
        here.run(laptop, after=300)

    assert here.office.resource((PAPERS, "photo"))
    assert _bytes_there(here) == DATA
    assert laptop.journal.files_to_send() == []


@pytest.mark.parametrize("quirks", [GIVES, FINDS_LATE], ids=["given", "late"])
def test_a_photo_goes_over_no_other_that_a_restored_office_gave_its_id(scene: Make, quirks: Quirks) -> None:
    here = scene(quirks)
    laptop = _laptop(here)
    here.run(laptop)
    backup = here.office.snapshot()
    _photographs(laptop)
    here.run(laptop, after=300)
    here.run(laptop, after=300)
    assert isinstance(here.office, GivingOffice)
    given = here.office.shown[BINARY]
    here.office.restore(backup)
    other = ("Binary", "other")
    theirs = {"resourceType": "Binary", "id": "other", "contentType": "image/png", "data": "AAAA"}
    here.office.write(other, theirs, "office")
    here.office.shown[other], here.office.named["Binary", given] = given, "other"

    for _ in range(3):
        here.run(laptop, after=300)

    assert (here.office.resource(other) or {}).get("data") == "AAAA"
    assert _bytes_there(here) == DATA


def test_a_photo_that_the_office_refuses_waits_for_another_day_and_the_rest_goes_on(scene: Make) -> None:
    here = scene(JSON)
    laptop = _laptop(here)
    here.run(laptop)
    _photographs(laptop)
    offered: list[str] = []

    def too_large(request: Request, by: str) -> Response:
        if request.path.startswith("Binary/"):
            offered.append(request.path)
            return Response(413)
        return here.office.handle(request, by)

    laptop.wire.handle = too_large
    for _ in range(2):
        assert here.run(laptop).ending is Ending.COMPLETE
    here.run(laptop, after=86_400)

    assert len(offered) == 2
    assert laptop.journal.bytes_of(DIGEST) == DATA
