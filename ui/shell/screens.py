"""Every screen of the window, one line each. Adding a screen is adding a line and its ``make_page``.

A screen's module is imported ahead, one after the other in the order of ``AHEAD``, or when the nurse first
goes there; never before the first picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from carenurse.translations import tr
from ui.widgets.page import Desk, Page, Place


@dataclass(frozen=True, slots=True)
class Screen:
    """``rail``: where its button stands, "" for none; ``lights``: the place whose button shines instead."""

    place: Place
    icon: str
    label: Callable[[], str]
    make: Callable[[Desk], Page]
    rail: Literal["top", "bottom", ""] = "top"
    lights: Place | None = None


def _today(desk: Desk) -> Page:
    from ui.today.page import TodayPage  # noqa: PLC0415  imported when the nurse first goes there

    return TodayPage(desk)


def _patients(desk: Desk) -> Page:
    from ui.patients.page import PatientsPage  # noqa: PLC0415  imported when the nurse first goes there

    return PatientsPage(desk)


def _chart(desk: Desk) -> Page:
    from ui.patients.chart_page import ChartPage  # noqa: PLC0415  imported when the nurse first goes there

    return ChartPage(desk)


def _visit(desk: Desk) -> Page:
    from ui.forms.guided import GuidedForm  # noqa: PLC0415  imported when the nurse first goes there
    from ui.forms.view import FormView  # noqa: PLC0415
    from ui.visit.page import VisitPage  # noqa: PLC0415

    return VisitPage(desk, FormView, GuidedForm)


def _schedule(desk: Desk) -> Page:
    from ui.schedule.page import make_page  # noqa: PLC0415  imported when the nurse first goes there

    return make_page(desk)


def _plan(desk: Desk) -> Page:
    from ui.careplan.page import make_page  # noqa: PLC0415  imported when the nurse first goes there

    return make_page(desk)


def _medicines(desk: Desk) -> Page:
    from ui.medicines.page import make_page  # noqa: PLC0415  imported when the nurse first goes there

    return make_page(desk)


def _paper(desk: Desk) -> Page:
    from ui.documents.page import make_page  # noqa: PLC0415  imported when the nurse first goes there

    return make_page(desk)


def _office(desk: Desk) -> Page:
    from ui.office.page import make_page  # noqa: PLC0415  imported when the nurse first goes there

    return make_page(desk)


def _forms(desk: Desk) -> Page:
    from ui.forms.view import FormView  # noqa: PLC0415  imported when the nurse first goes there
    from ui.library.page import LibraryPage  # noqa: PLC0415

    return LibraryPage(desk, FormView)


def _sync(desk: Desk) -> Page:
    from ui.sync.page import make_page  # noqa: PLC0415  imported when the nurse first goes there

    return make_page(desk)


def _settings(desk: Desk) -> Page:
    from ui.settings.page import SettingsPage  # noqa: PLC0415  imported when the nurse first goes there

    return SettingsPage(desk)


SCREENS: tuple[Screen, ...] = (
    Screen("today", "sun", lambda: tr("Today"), _today),
    Screen("patients", "users", lambda: tr("Patients"), _patients),
    Screen("chart", "heart-pulse", lambda: tr("Chart"), _chart, rail="", lights="patients"),
    Screen("plan", "target", lambda: tr("Care plan"), _plan, rail="", lights="patients"),
    Screen("medicines", "pill", lambda: tr("Medicines"), _medicines, rail="", lights="patients"),
    Screen("visit", "stethoscope", lambda: tr("Visit"), _visit, rail="", lights="today"),
    Screen("schedule", "calendar-days", lambda: tr("Schedule"), _schedule),
    Screen("office", "building-2", lambda: tr("Office"), _office),
    Screen("forms", "layers", lambda: tr("Forms"), _forms),
    Screen("sync", "refresh-cw", lambda: tr("Sync"), _sync, rail="bottom"),
    Screen("settings", "settings", lambda: tr("Settings"), _settings, rail="bottom"),
    Screen("paper", "printer", lambda: tr("Family page"), _paper, rail="", lights="today"),
)

AHEAD = (
    "ui.shell.workplace",
    "ui.shell.attendants",
    "ui.shell.last_save",
    "ui.today.page",
    "ui.patients.page",
    "ui.patients.chart_page",
    "ui.shell.banner_words",
    "ui.schedule.page",
    "ui.careplan.page",
    "ui.forms.view",
    "ui.visit.page",
    "ui.medicines.page",
    "ui.documents.page",
    "ui.office.page",
    "ui.library.page",
    "ui.sync.page",
    "ui.settings.page",
)
"""What the screens load, in the order in which a nurse is likely to want them."""

CORE_AHEAD = (
    "carenurse.app.wiring",
    "carenurse.app.coming_back",
    "carenurse.app.today",
    "carenurse.app.device_status",
    "carenurse.app.caseload",
    "carenurse.app.chart",
)
"""What of the core an unlock and the first screens need; the rest of the application layer comes after it."""
