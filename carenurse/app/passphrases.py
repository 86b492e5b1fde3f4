"""Judging a new passphrase while it is typed: long enough for a laptop that may be stolen, and not guessable.

Length follows NIST SP 800-63B-4 (15 characters or more where a password is the only factor) or five words; no
rule about signs and digits, because such rules make passphrases worse. The guess count is zxcvbn's, which
takes a space for a stroke of luck: "password password" for hard. So the words are counted by themselves too,
each once, and the fewest guesses hold.
"""

import re
from dataclasses import dataclass
from typing import Final

from carenurse.translations import tr, trn

FEWEST_CHARACTERS = 15
FEWEST_WORDS = 5
_STRONG_ENOUGH = 3
_LONG_ENOUGH_TO_MATTER = 3
"""Letters; an initial or a credential is part of too many words to leave out."""
_MOST_JUDGED = 100
"""Characters that are looked at: judging takes longer than linear, and more cannot make it weaker."""
_STEPS: Final = (3, 6, 8, 10)
"""Powers of ten of the guesses from which a strength of 1, 2, 3, 4 begins: those of zxcvbn's score."""
_GAPS: Final = re.compile(r"[\s_.,;:/+-]+")
_ROUND_A_WORD: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Judgement:
    """``strength`` is 0 to 4, for a bar; ``accepted``: it may lock a vault; ``sentence`` says what is so."""

    strength: int
    accepted: bool
    sentence: str


def judge(passphrase: str, *own_words: str) -> Judgement:
    """Judge a passphrase; ``own_words``, such as the nurse's name, do not count: a thief tries them first."""
    counted = _without(own_words, passphrase[:_MOST_JUDGED])
    characters, words = len(counted.strip()), len(counted.split())
    strength = _strength(counted)
    if characters < FEWEST_CHARACTERS and words < FEWEST_WORDS:
        missing = FEWEST_CHARACTERS - characters
        sentence = trn(
            "{number} more character, or five words",
            "{number} more characters, or five words",
            missing,
        )
        return Judgement(min(strength, _STRONG_ENOUGH - 1), accepted=False, sentence=sentence)
    if strength < _STRONG_ENOUGH:
        return Judgement(
            strength, accepted=False, sentence=tr("Long enough, but easy to guess. Add an unusual word.")
        )
    return Judgement(strength, accepted=True, sentence=tr("Strong enough"))


def _strength(counted: str) -> int:
    """Say how hard it is whichever way a thief goes: as it is typed, run together, word after word."""
    words: dict[str, float] = {}
    for word in filter(None, _GAPS.split(counted)):
        stem = _ROUND_A_WORD.sub("", word) or word
        words[stem] = min(_guesses(word), words.get(stem, _STEPS[-1]))
    found = min(_guesses(counted), _guesses(_GAPS.sub("", counted)), sum(words.values()))
    return sum(found >= step for step in _STEPS)


def _guesses(text: str) -> float:
    """Estimate how often a thief has to guess, as a power of ten."""
    from zxcvbn_rs_py import zxcvbn  # noqa: PLC0415  not needed to show the start page

    return zxcvbn(text).guesses_log10 if text else 0.0


def _without(own_words: tuple[str, ...], passphrase: str) -> str:
    counted = passphrase.casefold()
    for word in own_words:
        if len(word) >= _LONG_ENOUGH_TO_MATTER:
            counted = counted.replace(word.casefold(), "")
    return counted
