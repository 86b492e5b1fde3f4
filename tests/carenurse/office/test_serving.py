"""Where an office listens."""

import socket

from httpx import post

from carenurse.office.serving import Place, Serving, listen_at
from carenurse.office.web import Web
from tests.carenurse.office.conftest import Hub


def test_an_answer_never_waits_between_its_head_and_its_body() -> None:
    with listen_at(Place("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            accepted, _ = listening.accept()
            accepted.close()

    assert accepted.proto == socket.IPPROTO_TCP  # what asyncio looks at before it turns the gathering off


def test_a_body_that_comes_too_slowly_is_told_so_and_is_no_fault_of_ours(hub: Hub) -> None:
    faults: list[Exception] = []

    def note(problem: Exception) -> str:
        faults.append(problem)
        return "E1"

    web = Web(hub.office, hub.thread, note, slowest=0.0)
    serving = Serving(web.app(), Place("127.0.0.1", 0), None)
    serving.start()
    try:
        answer = post(f"http://127.0.0.1:{serving.port}/fhir/$remains", content=b"{}", timeout=30)
    finally:
        serving.stop()

    assert answer.status_code == 408
    assert answer.json()["issue"][0]["code"] == "timeout"
    assert faults == []
