"""What can be done from anywhere by "Find or do": each leads, by the nurse's words, to its page."""

from collections.abc import Callable

from carenurse.translations import tr
from ui.widgets.page import Page, Route
from ui.widgets.palette import Entry


def doings(page: Page | None, go: Callable[[Route], None]) -> tuple[Entry, ...]:
    """Name what can be done; what is about the person in front comes first."""
    person = page.patient if page is not None else ""
    return (*(_about(person, go) if person else ()), *_everywhere(go))


def _about(person: str, go: Callable[[Route], None]) -> tuple[Entry, ...]:
    return (
        _way(
            go,
            Route("chart", person),
            tr("Chart of this person"),
            "heart-pulse",
            tr("trends people"),
        ),
        _way(
            go,
            Route("medicines", person),
            tr("Medicines of this person: write down, correct, stop"),
            "pill",
            tr("medicine drug tablets box list add"),
        ),
        _way(go, Route("plan", person), tr("Care plan of this person"), "target", tr("goals problems")),
        _way(
            go,
            Route("patients", person, "edit"),
            tr("Put right what is recorded of this person"),
            "pencil",
            tr("address phone name allergies"),
        ),
    )


def _everywhere(go: Callable[[Route], None]) -> tuple[Entry, ...]:
    return (
        _way(go, Route("patients", part="new"), tr("New patient"), "plus", tr("register add person")),
        _way(
            go, Route("schedule", part="add"), tr("Plan a visit"), "calendar-days", tr("add new appointment")
        ),
        _way(go, Route("today"), tr("Start the next visit"), "stethoscope", tr("begin drive")),
        _way(
            go, Route("office"), tr("Take over records"), "download", tr("import file folder FHIR medicine")
        ),
        _way(go, Route("office"), tr("Export to the office"), "upload", tr("hand over sealed copy")),
        _way(go, Route("sync"), tr("Send and receive"), "refresh-cw", tr("sync synchronize conflicts waits")),
        _way(go, Route("forms"), tr("Open or try a form"), "layers", tr("questionnaire library take in")),
        _way(go, Route("settings", part="backups"), tr("Back up"), "layers", tr("backup restore check copy")),
        _way(
            go,
            Route("settings", part="passphrase"),
            tr("Change the passphrase or make a recovery code"),
            "lock",
            tr("password key"),
        ),
        _way(
            go,
            Route("settings", part="office"),
            tr("Set up the office"),
            "building-2",
            tr("join address token"),
        ),
        _way(go, Route("settings", part="agency"), tr("Set the agency's number"), "phone", tr("who to call")),
        _way(
            go,
            Route("settings", part="look"),
            tr("Look, size, language and units"),
            "sun",
            tr("dark light zoom larger smaller theme Spanish metric"),
        ),
    )


def _way(go: Callable[[Route], None], route: Route, words: str, icon: str, also: str) -> Entry:
    return Entry(words, lambda: go(route), icon, also=also)
