"""A connection is kept between runs only while it is surely the same way to the same office."""

import pytest
from typing_extensions import override

from carenurse.sync.line import OpenWire
from carenurse.sync.standing_way import StandingWay
from carenurse.sync.wire import NoAnswerError, Request, Response

READS, WRITES = Request("GET", "Basic/d1", reads=True), Request("POST", "")


class Way:
    """A way to an office that answers until it is told to be dead."""

    base, certificate = "https://office.example.org/fhir", ""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.closed = self.dead = False
        self.is_where_it_was = True

    def send(self, request: Request) -> Response:
        if self.dead or self.closed:
            raise NoAnswerError(sent=True, why="dead")
        self.asked.append(request.method)
        return Response(200)

    def ask_within(self, request: Request, times: object) -> Response:
        del times
        return self.send(request)

    def close(self) -> None:
        self.closed = True


class Ways:
    """Everything between runs: how many ways were made, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.made: list[Way] = []
        self.now = 1000.0
        self.standing: StandingWay[str] = StandingWay(60, lambda: self.now)

    def _make(self) -> Way:
        self.made.append(Way())
        return self.made[-1]

    def open(self, office: str = "one") -> OpenWire:
        return self.standing.to(office, self._make)

    def run(self, office: str = "one", *requests: Request) -> None:
        wire = self.open(office)
        try:
            for request in requests or (READS, WRITES):
                wire.send(request)
        finally:
            wire.close()


@pytest.fixture
def ways() -> Ways:
    return Ways()


def test_the_next_run_uses_the_same_connection(ways: Ways) -> None:
    ways.run()
    ways.run()

    assert [one.asked for one in ways.made] == [["GET", "POST", "GET", "POST"]]
    assert not ways.made[0].closed


@pytest.mark.parametrize("passed", [61, -1])
def test_not_after_a_long_rest_nor_when_the_clock_went_back(ways: Ways, passed: int) -> None:
    ways.run()
    ways.now += passed
    ways.run()

    assert [one.closed for one in ways.made] == [True, False]


def test_not_for_another_office_token_or_certificate(ways: Ways) -> None:
    ways.run("one")
    ways.run("another")

    assert [one.closed for one in ways.made] == [True, False]


def test_not_in_another_network(ways: Ways) -> None:
    ways.run()
    ways.made[0].is_where_it_was = False
    ways.run()

    assert [one.closed for one in ways.made] == [True, False]


def test_not_after_a_lock_also_when_a_run_goes_on_behind_it(ways: Ways) -> None:
    ways.run()
    ways.standing.end()
    assert ways.made[0].closed

    going_on = ways.open()
    going_on.send(READS)
    ways.standing.end()
    going_on.close()

    assert ways.made[1].closed


def test_a_way_that_died_in_silence_is_made_anew_for_what_changes_nothing(ways: Ways) -> None:
    ways.run()
    ways.made[0].dead = True
    ways.run()

    assert [one.asked for one in ways.made] == [["GET", "POST"], ["GET", "POST"]]
    assert ways.made[0].closed


def test_what_could_do_something_twice_never_goes_first_over_a_rested_way(ways: Ways) -> None:
    ways.run()
    ways.run("one", WRITES)

    assert [one.asked for one in ways.made] == [["GET", "POST"], ["POST"]]
    assert ways.made[0].closed


def test_a_way_that_failed_is_not_kept(ways: Ways) -> None:
    wire = ways.open()
    ways.made[0].dead = True
    with pytest.raises(NoAnswerError):
        wire.send(WRITES)
    wire.close()

    assert ways.made[0].closed


class _CutMeanwhile(Way):
    """Its owner closes it while it waits for an answer."""

    owner: OpenWire | None = None

    @override
    def send(self, request: Request) -> Response:
        assert self.owner is not None
        self.owner.close()
        return super().send(request)


def test_a_way_that_is_cut_while_an_answer_is_awaited_is_closed_and_not_kept(ways: Ways) -> None:
    way = _CutMeanwhile()
    way.owner = ways.standing.to("one", lambda: way)

    with pytest.raises(NoAnswerError):
        way.owner.send(READS)
    way.owner.close()

    assert way.closed
    ways.run()
    assert len(ways.made) == 1
