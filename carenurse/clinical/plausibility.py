"""Second looks that one number cannot ask for: a jump in weight, a meter that says HI."""

from decimal import Decimal
from typing import Final

from carenurse.clinical.judgement import Judgement, Level
from carenurse.clinical.limits import Limits
from carenurse.translations import tr

_JUMP: Final = Decimal(5)
"""Percent; a weight that differs by more from last time is more often mistyped than true (``vitals.md``)."""

_WHOLE: Final = Decimal(100)
_METER: Final = {"HI": Level.URGENT_HIGH, "LO": Level.URGENT_LOW}
"""What a glucose meter shows beyond its range; it counts as urgent, the number is not known."""


def judge_jump(value: Decimal, last: Decimal) -> Judgement | None:
    """Ask to read a weight again that differs by more than 5 % from last time (both in one unit)."""
    if last <= 0 or abs(value - last) * _WHOLE / last <= _JUMP:
        return None
    return Judgement(
        Level.UNUSUAL,
        tr("More than 5 % away from last time ({last}). Read the scale again.", last=last),
        check_again=True,
    )


def judge_words(limits: Limits, code: str, said: str) -> Judgement | None:
    """Judge a reading in words: a glucose meter's HI or LO, and any consciousness other than alert."""
    vital = limits.vital(code)
    word = said.strip().casefold()
    if vital is None or not word:
        return None
    source = tr("usual limits for adults")
    if vital.key == "glucose" and (level := _METER.get(word.upper())):
        sentence = tr("The meter shows {word}: call the clinician now.", word=word.upper())
        return Judgement(level, sentence, source)
    if vital.key == "acvpu":
        if word in {"alert", "a"}:
            return Judgement(Level.WITHIN, source=source)
        return Judgement(Level.URGENT_LOW, tr("Not alert: call the clinician now."), source)
    return None
