"""The window while the vault is open: rail, bar, page, status bar, and what comes up over them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from carenurse.app.begun_forms import begun_about
from carenurse.app.coming_back import ReturnTo, forget_return, keep_return
from carenurse.app.device_status import DeviceStatus, device_status, unsent_words
from carenurse.app.ports import Background, Clock, Records
from carenurse.app.sync_traces import Traces
from carenurse.translations import tr
from ui.shell.banner_line import BannerLine
from ui.shell.device import Device
from ui.shell.family_cursor import FamilyCursor
from ui.shell.family_view import FamilyEyes, FamilyView
from ui.shell.file_dialogs import ask_for_file, ask_for_files, ask_for_folder, ask_where_to_save
from ui.shell.finding import Finding
from ui.shell.front import Front
from ui.shell.help_sheet import HelpSheet
from ui.shell.lease_place import LeasePlace
from ui.shell.lease_watch import LeaseWatch
from ui.shell.lock_cursor import Cursor, Field, FieldAgain, cursor_in
from ui.shell.navigation import Navigation
from ui.shell.notices import Notices
from ui.shell.open_forms import OpenForms, to_go_on_with
from ui.shell.openings import Openings
from ui.shell.page_saving import PageSaving
from ui.shell.person_offers import PersonOffers
from ui.shell.rail import Rail
from ui.shell.saved_mark import OPEN_FORMS, SavedMark
from ui.shell.screens import Screen
from ui.shell.status_bar import StatusBar, in_words
from ui.shell.top_bar import TopBar
from ui.shell.while_there import WhileThere
from ui.widgets.boxes import column, row
from ui.widgets.care import Care
from ui.widgets.keys import Keys
from ui.widgets.page import Desk, Page, Place, Route
from ui.widgets.palette import Entry, FindOrDo
from ui.widgets.runs import Runs
from ui.widgets.surface import Surface


class Workplace(Surface):
    """One sitting of one nurse; thrown away at a lock, with everything it shows."""

    lock_wanted = Signal()
    family_proof_wanted = Signal()
    """The family view is to be left: the nurse has to show that it is she."""

    def __init__(
        self,
        screens: Sequence[Screen],
        background: Background,
        clock: Clock,
        failed: Callable[[Exception], None],
        device: Device,
        *,
        keys: Keys | None = None,
        care: Care | None = None,
        runs: Runs | None = None,
        lease: LeaseWatch | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("background", parent=parent)
        self._device = device
        self._keys = keys
        self._care = care
        self._runs = runs
        self._lease = lease
        self._traces, self._finished = Traces(), 0
        self._screens = tuple(screens)
        here = WhileThere(background, failed)
        here.until(self)
        self._background = eyes = FamilyEyes(here, failed)
        self.family = FamilyView(FamilyCursor(self, lambda: self.navigation.page), here, eyes)
        self._openings = Openings(eyes)
        self._clock = clock
        self._failed = failed
        self._stack = Front()
        self.navigation = Navigation(self._screens, self._stack, self._make)
        self._rail, self._bar, self._status = Rail(self._screens), TopBar(), StatusBar()
        self._banner = BannerLine(self._bar, eyes, clock, lambda: bool(self.family.person))
        self._notices = Notices()
        self._offers = PersonOffers(self._notices, self.navigation)
        self.saved_mark = SavedMark(self._notices, self._status, clock)
        self._lease_place = LeasePlace(
            lease, clock, self, send=self._send_and_receive, say=self.say, failed=failed
        )
        self._toast = self._status.toast
        self.navigation.lets = self.family.lets
        self.open_forms = OpenForms(
            self,
            eyes,
            standing=lambda: self.whereabouts(None),
            whereabouts=lambda: self.whereabouts(cursor_in(self)),
            kept=self.saved_mark.kept,
            failed=self._not_kept,
        )
        self.finding = Finding(
            self._screens,
            eyes,
            clock,
            go=self.navigation.go,
            page=lambda: self.navigation.page,
            own=self._own_entries,
            places=lambda: not self.family.person,
        )
        self._find = FindOrDo(self.finding, self)
        self._lay_out()
        self._connect()
        self._set_keys()

    def _lay_out(self) -> None:
        pages = column(self._bar, self._lease_place.strip, self._notices, self._stack, space=0)
        pages.setStretch(3, 1)
        upper = row(self._rail, pages, space=0)
        self.setLayout(column(upper, self._status, space=0))

    def _connect(self) -> None:
        self._rail.chosen.connect(self._go_to)
        self._rail.help_wanted.connect(self.show_help)
        self._bar.find_wanted.connect(self._find.open)
        self._bar.lock_wanted.connect(self.lock_wanted)
        self.navigation.arrived.connect(self._arrived)
        self.navigation.arrived.connect(self.open_forms.soon)

    def _set_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+K": self._find.open,
            "Ctrl+L": self.lock_wanted.emit,
            "F9": self._press_family,
            "F1": self.show_help,
            "?": self.show_help,
            "Alt+Left": self.navigation.back,
            "Ctrl+Return": self._primary,
            "Ctrl+Enter": self._primary,
        }
        keys |= {f"Ctrl+{number}": self._pressing(number) for number in range(1, 10)}
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _pressing(self, number: int) -> Callable[[], None]:
        return lambda: self._rail.press(number)

    def begin(self, there: ReturnTo | None = None) -> None:
        """Go where the nurse was, with what stood in an open form, else to the first screen.

        The family view is on before the first page asks the record anything.
        """
        if there is not None:
            self.navigation.put_away(there.elsewhere)
        if there is not None and there.family:
            self.family.enter(there.family, there.subject)
        for screen in self._screens:
            if there is not None and screen.place == there.place:
                self.navigation.go(Route(screen.place, there.subject, there.part))
        if self.navigation.page is None and self._screens:
            family = self.family.person
            self.navigation.go(Route("chart", family) if family else Route(self._screens[0].place))
        if there is not None and (page := self.navigation.page) is not None:
            if there.form:
                page.take_up(there.form)
            FieldAgain(Field(there.field, there.nth, there.spot, there.cursor), page)
        self.open_forms.begin(there)
        self.refresh_status()

    def whereabouts(self, cursor: Cursor | None) -> ReturnTo | None:
        """Say where the nurse is, with the cursor if it is given, and what stands in an open form."""
        page, route = self.navigation.page, self.navigation.route
        if page is None or route is None:
            return None
        field = cursor.told(page) if cursor is not None else Field()
        return ReturnTo(
            self._clock.now(),
            route.place,
            route.subject,
            route.part,
            field.name,
            field.position,
            self.family.person,
            field.nth,
            field.spot,
            page.unfinished(),
            self.navigation.elsewhere(),
        )

    def _press_family(self) -> None:
        page = self.navigation.page
        self.family.press(page.patient if page is not None else "")

    def show_family(self, *, on: bool) -> None:
        """Hide what is about everybody, or show it again."""
        self._toast.let_go()
        self._find.close_up()
        self._rail.setVisible(not on)
        self._status.show_family(on=on)
        self._lease_place.strip.show_family(on=on)
        self._notices.show_family(on=on)
        self.navigation.show_family(on=on)
        if self.navigation.page is not None:
            self._show_heading()
        if on:
            self.navigation.put_aside()
        else:
            self.navigation.bring_back()
            self.refresh_status()

    def go(self, route: Route) -> None:
        """Go somewhere."""
        self.navigation.go(route)

    def prove(self) -> None:
        """Have the window ask whether it is the nurse."""
        self.family_proof_wanted.emit()

    def refresh_status(self) -> None:
        """Ask the record again what waits and what came; in the family view neither is shown or asked for."""
        if not self.family.person:
            self._background.run(lambda records: device_status(records, self._traces), self._show_status)

    def show_saved(self, when: datetime | None) -> None:
        """Say when something was last committed, and count again what waits; what failed before is over."""
        self.saved_mark.saved(when)
        self.refresh_status()

    def _not_kept(self, problem: Exception) -> None:
        """Tell that the words of an open form could not be kept: over as soon as they are."""
        self.saved_mark.fails(OPEN_FORMS, partial(self._failed, problem))

    def _page_saved(self, saving: PageSaving, when: datetime) -> None:
        saving.saved(when)
        self.refresh_status()

    def show_backed_up(self, when: datetime | None) -> None:
        """Say when the last backup was made."""
        self._status.show_backed_up(in_words(when, self._clock.now()))

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say something short in the status bar."""
        self._toast.say(words, undo)

    def show_failure(self, sentence: str, remedy: str, *, broken: bool, until_saved: bool = False) -> None:
        """Put a failure above the page until the nurse takes it away, or until the next save."""
        if until_saved:
            self.saved_mark.not_saved(sentence, remedy)
        else:
            self._notices.fail(sentence, remedy, broken=broken)

    def show_warning(self, sentence: str) -> None:
        """Put a warning above the page until the nurse takes it away."""
        self._notices.warn(sentence)

    def offer_open_forms(self, there: ReturnTo | None) -> None:
        """Offer what was begun on other pages than the one in front, after a lock, a kill or a new day."""
        for sentence, route in to_go_on_with(there):
            self._notices.offer_to_go_on(sentence, partial(self.navigation.go, route))

    def offer_new_passphrase(self) -> None:
        """Offer to set a passphrase after the recovery code was used."""
        self._notices.offer_new_passphrase(self._go_to_keys)

    def _go_to_keys(self) -> None:
        self.navigation.go(Route("settings", part="passphrase"))

    def ask_for_code(self, *, acknowledged: bool) -> None:
        """Remind the nurse of a recovery code that she never wrote down; not when she has it just now."""
        from carenurse.app.code_on_paper import code_not_on_paper, note_code_on_paper  # noqa: PLC0415

        if acknowledged:
            self._background.run(note_code_on_paper)
        else:
            self._background.run(code_not_on_paper, lambda lost: self._offer_new_code() if lost else None)

    def _offer_new_code(self) -> None:
        self._notices.offer_new_code(self._go_to_keys)

    def show_help(self) -> None:
        """Put all keys on one sheet."""
        page = self.navigation.page
        HelpSheet(page.keys() if page is not None else (), self).show()

    def keep(self, there: ReturnTo | None, then: Callable[[bool], object]) -> None:
        """Send everything typed to the store; then hears whether all of it was kept. The pages stay.

        Sent twice: what was on its way at the first time has arrived at the second. What stands in an open
        form is kept beside ``there``; where none stands, none of before is left.
        """
        before = self._background.failures
        self._find.close_up()

        def sent() -> None:
            self._send_words(None, lambda: then(self._background.failures == before))

        self._send_words(there, sent)

    def _send_words(self, there: ReturnTo | None, then: Callable[[], object]) -> None:
        self.navigation.keep_words()

        def job(records: Records) -> None:
            if there is not None and there.holds_words:
                keep_return(records, there)
            elif there is not None:
                forget_return(records)

        self._background.run(job, lambda _kept: then(), lambda problem: (self._not_kept(problem), then()))

    def _make(self, screen: Screen) -> Page:
        saving = PageSaving(screen.place, self.saved_mark, self._failed)
        there = WhileThere(self._background, saving.fails, saving.bind)
        page = screen.make(self._desk(there, saving))
        saving.of(page)
        there.until(page)
        page.show_family(on=bool(self.family.person))
        return page

    def _desk(self, background: Background, saving: PageSaving) -> Desk:
        return Desk(
            background=background,
            clock=self._clock,
            go=self.navigation.go,
            back=self.navigation.back,
            say=self.say,
            offer_undo=lambda words, undo: self.say(words, saving.bind(undo)),
            failed=saving.fails,
            saved=partial(self._page_saved, saving),
            open_file=partial(ask_for_file, self),
            open_files=partial(ask_for_files, self),
            save_file=partial(ask_where_to_save, self),
            settings=self._device.settings,
            change_settings=self._device.change,
            keys=self._keys,
            care=self._care,
            runs=self._runs,
            lease=self._lease,
            open_folder=partial(ask_for_folder, self),
            begun=lambda person: begun_about(self.navigation.elsewhere(), person),
        )

    def _send_and_receive(self) -> None:
        """Begin a run, and go where it is seen how it goes."""
        if self._runs is not None:
            self._runs.start()
        self.navigation.go(Route("sync"))

    def _own_entries(self) -> tuple[Entry, ...]:
        return (
            Entry(tr("Lock"), self.lock_wanted.emit, "lock"),
            Entry(
                tr("Leave the family view") if self.family.person else tr("Family view: only this person"),
                self._press_family,
                "users",
                "F9",
            ),
            Entry(tr("All keys"), self.show_help, "keyboard", also=tr("help shortcuts")),
            *(() if self.family.person else self._lease_place.entries()),
        )

    def _go_to(self, place: Place) -> None:
        self.navigation.go(Route(place))

    def _primary(self) -> None:
        if (page := self.navigation.page) is not None:
            page.primary()

    def _arrived(self, page: Page, lights: Place) -> None:
        self._rail.light(lights)
        if (route := self.navigation.route) is not None:
            self._openings.arrived(route, page)
        page.heading_changed.connect(self._show_heading, Qt.ConnectionType.UniqueConnection)
        self._show_heading()

    def _show_heading(self) -> None:
        page = self.navigation.page
        if page is None:
            return
        self._bar.show_page(page)
        self._offers.show("" if self.family.person else page.patient)
        self._banner.show(page.patient)

    def _show_status(self, status: DeviceStatus) -> None:
        self._status.show_nurse(status.nurse)
        self._status.show_unsent(unsent_words(status))
        self._status.show_received(in_words(status.received, self._clock.now()))
        self._rail.show_count("sync", status.waiting)
        if status.finished > self._finished and self._runs is not None:
            self._runs.soon()
        self._finished = status.finished
