import pytest

from carenurse.app.visit_forms import chosen, form_of, in_order, shipped_form
from carenurse.errors import ExpectedError


def test_every_visit_measures_and_the_plan_asks_for_more() -> None:
    assert chosen(set()) == ("vital-signs", "news2")
    assert chosen({"PB0026"}) == ("vital-signs", "news2", "skin-check", "wound-record")
    assert "phq9" in chosen({"PB0012"})
    assert "steadi-stay-independent" in chosen({"PB0027"})
    assert "pain-nrs" in chosen({"PB0024"})


def test_the_long_form_stands_for_the_short_one() -> None:
    names = chosen({"PB0029", "PB0042", "PB0035", "PB0012"})

    assert "phq9" in names
    assert "phq2" not in names


def test_added_forms_come_behind_the_usual_order() -> None:
    assert in_order(["gad7", "news2", "vital-signs"]) == ("vital-signs", "news2", "gad7")


def test_a_response_finds_its_form_by_its_address() -> None:
    form, _ = shipped_form("phq9")

    assert form_of(form.canonical) == "phq9"
    assert form_of("https://elsewhere.example.org/Questionnaire/unknown|3") == ""


def test_a_form_that_is_not_shipped_is_told() -> None:
    with pytest.raises(ExpectedError, match="not on this laptop"):
        shipped_form("no-such-form")
