"""What both sides of the family's paper share: sizes of type, head and foot, and in whose language it speaks.

A sign, a word and a frame, never color alone; sizes for older eyes after RNIB and CDC.
"""

from collections.abc import Sequence

from carenurse.documents.dates import day, stamp
from carenurse.documents.family_facts import FamilySummary, Words
from carenurse.documents.fonts import Fonts
from carenurse.documents.labels import Labels
from carenurse.documents.lines import Span, Style
from carenurse.documents.sheet import Margins, Paragraph, Sheet
from carenurse.documents.tagged import Element, TaggedPdf
from carenurse.translations import tr

RULE, HAIR = 1.5, 0.75
"""Weights of rules in points."""
_MARGINS = Margins(left=45.4, right=45.4, top=30.0, bottom=50.0)
"""16 mm at the sides, for a first page that stands alone; 50 points below hold the footer."""
_LARGE_MARGINS = Margins(left=42.5, right=42.5, top=30.0, bottom=50.0)
"""15 mm at the sides, for lines of as many large letters as can be."""
_LARGE = 18 / 14
_TIGHT = 0.3
"""How much of the air between blocks is left where a paper would get one page too many."""
_ROLES = ("RN", "LPN", "LVN", "CM")


class FamilyPaper:
    """One summary in one language on its way to paper; ``s`` is the scale of indents (1 is 14 point type).

    ``tight``: the sentences of a block run on and the air between blocks shrinks. Letters and the distance of
    lines (1.3) stay: they are for older eyes.
    """

    def __init__(self, summary: FamilySummary, labels: Labels, *, large: bool, tight: bool = False) -> None:
        self.summary, self.labels, self.large, self.tight = summary, labels, large, tight
        self.air = _TIGHT if tight else 1.0
        self.s = _LARGE if large else 1.0
        self.fonts = Fonts()
        self.pdf = TaggedPdf(labels("yourVisitSummary"), labels.tag, self.fonts)
        self.sheet = Sheet(self.pdf, _LARGE_MARGINS if large else _MARGINS, self._running_head)
        self.title = Style(24, 30) if large else Style(22, 27)
        self.head = Style(21, 25.5) if large else Style(18, 22)
        self.message = Style(19.5, 25) if large else Style(16, 20.5)
        self.body = Style(18, 23.4) if large else Style(14, 18.2)
        self.phone = Style(34, 38) if large else Style(28, 32)
        self.foot = Style(12.5, 16) if large else Style(11, 14)

    def _running_head(self, sheet: Sheet) -> None:
        """Repeat on each further page whose paper it is; page 1 has its own head."""
        if self.pdf.page == 0:
            return
        visit = self.labels("visitOn", date=day(self.summary.visit_start, self.labels.language))
        if self.summary.fictional:
            visit = self.labels("inventedPerson")
        right = self.fonts.prepare(visit)
        wide = self.fonts.width(right, self.body.size, strong=False)
        name = self._elided(self.summary.patient, self.body, sheet.width - wide - 16, strong=True)
        baseline = sheet.y + self.body.leading * 0.75
        with self.pdf.artifact("Pagination"):
            self.pdf.text(sheet.left, baseline, name, self.body.size, strong=True)
            self.pdf.text(sheet.right - wide, baseline, right, self.body.size)
        sheet.y += self.body.leading
        sheet.rule(RULE, 4, 6)

    def footers(self) -> None:
        """Set the foot of every page: who prepared it and when, where to keep it, which page of how many."""
        summary, labels = self.summary, self.labels
        when = stamp(summary.prepared, labels.language)
        role = f"role.{summary.nurse_role if summary.nurse_role in _ROLES else 'other'}"
        prepared = labels("preparedLine", name=summary.nurse, role=labels(role), when=when)
        for page in range(self.pdf.pages):
            self.pdf.go_to_page(page)
            self._footer(page, prepared if page == 0 else f"{labels('keepVisible')}.")

    def _footer(self, page: int, left: str) -> None:
        sheet, top = self.sheet, self.pdf.height - _MARGINS.bottom + 6
        number = self.fonts.prepare(self.labels("pageOf", number=page + 1, total=self.pdf.pages))
        wide = self.fonts.width(number, self.foot.size, strong=False)
        self.pdf.line(sheet.left, top, sheet.right, top, HAIR)
        baseline = top + 3 + self.foot.leading
        lines = self.sheet.lines([Span(left)], self.foot, sheet.width - wide - 12)[:2]
        with self.pdf.artifact("Pagination") if page > 1 else self.pdf.element(Element("P")):
            for place, line in enumerate(lines):
                said = "".join(span.text for span in line)
                self.pdf.text(sheet.left, baseline + place * self.foot.leading, said, self.foot.size)
        with self.pdf.artifact("Pagination"):
            self.pdf.text(sheet.right - wide, baseline, number, self.foot.size)

    def allergies(self) -> list[Paragraph]:
        """Name the allergies, or say that there are none or that nobody asked; whom to ask is said once."""
        summary, labels = self.summary, self.labels
        if summary.allergies:
            named = self.say_together(summary.allergies, between=", ")
        elif summary.no_known_allergies:
            named = [Span(labels("noKnownAllergies"))]
        else:
            key = "noKnownDrugs" if summary.no_known_drug_allergies else "allergiesNotAsked"
            named = [Span(labels(key))]
        told = [Span(labels("allergies"), strong=True), Span(": "), *named]
        if self.tight:
            return [self.paragraph([*told, Span(". "), Span(f"{labels('askIfUnsure')}")])]
        said_with_medicines = bool(summary.medicines and summary.other_medicines)
        ask = [] if said_with_medicines else [self.paragraph([Span(labels("askIfUnsure"))])]
        return [self.paragraph(told), *ask]

    def section(self, label: str, lines: Sequence[Words]) -> None:
        """Set a heading with a paragraph for each of the free words; nothing without words."""
        if lines:
            said_lines = [self.paragraph(self.say(words)) for words in lines]
            if self.tight:
                said_lines = [self.paragraph(self.say_together(lines))]
            self.sheet.flow([self.heading(self.labels(label)), *said_lines])
            self.sheet.y += 8 * self.air

    def paragraph(
        self,
        spans: Sequence[Span],
        width: float | None = None,
        style: Style | None = None,
        *,
        tag: str = "P",
        before: float = 0.0,
        right: bool = False,
    ) -> Paragraph:
        """Wrap spans to a width (the page's by itself) in a style (body type by itself)."""
        style = style or self.body
        lines = self.sheet.lines(spans, style, self.sheet.width if width is None else width)
        return Paragraph(lines, style, tag, before=before, right=right)

    def begin(self, label: str, keep: float, *below: Paragraph) -> None:
        """Set a heading where ``keep`` more points of what follows fit on the same page."""
        lines = [self.heading(self.labels(label)), *below]
        self.sheet.need(sum(each.height for each in lines) + keep)
        self.sheet.flow(lines)

    def heading(self, text: str) -> Paragraph:
        """Make a heading of the second level."""
        return self.paragraph([Span(text, strong=True)], style=self.head, tag="H2", before=2)

    def items(
        self, items: Sequence[Words], width: float, marker: str | None, indent: float, before: float
    ) -> list[Paragraph]:
        """Make list items; without a marker they are numbered."""
        together = bool(self.foreign_line(items, width))
        return [
            Paragraph(
                self.sheet.lines(self.say(words, bare=together), self.body, width - indent),
                self.body,
                before=before if place else 2.0,
                indent=indent,
                marker=marker or f"{place + 1}.",
            )
            for place, words in enumerate(items)
        ]

    def foreign_line(self, items: Sequence[Words], width: float | None = None) -> list[Paragraph]:
        """Say once, above a list, that all of it is in another language; nothing if not all of it is."""
        languages = {words.in_language(self.labels.language)[1] for words in items}
        if len(languages) == 1 and self.labels.language not in languages:
            return [self.paragraph([Span(self._named(*languages), strong=True)], width)]
        return []

    def say(self, words: Words, *, strong: bool = False, bare: bool = False) -> list[Span]:
        """Put free words into spans, marked when they are not in the language of the page."""
        text, language = words.in_language(self.labels.language)
        foreign = None if language == self.labels.language else language
        spans = [Span(f"{self._named(language)} ", strong=True)] if foreign and not bare else []
        before, marked, after = text.partition(words.strong) if words.strong else (text, "", "")
        pieces = ((before, strong), (marked, True), (after, strong))
        spans += [Span(piece, bold, foreign) for piece, bold in pieces if piece]
        left = words.left_in(self.labels.language)
        return [*spans, Span(" "), *self.say(left, strong=strong)] if left else spans

    def say_together(self, several: Sequence[Words], between: str = " ", named: str = "") -> list[Span]:
        """Run sentences (or names) into one paragraph; another language is named where it begins.

        ``named`` is a language that was named above already.
        """
        spans: list[Span] = []
        before = named or self.labels.language
        for words in several:
            language = words.in_language(self.labels.language)[1]
            spans += [Span(between)] if spans else []
            spans += self.say(words, bare=language == before)
            before = language
        return spans

    def _named(self, language: str) -> str:
        key = {"en": "inEnglish", "es": "inSpanish"}.get(
            language.split("-", maxsplit=1)[0], "inOtherLanguage"
        )
        return self.labels(key)

    def _elided(self, text: str, style: Style, width: float, *, strong: bool) -> str:
        """Shorten what is repeated in the margin to one line; it stands in full on page 1."""
        prepared = self.fonts.prepare(text).replace("\n", " ")
        if self.fonts.width(prepared, style.size, strong=strong) <= width:
            return prepared
        while prepared and self.fonts.width(f"{prepared}…", style.size, strong=strong) > width:
            prepared = prepared[:-1]
        return f"{prepared}…"

    def letter_notes(self) -> tuple[str, ...]:
        """Tell the nurse which characters did not come out as they were written."""
        notes: list[str] = []
        if self.fonts.missing:
            names = ", ".join(sorted(self.fonts.missing)[:8])
            notes.append(
                tr("Some characters cannot be printed and stand in brackets by name: {names}.", names=names)
            )
        if self.fonts.unshaped:
            scripts = ", ".join(sorted(self.fonts.unshaped))
            notes.append(
                tr(
                    "{scripts} letters are not joined as they should be. Check the name by eye.",
                    scripts=scripts,
                )
            )
        return tuple(notes)
