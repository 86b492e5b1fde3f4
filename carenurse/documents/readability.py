"""How hard an English text is to read: the Flesch-Kincaid grade, without the names of medicines.

Source of the formula: Kincaid and others, 1975 (0.39 words per sentence + 11.8 syllables per word - 15.59).
The bars are the plain-language rules for this paper: grade 6 or lower; over 8 it is not handed out.
Syllables are counted by a rule of thumb, so the grade is good to about one.
"""

import re
from collections.abc import Iterable

WARN_OVER = 6.0
BLOCK_OVER = 8.0
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?")
_SENTENCE = re.compile(r"[.!?:;]+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")


def grade(texts: Iterable[str], medicines: Iterable[str] = ()) -> float | None:
    """Give the school grade that can read these lines (each line is a sentence at least); None without words.

    ``medicines`` are names to leave out: a family must read "furosemide" however long it is.
    """
    names = {word.lower() for name in medicines for word in _WORD.findall(name)}
    sentences = [_WORD.findall(part) for text in texts for part in _SENTENCE.split(text)]
    counted = [[word for word in words if word.lower() not in names] for words in sentences]
    counted = [words for words in counted if words]
    total = sum(len(words) for words in counted)
    if not total:
        return None
    syllables = sum(_syllables(word) for words in counted for word in words)
    return round(0.39 * total / len(counted) + 11.8 * syllables / total - 15.59, 1)


def _syllables(word: str) -> int:
    """Count groups of vowels, but not a silent e at the end nor an -es or -ed that is not spoken."""
    spelled = word.lower().split("'")[0].split("\u2019")[0]
    count = len(_VOWELS.findall(spelled))
    silent = spelled.endswith("e") and not spelled.endswith(("le", "ee"))
    unspoken = re.search(r"[^tdsxzaeiouycgh](?:es|ed)$", spelled) is not None
    short_past = re.search(r"[^tdaeiouy]ed$", spelled) is not None
    if count > 1 and (silent or unspoken or short_past):
        count -= 1
    return max(count, 1)
