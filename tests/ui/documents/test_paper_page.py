"""The family's page on the screen: seen, changed, printed, saved only where the nurse says, given."""

import tempfile
from datetime import timedelta
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.family_given import papers_given
from carenurse.app.family_words import family_words
from tests.carenurse.app.visits import NOW, Household
from tests.fakes import FixedClock, FullBackground, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.documents.page import PaperPage
from ui.widgets.fields.check import Check
from ui.widgets.message import Message
from ui.widgets.page import Route
from ui.widgets.printing import Printing, letter_printer


class PrinterIntoFile:
    """Stands for a printer: what is painted goes into a file of the test's own."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.asked = 0
        self.ready = True

    def ask(self, _parent: QWidget, /) -> QPrinter | None:
        self.asked += 1
        printer = letter_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self._target))
        return printer


class NoPrinter:
    """Stands for a nurse who closes the print dialog, or for a computer without a printer."""

    def __init__(self, *, ready: bool = True) -> None:
        self.ready = ready

    def ask(self, _parent: QWidget, /) -> QPrinter | None:
        return None


def _desk(home: Household, file: str = "") -> NotedDesk:
    clock = FixedClock(NOW + timedelta(minutes=20))
    return NotedDesk(InlineBackground(home.records), clock, file=file)


def _page(qtbot: QtBot, home: Household, noted: NotedDesk, printing: Printing | None = None) -> PaperPage:
    return show(PaperPage(noted.desk, printing or NoPrinter()), qtbot, Route("paper", home.encounter))


def test_the_page_is_previewed_and_stays_white_in_the_dark(qtbot: QtBot, home: Household) -> None:
    page = _page(qtbot, home, _desk(home))

    assert page.preview.page_count == 1, "little is known yet: one side of paper holds it"
    assert page.patient == "p1"
    assert page.field("emergency").text().startswith("You cannot breathe well")


def test_what_is_typed_is_kept_and_shown_when_the_field_is_left(qtbot: QtBot, home: Household) -> None:
    noted = _desk(home)
    page = _page(qtbot, home, noted)
    before = page.presenter
    page.field("main").box.setPlainText("Drink less today.")
    page.leave()

    assert family_words(home.records, home.encounter).of("main") == ("Drink less today.",)
    assert noted.saved
    assert before is page.presenter


def test_what_could_not_be_kept_is_sent_again(qtbot: QtBot, home: Household) -> None:
    full = FullBackground(home.records)
    noted = NotedDesk(full, FixedClock(NOW))
    page = _page(qtbot, home, noted)
    page.field("main").box.setPlainText("Drink less today.")
    full.full = 1
    page.keep_words()
    assert len(noted.failures) == 1

    page.keep_words()

    assert family_words(home.records, home.encounter).of("main") == ("Drink less today.",)


def test_typing_is_kept_by_itself_after_a_moment(qtbot: QtBot, home: Household) -> None:
    page = _page(qtbot, home, _desk(home))
    page.field("to_do").box.setPlainText("Rest.")

    qtbot.waitUntil(
        lambda: family_words(home.records, home.encounter).of("to_do") == ("Rest.",), timeout=3000
    )


def test_another_language_and_large_type_are_shown_at_once(qtbot: QtBot, home: Household) -> None:
    page = _page(qtbot, home, _desk(home))

    page.presenter.choose_language("es")
    page.presenter.choose_size("large")

    assert page.language.current() == "es"
    assert page.preview.page_count >= 2


def test_too_hard_a_text_is_neither_printed_nor_saved_nor_given(
    qtbot: QtBot, home: Household, tmp_path: Path
) -> None:
    printing = PrinterIntoFile(tmp_path / "printed.pdf")
    page = _page(qtbot, home, _desk(home, str(tmp_path / "saved.pdf")), printing)
    hard = (
        "Administration necessitates meticulous documentation of volumetric alterations cardiovascularly. "
        * 9
    )
    page.presenter.edited("found", hard)
    page.presenter.keep()

    page.primary()
    page.presenter.save()

    assert not page.print_button.isEnabled()
    assert printing.asked == 0
    assert list(tmp_path.glob("*.pdf")) == []


def test_printing_paints_every_page_and_leaves_no_file_behind(
    qtbot: QtBot, home: Household, tmp_path: Path
) -> None:
    target = tmp_path / "printed.pdf"
    scratch = Path(tempfile.gettempdir())
    before = {one.name for one in scratch.iterdir()}
    noted = _desk(home)
    page = _page(qtbot, home, noted, PrinterIntoFile(target))

    page.primary()
    qtbot.waitUntil(lambda: bool(noted.said), timeout=5000)

    assert noted.said == ["Sent to the printer. Who received the page?"]
    assert target.stat().st_size > 10_000
    new = {one.name for one in scratch.iterdir()} - before
    assert not [name for name in new if name.endswith((".pdf", ".png", ".ps"))]


def test_nothing_is_printed_when_no_printer_is_chosen(qtbot: QtBot, home: Household) -> None:
    noted = _desk(home)
    _page(qtbot, home, noted).primary()

    assert noted.said == []


def test_without_a_printer_it_is_said_and_saving_is_left_to_the_nurse(
    qtbot: QtBot, home: Household, tmp_path: Path
) -> None:
    noted = _desk(home)
    _page(qtbot, home, noted, NoPrinter(ready=False)).primary()

    assert noted.said == ["This computer has no printer. You can save the page as a PDF instead."]
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_paper_without_a_number_leads_to_where_it_is_set(qtbot: QtBot, home: Household) -> None:
    noted = _desk(home)
    page = _page(qtbot, home, noted)

    next(one for one in page.findChildren(Message) if "no number" in one.accessibleName()).acted.emit()

    assert noted.routes == [Route("settings", part="agency")]


def test_the_pdf_is_saved_only_where_the_nurse_chooses(qtbot: QtBot, home: Household, tmp_path: Path) -> None:
    noted = _desk(home, str(tmp_path / "page.pdf"))
    _page(qtbot, home, noted).presenter.save()

    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert any("not locked" in said for said in noted.said)


def test_the_page_is_recorded_as_given_to_whom_the_nurse_names(qtbot: QtBot, home: Household) -> None:
    noted = _desk(home)
    page = _page(qtbot, home, noted)

    page.give_button.click()
    assert str(noted.failures[0]).startswith("Nobody is named.")

    page.who.line.setText("Elena")
    page.give_button.click()

    assert [one.to_whom for one in papers_given(home.records, home.encounter)] == ["Elena"]
    assert noted.said == ["Recorded as given."]


def test_private_lines_are_offered_and_printed_on_a_tick(qtbot: QtBot, home: Household) -> None:
    with home.records.work() as work:
        work.put(
            {
                "resourceType": "Goal",
                "id": "g9",
                "lifecycleStatus": "active",
                "description": {"text": "Less alcohol"},
                "subject": {"reference": "Patient/p1"},
                "extension": [
                    {
                        "url": "urn:carenurse:own-words",
                        "valueString": "No more alcohol.",
                    }
                ],
            }
        )
    page = _page(qtbot, home, _desk(home))
    boxes = [box for box in page.findChildren(Check) if box.accessibleName() == "No more alcohol."]

    boxes[0].setChecked(True)

    assert family_words(home.records, home.encounter).printed == {"Goal/g9"}
