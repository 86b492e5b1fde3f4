"""Where an office listens."""

import socket

from carenurse.office.serving import Place, listen_at


def test_an_answer_never_waits_between_its_head_and_its_body() -> None:
    with listen_at(Place("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            accepted, _ = listening.accept()
            accepted.close()

    assert accepted.proto == socket.IPPROTO_TCP  # what asyncio looks at before it turns the gathering off
