"""Answers of last time in a form of sections: confirmed one by one, by section, or all at once."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.prior import prior
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.made import item, response
from tests.ui.forms.test_answering_any_form import button, words
from tests.ui.forms.test_view import NOW, FakeSource, form, shown
from ui.forms.side_rows import CarriedRow, ProposalRow, WaitingRow
from ui.forms.view import FormView

SECTIONS = 8


def section(number: int) -> Resource:
    asked = [item(f"q{number}.{at}", text=f"Question {number}.{at}") for at in range(4)]
    return item(f"s{number}", "group", text=f"Section {number}", item=asked)


def carried(qtbot: QtBot) -> tuple[FakeSource, FormView]:
    source = FakeSource(form(*(section(number) for number in range(SECTIONS))))
    links = [link for link, one in source.session.form.index.items() if one.is_question]
    earlier = response(
        *({"linkId": link, "answer": [{"valueString": "same"}]} for link in links), authored="2026-02-27"
    )
    source.priors = dict(prior(source.session.form, earlier))
    view = shown(qtbot, source)
    source.carry_over()
    QApplication.processEvents()
    return source, view


def test_each_section_of_a_large_form_confirms_its_own_answers_and_no_others(qtbot: QtBot) -> None:
    source, view = carried(qtbot)
    assert len(source.session.unconfirmed()) == 4 * SECTIONS
    rows = view.findChildren(WaitingRow)
    assert rows
    button(view, "Confirm these 4: Section 1").click()
    left = source.session.unconfirmed()
    assert len(left) == 4 * (SECTIONS - 1)
    assert not any(place.link.startswith("q1.") for place in left)
    assert source.session.answers("q1.0") == ({"valueString": "same"},)


def test_one_answer_is_confirmed_by_itself_and_the_section_counts_down(qtbot: QtBot) -> None:
    source, view = carried(qtbot)
    view.findChildren(CarriedRow)[0].confirmed.emit()
    QApplication.processEvents()
    assert len(source.session.unconfirmed()) == 4 * SECTIONS - 1
    assert "3 answers of last time wait here" in words(view)
    assert button(view, "Confirm these 3: Section 0").isVisibleTo(view)


@pytest.mark.feature("definition-based extraction")
def test_an_answer_about_the_person_goes_into_the_record_only_where_the_nurse_says_so(qtbot: QtBot) -> None:
    begun = {"url": urls.ITEM_EXTRACTION, "valueCode": "Patient"}
    born = "http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate"
    raw = form(item("g", "group", extension=[begun], item=[item("b", "date", definition=born)]))
    source = FakeSource(raw)
    patient = {"resourceType": "Patient", "id": "p1", "birthDate": "1947-03-14"}
    source.session = Session(load(raw), None, Context(patient=patient), NOW)
    view = shown(qtbot, source)
    assert view.findChildren(ProposalRow) == []
    source.session.type_in("b", "1947-03-15")
    view.refresh()
    QApplication.processEvents()
    assert "The person's record says: 1947-03-14." in words(view)
    button(view, "Put it into the record").click()
    QApplication.processEvents()
    assert "when you sign" in words(view)
    assert source.session.answers(Place("b"))[0]["extension"][0]["url"] == urls.AGREED
    button(view, "Leave the record as it is").click()
    assert source.session.answers("b") == ({"valueDate": "1947-03-15"},)
