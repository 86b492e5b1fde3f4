"""The banner of the person whom the page in front is about, read anew at each arrival."""

from collections.abc import Callable

from carenurse.app.ports import Background, Clock
from ui.shell.top_bar import TopBar


class BannerLine:
    """Puts the facts of one person into the bar; what comes late for another one is dropped."""

    def __init__(
        self, bar: TopBar, background: Background, clock: Clock, in_family_view: Callable[[], bool]
    ) -> None:
        self._bar, self._background, self._clock = bar, background, clock
        self._in_family_view = in_family_view
        self._person = ""

    def show(self, person: str) -> None:
        """Show this person's (a Patient id), or none."""
        if person != self._person:
            self._person = person
            self._bar.show_person(None)
        if person:
            self._load(person)

    def _load(self, person: str) -> None:
        from carenurse.app.banner import Banner, banner  # noqa: PLC0415  no page about a person is needed at the start
        from ui.shell.banner_words import in_words  # noqa: PLC0415

        today = self._clock.now().date()

        def show(facts: Banner) -> None:
            if person == self._person:
                self._bar.show_person(in_words(facts, family=self._in_family_view()))

        self._background.run(lambda records: banner(records, person, today), show)
