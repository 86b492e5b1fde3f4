"""The lines of the family's paper about medicines, in the paper's languages.

What only the home told of says so: nobody asked the prescriber, so the paper says no more.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from carenurse.app.family_lines import family_allergy, family_line
from carenurse.app.family_medicines import Changed
from carenurse.app.sentences import sentence
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.medicine import Medicine
from carenurse.documents.dates import month_day
from carenurse.documents.family_facts import MedicineChange, Words
from carenurse.documents.labels import LANGUAGES, labels_in
from carenurse.documents.plain_words import is_readable, plain


def medicine_line(
    changed: Changed, today: date, allergies: Sequence[str] = (), *, not_taken: bool = False
) -> MedicineChange:
    """Say a medicine with what it is for and how it is taken, in plain words.

    ``allergies`` of the person's list that are called like it, or mean its class (``medicine_allergies``),
    are said with it: that they are there and whom to call, never what to do about the dose. So is that the
    home told today that it is not taken (``not_taken``): the list says otherwise, and nobody asked yet. A day
    before ``today`` until which it was to be taken is said, too, and how to take it where that is in words.
    """
    said = _line(changed)
    if changed.change == "stopped":
        return said
    if ended := _was_to_end(changed.medicine.until, today):
        said = replace(said, special=True, details=(ended, *said.details))
    if not_taken:
        said = replace(said, special=True, details=(_in_all("toldNotTaken"), *said.details))
    if not allergies:
        return said
    return replace(said, special=True, warning=_warning(allergies))


def _warning(allergies: Sequence[str]) -> Words:
    names = [family_allergy(name) for name in allergies]
    said = tuple(
        (
            language,
            labels_in(language)(
                "allergyOnList", names=", ".join(name.in_language(language)[0] for name in names)
            ),
        )
        for language in LANGUAGES
    )
    return Words(dict(said)["en"], "en", said)


def _line(changed: Changed) -> MedicineChange:
    told = changed.medicine
    reason = told.reason if is_readable(told.reason) else ""
    ask = (_in_all("askHowToTake"),) if told.dose and not is_readable(told.dose) else ()
    dose = "" if ask else plain(told.dose)
    if changed.change == "same":
        known = tuple(family_line(sentence(one)) for one in (dose, reason[:1].upper() + reason[1:]) if one)
        held = (*ask, *_source(told))
        return MedicineChange("same", told.name, (*known, *held), special=bool(held))
    lines = [f"For {reason}."] if reason else []
    if changed.change == "stopped":
        return MedicineChange("stopped", told.name, (*map(family_line, lines), *_source(told)))
    if dose:
        lines.append(f"{dose}.")
        if told.as_needed and "needed" not in dose:
            lines.append("Only if needed.")
    return MedicineChange(changed.change, told.name, (*map(family_line, lines), *ask, *_source(told)))


def is_told_stop(changed: Changed) -> bool:
    """Say whether the home told that it is no longer taken: nobody says yet that it should not be."""
    return changed.change == "stopped" and changed.medicine.told_at_home


def told_stop(changed: Changed) -> Words:
    """Say what the home told, without telling anybody not to take it."""
    return _in_all("toldStopped", name=changed.medicine.name)


_NOT_PLAIN = {"on-hold": "medicineOnHold", "intended": "medicineNotBegun", "unknown": "medicineNotSure"}
"""What stands on the list and is not simply to be taken, by its status."""


def _was_to_end(until: Moment | None, today: date) -> Words | None:
    """Say until when it was to be taken where that is over, as the nurse sees it on her list."""
    if until is None or not until.over_before(PartialDate.of(today)):
        return None
    last = until.date.exact if until.date else None
    if last is None:
        return _in_all("wasToEnd", day=until.text)
    said = tuple(
        (language, labels_in(language)("wasToEndOn", day=month_day(last, language, year=True)))
        for language in LANGUAGES
    )
    return Words(dict(said)["en"], "en", said)


def _source(told: Medicine) -> tuple[Words, ...]:
    """Say what nobody must overlook: not to be taken now, or known from the home alone."""
    held = (_in_all(_NOT_PLAIN[told.status]),) if told.status in _NOT_PLAIN else ()
    return (*held, _in_all("toldByYou")) if told.told_at_home else held


def _in_all(key: str, **facts: str) -> Words:
    said = tuple((language, labels_in(language)(key, **facts)) for language in LANGUAGES)
    return Words(labels_in("en")(key, **facts), "en", said)
