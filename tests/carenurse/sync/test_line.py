"""A line that is cut lets go whoever waits, at once, and nothing goes over it any more."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from carenurse.sync.http_wire import HttpWire
from carenurse.sync.line import Line
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, Response

BASE = "https://office.example.org/fhir"
ASKED = Request("GET", "metadata")


class Slow:
    """An office that answers when it is let."""

    base, certificate = BASE, ""

    def __init__(self) -> None:
        self.asked, self.may_answer, self.closed = Event(), Event(), 0

    def send(self, request: Request) -> Response:
        self.asked.set()
        self.may_answer.wait(20)
        return Response(200, {"content-type": FHIR_JSON}, request.path.encode())

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


def test_what_is_asked_is_answered_over_one_way_that_is_closed_in_the_end() -> None:
    made: list[Slow] = []

    def connect() -> Slow:
        made.append(Slow())
        made[-1].may_answer.set()
        return made[-1]

    line = Line(BASE, connect)
    assert [line.send(ASKED).body, line.send(ASKED).body] == [b"metadata", b"metadata"]
    line.close()

    assert [one.closed for one in made] == [1]


def test_whoever_waits_is_let_go_when_it_is_cut(thread: ThreadPoolExecutor) -> None:
    office = Slow()
    line = Line(BASE, lambda: office)
    waiting = thread.submit(line.send, ASKED)
    assert office.asked.wait(10)

    line.cut()

    with pytest.raises(NoAnswerError) as told:
        waiting.result(10)
    assert told.value.sent
    assert not office.may_answer.is_set()
    assert office.closed
    office.may_answer.set()


def test_whoever_waits_for_the_connection_is_let_go_and_the_connection_closed(
    thread: ThreadPoolExecutor,
) -> None:
    office, connecting, may_connect = Slow(), Event(), Event()

    def connect() -> Slow:
        connecting.set()
        may_connect.wait(20)
        return office

    line = Line(BASE, connect)
    waiting = thread.submit(line.send, ASKED)
    assert connecting.wait(10)

    line.cut()

    with pytest.raises(NoAnswerError):
        waiting.result(10)
    may_connect.set()
    with pytest.raises(NoAnswerError) as told:
        line.send(ASKED)
    assert not told.value.sent
    assert not office.asked.is_set()


def test_an_exchange_that_does_not_come_to_its_end_is_given_up() -> None:
    made: list[Slow] = []

    def connect() -> Slow:
        made.append(Slow())
        return made[-1]

    line = Line(BASE, connect, longest=0)
    with pytest.raises(NoAnswerError) as told:
        line.send(ASKED)
    assert told.value.sent
    with pytest.raises(NoAnswerError):
        line.send(ASKED)
    line.cut()
    for one in made:
        one.may_answer.set()


def test_why_there_is_no_way_to_the_office_is_told_to_whoever_asks() -> None:
    def connect() -> Slow:
        message = "no such office"
        raise LookupError(message)

    with pytest.raises(LookupError, match="no such office"):
        Line(BASE, connect).send(ASKED)


def test_a_server_that_never_answers_lets_go_at_once(thread: ThreadPoolExecutor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        base = f"http://127.0.0.1:{server.getsockname()[1]}/fhir"
        wire = HttpWire(base)
        waiting = thread.submit(wire.send, ASKED)
        connection, _ = server.accept()
        with connection:
            assert connection.recv(4)

            wire.close()

            with pytest.raises(NoAnswerError):
                waiting.result(10)
