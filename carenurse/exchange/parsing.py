"""Bytes of a file into FHIR JSON objects: strict about what would lose or hide something.

Refused: more than 50 MB, more than 2 million parts, more than 64 levels, packed files, XML, text that is not
UTF-8, broken JSON, a name that stands twice in one object (half of the readers would keep the first, half the
last), numbers that JSON does not know (NaN). Line ends, blank lines and a byte order mark do not matter.
"""

import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from carenurse.clinical.fhir import Resource
from carenurse.exchange.large import uncollected
from carenurse.exchange.refusing import RefusedFileError
from carenurse.translations import tr

LARGEST: Final = 50_000_000
"""Bytes; a file this large holds decades of one person's record."""
DEEPEST: Final = 64
"""Levels of objects and arrays; deep nesting is a known way to bring a reader down."""

MOST_PIECES: Final = 2_000_000
"""Commas; a real file of the largest size has somewhat fewer. Reading a list of many millions of nothings
would hold up the window, whichever thread reads it."""

_LONGEST_PLACE: Final = 120
"""Letters; a sentence, not a page."""

_MARK: Final = b"\xef\xbb\xbf"
_INTEGER_DIGITS: Final = 18
"""Longer integers do not fit 64 bits, so they are kept as decimals, to the digit."""

_PACKED: Final = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_OTHER: Final = (
    (b"%PDF", "PDF"),
    (b"SQLite format 3", "SQLite"),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One JSON object of a file and the place where it stands, as a sentence names it."""

    place: str
    content: Resource


@dataclass(frozen=True, slots=True)
class _Fault:
    """Stands in the parsed file where something must not be; ``what`` says what."""

    what: str


def parse(data: bytes, *, largest: int = LARGEST) -> tuple[Placed, ...]:
    """Read a file: one JSON object, or one on each line (NDJSON). Raises RefusedFileError."""
    if len(data) > largest:
        size, most = (number // 1_000_000 for number in (len(data), largest))
        raise RefusedFileError(
            tr(
                "This file is too large: {size} MB, and {most} MB is the most that is taken.",
                size=size,
                most=most,
            )
        )
    text = _text(data)
    if text.count(",") > MOST_PIECES:
        raise RefusedFileError(tr("This file has too many parts to be read."), tr("Ask for it in parts."))
    with uncollected(len(data)):
        lines = _lines(text)
        placed = lines or (Placed("", _object(_decode(text), "")),)
        for one in placed:
            _inspect(one.content, one.place, 1)
    return placed


def _text(data: bytes) -> str:
    _refuse_other_kinds(data)
    bare = data.removeprefix(_MARK)
    if not bare.strip():
        raise RefusedFileError(tr("This file is empty."))
    if bare.lstrip()[:1] == b"<":
        raise RefusedFileError(
            tr("This is XML, and only FHIR written as JSON is taken."),
            tr("Ask the sender for FHIR R4 as JSON."),
        )
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = bare[: problem.start].count(b"\n") + 1
        place = tr("line {line}", line=line)
        raise RefusedFileError(tr("This is no UTF-8 text ({place}).", place=place), place=place) from None


def _refuse_other_kinds(data: bytes) -> None:
    """Name what a file is instead; only what is packed holds something that could be taken."""
    for start, kind in (*_PACKED, *_OTHER):
        if data.startswith(start):
            raise RefusedFileError(
                tr("This is a {kind} file, not FHIR JSON.", kind=kind),
                tr("Unpack it first, then take what is inside.")
                if (start, kind) in _PACKED
                else tr("Ask the sender for FHIR R4 as JSON."),
            )


def _lines(text: str) -> tuple[Placed, ...]:
    """Read NDJSON; nothing when the file is one JSON value.

    Only a line feed (or carriage return) ends a line: other separators of Unicode may stand inside JSON text.
    """
    bare = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [(number, line) for number, line in enumerate(bare, 1) if line.strip()]
    if len(filled) < 2 or not _is_whole(filled[0][1]):  # noqa: PLR2004 - one line is one value, not a list of lines
        return ()
    found: list[Placed] = []
    for number, line in filled:
        place = tr("line {line}", line=number)
        found.append(Placed(place, _object(_decode(line, number), place)))
    return tuple(found)


def _is_whole(line: str) -> bool:
    if not line.rstrip().endswith("}"):
        return False
    try:
        json.loads(line, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        return False
    return True


def _decode(text: str, line: int = 0) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as problem:
        place = tr("line {line}, column {column}", line=line or problem.lineno, column=problem.colno)
        raise RefusedFileError(tr("This is no whole JSON ({place}).", place=place), place=place) from None
    except RecursionError:
        raise _too_deep(tr("in the whole file")) from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Fault:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
    return _Fault(tr("“{name}” stands twice in one object", name=twice[:60]))


def _number(text: str) -> Decimal | _Fault:
    try:
        return Decimal(text)
    except InvalidOperation:
        return _no_number(text)


def _integer(text: str) -> int | Decimal | _Fault:
    return int(text) if len(text) <= _INTEGER_DIGITS else _number(text)


def _no_number(text: str) -> _Fault:
    return _Fault(tr("{text} is no number that JSON knows", text=text[:20]))


def _object(value: Any, place: str) -> Resource:
    if isinstance(value, _Fault):
        raise _forbidden(value, place)
    if isinstance(value, dict):
        return cast("Resource", value)
    where = place or tr("at the top")
    raise RefusedFileError(tr("This is JSON, but no FHIR resource ({place}).", place=where), place=where)


def _inspect(value: Any, place: str, depth: int) -> None:
    """Walk everything once, in search of what must not be there."""
    if isinstance(value, str):
        if not value.isascii():
            _whole_text(value, place)
    elif isinstance(value, dict):
        _not_deeper(depth, place)
        for name, member in cast("Resource", value).items():
            if not name.isascii():
                _whole_text(name, place)
            _inspect(member, f"{place}.{name}" if place else name, depth + 1)
    elif isinstance(value, list):
        _not_deeper(depth, place)
        for number, member in enumerate(cast("list[Any]", value)):
            _inspect(member, f"{place}[{number}]", depth + 1)
    elif isinstance(value, _Fault):
        raise _forbidden(value, place)


def _whole_text(value: str, place: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _forbidden(_Fault(tr("half a letter stands in the text")), place) from None


def _not_deeper(depth: int, place: str) -> None:
    if depth > DEEPEST:
        raise _too_deep(place)


def _too_deep(place: str) -> RefusedFileError:
    sentence = tr(
        "This file is nested deeper than {most} levels ({place}).", most=DEEPEST, place=_short(place)
    )
    return RefusedFileError(sentence, place=place)


def _forbidden(fault: _Fault, place: str) -> RefusedFileError:
    where = _short(place or tr("at the top"))
    return RefusedFileError(
        tr("This cannot be read without doubt ({place}): {what}.", place=where, what=fault.what), place=place
    )


def _short(place: str) -> str:
    return place if len(place) <= _LONGEST_PLACE else place[:_LONGEST_PLACE] + "…"
