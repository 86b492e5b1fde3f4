"""The family's paper as a whole: front, back, feet, and what the nurse should know about its letters."""

from dataclasses import dataclass

from carenurse.documents.family_back import set_back
from carenurse.documents.family_facts import FamilySummary
from carenurse.documents.family_front import set_front
from carenurse.documents.family_paper import FamilyPaper
from carenurse.documents.labels import Labels


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The finished file, its pages, and notes about letters that could not be drawn as they should."""

    pdf: bytes
    pages: int
    notes: tuple[str, ...]


def lay_out(summary: FamilySummary, labels: Labels, *, large: bool, tight: bool = False) -> LaidOut:
    """Set the whole paper; the feet come last because they need the number of pages."""
    paper = FamilyPaper(summary, labels, large=large, tight=tight)
    told = set_front(paper)
    set_back(paper, allergies=not told)
    paper.footers()
    return LaidOut(paper.pdf.finish(), paper.pdf.pages, paper.letter_notes())
