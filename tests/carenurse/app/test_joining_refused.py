"""A code that an office could not take just now: she hears what is wrong, and where."""

from collections.abc import Callable

import pytest
from typing_extensions import override

from carenurse.app.ports import Records
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office, office_of
from carenurse.errors import ExpectedError
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.line import OpenWire
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.carenurse.app.test_becoming_the_offices_nurse import joins, office
from tests.carenurse.app.test_sync_run import NOW, Hub, hub

__all__ = ["hub", "office"]


class Answering(HttpWire):
    """The way to an office that answers everything with one status, or not at all."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(address, token=str)
        self._status = status

    @override
    def send(self, request: Request) -> Response:
        if not self._status:
            raise NoAnswerError(sent=False, why="no way there")
        return Response(self._status)


def answering(status: int) -> Callable[[Office], OpenWire]:
    return lambda office: Answering(office.address, status)


@pytest.mark.parametrize(
    ("status", "sentence", "remedy"),
    [
        (0, "cannot be reached", "Check the address"),
        (500, "something is wrong there", "the connection are good"),
        (503, "something is wrong there", "Tell the office"),
        (507, "something is wrong there", "the same code"),
        (408, "asks to wait", "the same code"),
        (429, "asks to wait", "it stays good"),
        (400, "does not take this code", "another"),
    ],
)
def test_she_hears_whether_nobody_was_there_or_the_office_had_a_fault_or_the_code_is_bad(
    records: Records, office: Hub, status: int, sentence: str, remedy: str
) -> None:
    with pytest.raises(ExpectedError) as told:
        join(records, office.address, "ABCD-EFGH", answering(status), NOW)

    assert sentence in told.value.sentence
    assert remedy in told.value.remedy
    assert office_of(records).address == ""
    refused = [one for one in records.audit_trail() if one.detail == "code refused"]
    assert len(refused) == (status == 400)
    joins(records, office)
