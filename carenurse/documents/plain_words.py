"""Short forms of the trade, written out: a family must not have to know what BID means.

The expansions are the usual ones of United States prescribing; forms that the Joint Commission and ISMP call
dangerous are written out too ("U", "QD"). Only whole words are replaced.
"""

import re

_SAID = {
    "po": "by mouth",
    "by mouth daily": "by mouth every day",
    "qd": "every day",
    "qday": "every day",
    "daily": "every day",
    "bid": "2 times a day",
    "tid": "3 times a day",
    "qid": "4 times a day",
    "qod": "every other day",
    "qam": "every morning",
    "qpm": "every evening",
    "qhs": "at bedtime",
    "hs": "at bedtime",
    "ac": "before meals",
    "pc": "after meals",
    "prn": "only if needed",
    "sl": "under the tongue",
    "subq": "under the skin",
    "sq": "under the skin",
    "sc": "under the skin",
    "im": "into the muscle",
    "pr": "in the rectum",
    "neb": "by nebulizer",
    "inh": "inhaled",
    "gtt": "drops",
    "u": "units",
    "iu": "units",
    "meds": "medicines",
    "med": "medicine",
    "bp": "blood pressure",
    "sob": "short of breath",
    "w/": "with",
    "w/o": "without",
    "d/c": "stop",
    "bm": "bowel movement",
    "pcp": "family doctor",
    "wt": "weight",
}
_EVERY = re.compile(
    r"\b(?:q|every)\s?(\d+)\s?(?:h(?:rs?|ours?)?\.?)?\s?(?:-|to)\s?(\d+)\s?h(?:rs?|ours?)?\b"
    r"|\b(?:q|every)\s?(\d+)\s?h(?:rs?|ours?)?\b",
    re.IGNORECASE,
)
_HOURS = re.compile(r"(?<=\d)\s?(?:hrs?|h)\b\.?", re.IGNORECASE)
_HEART_RATE = re.compile(r"\bHR\b(?=\s?(?:[<>≤≥=:]|under|over|above|below|\d))")
_FORMS = re.compile(
    r"(?<![\w/])(" + "|".join(sorted(map(re.escape, _SAID), key=len, reverse=True)) + r")(?![\w/])",
    re.IGNORECASE,
)
_UNITS_STUCK = re.compile(r"(?<=\d)\s?(?:U|IU)\b")
_TRAILING_ZERO = re.compile(r"(\d)\.0+(?=\s|$|\D)")
_NO_LEADING_ZERO = re.compile(r"(?<![\d.])\.(\d)")
_COUNTED = re.compile(r"(?<=\d)\s?(tab|cap)s?\b\.?(?!\s?tight)", re.IGNORECASE)
_POUNDS = re.compile(r"(?<=\d)\s?lbs?\b")

_MACHINE = re.compile(
    r"\d{4}-\d\d-\d\d"  # days and timestamps of machines
    r"|\d{8}|[0-9a-f]{8}-[0-9a-f]{4}-"  # numbers and ids
    r"|\b[a-z]{1,3}\d{5}"  # keys of another system's lists
    r"|[|~^{}<>\\_]|\b\w+:\w+:|://",  # messages, markup, addresses
    re.IGNORECASE,
)


def is_readable(text: str) -> bool:
    """Say whether a family can read it: words, not the ids, timestamps or codes of another system.

    When in doubt it is not: a direction that is left off is asked for, half a direction is followed.
    """
    return any(letter.isalpha() for letter in text) and not _MACHINE.search(text)


def plain_line(text: str) -> str:
    """Write out the unit that stands in goals and warnings ("5 lb" -> "5 pounds"); words stay as they are."""
    return _POUNDS.sub(" pounds", text.strip())


def plain(text: str) -> str:
    """Write short forms out; doses lose a trailing zero and gain a leading one (5.0 is 5, .5 is 0.5)."""
    said = _TRAILING_ZERO.sub(r"\1", _NO_LEADING_ZERO.sub(r"0.\1", text))
    said = _UNITS_STUCK.sub(" units", said)
    said = _COUNTED.sub(_counted, _EVERY.sub(_every, said))
    said = _HEART_RATE.sub("pulse", _HOURS.sub(_hours, said))
    return _FORMS.sub(lambda found: _SAID[found[0].lower()], said)


def _every(found: re.Match[str]) -> str:
    if found[2]:
        return f"every {found[1]} to {found[2]} hours"
    return "every hour" if found[3] == "1" else f"every {found[3]} hours"


def _hours(found: re.Match[str]) -> str:
    return " hour" if _is_one(found) else " hours"


def _counted(found: re.Match[str]) -> str:
    word = "tablet" if found[1].lower() == "tab" else "capsule"
    return f" {word}" if _is_one(found) else f" {word}s"


def _is_one(found: re.Match[str]) -> bool:
    """Say whether a count before a word is just 1 (not 21, not 0.1, not 1-2)."""
    return bool(re.search(r"(?<![\d.,/-])1$", found.string[: found.start()]))
