"""Right-to-left words on a left-to-right page: joined Arabic letters, and the order in which they are drawn.

A small part of the Unicode bidirectional algorithm (UAX 9), enough for a name or a short sentence: the page
always runs left to right, and numbers keep their order even after right-to-left letters, because a telephone
number that turns around is a hazard on this paper.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
_LAM = "\u0644"
_ISOLATED, _FINAL, _INITIAL, _MEDIAL = "<isolated>", "<final>", "<initial>", "<medial>"


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Map each Arabic letter (or lam-alef pair) to its presentation forms, from the Unicode database."""
    found: dict[str, dict[str, str]] = {}
    for code in range(0xFB50, 0xFEFD):
        tag, *letters = (unicodedata.decomposition(chr(code)) or " ").split(" ")
        base = "".join(chr(int(letter, 16)) for letter in letters if letter)
        if tag in (_ISOLATED, _FINAL, _INITIAL, _MEDIAL) and _joinable(base):
            found.setdefault(base, {})[tag] = chr(code)
    return found


def _joinable(base: str) -> bool:
    pair = 2
    return len(base) == 1 or (len(base) == pair and base[0] == _LAM and base[1] in "\u0622\u0623\u0625\u0627")


def join_arabic(text: str) -> str:
    """Replace Arabic letters by the forms they take beside their neighbours; other text stays as it is."""
    if not any("\u0600" <= letter <= "\u06ff" for letter in text):
        return text
    units = _pair_lam_alef(text)
    return "".join(_formed(units, place) for place in range(len(units)))


def separate_arabic(text: str) -> str:
    """Give back the plain letters of joined forms, for a reader that searches or speaks the text."""
    return "".join(
        unicodedata.normalize("NFKC", letter) if 0xFB50 <= ord(letter) <= 0xFEFC else letter  # noqa: PLR2004
        for letter in text
    )


def _pair_lam_alef(text: str) -> list[str]:
    units: list[str] = []
    for letter in text:
        if units and units[-1] + letter in _forms() and units[-1] == _LAM:
            units[-1] += letter
        else:
            units.append(letter)
    return units


def _formed(units: list[str], place: int) -> str:
    forms = _forms().get(units[place])
    if forms is None:
        return units[place]
    joined_before = _joins_next(_neighbour(units, place, -1)) and _FINAL in forms
    joined_after = _INITIAL in forms and _FINAL in _forms().get(_neighbour(units, place, 1), {})
    wanted = {
        (True, True): (_MEDIAL, _FINAL),
        (True, False): (_FINAL,),
        (False, True): (_INITIAL,),
        (False, False): (_ISOLATED,),
    }[joined_before, joined_after]
    return next((forms[form] for form in wanted if form in forms), units[place])


def _joins_next(unit: str) -> bool:
    return _INITIAL in _forms().get(unit, {})


def _neighbour(units: list[str], place: int, step: int) -> str:
    """Take the next letter that is not a vowel mark (marks are transparent to joining)."""
    place += step
    while 0 <= place < len(units):
        if unicodedata.category(units[place][0]) != "Mn":
            return units[place]
        place += step
    return ""


def visual_order(text: str) -> Sequence[tuple[int, int]]:
    """Say in which order to draw the letters of a line: pairs (index in text, level; odd runs left)."""
    levels = _levels(text)
    order = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return [(place, levels[place]) for place in order]


def mirrored(letter: str) -> str:
    """Turn a bracket around, as it looks inside right-to-left text."""
    return _MIRRORED.get(letter, letter)


def _levels(text: str) -> list[int]:
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    if not any(kind in ("R", "AL") for kind in kinds):
        return [0] * len(text)
    levels: list[int | None] = []
    strong = 0
    for kind in kinds:
        if kind in ("L", "R", "AL"):
            strong = 0 if kind == "L" else 1
            levels.append(strong)
        elif kind in ("EN", "AN"):
            levels.append(2 * strong)
        elif kind == "NSM":
            levels.append(levels[-1] if levels else 0)
        else:
            levels.append(None)
    return _settle_neutrals(levels)


def _settle_neutrals(levels: list[int | None]) -> list[int]:
    """Give spaces and signs the level of what stands on both sides of them, else that of the page."""
    settled: list[int] = []
    for place, level in enumerate(levels):
        if level is None:
            before = settled[-1] if settled else 0
            after = next((later for later in levels[place + 1 :] if later is not None), 0)
            settled.append(min(before, after))
        else:
            settled.append(level)
    return settled
