"""Before leaving: who was told, how the person took it, the family page, and the next visit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_note import left_on_the_table
from carenurse.app.visit_worksheet import FamilyPage, Told, Worksheet
from carenurse.translations import tr
from ui.visit.next_visit_row import NextVisitRow
from ui.visit.sheet_section import Change, SheetSection, changing, line, show_text
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.text import TextField
from ui.widgets.picture import Picture
from ui.widgets.text import Label, Run


class _ToldRow(QWidget):
    """One flag, or any other message: who was told, how, and what they said."""

    def __init__(self, told: Told, flag: Flag | None, section: "LeavingSection") -> None:
        super().__init__()
        self._told = told
        urgent = flag is not None and flag.level is Level.URGENT
        other = told.about if told.flag else ""
        about = flag.why if flag else other or tr("Somebody else who should know")
        role = "critical" if urgent else "caution"
        words = Label("", "secondary", wrap=True)
        words.set_runs(Run(about, strong=True), Run(f" {flag.what_to_do}" if flag else ""))
        self._same = Button(tr("The same as above"), "text", icon="phone")
        self._same.clicked.connect(lambda: section.same_call(self._above))
        self._same.hide()
        self._above: Told | None = None
        head = row(Picture("circle-alert" if urgent else "flag", role), words, self._same, space=8)
        head.setStretch(1, 1)
        self.who = TextField(tr("Who was told"), placeholder=tr("Who was told"), bare=True)
        self.how = TextField(tr("How"), placeholder=tr("Phone, in person..."), bare=True)
        self.answer = TextField(tr("What they said"), placeholder=tr("What they said, orders"), bare=True)
        fields = row(self.who, self.how, self.answer, space=8)
        fields.setStretch(0, 2)
        fields.setStretch(2, 3)
        self.why_not = TextField(
            tr("Not told yet because"), placeholder=tr("Only if nobody was told yet: why?"), bare=True
        )
        self.about = TextField(tr("About what"), placeholder=tr("About what"), bare=True)
        (self.about if told.flag else self.why_not).hide()
        self.setLayout(column(line(holder(head), self.about, holder(fields), self.why_not), space=0))
        for field, name in (
            (self.who, "who"),
            (self.how, "how"),
            (self.answer, "answer"),
            (self.about, "about"),
            (self.why_not, "why_not"),
        ):
            section.connect_field(field, changing(self._read, section.telling, name))

    def _read(self, sheet: Worksheet) -> Told:
        return next((one for one in sheet.told if one.row == self._told.row), self._told)

    def show_row(self, told: Told) -> None:
        """Show what is known."""
        show_text(self.who, told.who)
        show_text(self.how, told.how)
        show_text(self.answer, told.answer)
        show_text(self.about, told.about)
        show_text(self.why_not, told.why_not)
        settled = bool(told.who.strip() or told.why_not.strip())
        self.who.set_state("normal" if settled else "required")
        self.why_not.setVisible(bool(told.flag) and not (told.who.strip() and not told.why_not.strip()))

    @property
    def is_open(self) -> bool:
        """Whether neither who was told stands here, nor why nobody was."""
        return not (self.who.text().strip() or self.why_not.text().strip())

    def offer_same(self, above: Told | None) -> None:
        """Offer the call that stands above this row; None where there is none, or nothing is open here."""
        self._above = above
        if above is not None:
            call = ", ".join(part for one in (above.who, above.how) if (part := one.strip()))
            self._same.setAccessibleName(tr("The same as above: {call}", call=call))
        self._same.setVisible(above is not None)


class LeavingSection(SheetSection):
    """What is settled at the door. ``now`` gives the time of a call when its first word is typed."""

    def __init__(
        self,
        receivers: Sequence[str],
        next_visit: NextVisitRow,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._receivers = tuple(receivers)
        self._flags: dict[str, Flag] = {}
        self._told: dict[str, _ToldRow] = {}
        self._now = now
        self._same = Button(tr("Same call for all flags"), icon="phone")
        self._same.clicked.connect(self._last_call_for_all)
        self._one_call = line(holder(row(self._same, None)))
        self.add(self._one_call)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.add(self._list)
        more = Button(tr("Somebody else was told"), "text", icon="plus")
        more.clicked.connect(self._another)
        self.add(line(holder(row(more, None))))
        self._response = LongTextField(
            tr("How the person took it"), placeholder=tr("In your words or theirs: I understand why.")
        )
        self.connect_field(self._response, _responding)
        self.add_row("response", _wrapped(self._response))
        self._page = self._family_page()
        self._next = next_visit
        self._next.changed.connect(self.changed)
        self._next.left.connect(self.left)
        self.add_row("next_visit", self._next)

    @override
    def focus_question(self, question: str) -> QWidget | None:
        """Put the cursor into a row: where none is named, the first finding that nobody was told about."""
        first = next((key for key, told in self._told.items() if told.is_open), "")
        return super().focus_question(question if question in self._rows else first)

    def telling(self, sheet: Worksheet, told: Told) -> Worksheet:
        """Keep who was told, with the time of the first word; a reason why nobody was has no time."""
        begun = told.when or not told.who
        return sheet.with_told(told if begun else replace(told, when=self._now()))

    def _family_page(self) -> ChoiceField:
        field = ChoiceField(
            tr("Family page given to"),
            [(name, name) for name in (*self._receivers, left_on_the_table())],
            placeholder=tr("Who received it?"),
        )
        none = TextField(tr("Not given because"), placeholder=tr("Only if nobody received it"))
        self._none = none
        self.connect_field(field, changing(_family, _with_family, "given_to"))
        self.connect_field(none, changing(_family, _with_family, "none_because"))
        self.add_row("family_page", _wrapped(holder(row(field, none, space=12))))
        return field

    def _another(self) -> None:
        def change(sheet: Worksheet) -> Worksheet:
            return sheet.with_told(Told(f"more-{len(sheet.told) + 1}", when=self._now()))

        self.tell(change)
        self.focus_question(list(self._told)[-1])

    def _last_call_for_all(self) -> None:
        self.same_call(None)

    def same_call(self, above: Told | None) -> None:
        """Write a call, or else the last one about a flag, under every flag under which nothing is written.

        Each finding keeps its row: a reason why nobody was told stands, too.
        """
        flags = dict(self._flags)

        def change(sheet: Worksheet) -> Worksheet:
            call = above or _a_call(flags, sheet)
            if call is None:
                return sheet
            for found in (_row_of(flag, sheet) for flag in flags.values()):
                if _is_open(found):
                    here = {"row": found.row, "flag": found.flag, "about": found.about, "why_not": ""}
                    sheet = sheet.with_told(replace(call, **here))
            return sheet

        self.tell(change)
        self.left.emit()

    @override
    def show_flags(self, flags: Sequence[Flag], sheet: Worksheet) -> None:
        """Show a row for each flag that somebody must hear about; rows that were written stay."""
        self._flags = {flag.key: flag for flag in flags if flag.asks_to_tell}
        wanted = [_row_of(flag, sheet) for flag in self._flags.values()]
        kept = {told.row for told in wanted}
        wanted += [told for told in sheet.told if told.row not in kept and _is_written(told)]
        for key in [key for key in self._told if key not in {told.row for told in wanted}]:
            self._drop(key)
        for told in wanted:
            if told.row not in self._told:
                self._add(told)
            self._told[told.row].show_row(told)
        self._offer_one_call(sheet)
        self._offer_same(wanted)

    def _offer_same(self, rows: Sequence[Told]) -> None:
        """Offer the call above under each flag under which nothing is written."""
        call: Told | None = None
        for told in rows:
            self._told[told.row].offer_same(call if told.flag in self._flags and _is_open(told) else None)
            call = told if told.flag and told.who.strip() else call

    def _offer_one_call(self, sheet: Worksheet) -> None:
        """Offer to write one call under all flags; until one is written it says what to do."""
        untold = sum(1 for flag in self._flags.values() if _is_open(_row_of(flag, sheet)))
        called = _a_call(self._flags, sheet) is not None
        self._one_call.setVisible(untold > 1 or (untold > 0 and called))
        self._same.why_not("" if called else tr("Write the call under one of them first, then press here."))

    def _add(self, told: Told) -> None:
        shown = _ToldRow(told, self._flags.get(told.flag), self)
        self._told[told.row] = shown
        self.add_row(told.row, shown)
        self.body.removeWidget(shown)
        self._list.addWidget(shown)

    def _drop(self, key: str) -> None:
        gone = self._told.pop(key)
        self._rows.pop(key, None)
        self._list.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    @override
    def show_sheet(self, sheet: Worksheet) -> None:
        """Show what is settled."""
        self.show_flags(tuple(self._flags.values()), sheet)
        show_text(self._response, sheet.response)
        page = sheet.family_page
        if page.given_to and self._page.list.findData(page.given_to) < 0:
            self._page.list.addItem(page.given_to, page.given_to)
        self._page.set_text(page.given_to)
        show_text(self._none, page.none_because)
        self._next.show_plan(sheet.next_visit)


def _is_written(told: Told) -> bool:
    return bool(told.who or told.why_not or not told.flag)


def _is_open(told: Told) -> bool:
    return not (told.who.strip() or told.why_not.strip())


def _a_call(flags: Mapping[str, Flag], sheet: Worksheet) -> Told | None:
    """Find the last call about one of the flags."""
    return next((told for told in reversed(sheet.told) if told.flag in flags and told.who.strip()), None)


def _row_of(flag: Flag, sheet: Worksheet) -> Told:
    found = next((told for told in sheet.told if told.flag == flag.key), None)
    return found or Told(f"flag-{flag.key}", flag=flag.key, about=flag.why)


def _responding(text: str) -> Change:
    def change(sheet: Worksheet) -> Worksheet:
        return replace(sheet, response=text)

    return change


def _family(sheet: Worksheet) -> FamilyPage:
    return sheet.family_page


def _with_family(sheet: Worksheet, page: FamilyPage) -> Worksheet:
    return replace(sheet, family_page=page)


def _wrapped(widget: QWidget) -> QWidget:
    shown = QWidget()
    shown.setLayout(column(line(widget), space=0))
    return shown
