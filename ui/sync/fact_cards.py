"""The two facts, each on its card: what is sent and what is received are never made into one."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from carenurse.app.device_status import unsent_words
from carenurse.app.sync_page import SyncFacts
from carenurse.app.sync_words import moment
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, holder, row
from ui.widgets.chips import Chip
from ui.widgets.fitted import fitted
from ui.widgets.picture import Picture
from ui.widgets.surface import Card
from ui.widgets.text import Label


class _FactCard(Card):
    """A head with a chip, the fact in large letters, and what it means."""

    def __init__(self, icon: str, title: str) -> None:
        super().__init__()
        self._chip = Chip("", "plain")
        self._fact = Label("", "title", tabular=True, wrap=True)
        self._words = Label("", "secondary", "textSecondary", wrap=True)
        head = row(Picture(icon, "accent"), Label(title, "section"), None, self._chip)
        self.setAccessibleName(title)
        inside = fitted(column(head, self._fact, self._words, space=4, margins=(13, 10, 13, 10)))
        self.setLayout(column(inside, None, space=0))


class SentCard(_FactCard):
    """What the office has acknowledged, and what not; green only when nothing is left and it was asked."""

    def __init__(self) -> None:
        super().__init__("upload", tr("Sent"))

    def show_facts(self, facts: SyncFacts) -> None:
        """Show what is not sent."""
        status = facts.status
        left = unsent_words(status)
        if status.needs_nurse:
            needs = trn("{number} needs you", "{number} need you", status.needs_nurse)
            self._chip.say(needs, "caution", icon="triangle-alert")
        elif status.all_sent and facts.begun:
            self._chip.say(tr("All signed work sent"), "info", icon="check")
        elif status.all_sent:
            self._chip.say(tr("Everything sent"), "ok", icon="check")
        elif not status.reached:
            self._chip.say(tr("Never asked"), "plain")
        else:
            self._chip.say(tr("Waits"), "caution", icon="clock")
        self._fact.set_text(tr("{what} not sent", what=left) if left else _files_or_nothing(facts))
        self._words.set_text(_sent_words(facts))


def _files_or_nothing(facts: SyncFacts) -> str:
    """Say what waits where every word is there: pages and pictures follow by themselves."""
    if files := facts.status.files:
        return trn("{number} page or picture not sent", "{number} pages or pictures not sent", files)
    return tr("Nothing signed waits") if facts.begun else tr("Nothing of yours waits")


def _sent_words(facts: SyncFacts) -> str:
    status = facts.status
    told = [tr("Everything is safe on this laptop until the office says that it has it.")]
    if status.taken_over:
        told.append(
            trn(
                "And {number} record taken over from other systems.",
                "And {number} records taken over from other systems.",
                status.taken_over,
            )
        )
    if facts.begun:
        told.append(
            trn(
                "{number} visit is begun and not signed: it is on this laptop alone, and goes when you "
                "sign it.",
                "{number} visits are begun and not signed: they are on this laptop alone, and go when you "
                "sign them.",
                facts.begun,
            )
        )
    if facts.unseen:
        told.append(
            trn(
                "{number} of what needs you is about people who do not open today.",
                "{number} of what needs you are about people who do not open today.",
                facts.unseen,
            )
        )
    if status.files:
        told.append(tr("Pages and pictures follow after all words, as far as the office takes them."))
    return " ".join(told)


class ReceivedCard(_FactCard):
    """When everything that the office had was last received."""

    def __init__(self) -> None:
        super().__init__("download", tr("Received"))

    def show_facts(self, facts: SyncFacts, now: datetime) -> None:
        """Show when."""
        status = facts.status
        if status.received is None or not status.reached:
            self._chip.say(tr("Not yet"), "plain")
            self._fact.set_text(tr("Never from the office"))
            taken = status.from_file
            self._words.set_text(
                tr("A file was taken over: {when}.", when=moment(taken, now))
                if taken
                else tr("Nothing has come from the office yet.")
            )
            return
        when = moment(status.received, now)
        today = status.received.astimezone(now.tzinfo).date() == now.date()
        self._chip.say(tr("Today") if today else tr("Older"), "info" if today else "caution", icon="clock")
        self._fact.set_text(when)
        self._words.set_text(tr("Everything that the office had for you at that time is here."))


def side_by_side(*cards: QWidget) -> QWidget:
    """Lay cards out with equal widths."""
    layout = row(*cards, space=12)
    for place in range(len(cards)):
        layout.setStretch(place, 1)
    return holder(layout)
