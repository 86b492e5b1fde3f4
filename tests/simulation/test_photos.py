"""Photos go in pieces after what was written: cut or doubled, each is at the office once and whole."""

from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest

from carenurse.sync.steps import Ending
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.simulation.blobs import Blobs
from tests.simulation.laptop import KINDS, Laptop
from tests.simulation.native import NativeOffice
from tests.simulation.office import Quirks
from tests.simulation.photos import PAPERS, PIECE, paper_of, small_pieces
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
OURS = Quirks(native=True)
DATA = bytes(range(200))
DIGEST = sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def _pieces() -> Iterator[None]:
    with small_pieces():
        yield


def _laptop(here: Scene) -> Laptop:
    made = here.laptop()
    made.kinds = (*KINDS, PAPERS)
    return made


def _files(here: Scene) -> Blobs:
    assert isinstance(here.office, NativeOffice)
    return here.office.files


def _photographs(laptop: Laptop, paper: str = "photo") -> None:
    with laptop.records.work() as work:
        work.put(paper_of(paper, "rosa", work.keep_file(DATA, media_type="image/jpeg", name="wound")))


def test_a_photo_that_was_cut_goes_on_where_it_was_and_no_piece_goes_twice(scene: Make) -> None:
    here = scene(OURS)
    laptop = _laptop(here)
    here.run(laptop)
    _photographs(laptop)
    pieces: list[str] = []

    def cut(request: Request, by: str) -> Response:
        """Lose the answer to the second piece."""
        answer = here.office.handle(request, by)
        if request.method == "PATCH":
            pieces.append(request.headers["Content-Range"])
            if len(pieces) == 2:
                raise NoAnswerError(sent=True, why="reset")
        return answer

    laptop.wire.handle = cut
    assert here.run(laptop).ending is Ending.NO_ANSWER
    laptop.power_cut()
    assert here.run(laptop).ending is Ending.COMPLETE

    assert _files(here).whole == {DIGEST: DATA}
    assert pieces == [
        f"bytes {at}-{min(at + PIECE, len(DATA)) - 1}/{len(DATA)}" for at in range(0, len(DATA), PIECE)
    ]
    assert laptop.journal.files_to_send() == []


def test_pieces_that_arrive_twice_make_one_photo_and_others_fetch_it(scene: Make) -> None:
    here = scene(OURS)
    laptop, other = _laptop(here), _laptop(here)
    here.run(laptop)
    _photographs(laptop)

    def twice(request: Request, by: str) -> Response:
        here.office.handle(request, by)
        return here.office.handle(request, by)

    laptop.wire.handle = twice
    here.run(laptop)
    here.run(other)

    assert _files(here).whole == {DIGEST: DATA}
    assert sum(_files(here).arrived.values()) == len(DATA)
    assert other.journal.bytes_of(DIGEST) == DATA


def test_a_restored_office_gets_the_photo_again(scene: Make) -> None:
    here = scene(OURS)
    laptop = _laptop(here)
    here.run(laptop)
    backup = here.office.snapshot()
    _photographs(laptop)
    here.run(laptop)
    here.office.restore(backup)
    assert _files(here).whole == {}

    for _ in range(2):
        here.run(laptop)

    assert here.office.resource((PAPERS, "photo"))
    assert _files(here).whole == {DIGEST: DATA}


def test_who_left_the_caseload_stays_while_a_photo_waits(scene: Make) -> None:
    here = scene(OURS)
    laptop = _laptop(here)
    here.run(laptop)
    _photographs(laptop)

    def no_photos(request: Request, by: str) -> Response:
        if request.path.startswith("blob/"):
            raise NoAnswerError(sent=False, why="no signal")
        return here.office.handle(request, by)

    laptop.wire.handle = no_photos
    here.run(laptop)
    here.caseload()
    here.run(laptop)
    assert laptop.journal.bytes_of(DIGEST) == DATA
    laptop.wire.handle = here.office.handle

    for _ in range(2):
        here.run(laptop)

    assert _files(here).whole == {DIGEST: DATA}
    assert laptop.records.get("Patient", "rosa") is None
