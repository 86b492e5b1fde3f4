"""Judging a new passphrase while it is typed: long enough for a laptop that may be stolen, and not guessable.

Length follows NIST SP 800-63B-4 (15 characters or more where a password is the only factor) or five words; no
rule about signs and digits, because such rules make passphrases worse. The guess count is zxcvbn's.
"""

from dataclasses import dataclass

from carenurse.translations import tr, trn

FEWEST_CHARACTERS = 15
FEWEST_WORDS = 5
_STRONG_ENOUGH = 3
_MOST_JUDGED = 100
"""Characters that are looked at: judging takes longer than linear, and more cannot make it weaker."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``strength`` is 0 to 4, for a bar; ``accepted``: it may lock a vault; ``sentence`` says what is so."""

    strength: int
    accepted: bool
    sentence: str


def judge(passphrase: str, *own_words: str) -> Judgement:
    """Judge a passphrase; ``own_words`` are what a thief would try first, such as the nurse's name."""
    from zxcvbn_rs_py import zxcvbn  # noqa: PLC0415  not needed to show the start page

    characters, words = len(passphrase.strip()), len(passphrase.split())
    strength = int(zxcvbn(passphrase[:_MOST_JUDGED], list(own_words)).score) if passphrase else 0
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
