"""Files as an enemy or a broken program would write them, made from sound ones: the same seed, the same file.

Mutations know the structure: values are swapped for others of the wrong kind, members doubled, moved and
dropped, branches repeated and nested, texts made hostile; and some are of bytes, in the middle of it all.
"""

import base64
import copy
import json
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, Final, cast

Shape = dict[str, Any]

TEXTS: Final = (
    "",
    "\x00",
    "\ud800",
    "../../../../etc/passwd",
    "Patient/" * 200,
    "<p " * 3_000,
    "[a](" * 3_000,
    '<img src="file:///etc/passwd"/><script>x</script>',
    '<!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>',
    "(a+)+$",
    "%resource.repeat(item).repeat(item).repeat(item)",
    "1" * 5_000,
    "2026-02-30T25:61:61+99:99",
    "9999-12-31T23:59:60Z",
    "urn:uuid:",
    "٣٤\u202e\u0000é" * 100,
    "{}" * 1_000,
    "data:image/png;base64,AAAA",
)
VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    10**30,
    1e308,
    -0.0,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    "x",
    {"resourceType": "Patient"},
    {"reference": "#"},
    {"reference": {"reference": "x"}},
)


def mutated(sound: Any, chance: Random) -> Any:
    """Hurt a JSON value in one to six places."""
    made = copy.deepcopy(sound)
    for _ in range(chance.randint(1, 6)):
        places = list(_places(made))
        if places:
            holder, at = chance.choice(places)
            chance.choice(_WAYS)(holder, at, chance)
    return made


def written(value: Any, chance: Random) -> bytes:
    """Write it as JSON, and hurt the bytes too, now and then."""
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5, default=str)
    if chance.random() < 0.1:
        name = chance.choice(('"id"', '"resourceType"', '"entry"', '"item"'))
        text = text.replace(name, f"{name}: 1, {name}", 1)
    data = text.encode("utf-8", "surrogatepass")
    return bytes_hurt(data, chance) if chance.random() < 0.25 else data


def bytes_hurt(data: bytes, chance: Random) -> bytes:
    """Cut, repeat, flip, or put something where it does not belong."""
    hurt = bytearray(data)
    at = chance.randrange(len(hurt) + 1)
    match chance.randrange(6):
        case 0:
            del hurt[at:]
        case 1 if hurt:
            hurt[min(at, len(hurt) - 1)] ^= 1 << chance.randrange(8)
        case 2:
            hurt[at:at] = chance.choice((b"[" * 100_000, b'{"a":' * 100_000, b"\x00" * 100, b"\xff\xfe"))
        case 3:
            hurt[at:at] = hurt[at // 2 : at]
        case 4:
            hurt[at:at] = b"9" * 100_000
        case _:
            hurt = hurt + b"\n" + hurt
    return bytes(hurt)


def picture(chance: Random) -> tuple[str, str]:
    """Make a picture that says it is huge, or is broken, or is none: media type and base 64."""
    side = chance.choice((1, 5_000, 40_000, 2**31 - 1))
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    body = b"IDAT" + zlib.compress(bytes(2_000_000))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, body)
    )
    data = chance.choice((png, png[:40], b"GIF89a\xff\xff\xff\xff", b"\xff\xd8\xff\xe1\xff\xff", b""))
    hurt = bytes_hurt(data, chance) if chance.random() < 0.5 else data
    kinds = ("image/png", "image/jpeg", "image/tiff", "image/svg+xml", "image/x-icon")
    return chance.choice(kinds), base64.b64encode(hurt).decode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Name every place of a tree: who holds it, and under what name or number."""
    waiting: list[Any] = [value]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict):
            parts: list[tuple[Any, Any]] = list(cast("Shape", holder).items())
        elif isinstance(holder, list):
            parts = list(enumerate(cast("list[Any]", holder)))
        else:
            continue
        for at, part in parts:
            yield holder, at
            if isinstance(part, dict | list):
                waiting.append(part)


def _swap(holder: Any, at: Any, chance: Random) -> None:
    holder[at] = copy.deepcopy(chance.choice(VALUES))


def _say(holder: Any, at: Any, chance: Random) -> None:
    holder[at] = chance.choice(TEXTS)


def _drop(holder: Any, at: Any, _chance: Random) -> None:
    del holder[at]


def _nest(holder: Any, at: Any, chance: Random) -> None:
    for _ in range(chance.choice((1, 3, 70))):
        holder[at] = chance.choice(([holder[at]], {"extension": [holder[at]]}, {"item": [holder[at]]}))


def _repeat(holder: Any, at: Any, chance: Random) -> None:
    holder[at] = [copy.deepcopy(holder[at]) for _ in range(chance.choice((0, 2, 30)))]


def _show(holder: Any, at: Any, chance: Random) -> None:
    kind, data = picture(chance)
    holder[at] = {"contentType": kind, "data": data}


def _rename(holder: Any, at: Any, chance: Random) -> None:
    if isinstance(holder, dict):
        changed = cast("Shape", holder)
        name = chance.choice(("id", "resourceType", "value", "_value", "item", "url", "entry"))
        changed[name] = changed.pop(at)


_WAYS: Final[tuple[Callable[[Any, Any, Random], None], ...]] = (
    _swap, _swap, _say, _say, _drop, _nest, _repeat, _show, _rename,
)  # fmt: skip


def flavors(sound: Mapping[str, Any], chance: Random) -> bytes:
    """Write a hurt Bundle as itself or, one time of four, as lines (NDJSON)."""
    made = mutated(sound, chance)
    entries: Any = cast("Shape", made).get("entry") if isinstance(made, dict) else None
    if isinstance(entries, list) and chance.random() < 0.25:
        return b"\n".join(written(line, chance) for line in cast("list[Any]", entries))
    return written(made, chance)
