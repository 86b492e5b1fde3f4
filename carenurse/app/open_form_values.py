"""What stands in the fields of open forms, said in words: codes by their terms, ids by what they name."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from carenurse.app.content import form_ids, form_resource
from carenurse.app.plan_content import plan_content
from carenurse.app.plan_measures import plan_measures
from carenurse.clinical.fhir import Resource, split_reference
from carenurse.clinical.shapes import as_text
from carenurse.clinical.titles import title_of
from carenurse.translations import tr

Find = Callable[[str], Resource | None]
"""Looks a record up by its reference (``Kind/id``)."""

_IDS: Final[Mapping[tuple[str, str], str]] = {
    ("today", "told.*"): "Task",
    ("chart", "over.*"): "Flag",
    ("plan", "problem"): "Condition",
    ("plan", "draft.problem"): "Condition",
    ("plan", "draft.goals"): "Goal",
    ("schedule", "visit"): "Appointment",
    ("schedule", "draft.visit"): "Appointment",
}
"""Fields (or their keys) that hold an id, and of what kind."""
_CHANGED: Final[Mapping[str, str]] = {"problem": "Condition", "goal": "Goal", "care": "ServiceRequest"}
"""What a form of the plan changes."""


class Values:
    """Says the values of one form (``kind``: which of its page's it is); ``find`` looks records up."""

    def __init__(self, place: str, kind: str, find: Find) -> None:
        self._place, self._kind, self._find = place, kind, find

    def said(self, path: str, value: Any) -> str:
        """Say a value; "" where nothing stands there."""
        if isinstance(value, bool):
            return tr("yes") if value else tr("no")
        if isinstance(value, list):
            inner = cast("list[Any]", value)
            return ", ".join(filter(None, (self.said(path, one) for one in inner)))
        text = "" if value is None else str(value).strip()
        return self._said(path, text) if text else ""

    def _said(self, path: str, text: str) -> str:
        kind = "" if path.endswith("*") else self._kind_at(path)
        if kind or path in ("stops", "corrects"):
            return self.named(text if split_reference(text) else f"{kind}/{text}")
        if (self._place, path) == ("forms", "form"):
            return form_words(text, self._find)
        codes = _CODES.get((self._place, path))
        return codes().get(text, text) if codes else text

    def key(self, path: str, key: str) -> str:
        """Say what a key of a field stands for; "" where only the program needs to know."""
        if path.startswith("draft.ratings."):
            return _scales().get(key, key)
        kind = self._kind_at(path)
        found = self._find(f"{kind}/{key}") if kind else None
        return title_of(found) if found else ""

    def named(self, reference: str) -> str:
        """Name a record by its title; where neither laptop nor office has it, say so."""
        found = self._find(reference)
        if found is None:
            return tr("something that this office does not have")
        starts = as_text(found.get("start")).replace("T", " ")[:16]
        return f"{title_of(found)}, {starts}" if starts else title_of(found)

    def _kind_at(self, path: str) -> str:
        if path == "draft.id":
            return _CHANGED.get(self._kind, "")
        return _IDS.get((self._place, path), "")


def form_words(name: str, find: Find) -> str:
    """Name a form by its title: one that comes with the program, or one that was taken in."""
    form = form_resource(name) if name in form_ids() else find(f"Questionnaire/{name}")
    return title_of(form) if form else name


def _scales() -> Mapping[str, str]:
    return {scale.code: scale.display for scale in plan_content().terms.scales}


def _plan_forms() -> Mapping[str, str]:
    return {
        "problem": tr("Problem"),
        "goal": tr("Goal"),
        "care": tr("What we do"),
        "words": tr("In the person's own words"),
        "reopen": tr("Open a problem again"),
        "template": tr("Add from a template"),
    }


def _ticks() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for template in plan_content().templates:
        found |= {one.code: one.display for one in template.problems}
        found |= {one.key: one.text for one in (*template.goals, *template.interventions)}
    return found


def _categories() -> Mapping[str, str]:
    known = plan_content().terms.categories
    return {code: one.display for one in known for code in (one.code, one.short)}


def _signs() -> Mapping[str, str]:
    return {sign.code: sign.display for one in plan_content().terms.problems for sign in one.signs}


_CODES: Final[Mapping[tuple[str, str], Callable[[], Mapping[str, str]]]] = {
    ("plan", "form"): _plan_forms,
    ("plan", "draft.omaha"): lambda: {one.code: one.display for one in plan_content().terms.problems},
    ("plan", "draft.modifier"): lambda: {one.code: one.display for one in plan_content().terms.states},
    ("plan", "draft.signs"): _signs,
    ("plan", "draft.measure"): lambda: {one.code: one.words for one in plan_measures()},
    ("plan", "draft.category"): _categories,
    ("plan", "draft.target"): lambda: {one.code: one.display for one in plan_content().terms.targets},
    ("plan", "template"): lambda: {one.id: one.title for one in plan_content().templates},
    ("plan", "ticked"): _ticks,
    ("schedule", "ending"): lambda: {"cancel": tr("Cancel visit"), "miss": tr("Mark missed")},
    ("schedule", "asked.reason"): lambda: {"other": tr("Another reason")},
}
"""Fields that hold codes, with the words for them; other words in them stand as they are."""
