"""Page 1 of the family's paper, for the refrigerator: message, when and whom to call, next steps."""

from collections.abc import Sequence

from carenurse.documents.dates import about, between, lasting, sentence
from carenurse.documents.family_facts import Words
from carenurse.documents.family_paper import HAIR, RULE, FamilyPaper
from carenurse.documents.lines import Span, line_width
from carenurse.documents.sheet import Paragraph
from carenurse.documents.tagged import Frame

_THICK, _RADIUS = 3.75, 5.0
"""The frame around the emergency box is the thickest thing on the paper; a word and a place say the same."""
_KEPT_WHOLE = 0.5
"""A list of steps up to this part of a page is never torn: half of it would be taken for all."""
_BESIDE_TITLE = 3
"""So many lines (name, nurse) stand beside the title; a longer name stands below it."""


def set_front(paper: FamilyPaper) -> bool:
    """Set what a family needs in the first minute; say whether there was room for the allergies."""
    return _Front(paper).compose()


class _Front:
    def __init__(self, paper: FamilyPaper) -> None:
        self._paper = paper

    def compose(self) -> bool:
        """Set the blocks in order. In large type the number comes first: it never falls on page 2."""
        self._paper.sheet.new_page()
        self._header()
        self._allergy_calls()
        self._main_message()
        if self._paper.large:
            self._who_to_call()
        self._warnings()
        if not self._paper.large:
            self._who_to_call()
        self._to_do()
        return self._next_visit()

    def _header(self) -> None:
        summary, sheet, labels = self._paper.summary, self._paper.sheet, self._paper.labels
        language = labels.language
        when = (
            lasting(summary.visit_start, summary.visit_end, language)
            if summary.visit_end
            else about(summary.visit_start, language)
        )
        nurse = labels("visitedBy", name=summary.nurse)
        name = self._paper.paragraph([Span(summary.patient, strong=True)], sheet.width * 0.42, right=True)
        visited = self._paper.paragraph([Span(nurse)], sheet.width * 0.42, right=True)
        beside = [
            line_width(self._paper.fonts, line, self._paper.body.size)
            for line in (*name.lines, *visited.lines)
        ]
        left = sheet.width - max(beside) - 8
        lines = [
            self._paper.paragraph(
                [Span(labels("yourVisitSummary"), strong=True)], left, self._paper.title, tag="H1"
            ),
            self._paper.paragraph([Span(sentence(when))], left),
        ]
        start = sheet.y
        sheet.stack(lines, sheet.left, start)
        sheet.y = start + sum(each.height for each in lines)
        if len(beside) <= _BESIDE_TITLE:
            top = start + self._paper.title.leading - self._paper.body.leading
            sheet.stack([name, visited], sheet.right, top)
            sheet.y = max(sheet.y, top + name.height + visited.height)
        else:
            sheet.flow(
                [
                    self._paper.paragraph([Span(summary.patient, strong=True)]),
                    self._paper.paragraph([Span(nurse)]),
                ]
            )
        if summary.fictional:
            mark = Span(labels("inventedPerson"), strong=True)
            sheet.flow([self._paper.paragraph([mark], style=self._paper.foot)])
        sheet.rule(RULE, 5, 8)
        if any(summary.in_other_languages(language)):
            sheet.flow([self._paper.paragraph([Span(labels("askForInterpreter"), strong=True)])])
            sheet.y += 3

    def _main_message(self) -> None:
        if message := self._paper.summary.main_message:
            self._boxes([(self._message(message), RULE)])

    def _allergy_calls(self) -> None:
        """Say first which medicine an allergy stands against: who reads page 1 alone must not miss it."""
        summary = self._paper.summary
        width = self._paper.sheet.width - 2 * self._padding()
        told = [
            self._paper.paragraph(
                [Span(f"{each.name}. ", strong=True), *self._paper.say(each.warning, strong=True)], width
            )
            for each in (*summary.medicines, *summary.listed)
            if each.warning
        ]
        if told:
            self._boxes([(told, RULE)])

    def _warnings(self) -> None:
        summary, labels = self._paper.summary, self._paper.labels
        if summary.call_us_first:
            head = labels("callUsFirst")
        elif summary.emergency_number == "911":
            head = labels("call911")
        else:
            head = labels("call911Number", phone=summary.emergency_number)
        columns = 1 if self._paper.large else 2
        boxes = [
            (self._box_list(title, items, columns), stroke)
            for title, items, stroke in (
                (head, summary.emergency, _THICK),
                (labels("callToday"), summary.call_today, HAIR),
            )
            if items
        ]
        if columns == 1 or len(boxes) == 1:
            for box in boxes:
                self._boxes([box])
        elif boxes:
            self._boxes(boxes)

    def _message(self, words: Words) -> list[Paragraph]:
        width = self._paper.sheet.width - 2 * self._padding()
        return [self._paper.paragraph(self._paper.say(words, strong=True), width, self._paper.message)]

    def _box_list(self, title: str, items: Sequence[Words], columns: int) -> list[Paragraph]:
        gap = 12 * (columns - 1)
        width = (self._paper.sheet.width - gap) / columns - 2 * self._padding()
        head = self._paper.paragraph([Span(title, strong=True)], width, self._paper.head, tag="H2")
        return [head, *self._list(items, width, "•", 15 * self._paper.s)]

    def _boxes(self, boxes: Sequence[tuple[list[Paragraph], float]]) -> None:
        """Set frames side by side, as tall as the tallest; without a frame if it is taller than a page."""
        sheet, pad = self._paper.sheet, self._padding()
        height = max(sum(each.height for each in inside) for inside, _ in boxes) + 2 * pad * 0.75
        if height > sheet.bottom - sheet.top - 3 * self._paper.head.leading:
            for inside, _ in boxes:
                self._flow_unframed(inside)
            return
        sheet.need(height)
        width = (sheet.width - 12 * (len(boxes) - 1)) / len(boxes)
        for place, (inside, stroke) in enumerate(boxes):
            x = sheet.left + place * (width + 12)
            self._paper.pdf.frame(Frame(x, sheet.y, width, height), stroke, _RADIUS)
            self._stack_with_lists(inside, x + pad, sheet.y + 0.75 * pad)
        sheet.y += height + 7

    def _flow_unframed(self, inside: list[Paragraph]) -> None:
        full = [each for each in inside if not each.marker]
        self._paper.sheet.flow(full)
        with self._paper.sheet.listed("Disc"):
            self._paper.sheet.flow([each for each in inside if each.marker])
        self._paper.sheet.rule(RULE, 6, 8)

    def _stack_with_lists(self, inside: list[Paragraph], x: float, y: float) -> None:
        plain = [each for each in inside if not each.marker]
        items = [each for each in inside if each.marker]
        self._paper.sheet.stack(plain, x, y)
        if items:
            with self._paper.sheet.listed("Disc"):
                self._paper.sheet.stack(items, x, y + sum(each.height for each in plain))

    def _who_to_call(self) -> None:
        summary, sheet, labels = self._paper.summary, self._paper.sheet, self._paper.labels
        number = self._paper.paragraph(
            [Span(summary.phone, strong=True)], sheet.width, self._paper.phone, right=True
        )
        wide = max(
            (line_width(self._paper.fonts, line, self._paper.phone.size) for line in number.lines),
            default=0.0,
        )
        beside = wide < sheet.width * 0.5
        width = sheet.width - wide - 16 if beside else sheet.width
        agency = self._agency()
        lines = [self._paper.paragraph([Span(labels("whoToCall"), strong=True)], width, tag="H2")]
        lines += [self._paper.paragraph([Span(agency)], width)] if agency else []
        for contact in summary.contacts:
            named = ", ".join(filter(None, (contact.name, contact.phone)))
            spans = [*self._paper.say(contact.role), Span(f": {named}")]
            lines.append(self._paper.paragraph(spans, width))
        height = sum(each.height for each in lines)
        sheet.need(max(height, self._paper.phone.leading) + 20)
        sheet.rule(RULE, 0, 6)
        if beside:
            sheet.stack(lines, sheet.left, sheet.y)
            middle = sheet.y + max(0.0, (height - number.height) / 2)
            sheet.stack([number], sheet.right, middle)
            sheet.y = max(sheet.y + height, middle + number.height)
        else:
            sheet.flow(lines)
            sheet.flow([number], sheet.right)
        if not summary.phone.strip():
            self._line_to_write_on()
        sheet.flow(self._crisis_line())
        sheet.rule(RULE, 4, 6)

    def _crisis_line(self) -> list[Paragraph]:
        summary, labels = self._paper.summary, self._paper.labels
        if not summary.crisis_line:
            return []
        told = labels("crisisLine", phone=summary.crisis_line)
        words = Words(told, labels.language, strong=summary.crisis_line)
        return [self._paper.paragraph(self._paper.say(words))]

    def _agency(self) -> str:
        summary, labels = self._paper.summary, self._paper.labels
        if not summary.day_or_night:
            return summary.agency
        if not summary.agency:
            return labels("dayOrNightLine")
        return labels("agencyDayOrNight", agency=summary.agency)

    def _line_to_write_on(self) -> None:
        """Leave room for a number by hand: better than a paper without one."""
        words = self._paper.paragraph([Span(self._paper.labels("writeNumber"))])
        sheet, wide = self._paper.sheet, line_width(self._paper.fonts, words.lines[0], self._paper.body.size)
        sheet.y += 0.5 * self._paper.body.leading
        start = sheet.y + words.height - 3
        sheet.flow([words])
        self._paper.pdf.line(sheet.left + wide + 8, start, sheet.right, start, HAIR)

    def _to_do(self) -> None:
        if not self._paper.summary.to_do:
            return
        items = self._paper.items(
            self._paper.summary.to_do, self._paper.sheet.width, None, 25 * self._paper.s, 2 * self._paper.s
        )
        whole = sum(each.height for each in items)
        room = self._paper.sheet.bottom - self._paper.sheet.top
        keep = whole if whole < room * _KEPT_WHOLE else items[0].height
        self._paper.begin("toDo", keep, *self._paper.foreign_line(self._paper.summary.to_do))
        with self._paper.sheet.listed("Decimal"):
            self._paper.sheet.flow(items)
        self._paper.sheet.y += 2

    def _next_visit(self) -> bool:
        summary, labels, sheet = self._paper.summary, self._paper.labels, self._paper.sheet
        label = Span(f"{labels('nextVisit')}: ", strong=True)
        if visit := summary.next_visit:
            language = labels.language
            spoken = between(visit.start, visit.end, language) if visit.end else about(visit.start, language)
            day = Span(f"{sentence(spoken)}.", strong=True)
            lines = [self._paper.paragraph([label, day])]
            who = [Span(labels("willCome", name=visit.who) + " ")] if visit.who else []
            if who or visit.lines:
                lines.append(self._paper.paragraph([*who, *self._paper.say_together(visit.lines)]))
        else:
            lines = [self._paper.paragraph([label, Span(labels("nextVisitOpen"))])]
        allergies = self._paper.allergies()
        height = sum(each.height for each in lines) + 9
        sheet.need(height)
        room = sheet.bottom - sheet.y - height
        beneath = sum(each.height for each in allergies) + 9
        beside = self._paper.pdf.page == 0 and beneath < room
        room -= beneath * beside
        pinned = self._paper.pdf.page == 0 and 0 < room < 8 * self._paper.body.leading
        if pinned:
            sheet.y += room
        if beside:
            sheet.rule(HAIR, 0, 6)
            sheet.flow(allergies)
            sheet.y += 3
        if pinned or beside or summary.to_do:
            sheet.rule(RULE, 0, 6)
        sheet.flow(lines)
        sheet.y += 6
        return beside

    def _list(self, items: Sequence[Words], width: float, marker: str, indent: float) -> list[Paragraph]:
        return [
            *self._paper.foreign_line(items, width),
            *self._paper.items(items, width, marker, indent, 1.5 * self._paper.s),
        ]

    def _padding(self) -> float:
        return 9.0
