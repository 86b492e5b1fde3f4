"""Forms that must not be filled in here, each refused in one sentence."""

from collections.abc import Iterator
from typing import Any

from carenurse.clinical.fhir import Resource, kind_of
from carenurse.errors import ExpectedError
from carenurse.forms import urls
from carenurse.forms.elements import Element, extensions, is_element, objects, value_of
from carenurse.forms.known import short_name, understood
from carenurse.translations import tr

DEEPEST = 40
MOST_ITEMS = 10_000
KINDS = frozenset(
    {
        *("group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text"),
        *("url", "choice", "open-choice", "attachment", "reference", "quantity"),
    }
)
_R5_KINDS = frozenset({"coding", "question"})
_R5_MEMBERS = frozenset({"disabledDisplay", "answerConstraint"})
_STU3_MEMBERS = frozenset({"option", "options"})


class RefusedFormError(ExpectedError):
    """A form that cannot be filled in here without risking a wrong record.

    ``feature``: the row of the support table that refuses it; empty where the form itself is at fault.
    """

    def __init__(self, sentence: str, remedy: str = "", *, feature: str = "") -> None:
        super().__init__(sentence, remedy or tr("Ask whoever published it for an FHIR R4 version."))
        self.feature = feature


def refuse_unfit(resource: Any) -> None:
    """Raise RefusedFormError when a resource is no R4 Questionnaire that can be filled in faithfully."""
    if not is_element(resource) or kind_of(resource) != "Questionnaire":
        raise RefusedFormError(
            tr("This is not a FHIR Questionnaire."), tr("Choose a file that holds a form.")
        )
    form: Resource = resource
    _refuse_critical(form)
    _refuse_adaptive(form)
    if not isinstance(form.get("item", []), list):
        raise RefusedFormError(tr("The form's list of questions is not a list."))
    seen: set[str] = set()
    for item, depth in walk(form):
        _refuse_item(item, depth, seen)
    _refuse_conditions(form, seen)


def walk(form: Resource) -> Iterator[tuple[Element, int]]:
    """Walk all items with their depth (from 1), in order, without recursion."""
    waiting: list[tuple[Element, int]] = [(item, 1) for item in reversed(objects(form.get("item")))]
    while waiting:
        item, depth = waiting.pop()
        yield item, depth
        waiting.extend((child, depth + 1) for child in reversed(objects(item.get("item"))))


def _refuse_critical(element: Element) -> None:
    """Stop at an unknown modifierExtension, or one named critical: it changes what the rest means.

    So do implicitRules (FHIR R4, Resource): who does not know them must not read on, and here none are known.
    """
    critical = [
        extension
        for extension in (*objects(element.get("modifierExtension")), *objects(element.get("extension")))
        if str(extension.get("url", "")).endswith(urls.CRITICAL)
    ]
    named = [value_of(extension) for extension in critical]
    named += [one.get("url") for one in objects(element.get("modifierExtension")) if one not in critical]
    named += [element["implicitRules"]] if element.get("implicitRules") else []
    for url in named:
        if not (isinstance(url, str) and understood(url)):
            raise RefusedFormError(
                tr(
                    "The form says that “{name}” must be understood, and it is not.",
                    name=short_name(str(url)),
                ),
                tr("Fill it in with the program it was made for, or ask for a version without it."),
                feature="criticalExtension refusal",
            )


def _refuse_adaptive(form: Resource) -> None:
    """Stop at a form whose questions come one by one from a server: none of them is in the file."""
    for extension in extensions(form, urls.SDC + "sdc-questionnaire-questionnaireAdaptive"):
        if value_of(extension) is not False:
            raise RefusedFormError(
                tr("The questions of this form come one by one from a server (an adaptive form)."),
                tr("Ask whoever published it for a version with all its questions in the file."),
                feature="adaptive forms",
            )


def _refuse_item(item: Element, depth: int, seen: set[str]) -> None:
    link = item.get("linkId")
    if not isinstance(link, str) or not link:
        raise RefusedFormError(tr("Question {number} of the form has no linkId.", number=len(seen) + 1))
    if link in seen:
        raise RefusedFormError(tr("Two questions of the form share the linkId “{link}”.", link=link))
    seen.add(link)
    if depth > DEEPEST:
        raise RefusedFormError(tr("The form is nested more than {count} levels deep.", count=DEEPEST))
    if len(seen) > MOST_ITEMS:
        raise RefusedFormError(tr("The form has more than {count} questions.", count=MOST_ITEMS))
    _refuse_other_versions(item, link)
    _refuse_critical(item)
    for option in objects(item.get("answerOption")):
        _refuse_critical(option)


def _refuse_other_versions(item: Element, link: str) -> None:
    kind = str(item.get("type", ""))
    if kind in _R5_KINDS or _R5_MEMBERS & item.keys():
        raise RefusedFormError(
            tr("Question “{link}” is written for another FHIR version (R5), not R4.", link=link)
        )
    old_condition = any("hasAnswer" in one for one in objects(item.get("enableWhen")))
    if _STU3_MEMBERS & item.keys() or old_condition:
        raise RefusedFormError(
            tr("Question “{link}” is written for another FHIR version (STU3), not R4.", link=link)
        )
    if kind not in KINDS:
        raise RefusedFormError(
            tr("Question “{link}” is of the unknown type “{kind}”.", link=link, kind=kind[:40])
        )


def _refuse_conditions(form: Resource, links: set[str]) -> None:
    """Every enableWhen must ask a question that is there, and no chain of them may bite its own tail."""
    asks: dict[str, set[str]] = {}
    for item, _depth in walk(form):
        link = str(item["linkId"])
        for condition in objects(item.get("enableWhen")):
            question = condition.get("question")
            if not isinstance(question, str) or question not in links:
                raise RefusedFormError(
                    tr("Question “{link}” depends on a question that is not in the form.", link=link)
                )
            asks.setdefault(link, set()).add(question)
    if circle := _circle(asks):
        raise RefusedFormError(
            tr("Question “{link}” depends on its own answer, by way of other questions.", link=circle)
        )


def _circle(asks: dict[str, set[str]]) -> str:
    """Peel off everything that asks nothing that is left; what remains goes round in a circle."""
    left = {link: {one for one in questions if one in asks} for link, questions in asks.items()}
    asked_by: dict[str, list[str]] = {}
    for link, questions in left.items():
        for question in questions:
            asked_by.setdefault(question, []).append(link)
    free = [link for link, questions in left.items() if not questions]
    while free:
        done = free.pop()
        del left[done]
        for link in asked_by.get(done, ()):
            left[link].discard(done)
            if not left[link]:
                free.append(link)
    return min(left, default="")
