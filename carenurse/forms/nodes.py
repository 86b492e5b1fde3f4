"""The living answers of one filling: a tree beside the form's, with the view of it that expressions see.

Each node keeps the JSON it was read from (unknown members and extensions stay) and a ``view``: the same
item as a QuestionnaireResponse would hold it, with only what is enabled and answered, and with the scores
of the chosen options in the answers. Views change in place, so an answer costs what it changes, not what
the form holds.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from carenurse.clinical.fhir import Resource
from carenurse.forms.elements import is_element, objects, value_and_type
from carenurse.forms.form import Constraint, Item, Option
from carenurse.forms.urls import CARRIED

if TYPE_CHECKING:
    from carenurse.forms.fhirpath.frame import Collection


class Place(NamedTuple):
    """One question on the page: its linkId and, in repeating parts, which repetition.

    Repetitions count from 0, the outermost first.
    """

    link: str
    at: tuple[int, ...] = ()


def _is_hidden(item: Item | None) -> bool:
    return item is not None and (item.hidden or item.is_aside or not item.look.to_capture)


class Node:
    """One item of the response; ``branches`` hold the items below (a question has one per answer)."""

    __slots__ = (
        *(
            "answers",
            "at",
            "awaits",
            "base",
            "branches",
            "enabled",
            "item",
            "own",
            "overridden",
            "parent",
            "present",
        ),
        *("rules", "checked", "facts", "hidden", "living", "problem", "variables", "view"),
    )

    def __init__(self, item: Item | None, parent: "Node | None", at: tuple[int, ...]) -> None:
        self.item = item
        self.parent = parent
        self.at = at
        self.base: Resource = {}
        self.answers: list[Resource] = []
        self.branches: list[list[Node]] = []
        self.own = True
        self.enabled = True
        self.present = False
        self.hidden = _is_hidden(item) or (parent is not None and parent.hidden)
        """Whether the form never shows it: hidden, a help beside a question, or for display only."""
        self.overridden = False
        self.problem = ""
        self.checked: tuple[list[Resource], list[Any]] | None = None
        self.facts: dict[str, Collection | Exception] = {}
        """What the item's moving facts gave last."""
        self.rules: tuple[Constraint, ...] = ()
        """Rules over the answers that stand on the form as a whole (the root only)."""
        self.living = item
        """The item as it is at this moment."""
        self.awaits: tuple[int, int] | None = None
        """A total that cannot be given yet: how many of the questions it needs are answered, of how many."""
        self.variables: dict[str, Collection | Exception] = {}
        self.view: Resource = {}

    @property
    def link(self) -> str:
        """The linkId ("" for the form itself)."""
        return self.item.link if self.item else ""

    @property
    def place(self) -> Place:
        """Where this question is on the page."""
        return Place(self.link, self.at)

    @property
    def confirmed(self) -> list[Resource]:
        """The answers, unless they were carried over from an earlier day and nobody confirmed them."""
        waiting = any(
            one.get("url") == CARRIED for answer in self.answers for one in objects(answer.get("extension"))
        )
        return [] if waiting else self.answers

    @property
    def below_answer(self) -> bool:
        """Whether it stands, at any depth, below the answer to a question."""
        above = self.parent
        while above is not None and above.item is not None:
            if above.item.is_question:
                return True
            above = above.parent
        return False

    def below(self) -> Iterator["Node"]:
        """Every node below this one, in order."""
        for branch in self.branches:
            for child in branch:
                yield child
                yield from child.below()

    def reconsider(self) -> None:
        """Bring the view up to date from the answers and the views below; tell the parent if it must know."""
        was = self.present
        self._renew()
        if self.present != was and self.parent is not None:
            self.parent.reconsider()

    def _renew(self) -> None:
        inside = [[child.view for child in branch if child.present] for branch in self.branches]
        view = self.view
        if self.item is None or not self.item.is_question:
            _put(view, "item", inside[0] if inside else [])
            self.present = self.item is None or (self.enabled and bool(inside and inside[0]))
            return
        answers = [carried(self.item, answer) for answer in self.confirmed] if self.enabled else []
        for answer, items in zip(answers, inside, strict=False):
            _put(answer, "item", items)
        _put(view, "answer", answers)
        self.present = bool(answers)

    def renew_all(self) -> None:
        """Build every view below and this one, from the leaves up."""
        for branch in self.branches:
            for child in branch:
                child.renew_all()
        self._renew()


def _put(view: Resource, name: str, values: list[Any]) -> None:
    if values:
        view[name] = values
    else:
        view.pop(name, None)


def carried(item: Item, answer: Resource) -> Resource:
    """Copy an answer for expressions to see, with the score of the option it stands for.

    The option's own extension is carried (on the coding, as published totals read it; on the answer for other
    types), unless the answer already carries one.
    """
    copy = {key: value for key, value in answer.items() if key != "item"}
    option = option_of(item, answer) if item.options else None
    if option is None or not option.extension:
        return copy
    coding = copy.get("valueCoding")
    holder: Resource = dict(coding) if is_element(coding) else copy
    own = objects(holder.get("extension"))
    known = {extension.get("url") for extension in own}
    holder["extension"] = [*own, *(one for one in option.extension if str(one.get("url", "")) not in known)]
    if holder is not copy:
        copy["valueCoding"] = holder
    return copy


def option_of(item: Item, answer: Resource, among: Sequence[Option] | None = None) -> Option | None:
    """Find the option an answer stands for: by system and code, by code alone, by the words, by the value.

    ``among``: other options than the item's.
    """
    options = item.options if among is None else among
    found = value_and_type(answer)
    if found is None:
        return None
    value, kind = found
    if kind != "Coding" or not is_element(value):
        return next((one for one in options if _same_value(value_and_type(one.answer), (value, kind))), None)
    code, system, display = (value.get(name) for name in ("code", "system", "display"))
    if code:
        exact = [one for one in options if one.code == code and (one.system == (system or "") or not system)]
        return exact[0] if exact else None
    return next((one for one in options if display and one.text == display), None)


def _same_value(one: tuple[Any, str] | None, other: tuple[Any, str]) -> bool:
    if one is None:
        return False
    if is_element(one[0]) and is_element(other[0]):
        return one[0].get("reference") == other[0].get("reference") and one[1] == other[1]
    return one[1] == other[1] and one[0] == other[0]


def option_score(item: Item, answers: list[Resource]) -> Decimal | None:
    """Add the scores of the chosen options; None when one of them has none."""
    scores = [option.score if (option := option_of(item, answer)) else None for answer in answers]
    known = [score for score in scores if score is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(scores) else None
