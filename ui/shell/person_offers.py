"""What was begun about a person on another page, and left there, is offered where that person is in front."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from carenurse.translations import tr
from ui.shell.navigation import Navigation
from ui.shell.notices import Notices
from ui.widgets.page import Place, Route

if TYPE_CHECKING:
    from ui.widgets.message import Message

_WRITTEN = ("omaha", "text", "words", "note", "signs", "target")
"""Parts of a new item of the plan that nobody fills in but the nurse."""


class PersonOffers:
    """Stand above the pages of one person and go with that person: nobody else's page names the form."""

    def __init__(self, notices: Notices, navigation: Navigation) -> None:
        self._notices, self._navigation = notices, navigation
        self._standing: dict[Route, Message] = {}
        self._declined: set[Route] = set()
        """Offers that she put away; each is made again in the next sitting."""

    def show(self, person: str) -> None:
        """Offer what of this person's waits on other pages; "" for nobody in front, or the family view."""
        wanted = forms_of_person(self._navigation.elsewhere(), person) if person else {}
        for route in [one for one in self._standing if one not in wanted]:
            self._notices.withdraw(self._standing.pop(route))
        for route, sentence in wanted.items():
            if route not in self._standing and route not in self._declined:
                offer = self._notices.offer_to_go_on(sentence, partial(self._navigation.go, route))
                offer.dismissed.connect(partial(self._declined.add, route))
                self._standing[route] = offer


def forms_of_person(elsewhere: Mapping[str, Any], person: str) -> dict[Route, str]:
    """Name the forms about a person that stand open behind the page in front, each with the way to it.

    ``elsewhere`` as ``Navigation.elsewhere`` gives it. A form in which nothing was written is none.
    """
    begun: tuple[tuple[Place, Callable[[Mapping[str, Any]], str]], ...] = (
        ("plan", _of_the_plan),
        ("medicines", _of_the_medicines),
    )
    found: dict[Route, str] = {}
    for place, say in begun:
        if sentence := say(elsewhere.get(place, {}).get(person, {})):
            found[Route(place, person)] = sentence
    return found


def _of_the_plan(form: Mapping[str, Any]) -> str:
    """Say what was begun in the plan; "" where nothing was written."""
    draft = form.get("draft", {})
    if draft.get("id"):
        return tr("You had begun to change an item of the care plan. It stands as before.")
    if any(draft.get(name) for name in _WRITTEN) or form.get("text") or form.get("ticked"):
        return tr("You had begun something in the care plan. It does not stand there yet.")
    return ""


def _of_the_medicines(form: Mapping[str, Any]) -> str:
    """Say what was begun in the list of medicines; "" where nothing was written."""
    if form.get("stops") or form.get("corrects"):
        return tr("You had begun to change a medicine on the list. It stands as before.")
    return (
        tr("You had begun to write down a medicine. It is not on the list yet.") if form.get("typed") else ""
    )
