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
    "tab": "tablet",
    "tabs": "tablets",
    "cap": "capsule",
    "caps": "capsules",
    "u": "units",
    "iu": "units",
    "meds": "medicines",
    "med": "medicine",
    "bp": "blood pressure",
    "hr": "pulse",
    "sob": "short of breath",
    "w/": "with",
    "w/o": "without",
    "d/c": "stop",
    "bm": "bowel movement",
    "pcp": "family doctor",
    "wt": "weight",
}
_EVERY = re.compile(r"\bq\s?(\d+)(?:-(\d+))?\s?h(?:rs?|ours?)?\b", re.IGNORECASE)
_FORMS = re.compile(
    r"(?<![\w/])(" + "|".join(sorted(map(re.escape, _SAID), key=len, reverse=True)) + r")(?![\w/])",
    re.IGNORECASE,
)
_UNITS_STUCK = re.compile(r"(?<=\d)\s?(?:U|IU)\b")
_TRAILING_ZERO = re.compile(r"(\d)\.0+(?=\s|$|\D)")
_NO_LEADING_ZERO = re.compile(r"(?<![\d.])\.(\d)")


_POUNDS = re.compile(r"(?<=\d)\s?lbs?\b")


def plain_line(text: str) -> str:
    """Write out the unit that stands in goals and warnings ("5 lb" -> "5 pounds"); words stay as they are."""
    return _POUNDS.sub(" pounds", text.strip())


def plain(text: str) -> str:
    """Write short forms out; doses lose a trailing zero and gain a leading one (5.0 is 5, .5 is 0.5)."""
    said = _TRAILING_ZERO.sub(r"\1", _NO_LEADING_ZERO.sub(r"0.\1", text))
    said = _UNITS_STUCK.sub(" units", said)
    said = _EVERY.sub(_every, said)
    return _FORMS.sub(lambda found: _SAID[found[0].lower()], said)


def _every(found: re.Match[str]) -> str:
    return f"every {found[1]} to {found[2]} hours" if found[2] else f"every {found[1]} hours"
