"""What the settings do: each change is kept and worn at once, nothing has to be confirmed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from carenurse.app.agency import Agency, keep_agency, own_agency
from carenurse.app.settings import Look, Settings
from carenurse.app.who_did_what import Deed, who_did_what
from ui.widgets.page import Desk


class SettingsView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_settings(self, settings: Settings) -> None:
        """Show what is in force."""
        ...

    def show_agency(self, agency: Agency) -> None:
        """Show whom families call."""
        ...

    def agency_stays_due(self) -> None:
        """Have it told again: it could not be kept."""
        ...

    def show_deeds(self, deeds: Sequence[Deed]) -> None:
        """Show who did what on this laptop."""
        ...


class SettingsPresenter:
    """Changes one setting at a time."""

    def __init__(self, view: SettingsView, desk: Desk) -> None:
        self._view, self._desk = view, desk

    def load(self) -> None:
        """Show the settings and the trail of deeds."""
        self._view.show_settings(self._desk.settings())
        self._desk.background.run(own_agency, self._view.show_agency)
        self._desk.background.run(partial(who_did_what, now=self._desk.clock.now()), self._view.show_deeds)

    def keep_agency(self, agency: Agency) -> None:
        """Keep whom families call, inside the vault."""
        now = self._desk.clock.now()
        self._desk.background.run(
            lambda records: keep_agency(records, agency),
            lambda _nothing: self._desk.saved(now),
            self._agency_not_kept,
        )

    def _agency_not_kept(self, problem: Exception) -> None:
        self._view.agency_stays_due()
        self._desk.failed(problem)

    def look(self, code: str) -> None:
        """Wear the light look, the dark one, or what the system wears."""
        looks: dict[str, Look] = {"light": "light", "dark": "dark"}
        self.change(replace(self._desk.settings(), look=looks.get(code, "system")))

    def zoom(self, code: str) -> None:
        """Make everything larger or smaller."""
        if code.isdigit():
            self.change(replace(self._desk.settings(), zoom_percent=int(code)))

    def measures(self, code: str) -> None:
        """Measure in other units from the next visit opened on; what is recorded stays as typed."""
        self.change(replace(self._desk.settings(), measures="metric" if code == "metric" else "us"))

    def language(self, code: str) -> None:
        """Speak another language."""
        if code:
            self.change(replace(self._desk.settings(), language=code))

    def change(self, wanted: Settings) -> None:
        """Keep other settings, and show them."""
        if wanted != self._desk.settings():
            self._desk.change_settings(wanted)
            self._view.show_settings(wanted)
