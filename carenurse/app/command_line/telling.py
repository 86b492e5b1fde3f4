"""What a command says: results on standard output, troubles on standard error, progress on a terminal."""

import io
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_text
from carenurse.translations import tr

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
_PATIENCE = 0.5
"""Seconds before a wait is worth a word, and between two words."""


def speak_any_letter() -> None:
    """Write UTF-8 whatever the system's own code page is, so that no name stops a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(*lines: str) -> None:
    """Write lines to standard output; control characters in them cannot steer a terminal."""
    for line in lines:
        sys.stdout.write(shown(line) + "\n")
    sys.stdout.flush()


def shown(line: str) -> str:
    """Write a line so that control characters in it cannot steer a terminal."""
    return line.translate(_CONTROLS)


def give(data: bytes) -> None:
    """Write a document to standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.flush()


def find_fault(document: bytes) -> None:
    """Write a document about what is wrong to standard error as it is, for the program that reads it."""
    sys.stderr.flush()
    sys.stderr.buffer.write(document + b"\n")
    sys.stderr.flush()


def complain(sentence: str) -> None:
    """Write one line to standard error."""
    line = " ".join(sentence.split()).translate(_CONTROLS)
    sys.stderr.write(f"carenurse: {line}\n")
    sys.stderr.flush()


def moment(when: datetime) -> str:
    """Write a time of this computer's place as the window does, with the year."""
    local = when.astimezone()
    return f"{local:%a} {local.day} {local:%b} {local:%Y}, {local:%H:%M}"


def told_moment(facts: Resource, name: str) -> str:
    """Write a moment that an office's desk told, as ``moment`` does. Raises ValueError where it told none."""
    return moment(datetime.fromisoformat(as_text(facts.get(name))))


def megabytes(size: int) -> str:
    """Write a size in bytes for a person."""
    return tr("{number} MB", number=f"{size / 1_000_000:,.1f}")


def facts(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Write names and values in two columns."""
    listed = list(pairs)
    width = max((len(name) for name, _ in listed), default=0)
    return [f"  {name:<{width}}  {value}" for name, value in listed]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write rows under a head: the first column to the left, numbers after it to the right."""
    whole = [head, *rows]
    widths = [max(len(row[at]) for row in whole) for at in range(len(head))]
    return ["  " + "  ".join(_cells(row, widths)).rstrip() for row in whole]


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first = row[0].ljust(widths[0])
    return [first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]


class _Watched:
    """A long work: since when, and how much of it is done (0 to 1, None where it does not tell)."""

    def __init__(self, sentence: str) -> None:
        self._sentence, self._began = sentence.translate(_CONTROLS), monotonic()
        self._share: float | None = None
        self.over = threading.Event()

    def hear(self, share: float) -> None:
        """Take note of how much is done."""
        self._share = share

    def line(self) -> str:
        """Say it in one line."""
        seconds = tr("{number} s", number=round(monotonic() - self._began))
        done = "" if self._share is None else f" {round(self._share * 100)} %"
        return f"{self._sentence}{done} {seconds}"


@contextmanager
def working(sentence: str) -> Generator[Callable[[float], object]]:
    """Say on a terminal what takes so long and since when; say nothing where nobody watches.

    Gives a function that hears from 0 to 1 how much is done.
    """
    work = _Watched(sentence)
    if not sys.stderr.isatty():
        yield work.hear
        return
    teller = threading.Thread(target=_tell_on, args=(work,), daemon=True)
    teller.start()
    try:
        yield work.hear
    finally:
        work.over.set()
        teller.join()


def _tell_on(work: _Watched) -> None:
    told = ""
    while not work.over.wait(_PATIENCE):
        line = work.line()
        sys.stderr.write(f"\r{line.ljust(len(told))}")
        sys.stderr.flush()
        told = line
    if told:
        sys.stderr.write(f"\r{' ' * len(told)}\r")
        sys.stderr.flush()
