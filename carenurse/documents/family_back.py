"""The further pages of the family's paper, to look things up: what was found, medicines, goals, allergies."""

from collections.abc import Sequence
from dataclasses import replace

from carenurse.documents.dates import about, sentence
from carenurse.documents.family_facts import GoalLine, MedicineChange, Words
from carenurse.documents.family_paper import HAIR, RULE, FamilyPaper
from carenurse.documents.lines import Line, Span
from carenurse.documents.readings import Reading, Verdict, goal, meaning, said, when_to_call
from carenurse.documents.sheet import Cell, Paragraph
from carenurse.documents.tagged import Element

_SIGNS = {Verdict.HIGHER: "↑", Verdict.LOWER: "↓", Verdict.NORMAL: "✓"}
_CHANGES = {
    "new": "wordNew",
    "changed": "wordChanged",
    "stopped": "wordStopped",
    "told": "wordTold",
    "same": "wordSame",
}
_COLUMN_GAP = 7.0
_STRONG_COLUMNS = (1, 3)
"""The value and what it means."""
_LIMITS = 2
"""The column of limits: in large type they stand below the measure."""
_NARROWEST = 70.0
_WORTH_BEGINNING = 9
"""Lines that page 1 leaves free for it to be worth beginning there: paper is not left half empty."""


def set_back(paper: FamilyPaper, *, allergies: bool) -> None:
    """Set what a family looks up later: on what page 1 leaves free if that is a good part, else on page 2.

    ``allergies``: whether they are still to be told.
    """
    _Back(paper).compose(allergies=allergies)


class _Back:
    def __init__(self, paper: FamilyPaper) -> None:
        self._paper = paper

    def compose(self, *, allergies: bool) -> None:
        """Set the blocks in order."""
        sheet = self._paper.sheet
        if self._paper.pdf.page == 0 and sheet.bottom - sheet.y < _WORTH_BEGINNING * self._paper.body.leading:
            sheet.new_page()
        self._found()
        self._medicines()
        self._goals()
        self._told_and_asked()
        self._further()
        if allergies:
            self._allergies()

    def _found(self) -> None:
        for label, lines in (
            ("whyWeCame", self._paper.summary.why),
            ("whatWeFound", self._paper.summary.found),
        ):
            self._paper.section(label, lines)
        if not self._paper.summary.readings:
            return
        if not self._paper.summary.found:
            self._paper.begin("whatWeFound", 3 * self._paper.body.leading)
        self._paper.sheet.y += 5
        self._paper.sheet.need(5 * self._paper.body.leading)
        self._readings_table([self._reading_words(reading) for reading in self._paper.summary.readings])
        self._paper.sheet.y += 8 * self._paper.air

    def _reading_words(self, reading: Reading) -> tuple[str, str, str, str]:
        labels, verdict = self._paper.labels, reading.verdict
        means = meaning(reading, labels)
        sign = f"{_SIGNS[verdict]} {means}" if verdict and means else ""
        aim = goal(reading, labels)
        if aim and self._paper.large:
            aim = f"{labels('yourGoal')}: {aim}"
        told = (aim, when_to_call(reading, labels))
        aims = ". ".join(filter(None, told))
        return labels(reading.kind), said(reading, labels), aims, sign

    def _limits_head(self) -> str:
        """Name the column of limits by what stands in it: a person's own goals, when to call, or both."""
        readings, labels = self._paper.summary.readings, self._paper.labels
        aims = any(goal(reading, labels) for reading in readings)
        calls = any(when_to_call(reading, labels) for reading in readings)
        if aims and calls:
            return labels("goalOrCall")
        return labels("whenToCallUs") if calls else labels("yourGoal") if aims else ""

    def _readings_table(self, rows: Sequence[tuple[str, ...]]) -> None:
        labels, sheet, air = self._paper.labels, self._paper.sheet, self._paper.air
        heads = (labels("measure"), labels("today"), self._limits_head(), labels("meaning"))
        below = [row[_LIMITS] if self._paper.large else "" for row in rows]
        said_columns = [
            place
            for place in range(len(heads))
            if any(row[place] for row in rows) and not (self._paper.large and place == _LIMITS)
        ]
        table = [tuple(row[place] for place in said_columns) for row in (heads, *rows)]
        strong = tuple(place in _STRONG_COLUMNS for place in said_columns)
        widths = self._columns(table, strong)
        starts = [sheet.left + sum(widths[:place]) for place in range(len(widths))]
        with self._paper.pdf.element(Element("Table")):
            for number, (row, limits) in enumerate(zip(table, ("", *below), strict=True)):
                said = [
                    self._paper.paragraph(
                        [Span(text, strong=number == 0 or strong[place])], widths[place] - _COLUMN_GAP + 0.5
                    )
                    for place, text in enumerate(row)
                ]
                said[0] = self._with_limits(said, limits)
                sheet.row(
                    [
                        Cell(start, each, heads="Column" if number == 0 else "" if place else "Row")
                        for place, (start, each) in enumerate(zip(starts, said, strict=True))
                    ]
                )
                sheet.rule(HAIR if number else RULE, 2 * air, 2.5 * air)

    def _with_limits(self, row: Sequence[Paragraph], limits: str) -> Paragraph:
        """Put limits under what was measured, over the whole width: for large letters a column is narrow."""
        first = row[0]
        if not limits:
            return first
        beneath = max(len(each.lines) for each in row) - len(first.lines)
        empty: list[Line] = [()] * beneath
        return replace(first, lines=[*first.lines, *empty, *self._paper.paragraph([Span(limits)]).lines])

    def _columns(self, rows: Sequence[Sequence[str]], strong: Sequence[bool]) -> list[float]:
        """Give each column what its longest text wants; where that is too much, the widest ones wrap."""
        wanted = [
            max(
                self._paper.fonts.width(
                    self._paper.fonts.prepare(row[place]), self._paper.body.size, strong=bold or not number
                )
                + _COLUMN_GAP
                for number, row in enumerate(rows)
            )
            for place, bold in enumerate(strong)
        ]
        spare = _COLUMN_GAP + self._paper.sheet.width - sum(wanted)
        if spare >= 0:
            return [width + spare / len(wanted) for width in wanted]
        return self._narrowed(rows, strong, wanted, -spare)

    def _narrowed(
        self, rows: Sequence[Sequence[str]], strong: Sequence[bool], wanted: list[float], excess: float
    ) -> list[float]:
        """Take what is too much from the one column where it makes the fewest lines, else from the widest."""
        costs = {
            place: sum(
                self._lines(row[place], width - excess, bold or not number) for number, row in enumerate(rows)
            )
            for place, (width, bold) in enumerate(zip(wanted, strong, strict=True))
            if width - excess > _NARROWEST
        }
        if costs:
            cheapest = min(costs, key=lambda place: (costs[place], -wanted[place]))
            return [width - excess * (place == cheapest) for place, width in enumerate(wanted)]
        most = max(wanted)
        while sum(min(width, most) for width in wanted) > self._paper.sheet.width + _COLUMN_GAP:
            most -= 1.0
        return [min(width, most) for width in wanted]

    def _lines(self, text: str, width: float, strong: bool) -> int:  # noqa: FBT001 - the weight of the type
        return len(self._paper.paragraph([Span(text, strong=strong)], width - _COLUMN_GAP + 0.5).lines)

    def _medicines(self) -> None:
        summary, labels, sheet = self._paper.summary, self._paper.labels, self._paper.sheet
        told = (summary.medicines, summary.listed, summary.same_medicines, summary.medicine_notes)
        if not any(told):
            return
        changes = summary.medicines or summary.same_medicines  # said only where somebody looked, or it is so
        self._paper.begin("medicinesChanged" if changes else "yourMedicines", 3 * self._paper.body.leading)
        news = summary.medicines or summary.medicine_notes or summary.changes_left_off
        if summary.same_medicines and not news:
            sheet.flow([self._paper.paragraph([Span(labels("allSame"))])])
        if summary.medicines or summary.listed:
            sheet.rule(RULE, 2, 5)
            self._medicine_table()
        if summary.medicines and summary.other_medicines:
            sheet.flow([self._paper.paragraph([Span(labels("othersAskUs"))])])
        sheet.flow([self._paper.paragraph(self._paper.say(words)) for words in summary.medicine_notes])
        sheet.y += 8 * self._paper.air

    def _medicine_table(self) -> None:
        sheet, labels, air = self._paper.sheet, self._paper.labels, self._paper.air
        named = self._language_named()
        rows = [
            (labels(_CHANGES[each.change]), self._medicine(each, named))
            for each in self._paper.summary.medicines
        ]
        summary = self._paper.summary
        listed = labels("wordSame" if summary.same_medicines else "wordListed")
        rows += [(listed, self._medicine(each, named)) for each in summary.listed]
        if (same := summary.same_medicines - len(summary.listed)) > 0:
            phrase = labels("oneOtherSame") if same == 1 else labels("othersSame", number=same)
            rows.append((labels("wordSame"), [Span(phrase)]))
        first = (
            max(self._paper.fonts.width(word, self._paper.body.size, strong=True) for word, _ in rows) + 16
        )
        first = max(first, 90 * self._paper.s)
        with self._paper.pdf.element(Element("Table")):
            for word, spans in rows:
                left = self._paper.paragraph([Span(word, strong=True)], first)
                right = self._paper.paragraph(spans, sheet.width - first)
                sheet.row([Cell(sheet.left, left, heads="Row"), Cell(sheet.left + first, right)])
                sheet.rule(HAIR, 2.5 * air, 2.5 * air)

    def _language_named(self) -> str:
        """Name once, above the table, the one other language of all its words; empty where they differ."""
        summary = self._paper.summary
        listed = (*summary.medicines, *summary.listed)
        told = [words for each in listed for words in each.details]
        warnings = [each.warning for each in listed if each.warning]
        above = self._paper.foreign_line([*told, *warnings]) if len(told) > 1 else []
        self._paper.sheet.flow(above)
        return told[0].in_language(self._paper.labels.language)[1] if above else ""

    def _medicine(self, medicine: MedicineChange, named: str) -> list[Span]:
        spans = [Span(f"{medicine.name}.", strong=True)]
        if medicine.change == "stopped":
            spans.append(Span(f" {self._paper.labels('doNotTake')}"))
        if medicine.warning:
            spans += [Span(" "), *self._paper.say(medicine.warning, strong=True)]
        return [*spans, Span(" "), *self._paper.say_together(medicine.details, named=named)]

    def _goals(self) -> None:
        goals = self._paper.summary.goals
        if goals:
            head = self._paper.labels("yourGoal" if len(goals) == 1 else "yourGoals")
            self._paper.sheet.flow(
                [self._paper.heading(head), *(self._paper.paragraph(self._goal(each)) for each in goals)]
            )
            self._paper.sheet.y += 8 * self._paper.air

    def _goal(self, line: GoalLine) -> list[Span]:
        quoted = Words(f"“{line.own_words.text.strip('“”')}”", line.own_words.language)
        return self._paper.say_together((quoted, line.progress) if line.progress else (quoted,))

    def _told_and_asked(self) -> None:
        summary, sheet = self._paper.summary, self._paper.sheet
        both = (("inYourOwnWords", summary.teach_back), ("questions", summary.questions))
        if self._paper.large or not (summary.teach_back and summary.questions):
            for label, lines in both:
                self._paper.section(label, lines)
            return
        width = (sheet.width - 16) / 2
        columns = [
            [
                self._paper.paragraph(
                    [Span(self._paper.labels(label), strong=True)],
                    width,
                    self._paper.head,
                    tag="H2",
                    before=2,
                ),
                *(self._paper.paragraph(self._paper.say(words), width) for words in lines),
            ]
            for label, lines in both
        ]
        height = max(sum(each.height for each in column) for column in columns)
        if height > sheet.bottom - sheet.top - 3 * self._paper.head.leading:
            for label, lines in both:
                self._paper.section(label, lines)
            return
        sheet.need(height)
        for place, column in enumerate(columns):
            sheet.stack(column, sheet.left + place * (width + 16), sheet.y)
        sheet.y += height + 8 * self._paper.air

    def _further(self) -> None:
        for section in self._paper.summary.sections:
            self._paper.section(section.label, section.lines)
        if self._paper.summary.appointments:
            self._paper.begin("appointments", 2 * self._paper.body.leading)
            for each in self._paper.summary.appointments:
                when = sentence(about(each.start, self._paper.labels.language))
                place = f", {each.place}" if each.place else ""
                spans = [Span(f"{when}: ", strong=True), *self._paper.say(each.what), Span(f"{place}.")]
                self._paper.sheet.flow([self._paper.paragraph(spans)])
            self._paper.sheet.y += 8 * self._paper.air

    def _allergies(self) -> None:
        sheet, lines = self._paper.sheet, self._paper.allergies()
        height = sum(each.height for each in lines) + 3 + RULE
        sheet.need(height)
        sheet.y = max(sheet.y, sheet.bottom - height)
        sheet.rule(RULE, 0, 3)
        sheet.flow(lines)
