"""Words that must never be found, and the eight ways in which a program might write them to a disk."""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

WAYS: Final = 8
"""UTF-8, UTF-16 in both orders, base 64, compressed, percent, JSON escapes, other letter case."""

_COMPRESSED: Final = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_AT_MOST: Final = 4_194_304


def needles(word: str) -> Mapping[str, tuple[bytes, ...]]:
    """Write a word in all ways but the compressed ones, which have to be expanded to be seen."""
    plain = word.encode()
    return {
        "utf-8": (plain,),
        "utf-16-le": (word.encode("utf-16-le"),),
        "utf-16-be": (word.encode("utf-16-be"),),
        "base64": tuple(_base64_middle(plain, shift) for shift in range(3)),
        "percent": (quote(word).encode(), quote(word, safe="").encode()),
        "json": (json.dumps(word)[1:-1].encode(),),
        "case": (word.upper().encode(), word.lower().encode(), word.casefold().encode()),
    }


def found_in(data: bytes, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Name each word that is somewhere in the bytes, and how it is written there."""
    expanded = list(_expanded(data))
    for word in words:
        spelled = needles(word)
        for way, spellings in spelled.items():
            if any(one in data for one in spellings):
                yield word, way
        if any(one in piece for piece in expanded for spellings in spelled.values() for one in spellings):
            yield word, "compressed"


def _base64_middle(plain: bytes, shift: int) -> bytes:
    """Take the part of base 64 that stays the same whatever stands around it, at one of three shifts."""
    begin = -shift % 3
    whole = (len(plain) - begin) // 3 * 3
    return base64.b64encode(plain[begin : begin + whole])


def _expanded(data: bytes) -> Iterator[bytes]:
    """Expand whatever begins like compressed data and is."""
    for start in _COMPRESSED.finditer(data):
        stream = zlib.decompressobj(wbits=47)
        try:
            piece = stream.decompress(data[start.start() : start.start() + _AT_MOST], _AT_MOST)
        except zlib.error:
            continue
        if piece:
            yield piece
