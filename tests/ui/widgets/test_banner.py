"""The bar over a person's record: what warns stays in sight, whatever the room."""

import re
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import faults
from tests.ui.widgets.windows import a_window
from ui.widgets.banner import BannerFacts, PatientBanner
from ui.widgets.buttons import Button
from ui.widgets.text import Label
from ui.widgets.theme import Theme, theme

ROSA = BannerFacts(
    name="Rosa Delgado",
    line="78 years · born 14 Mar 1947",
    short_line="78",
    allergies=("Penicillin (hives)", "adhesive tape", "latex", "sulfa antibiotics (rash)", "shellfish"),
    allergens=("Penicillin", "adhesive tape", "latex", "sulfa antibiotics", "shellfish"),
    alerts="Dog, call first",
    alert_count=1,
)


def a_banner(window: QWidget, facts: BannerFacts) -> PatientBanner:
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)
    banner.show_facts(facts)
    return banner


def words_of(banner: PatientBanner) -> str:
    return " ".join(label.text() for label in banner.findChildren(Label))


def test_with_less_room_the_reactions_go_and_every_allergen_stays(qtbot: QtBot) -> None:
    window = a_window(qtbot, 1000)
    banner = a_banner(window, ROSA)

    assert all(name in words_of(banner) for name in ROSA.allergens)
    assert "hives" not in words_of(banner)
    assert not banner.findChildren(Button)
    told = next(label for label in banner.findChildren(Label) if "Penicillin" in label.text())
    assert "hives" in told.accessibleName()


def test_allergies_without_room_are_counted_and_never_cut(qtbot: QtBot) -> None:
    many = tuple(f"Substance number {number}" for number in range(20))
    window = a_window(qtbot, 1000)
    banner = a_banner(window, replace(ROSA, allergies=many, allergens=many))

    more = next(button for button in banner.findChildren(Button) if "more" in button.text())
    shown = [name for name in many if re.search(rf"{name}\b", words_of(banner))]
    assert more.text() == f"and {len(many) - len(shown)} more"
    assert all(name in more.toolTip() for name in many)


def test_a_narrow_banner_folds_alerts_into_a_button_that_says_them(qtbot: QtBot) -> None:
    window = a_window(qtbot, 800)
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)

    banner.show_facts(ROSA)

    (folded,) = [one for one in banner.findChildren(Button) if one.accessibleName().startswith("Alerts: ")]
    assert (folded.accessibleName(), folded.text()) == ("Alerts: Dog, call first", "1 alert")
    assert faults(banner) == []


def test_alerts_and_wishes_without_room_are_said_in_words_and_never_by_a_sign_alone(
    qtbot: QtBot, worn: Theme
) -> None:
    worn.wear("light", 150)
    window = a_window(qtbot, 1280)
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)

    banner.show_facts(replace(ROSA, alert_count=2, wishes="DNR, signed 3 Jan 2026"))

    texts = [button.text() for button in banner.findChildren(Button)]
    assert "2 alerts, wishes" in texts
    assert window.width() == 1280


@pytest.mark.parametrize("width", [800, 1280])
def test_a_finding_nobody_was_told_about_is_red_in_the_bar_and_never_folded(qtbot: QtBot, width: int) -> None:
    window = a_window(qtbot, width)
    finding = "Blood sugar LO, 3 Mar · Oxygen saturation 84 %, 3 Mar"
    crowded = replace(ROSA, untold=finding, alerts="Dog, call first · Fell", alert_count=2, wishes="DNR")

    banner = a_banner(window, crowded)

    def shown() -> list[Label]:
        return [one for one in banner.findChildren(Label) if one.text() == finding and one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    (told,) = shown()
    drawn, ink = told.grab().toImage(), theme().color("critical").rgb()
    assert any(drawn.pixel(x, y) == ink for x in range(drawn.width()) for y in range(drawn.height()))
    folded = [one.text() for one in banner.findChildren(Button) if one.isVisible()]
    assert folded == ["2 alerts, wishes"]
    assert window.width() == width
    assert banner.accessibleDescription().startswith(f"Not yet told to anyone: {finding}")


def test_a_name_of_hundreds_of_letters_ends_in_dots_and_leaves_room_for_the_allergies(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    banner = PatientBanner()
    QVBoxLayout(window).addWidget(banner)

    banner.show_facts(replace(ROSA, name=f"{'A' * 240} {'L' * 250}ongname"))
    qtbot.waitUntil(lambda: any(label.text().startswith("AAA") for label in banner.findChildren(Label)))

    name = next(label for label in banner.findChildren(Label) if label.text().startswith("AAA"))
    assert window.width() == 1280
    qtbot.waitUntil(lambda: 0 < name.width() < 700)
    assert name.toolTip() == name.text()
