"""How the window looks and speaks, when it locks, who did what, and what this program is and is not."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse import __version__
from carenurse.app.agency import Agency
from carenurse.app.languages import offered_languages
from carenurse.app.settings import Settings
from carenurse.app.who_did_what import Deed
from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.settings.agency_panel import AgencyPanel
from ui.settings.care_panels import CarePanels
from ui.settings.deeds import Deeds
from ui.settings.keys_panel import KeysPanel
from ui.settings.keys_presenter import KeysPresenter
from ui.settings.locking_panel import LockingPanel
from ui.settings.office_panel import OfficePanel
from ui.settings.presenter import SettingsPresenter
from ui.widgets.boxes import column, holder, row, scrolled, stand
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.loose_words import LooseWords
from ui.widgets.in_view import bring_into_view
from ui.widgets.keys import Keys
from ui.widgets.page import Desk, Page, Route
from ui.widgets.panels import Panel
from ui.widgets.segments import Segments
from ui.widgets.text import Label
from ui.widgets.theme import theme

_LEFT, _SIDE_BY_SIDE = 460, 780
"""Widths in pixels before zoom: of the left column, and of a page with room for two columns."""
_LOWEST = 300
"""Height of the trail below the other panels."""
_UNBOUNDED = 16_777_215
"""Qt's own largest size: no bound."""


class SettingsPage(Page):
    """Pixels of the settings."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.presenter = SettingsPresenter(self, desk)
        self._keys_presenter: KeysPresenter | None = None
        self.set_heading(tr("Settings"))
        self.look = Segments(
            tr("Look"),
            (("light", tr("Light")), ("dark", tr("Dark")), ("system", tr("As the system"))),
        )
        percents = [(str(percent), f"{percent} %") for percent in theme().tokens.zoom_percent]
        self.zoom = ChoiceField(tr("Size of everything"), percents)
        names = {"en": tr("English"), "es": tr("Spanish")}
        self.language = ChoiceField(
            tr("Language of the window"), [(code, names.get(code, code)) for code in offered_languages()]
        )
        self.measures = ChoiceField(
            tr("Units you measure in"),
            [("us", tr("Pounds and Fahrenheit")), ("metric", tr("Kilograms and Celsius"))],
        )
        self.locking = LockingPanel(desk.settings)
        self.agency = AgencyPanel()
        self.office = OfficePanel(desk)
        self.keys_panel = KeysPanel() if desk.keys else None
        self.care_panels = CarePanels(desk, desk.care, self._print_new_code) if desk.care else None
        self._deeds = Deeds()
        self._connect()
        if self.keys_panel and desk.keys:
            self._attend_keys(self.keys_panel, KeysPresenter(self.keys_panel, desk, desk.keys), desk.keys)
        self._lay_out()

    def _connect(self) -> None:
        self.look.chosen.connect(self.presenter.look)
        self.zoom.edited.connect(self.presenter.zoom)
        self.language.edited.connect(self.presenter.language)
        self.measures.edited.connect(self.presenter.measures)
        self.locking.changed.connect(self.presenter.change)
        self.agency.changed.connect(self.presenter.keep_agency)

    def _attend_keys(self, panel: KeysPanel, presenter: KeysPresenter, keys: Keys) -> None:
        panel.change_wanted.connect(presenter.change)
        panel.code_wanted.connect(presenter.new_code)
        panel.typed.connect(presenter.judge)
        panel.written.connect(presenter.written)
        panel.print_wanted.connect(partial(self._print_code, keys))
        self._keys_presenter = presenter

    def _print_code(self, keys: Keys, code: str) -> None:
        keys.print_code(code, self, self._refuse_print)

    def _print_new_code(self, code: str) -> None:
        if self._desk.keys:
            self._print_code(self._desk.keys, code)

    def _refuse_print(self, problem: Exception) -> None:
        """Say beside the bar why the code was not printed; the code itself stays in sight."""
        self._desk.say(str(problem)) if isinstance(problem, ExpectedError) else self._desk.failed(problem)

    def _lay_out(self) -> None:
        looks = Panel(tr("Look and language"), inset=True)
        looks.add(
            6,
            Label(tr("Look"), "label"),
            row(self.look, None),
            row(self.zoom, self.language, space=12),
            self.measures,
            6,
        )
        keys = (self.keys_panel,) if self.keys_panel else ()
        about = Panel(tr("About"), inset=True)
        about.add(6, *(_hint(words) for words in _about()), 8)
        care = self.care_panels.panels if self.care_panels else ()
        own = (self.agency, self.office, self.locking)
        left = holder(column(looks, *own, *keys, *care, about, None, space=12))
        self._left, trail = left, Panel(tr("Who did what on this laptop"))
        trail.add(scrolled(self._deeds))
        trail.setMinimumHeight(theme().px(_LOWEST))
        self._columns = row(left, trail, space=12, margins=(16, 12, 16, 12))
        self._columns.setStretch(1, 1)
        self.setLayout(column(scrolled(holder(self._columns)), space=0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the trail below where there is no room beside."""
        super().resizeEvent(event)
        beside = self.width() >= theme().px(_SIDE_BY_SIDE)
        stand(self._columns, beside=beside)
        self._left.setMaximumWidth(theme().px(_LEFT) if beside else _UNBOUNDED)
        self._left.setMinimumWidth(theme().px(_LEFT) if beside else 0)

    @override
    def arrive(self, route: Route) -> None:
        """Show what is in force; the part (passphrase, agency, office, backups, look) is gone to."""
        self.presenter.load()
        self.office.presenter.load()
        if self._keys_presenter:
            self._keys_presenter.load()
        if self.care_panels:
            self.care_panels.load()
        if route.part == "passphrase" and self.keys_panel:
            self.keys_panel.begin()
        elif route.part == "backups" and self.care_panels:
            self._go_to(self.care_panels.backups, self.care_panels.backups.backup_button)
        elif route.part == "look":
            self._go_to(self.zoom, self.zoom)
        elif route.part == "agency":
            self.agency.begin()
        elif route.part == "office":
            self.office.begin()

    def _go_to(self, panel: QWidget, first: QWidget) -> None:
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(panel)

    @override
    def keep_words(self) -> None:
        """Keep the agency."""
        self.agency.keep()

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give what was typed about offices and not kept; never a secret."""
        typed = {name: words.typed() for name, words in self._loose().items()}
        return {name: words for name, words in typed.items() if words}

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Write it again."""
        for name, words in self._loose().items():
            words.put_back(form.get(name, {}))

    def _loose(self) -> dict[str, LooseWords]:
        locks = {"escrow": self.care_panels.locks.words} if self.care_panels else {}
        return {"office": self.office.words, **locks}

    @override
    def leave(self) -> None:
        """Keep the agency; forget passphrases."""
        super().leave()
        self.office.forget_typed()
        if self.keys_panel:
            self.keys_panel.forget()
        if self.care_panels:
            self.care_panels.forget()

    def show_agency(self, agency: Agency) -> None:
        """Show whom families call."""
        self.agency.show_agency(agency)

    def agency_stays_due(self) -> None:
        """Have it told again: it could not be kept."""
        self.agency.stay_due()

    def show_settings(self, settings: Settings) -> None:
        """Show what is in force."""
        self.look.choose(settings.look)
        self.zoom.set_text(str(settings.zoom_percent))
        self.language.set_text(settings.language)
        self.measures.set_text(settings.measures)
        self.locking.show_settings(settings)

    def show_deeds(self, deeds: Sequence[Deed]) -> None:
        """Show who did what, newest first."""
        self._deeds.show_deeds(deeds)


def _about() -> tuple[str, ...]:
    return (
        tr("CareNurse {version}, free software under the Apache License 2.0.", version=__version__),
        tr(
            "The forms, limits, templates and actions that come with it are not clinically approved. "
            "A nurse lead reviews them before they are used for care."
        ),
        tr("Each form names its source and its permission at its foot."),
        tr("Forms hold LOINC codes, copyright Regenstrief Institute and the LOINC Committee; see loinc.org."),
    )


def _hint(words: str) -> Label:
    return Label(words, "secondary", "textSecondary", wrap=True)
