"""The page that stays on the kitchen table: two sides, plain words, large type, English or Spanish."""

from dataclasses import replace
from typing import TYPE_CHECKING

from carenurse.documents.family_facts import FamilySummary
from carenurse.documents.labels import Labels, Language, labels_in
from carenurse.documents.readability import BLOCK_OVER, WARN_OVER, grade
from carenurse.documents.rendered import Rendered
from carenurse.translations import tr, trn

if TYPE_CHECKING:
    from carenurse.documents.family_layout import LaidOut

MOST_TO_DO = 5
MOST_PAGES, MOST_LARGE_PAGES = 2, 3


def render(summary: FamilySummary, language: Language = "en", *, large: bool = False) -> Rendered:
    """Make the PDF (US Letter, tagged, 14 points, large: 18) with notes for the nurse who will hand it over.

    A paper of more than two pages (large: three) is first set with less air and its sentences run on, which
    loses nothing; only if that is not enough, it names the medicines that did not change without their doses,
    and says so. Everything else is printed, also on one page more. The same facts give the same bytes.
    """
    most = MOST_LARGE_PAGES if large else MOST_PAGES
    laid, shortened = _fitted(summary, labels_in(language), most, large=large)
    reading_grade = reading_level(summary)
    notes = (
        *([tr("The doses of medicines that did not change are left off: there was no room.")] * shortened),
        *_length_notes(summary, laid.pages, most),
        *_grade_notes(reading_grade),
        *_language_notes(summary, language),
        *laid.notes,
    )
    too_hard = reading_grade is not None and reading_grade > BLOCK_OVER
    return Rendered(laid.pdf, laid.pages, notes, grade=reading_grade, too_hard=too_hard)


def _fitted(summary: FamilySummary, labels: Labels, most: int, *, large: bool) -> "tuple[LaidOut, bool]":
    """Set the paper in the airiest way that has room on so many pages; say whether doses are left off.

    What is on the paper is what was found, agreed and taught today: none of it is dropped for the sake of a
    page, so the fullest of all papers keeps one page more, and the nurse is told.
    """
    from carenurse.documents.family_layout import lay_out  # noqa: PLC0415 - reportlab costs 100 ms at a start

    laid = lay_out(summary, labels, large=large)
    if laid.pages <= most:
        return laid, False
    tight = lay_out(summary, labels, large=large, tight=True)
    if tight.pages <= most or len(summary.listed) <= 1:
        return (tight if tight.pages <= most else laid), False
    named = lay_out(_named_only(summary), labels, large=large, tight=True)
    return named, True


def _named_only(summary: FamilySummary) -> FamilySummary:
    """Put the medicines that did not change into one line, by their names."""
    plain = [each for each in summary.listed if not each.special]
    special = [each for each in summary.listed if each.special]
    names = ", ".join(each.name for each in plain)
    together = [replace(plain[0], name=names, details=())] if plain else []
    others = summary.same_medicines - len(summary.listed)
    return replace(
        summary,
        listed=(*together, *special),
        same_medicines=others + len(together) + len(special) if summary.same_medicines else 0,
    )


def reading_level(summary: FamilySummary) -> float | None:
    """Give the school grade of the English free text, without the names of medicines."""
    english = [
        text
        for text, language in (words.in_language("en") for words in summary.free_text())
        if language == "en"
    ]
    return grade(english, [medicine.name for medicine in summary.medicines])


def _length_notes(summary: FamilySummary, pages: int, most: int) -> list[str]:
    notes: list[str] = []
    if pages > most:
        notes.append(
            tr(
                "This paper has {pages} pages. Families read {most}: shorten it if you can.",
                pages=pages,
                most=most,
            )
        )
    if len(summary.to_do) > MOST_TO_DO:
        notes.append(
            tr(
                "There are {number} things to do before the next visit. Five are what a family remembers.",
                number=len(summary.to_do),
            )
        )
    return notes


def _grade_notes(reading_grade: float | None) -> list[str]:
    if reading_grade is None or reading_grade <= WARN_OVER:
        return []
    if reading_grade > BLOCK_OVER:
        return [
            tr(
                "This text reads like school grade {grade}. Make it simpler before you hand it over: shorter "
                "sentences, everyday words.",
                grade=round(reading_grade),
            )
        ]
    return [
        tr(
            "This text reads like school grade {grade}. Grade 6 or lower is easier for the family.",
            grade=round(reading_grade),
        )
    ]


def _language_notes(summary: FamilySummary, language: Language) -> list[str]:
    notes: list[str] = []
    foreign = sum(1 for _ in summary.in_other_languages(language))
    if foreign:
        notes.append(
            trn(
                "{number} line is not in the language of the paper and is marked. Ask for an interpreter.",
                "{number} lines are not in the language of the paper and are marked. Ask for an interpreter.",
                foreign,
            )
        )
    if not labels_in(language).reviewed:
        notes.append(tr("The fixed words were translated by machine and not yet reviewed by a translator."))
    return notes
