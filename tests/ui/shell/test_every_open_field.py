"""Everything that a page keeps of an open form is read out by name, where a wiped laptop left it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from carenurse.app.open_form_words import labels_of, place_words
from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.app.register_patient import Typed
from carenurse.app.remains_words import sheet_labels
from carenurse.app.visit_worksheet import Worksheet
from carenurse.clinical.problem import Rating
from ui.medicines.forms import MedicineForm, StopForm
from ui.schedule.drafts import VisitDraft

UI = Path(__file__).parents[3] / "ui"
_KEEPING = frozenset({"unfinished", "_stands", "asked", "_loose"})
"""Functions that give what stands in an open form, by name."""

KEPT_BY: Mapping[str, tuple[str, str]] = {
    "today/page.py": ("today", ""),
    "patients/page.py": ("patients", ""),
    "patients/chart_page.py": ("chart", ""),
    "careplan/page.py": ("plan", ""),
    "careplan/forms.py": ("plan", ""),
    "careplan/drafts.py": ("plan", ""),
    "schedule/page.py": ("schedule", ""),
    "schedule/ending_form.py": ("schedule", "asked."),
    "medicines/page.py": ("medicines", ""),
    "visit/page.py": ("visit", ""),
    "visit/sign_area.py": ("visit", ""),
    "visit/mistake.py": ("visit", ""),
    "visit/clock_panel.py": ("visit", ""),
    "documents/page.py": ("paper", ""),
    "library/page.py": ("forms", ""),
    "library/presenter.py": ("forms", ""),
    "library/report_panel.py": ("forms", "permission."),
    "office/page.py": ("office", ""),
    "settings/page.py": ("settings", ""),
    "settings/office_panel.py": ("settings", "office."),
    "settings/locks_panel.py": ("settings", "escrow."),
    "sync/page.py": ("sync", ""),
    "sync/conflict_panel.py": ("sync", ""),
    "widgets/page.py": ("", ""),
}
"""Whoever keeps words of an open form: of which place, and where in its form they stand."""


def keys_in(source: Path) -> Iterator[str]:
    """Name the keys of what a module gives as standing in an open form."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name in _KEEPING:
            dicts = (one for one in ast.walk(node) if isinstance(one, ast.Dict))
            yield from (str(key.value) for one in dicts for key in one.keys if isinstance(key, ast.Constant))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LooseWords":
            yield from (one.arg for one in node.keywords if one.arg)


def known(place: str) -> frozenset[str]:
    """Name every field of a place that is labeled, or known to be the program's alone."""
    kinds = ("problem", "goal", "care", "words", "reopen", "template")
    nothing: dict[str, str] = {}
    forms = (*({"form": one} for one in kinds), {"ending": "cancel"}, nothing)
    return frozenset(path for form in forms for path in labels_of(place, form))


def named(place: str, prefix: str) -> frozenset[str]:
    return frozenset(one.removeprefix(prefix) for one in known(place) if one.startswith(prefix))


def test_whoever_keeps_words_of_an_open_form_is_known_here() -> None:
    words = ("def unfinished(", "LooseWords(")
    sources = {one: one.read_text(encoding="utf-8") for one in UI.rglob("*.py")}
    found = {one.relative_to(UI).as_posix() for one, text in sources.items() if any(w in text for w in words)}

    assert found - KEPT_BY.keys() == set()


@pytest.mark.parametrize("module", sorted(KEPT_BY))
def test_every_name_under_which_a_page_keeps_words_has_a_label_or_is_the_programs_alone(module: str) -> None:
    place, prefix = KEPT_BY[module]
    heads = {path.partition(".")[0] for path in named(place, prefix)}

    assert set(keys_in(UI / module)) - heads == set()


@pytest.mark.parametrize("draft", [ProblemDraft, GoalDraft, CareDraft])
def test_so_has_every_field_of_the_plans_forms(
    draft: type[ProblemDraft] | type[GoalDraft] | type[CareDraft],
) -> None:
    kind = draft.__name__.removesuffix("Draft").lower()
    labeled = {path.split(".")[1] for path in labels_of("plan", {"form": kind}) if path.startswith("draft.")}

    assert {one.name for one in fields(draft)} == labeled


def test_so_has_every_rating_of_a_problem() -> None:
    paths = {f"draft.ratings.*.{one.name}" for one in fields(Rating)}

    assert paths <= known("plan")


def test_so_has_every_field_of_somebody_new_of_a_visit_and_of_a_medicine(qtbot: object) -> None:
    _ = qtbot  # the two forms are widgets
    medicines = {*MedicineForm().fields, *StopForm().fields}

    assert {one.name for one in fields(Typed)} == named("patients", "typed.")
    assert {one.name for one in fields(VisitDraft)} == named("schedule", "draft.")
    assert medicines == named("medicines", "typed.")


def test_every_place_with_a_form_has_a_name() -> None:
    places = {place for place, _ in KEPT_BY.values() if place}

    assert all(place_words(place, new=False) != place for place in places)


def test_every_part_of_a_worksheet_but_the_cursor_is_read() -> None:
    assert {one.name for one in fields(Worksheet)} - sheet_labels().keys() == {"place"}
