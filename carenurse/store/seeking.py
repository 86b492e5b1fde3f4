"""Finding a patient by whatever the nurse remembers: parts of a name, a birth date as it is said, digits.

Every word has to be found; where a word can mean two things (03/04/1947), either will do. A fragment of three
or more signs is found anywhere in a word, a shorter one at the beginning of a word.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from carenurse.clinical.search_words import fold
from carenurse.store.database import Database

_FRAGMENT: Final = 3
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero",
            "feb february febrero",
            "mar march marzo",
            "apr april abr abril",
            "may mayo",
            "jun june junio",
            "jul july julio",
            "aug august ago agosto",
            "sep sept september septiembre",
            "oct october octubre",
            "nov november noviembre",
            "dec december dic diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_DATE: Final = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})"
    r"|(?P<day>\d{1,2})\.?[ -](?:de )?(?P<month>[a-z]{3,10})\.?,?[ -](?:de )?(?P<year2>\d{4})"
    r"|(?P<month3>[a-z]{3,10})\.? (?P<day3>\d{1,2}),? (?P<year3>\d{4})"
    r")(?![\w/-])"
)
_PUNCTUATION: Final = re.compile(r"[^\w]+")
_HOLDS: Final = "instr(own || problems, ?)"
_SCORE: Final = (
    "(CASE WHEN instr(name, ?) = 1 THEN 8 WHEN instr(name, ?) THEN 4 WHEN instr(own, ?) THEN 2 ELSE 0 END)"
)
_EVERYBODY: Final = "SELECT patient FROM person ORDER BY name, patient LIMIT ?"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that has to be found, in any of its spellings."""

    spellings: tuple[str, ...]


def searchable(words: str) -> str:
    """Write words the way they are walked: folded, each after one space, with and without punctuation."""
    whole = fold(words).split()
    parts = [part for word in whole for part in _PUNCTUATION.split(word) if part and part != word]
    return " ".join(("", *dict.fromkeys((*whole, *parts))))


def terms_of(words: str) -> list[Term]:
    """Take what was typed apart: first the dates, then the words."""
    rest = fold(words)
    terms: list[Term] = []
    for found in _DATE.finditer(rest):
        if days := _days(found):
            terms.append(Term(tuple(day.isoformat() for day in days)))
            rest = rest.replace(found.group(), " ")
    return terms + [term for word in rest.split() if (term := _term(word))]


def find_patients(database: Database, words: str, limit: int) -> list[str]:
    """Return the ids of those that match every word, best first; everybody by name for no words."""
    terms = terms_of(words)
    if not terms:
        return [patient for (patient,) in database.rows(_EVERYBODY, (limit,))]
    needles = [_needle(spelling) for term in terms for spelling in term.spellings]
    beginnings = [f" {term.spellings[0]}" for term in terms for _ in range(_SCORE.count("?"))]
    found = database.rows(_question(terms), (*needles, *beginnings, limit))
    return [patient for (patient,) in found]


def _question(terms: list[Term]) -> str:
    """Put the statement together from constant pieces, one for each spelling and one for each term."""
    wanted = " AND ".join("(" + " OR ".join(_HOLDS for _ in term.spellings) + ")" for term in terms)
    score = " + ".join(_SCORE for _ in terms)
    return f"SELECT patient FROM person WHERE {wanted} ORDER BY {score} DESC, name, patient LIMIT ?"


def _needle(spelling: str) -> str:
    return spelling if len(spelling) >= _FRAGMENT else f" {spelling}"


def _term(word: str) -> Term | None:
    bare = word.strip(".,;:!?()[]{}\"'")
    joined = _PUNCTUATION.sub("", bare)
    if not joined:
        return None
    return Term((bare, joined)) if bare != joined and joined.isdigit() else Term((bare,))


def _days(found: re.Match[str]) -> list[date]:
    """Read a date in every way that names a day; month first and day first may both do."""
    part = found.groupdict()
    if part["y"]:
        guesses = [(part["y"], part["m"], part["d"])]
    elif part["year"]:
        guesses = [
            (part["year"], part["first"], part["second"]),
            (part["year"], part["second"], part["first"]),
        ]
    else:
        year, month, day = (
            part["year2"] or part["year3"],
            part["month"] or part["month3"],
            part["day"] or part["day3"],
        )
        guesses = [(year, str(_MONTHS.get(str(month), 0)), day)]
    return list(dict.fromkeys(day for guess in guesses if (day := _day(*guess))))


def _day(year: str | None, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None
