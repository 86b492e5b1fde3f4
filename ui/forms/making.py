"""Makes the rows of a form that ask nothing, and connects them to whoever fills the form in."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from carenurse.app.visit_words import short_day
from carenurse.clinical.dates import Moment
from carenurse.forms.nodes import Place
from carenurse.translations import tr
from ui.forms.editors import DIGIT_GAP, DIGIT_WIDTH
from ui.forms.rows import FlagRow, HeadRow
from ui.forms.shapes import FormShape
from ui.forms.side_rows import CarriedRow, PriorRow, RepeatRow, TextRow, problem_row
from ui.forms.slots import Folds, Slot, Slots
from ui.forms.source import FormSource


class SideRows:
    """Makes rows by their slots; ``refresh`` brings the form up after a heading was folded."""

    def __init__(
        self, source: FormSource, shape: FormShape, asks: Slots, folds: Folds, refresh: Callable[[], None]
    ) -> None:
        self._source, self._shape, self._asks = source, shape, asks
        self._folds, self._refresh = folds, refresh

    def make(self, slot: Slot) -> QWidget:
        """Make the row of a slot; questions are made by the form itself."""
        makers: dict[str, Callable[[Slot], QWidget]] = {
            "grid": lambda _slot: HeadRow.grid(),
            "flag": self._flag_row,
            "problem": lambda slot: problem_row(slot.what),
            "text": self._text_row,
            "repeat": lambda slot: self._repeat_row(slot.place),
            "carried": self._carried_row,
            "prior": lambda _slot: self._prior_row(),
            "scale": lambda slot: self._scale(slot.place),
        }
        return makers[slot.kind](slot)

    def _flag_row(self, slot: Slot) -> FlagRow:
        shown = FlagRow(self._asks.flags[slot], self._source.act)
        shown.speak()
        return shown

    def _text_row(self, slot: Slot) -> TextRow:
        item = self._source.session.item(slot.place)
        shown = TextRow(item, self._asks.score_at(item.link), open_now=self._folds.open_now(slot.place))
        shown.folded.connect(partial(self._fold, slot.place))
        return shown

    def _fold(self, place: Place) -> None:
        self._folds.turn(place)
        self._refresh()

    def _carried_row(self, slot: Slot) -> CarriedRow:
        moment = Moment.parse(self._source.session.carried_from(slot.place))
        day = moment.date.exact if moment and moment.date else None
        shown = CarriedRow(short_day(day) if day else tr("an earlier visit"))
        shown.confirmed.connect(partial(self._source.confirm, slot.place))
        return shown

    def _prior_row(self) -> PriorRow:
        shown = PriorRow(self._source.may_carry(), len(self._source.session.unconfirmed()))
        shown.taken.connect(self._source.carry_over)
        shown.confirmed.connect(self._source.confirm)
        return shown

    def _repeat_row(self, place: Place) -> RepeatRow:
        several = sum(1 for one in self._source.session.places() if one.link == place.link) > 1
        shown = RepeatRow(
            self._source.session.item(place).text,
            removable=several,
            addable=self._source.session.may_add(place),
        )
        shown.added.connect(lambda: self._source.add(place))
        shown.removed.connect(lambda: self._source.remove(place))
        return shown

    def _scale(self, place: Place) -> HeadRow:
        item = self._source.session.item(place)
        options = self._shape.heads[item.link]
        last = self._source.facts(item, "").last
        day = short_day(last.day, self._source.session.now.date()) if last and last.day else ""
        above = item.instructions or self._shape.leads.get(item.link, "")
        return HeadRow.scale(above, [option.text for option in options], DIGIT_WIDTH, DIGIT_GAP, day)
