"""The real wire: whom it believes, what it sends to whom, and how much it reads."""

import gzip
from collections.abc import Callable, Iterator

import httpx
import pytest
from typing_extensions import override

from carenurse.sync.addresses import BadOfficeAddressError
from carenurse.sync.http_wire import SLOWEST, HttpWire
from carenurse.sync.oauth_web import Web
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, fhir_request

OFFICE = "https://office.example.org/fhir"
PATIENT = {"resourceType": "Patient", "id": "p1"}
Answering = Callable[[httpx.Request], httpx.Response]


def wire(answer: Answering, *, packs: bool = False) -> HttpWire:
    return HttpWire(OFFICE, token=lambda: "secret", packs=packs, transport=httpx.MockTransport(answer))


def test_an_answer_of_the_office_comes_through_with_its_tag() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == f"{OFFICE}/Patient/p1"
        assert request.headers["authorization"] == "Bearer secret"
        return httpx.Response(200, json=PATIENT, headers={"content-type": FHIR_JSON, "ETag": 'W/"3"'})

    got = wire(answer).send(fhir_request("GET", "Patient/p1"))

    assert (got.status, got.resource, got.etag) == (200, PATIENT, 'W/"3"')


def test_a_redirect_is_not_followed_and_no_token_goes_there() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"location": "https://elsewhere.example.net/"})

    with pytest.raises(NoAnswerError):
        wire(answer).send(fhir_request("GET", "Patient/p1"))
    assert asked == ["office.example.org"]


@pytest.mark.parametrize("sort", ["text/html", "application/json", "", "text/plain"])
def test_only_fhir_counts_as_the_office_speaking(sort: str) -> None:
    got = wire(lambda _: httpx.Response(200, json=PATIENT, headers={"content-type": sort})).send(
        fhir_request("GET", "Patient/p1")
    )

    assert got.resource is None


@pytest.mark.parametrize(
    ("problem", "sent"),
    [
        (httpx.ConnectError("no route"), False),
        (httpx.ConnectTimeout("slow"), False),
        (httpx.ReadTimeout("slow"), True),
        (httpx.RemoteProtocolError("cut"), True),
        (httpx.WriteError("cut"), True),
    ],
)
def test_no_answer_says_whether_anything_can_have_left(problem: Exception, *, sent: bool) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise problem

    with pytest.raises(NoAnswerError) as caught:
        wire(answer).send(fhir_request("PUT", "Patient/p1", PATIENT))
    assert caught.value.sent is sent


def test_bodies_go_compressed_where_the_office_takes_that() -> None:
    large = {**PATIENT, "name": [{"family": "Fictional" * 400}]}

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["content-encoding"] == "gzip"
        assert b"Fictional" in gzip.decompress(request.content)
        return httpx.Response(200, headers={"content-type": FHIR_JSON})

    assert wire(answer, packs=True).send(fhir_request("PUT", "Patient/p1", large)).status == 200


def test_a_broken_compression_is_no_answer() -> None:
    headers = {"content-type": FHIR_JSON, "content-encoding": "gzip"}
    cut = httpx.ByteStream(gzip.compress(b'{"resourceType":"Patient"}')[:-12] + b"\x00" * 12)

    with pytest.raises(NoAnswerError):
        wire(lambda _: httpx.Response(200, headers=headers, stream=cut)).send(
            fhir_request("GET", "Patient/p1")
        )


@pytest.mark.parametrize(
    "address",
    [
        "http://office.example.org/fhir",
        "ftp://x.example.org",
        "https://",
        "https://me:it@office.example.org",
        "https://office.example.org:abc/",
        "https://office.example.org:0/",
        "http://127.0.0.1:99999/",
        "https://office.example.org/ y",
        "https://office.example.org\\@x.example.net",
        "https://office.example.org/\x00",
        "",
    ],
)
def test_an_address_that_would_show_a_record_is_refused(address: str) -> None:
    with pytest.raises(BadOfficeAddressError):
        HttpWire(address)


def test_this_machine_may_be_asked_in_the_clear() -> None:
    asked = HttpWire("http://127.0.0.1:9/fhir/", transport=httpx.MockTransport(lambda _: httpx.Response(204)))

    assert asked.base == "http://127.0.0.1:9/fhir"
    assert asked.send(Request("GET", "metadata")).status == 204


class Drops(httpx.SyncByteStream):
    """An answer that comes in pieces of one size, each so many seconds after the last."""

    def __init__(self, piece: bytes, pieces: int, every: float = 0.0, first: bytes = b"") -> None:
        self.given, self.seconds = 0, 0.0
        self._piece, self._pieces, self._every, self._first = piece, pieces, every, first

    @override
    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self._pieces):
            self.given += 1
            self.seconds += self._every
            yield self._first or self._piece
            self._first = b""


def dripping(drops: Drops, headers: dict[str, str]) -> HttpWire:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": FHIR_JSON, **headers}, stream=drops)

    return HttpWire(OFFICE, transport=httpx.MockTransport(answer), clock=lambda: drops.seconds)


@pytest.mark.parametrize(
    ("headers", "first"),
    [({}, b" "), ({"content-encoding": "gzip"}, b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x00")],
    ids=["plain", "packed"],
)
def test_an_answer_that_trickles_is_none_after_a_minute(headers: dict[str, str], first: bytes) -> None:
    """A packed one may bring nothing to unpack for hours: it begins with a name that has no end."""
    drops = Drops(b" ", 2_000_000, every=1, first=first)

    with pytest.raises(NoAnswerError) as caught:
        dripping(drops, headers).send(fhir_request("GET", "Patient/p1"))

    assert (caught.value.sent, caught.value.why) == (True, "SlowAnswerError")
    assert drops.given in (60, 61)


def test_a_slow_line_that_brings_something_is_waited_for() -> None:
    drops = Drops(b" " * (SLOWEST // 2), 100, every=30)

    assert dripping(drops, {}).send(fhir_request("GET", "Patient/p1")).status == 200
    assert drops.seconds == 3000


def test_an_authorization_server_is_read_no_further_than_its_bound() -> None:
    drops = Drops(b" " * 100_000, 1000)
    web = Web(transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=drops)))

    with pytest.raises(NoAnswerError):
        web.get("https://sign-in.example.org/token")

    assert drops.given <= 11
