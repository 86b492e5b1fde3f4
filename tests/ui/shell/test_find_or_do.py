"""Find or do: what a nurse may call a thing leads to it; not while the family looks."""

from tests.ui.shell.visiting_stage import Visiting
from ui.widgets.page import Route
from ui.widgets.palette import Entry


def found(stage: Visiting, typed: str) -> tuple[Entry, ...]:
    answers: list[tuple[Entry, ...]] = []
    stage.workplace.finding(typed, answers.append)
    stage.settle()
    return answers[-1]


LEADS = (
    ("visit", "Plan a visit", "schedule"),
    ("new patient", "New patient", "patients"),
    ("backup", "Back up", "settings"),
    ("export", "Export to the office", "office"),
    ("take over", "Take over records", "office"),
    ("dark", "Look, size, language and units", "settings"),
    ("zoom", "Look, size, language and units", "settings"),
    ("phq-9", "PHQ-9", "forms"),
)
"""What is typed, what is chosen then, and the place to which it leads."""


def test_what_she_calls_it_leads_there(visiting: Visiting) -> None:
    for typed, words, place in LEADS:
        visiting.go(Route("today"))
        entry = next(one for one in found(visiting, typed) if words in one.words)

        entry.act()
        visiting.settle()

        route = visiting.workplace.navigation.route
        assert route is not None
        assert route.place == place, typed


def test_what_is_about_the_person_in_front_comes_with_her(visiting: Visiting) -> None:
    visiting.go(Route("chart", visiting.person))

    entry = next(one for one in found(visiting, "plan") if one.words == "Care plan of this person")
    entry.act()

    assert visiting.workplace.navigation.route == Route("plan", visiting.person)


def test_help_is_found_by_its_name(visiting: Visiting) -> None:
    assert "All keys" in [one.words for one in found(visiting, "help")]


def test_nothing_leads_out_of_the_family_view(visiting: Visiting) -> None:
    visiting.go(Route("chart", visiting.person))
    visiting.press_f9()

    assert found(visiting, "backup") == ()
    assert found(visiting, "phq") == ()
