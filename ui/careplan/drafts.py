"""From what the plan holds to what a form holds, and from a form to words that are kept, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, cast

from carenurse.app.plan_drafts import CareDraft, GoalDraft, ProblemDraft
from carenurse.clinical.problem import Rating

Draft = ProblemDraft | GoalDraft | CareDraft
_KINDS: tuple[tuple[str, type[Draft]], ...] = (
    ("problem", ProblemDraft),
    ("goal", GoalDraft),
    ("care", CareDraft),
)


def kept_form(draft: Draft) -> dict[str, Any]:
    """Write a draft as JSON can hold it, behind its kind."""
    kind = next(name for name, made in _KINDS if isinstance(draft, made))
    return {"form": kind, "draft": asdict(draft)}


def draft_again(form: Mapping[str, Any]) -> Draft | None:
    """Read what ``kept_form`` wrote; what this version does not know is left out. None: no such form."""
    raw = cast("dict[str, Any]", form.get("draft") or {})
    for kind, made in _KINDS:
        if form.get("form") == kind:
            names = {one.name for one in fields(made)}
            return made(**{name: _read(name, value) for name, value in raw.items() if name in names})
    return None


def _read(name: str, value: Any) -> Any:
    if name == "ratings":
        found = cast("dict[str, dict[str, int | None]]", value)
        return {scale: Rating(**rating) for scale, rating in found.items()}
    return tuple(cast("list[str]", value)) if isinstance(value, list) else value
