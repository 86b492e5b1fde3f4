"""Days and times as one says them to a family: the month in words, the part of the day, no abbreviation.

English after the plain-language rules of CDC and AHRQ ("8 in the morning", not "twice daily" or "08:00");
Spanish as it is spoken in the United States. Times are taken as they stand: give them in the family's offset.
"""

from datetime import date, datetime, time

from carenurse.documents.labels import Language

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip
_PARTS = {
    "en": (
        "in the early morning",
        "in the morning",
        "noon",
        "in the afternoon",
        "in the evening",
        "at night",
    ),
    "es": ("de la madrugada", "de la mañana", "del mediodía", "de la tarde", "de la noche", "de la noche"),
}
_NOON, _ONE = 12, 1
_STARTS = {"en": (0, 5, 12, 13, 18, 21), "es": (0, 5, 12, 13, 19, 21)}
"""The hour at which each part of the day begins; six is evening in English and still *tarde* in Spanish."""


def day(when: date, language: Language, *, year: bool = False) -> str:
    """Say a day: "Friday, March 6" or "viernes 6 de marzo"."""
    return _weekday(when, language) + month_day(when, language, year=year)


def month_day(when: date, language: Language, *, year: bool = False) -> str:
    """Say a day without its weekday: "March 6, 2026" or "6 de marzo de 2026"."""
    month = _MONTHS[language][when.month - 1]
    if language == "es":
        return f"{when.day} de {month}" + (f" de {when.year}" if year else "")
    return f"{month} {when.day}" + (f", {when.year}" if year else "")


def clock(when: time, language: Language) -> str:
    """Say a time on its own: "9:30 in the morning", "las 9:30 de la mañana", "12 noon"."""
    return _join(_hour(when, language), _part(when, language))


def about(when: datetime, language: Language) -> str:
    """Say when something begins: "Friday, March 6, about 10 in the morning"."""
    spoken = clock(when.time(), language)
    if language == "es":
        return f"{day(when, 'es')}, hacia {spoken}"
    return f"{day(when, 'en')}, about {spoken}"


def between(start: datetime, end: datetime, language: Language) -> str:
    """Say a window of arrival: "Friday, March 6, between 9 and 11 in the morning"."""
    first, last = _pair(start.time(), end.time(), language)
    if language == "es":
        return f"{day(start, 'es')}, entre {first} y {last}"
    return f"{day(start, 'en')}, between {first} and {last}"


def lasting(start: datetime, end: datetime, language: Language) -> str:
    """Say from when to when: "Wednesday, March 4, 10 to 11 in the morning"."""
    first, last = _pair(start.time(), end.time(), language)
    if language == "es":
        return f"{day(start, 'es')}, de {_bare(first)} a {_bare(last)}"
    return f"{day(start, 'en')}, {first} to {last}"


def stamp(when: datetime, language: Language) -> str:
    """Say when a paper was made: "March 4, 2026, 11:09 a.m."."""
    half = "a.m." if when.hour < _NOON else "p.m."
    return f"{month_day(when, language, year=True)}, {_twelve(when.time())}:{when.minute:02d} {half}"


def sentence(text: str) -> str:
    """Begin with a capital letter (Spanish days do not have one of their own)."""
    return text[:1].upper() + text[1:]


def _weekday(when: date, language: Language) -> str:
    return _DAYS[language][when.weekday()] + (" " if language == "es" else ", ")


def _pair(start: time, end: time, language: Language) -> tuple[str, str]:
    """Say two times; what both have in common (the part of the day) is said once, at the end."""
    first = _hour(start, language)
    if _part(start, language) != _part(end, language):
        first = _join(first, _part(start, language))
    return first, clock(end, language)


def _hour(when: time, language: Language) -> str:
    hour = _twelve(when)
    said = f"{hour}:{when.minute:02d}" if when.minute else f"{hour}"
    if language == "es":
        return f"la {said}" if hour == _ONE else f"las {said}"
    return said


def _bare(spoken: str) -> str:
    return spoken.removeprefix("las ").removeprefix("la ")


def _part(when: time, language: Language) -> str:
    place = max(index for index, hour in enumerate(_STARTS[language]) if when.hour >= hour)
    if language == "en" and when.hour == _NOON and when.minute:
        return "in the afternoon"
    return _PARTS[language][place]


def _join(hour: str, part: str) -> str:
    return f"{hour} {part}"


def _twelve(when: time) -> int:
    return when.hour % _NOON or _NOON
