"""What was begun about one person in a form that keeps nothing by itself, and was left there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from carenurse.app.coming_back import named_in
from carenurse.translations import tr

_WRITTEN = ("omaha", "text", "words", "note", "signs", "target")
"""Parts of a new item of the plan that nobody fills in but the nurse."""
_LONGEST = 80
"""Letters of what she wrote that are enough to know it by."""


@dataclass(frozen=True, slots=True)
class Begun:
    """One form: the way to it (``place``, ``subject`` and ``part`` of a route), and two ways to say it.

    ``offer`` says it where it can be gone on with, ``check`` where a visit is about to be signed without it;
    ``words`` are the nurse's own, as far as they tell which one it is.
    """

    place: str
    subject: str
    offer: str
    check: str
    words: str = ""
    part: str = ""


def begun_about(elsewhere: Mapping[str, Any], person: str) -> tuple[Begun, ...]:
    """Name the forms about a person that stand open behind the page in front.

    ``elsewhere``: open forms by place and by whose they are, as ``coming_back.ReturnTo`` holds them. A form
    in which nothing was written is none.
    """
    if not person:
        return ()
    found = [
        Begun(place, person, *said, part="edit" if place == "patients" else "")
        for place, say in _ABOUT_A_PERSON.items()
        if (form := _form(elsewhere, place, person)) and (said := say(form))
    ]
    planned = (_form(elsewhere, "schedule", key) for key in elsewhere.get("schedule", {}))
    found += [Begun("schedule", "", *_of_the_week(one)) for one in planned if named_in(one) == person]
    return tuple(found)


def _of_the_week(form: Mapping[str, Any]) -> tuple[str, str, str]:
    """Say what was begun with a visit in the week."""
    if "ending" in form:
        asked: Mapping[str, Any] = form.get("asked", {})
        said = tr("What you were writing about a visit that does not take place is not kept")
        return of_a_visit(form), said, _first(asked, "words")
    return (
        of_a_visit(form),
        tr("A visit you were planning is not kept"),
        _first(form.get("draft", {}), "reason"),
    )


def of_a_visit(form: Mapping[str, Any]) -> str:
    """Say what the form of the week was about to do with a visit."""
    if form.get("ending") == "miss":
        return tr("You had begun to mark a visit as missed. It is planned as before.")
    if "ending" in form:
        return tr("You had begun to cancel a visit. It is planned as before.")
    if form.get("draft", {}).get("visit"):
        return tr("A planned visit that you were changing stands as before.")
    return tr("A visit that you were planning is not kept yet.")


def _form(elsewhere: Mapping[str, Any], place: str, key: str) -> dict[str, Any]:
    form: Any = elsewhere.get(place, {}).get(key)
    return cast("dict[str, Any]", form) if isinstance(form, dict) else {}


def _of_the_plan(form: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Say what was begun in the plan."""
    draft: Mapping[str, Any] = form.get("draft", {})
    words = _first(draft, "text", "words", "note") or _short(form.get("text"))
    if draft.get("id"):
        offer = tr("You had begun to change an item of the care plan. It stands as before.")
        return offer, tr("A change of the care plan is not kept"), words
    if any(draft.get(name) for name in _WRITTEN) or form.get("text") or form.get("ticked"):
        offer = tr("You had begun something in the care plan. It does not stand there yet.")
        return offer, _added_to_the_plan(str(form.get("form", ""))), words
    return None


def _added_to_the_plan(kind: str) -> str:
    known = {
        "problem": tr("A problem you were adding to the plan is not kept"),
        "goal": tr("A goal you were adding to the plan is not kept"),
        "care": tr("An intervention you were adding to the plan is not kept"),
        "words": tr("The person's own words, begun in the plan, are not kept"),
        "reopen": tr("A problem you were opening again is not kept"),
    }
    return known.get(kind, tr("What you were adding to the plan is not kept"))


def _of_the_medicines(form: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Say what was begun in the list of medicines."""
    typed: Mapping[str, Any] = form.get("typed", {})
    words = _first(typed, "name", "dose", "why")
    if form.get("stops") or form.get("corrects"):
        offer = tr("You had begun to change a medicine on the list. It stands as before.")
        return offer, tr("A change of a medicine on the list is not kept"), words
    if not typed:
        return None
    offer = tr("You had begun to write down a medicine. It is not on the list yet.")
    return offer, tr("A medicine you were writing down is not kept"), words


def _of_the_facts(form: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Say that facts of the person were being put right."""
    if not form.get("typed"):
        return None
    offer = tr("You had begun to put right what is recorded of this person. It stands as before.")
    return offer, tr("What you were putting right about this person is not kept"), ""


def _of_the_alerts(form: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Say that an alert was about to be ended."""
    over: Mapping[str, Any] = form.get("over", {})
    if not over:
        return None
    offer = tr("You had begun to write why an alert is over. It stands as before.")
    return offer, tr("Why an alert is over is not kept"), _first(over, *over)


_ABOUT_A_PERSON: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str, str] | None]] = MappingProxyType(
    {
        "plan": _of_the_plan,
        "medicines": _of_the_medicines,
        "patients": _of_the_facts,
        "chart": _of_the_alerts,
    }
)
"""Pages whose forms lie under the person's id; each says what was begun there, if anything was."""


def _first(typed: Mapping[str, Any], *names: str) -> str:
    return next((words for name in names if (words := _short(typed.get(name)))), "")


def _short(words: object) -> str:
    said = " ".join(words.split()) if isinstance(words, str) else ""
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
