"""What was begun about a person on another page, and left there, is offered where that person is in front."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from carenurse.app.begun_forms import begun_about
from ui.shell.navigation import Navigation
from ui.shell.notices import Notices
from ui.widgets.page import Place, Route

if TYPE_CHECKING:
    from ui.widgets.message import Message


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
    """Say what stands open about a person behind the page in front, each with the way to it.

    A visit to plan is not among them: it is offered on every page, whoever it is for.
    """
    found = (one for one in begun_about(elsewhere, person) if one.place != "schedule")
    return {Route(cast("Place", one.place), one.subject, one.part): one.offer for one in found}
