"""A thin way to a server on this computer: so many bits a second, so long a round trip, at times no signal.

What goes over it stays as it is (TLS too). Beside the bytes it counts turns: how often the talk changed from
answering to asking, which is how often a round trip was waited for. TCP's own slow start is not imitated; its
handshake is, by a round trip before the first byte of each connection.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self

_PIECE: Final = 4096
_IN_FLIGHT: Final = 16
"""Pieces that a lane holds before whoever sends has to wait, as a router's buffer does."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a link is like; the usual one is a village with a bar of signal."""

    bits_a_second: float = 1_000_000
    round_trip: float = 0.2


@dataclass(slots=True)
class Counted:
    """What went over a link so far."""

    up: int = 0
    down: int = 0
    turns: int = 0
    connections: int = 0

    def since(self, before: "Counted") -> "Counted":
        """Give what came after an earlier count."""
        return Counted(
            self.up - before.up,
            self.down - before.down,
            self.turns - before.turns,
            self.connections - before.connections,
        )


class _Lane:
    """One direction: pieces leave one after the other, at the pace of the link."""

    def __init__(self, bits_a_second: float) -> None:
        self._seconds_a_byte = 8 / bits_a_second
        self._free = 0.0

    def leave(self, size: int) -> float:
        """Say when the last byte of a piece has left."""
        self._free = max(self._free, monotonic()) + size * self._seconds_a_byte
        return self._free


class Link:
    """A link to a port of this computer, from its own port; use it in a ``with``."""

    def __init__(self, target: int, shape: Shape | None = None) -> None:
        self._target, self._shape = target, shape or Shape()
        self._lanes = {True: _Lane(self._shape.bits_a_second), False: _Lane(self._shape.bits_a_second)}
        self._counted = Counted()
        self._asking = False
        self._has_signal = True
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="link", daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def counted(self) -> Counted:
        """Give what went over it so far, as a copy."""
        return self._counted.since(Counted())

    def signal(self, *, on: bool) -> None:
        """Lose the signal, with all connections in it, or find it again."""

        async def turn() -> None:
            self._has_signal = on
            if not on:
                self._cut()

        self._do(turn())

    def _do(self, job: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(job, self._loop).result(timeout=30)

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _end(self) -> None:
        self._server.close()
        self._cut()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._has_signal:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        ends = {writer, far_writer}
        self._writers |= ends
        self._counted.connections += 1
        self._counted.turns += 1
        try:
            with suppress(asyncio.CancelledError):  # the link ends, and with it all that goes over it
                await asyncio.gather(
                    self._carry(reader, far_writer, up=True), self._carry(far_reader, writer, up=False)
                )
        finally:
            self._writers -= ends
            for one in ends:
                one.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, up: bool) -> None:
        """Carry one direction to its end; the handshake holds up the first piece that goes up."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_IN_FLIGHT)
        with suppress(OSError):
            await asyncio.gather(
                self._take(reader, waiting.put, up=up), _deliver(waiting, writer, self._shape.round_trip / 2)
            )

    async def _take(
        self,
        reader: asyncio.StreamReader,
        put: Callable[[tuple[float, bytes]], Coroutine[Any, Any, None]],
        *,
        up: bool,
    ) -> None:
        handshake = self._shape.round_trip if up else 0.0
        while piece := await reader.read(_PIECE):
            self._count(len(piece), up=up)
            await put((self._lanes[up].leave(len(piece)) + handshake, piece))
            handshake = 0.0
        await put((0.0, b""))

    def _count(self, size: int, *, up: bool) -> None:
        self._counted.turns += up and not self._asking
        self._asking = up
        if up:
            self._counted.up += size
        else:
            self._counted.down += size


async def _deliver(
    waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, one_way: float
) -> None:
    """Hand over each piece when it has come to the other end."""
    while True:
        left, piece = await waiting.get()
        if not piece:
            writer.write_eof()
            return
        await asyncio.sleep(max(0.0, left + one_way - monotonic()))
        writer.write(piece)
        await writer.drain()
