"""The answer table: what each answer means, and that nothing counts as sent by mistake."""

import pytest

from carenurse.sync.answers import Meaning, is_proven, meaning_of, meaning_of_response, wait_before
from carenurse.sync.wire import Response, fhir_request

FHIR = {"content-type": "application/fhir+json; charset=utf-8"}


@pytest.mark.parametrize(
    ("status", "create", "update"),
    [
        (200, Meaning.DONE, Meaning.DONE),
        (201, Meaning.DONE, Meaning.DONE),
        (304, Meaning.LOOK, Meaning.LOOK),
        (400, Meaning.REFUSED, Meaning.REFUSED),
        (401, Meaning.SIGN_IN, Meaning.SIGN_IN),
        (403, Meaning.NOT_ALLOWED, Meaning.NOT_ALLOWED),
        (404, Meaning.REFUSED, Meaning.LOOK),
        (409, Meaning.LOOK, Meaning.LOOK),
        (410, Meaning.REFUSED, Meaning.LOOK),
        (412, Meaning.LOOK, Meaning.LOOK),
        (413, Meaning.TOO_LARGE, Meaning.TOO_LARGE),
        (422, Meaning.REFUSED, Meaning.REFUSED),
        (429, Meaning.LATER, Meaning.LATER),
        (408, Meaning.UNKNOWN, Meaning.UNKNOWN),
        (500, Meaning.UNKNOWN, Meaning.UNKNOWN),
        (503, Meaning.UNKNOWN, Meaning.UNKNOWN),
        (202, Meaning.UNKNOWN, Meaning.UNKNOWN),
        (302, Meaning.UNKNOWN, Meaning.UNKNOWN),
        (511, Meaning.UNKNOWN, Meaning.UNKNOWN),
    ],
)
def test_every_answer_has_its_meaning(status: int, create: Meaning, update: Meaning) -> None:
    assert (meaning_of(status, guarded=False), meaning_of(status, guarded=True)) == (create, update)


@pytest.mark.parametrize(
    "response",
    [
        Response(200, {"content-type": "text/html"}, b"<html>Sign in to the hotel</html>"),
        Response(200, FHIR, b"{"),
        Response(200, FHIR, b"[1, 2]"),
        Response(200, FHIR, b'{"login": true}'),
    ],
)
def test_an_answer_that_is_not_fhir_never_counts_as_done(response: Response) -> None:
    assert meaning_of_response(response, guarded=False) is Meaning.UNKNOWN


def test_an_empty_body_with_a_good_status_is_an_office_that_was_asked_for_little() -> None:
    assert meaning_of_response(Response(201, {"etag": 'W/"1"'}), guarded=False) is Meaning.DONE


def test_a_good_status_alone_proves_nothing() -> None:
    assert not is_proven(Response(200, {"content-type": "text/html"}))
    assert is_proven(Response(200, {"etag": 'W/"1"'}))
    assert is_proven(Response(201, {"location": "https://office.example.org/fhir/Patient/1/_history/1"}))
    assert is_proven(Response(200, FHIR, b'{"resourceType": "OperationOutcome"}'))


def test_waiting_doubles_follows_the_office_and_is_never_absurd() -> None:
    assert [wait_before(attempt, None, 0.5) for attempt in (1, 2, 3)] == [2.5, 5.0, 10.0]
    assert wait_before(50, None, 1.0) == 900.0
    assert wait_before(1, Response(503, {"retry-after": "30"}), 0.5) == 30.0
    assert wait_before(1, Response(503, {"retry-after": "99999999"}), 0.5) == 900.0
    assert wait_before(1, Response(503, {"retry-after": "9" * 400}), 0.5) == 2.5
    assert wait_before(1, Response(503, {"retry-after": "Wed, 21 Oct 2099 07:28:00 GMT"}), 0.0) == 0.0


def test_a_request_says_what_it_holds_and_asks_for_nothing_kept_on_the_way() -> None:
    request = fhir_request("PUT", "Patient/rosa", {"resourceType": "Patient", "id": "rosa"}, If_Match='W/"3"')

    assert request.headers["If-Match"] == 'W/"3"'
    assert request.headers["Content-Type"] == "application/fhir+json"
    assert request.headers["Cache-Control"] == "no-cache"
    assert b'"rosa"' in request.body
