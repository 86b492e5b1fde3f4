"""What the forms library does: lists, opens a file, takes in, tries, retires, keeps permission. No pixels."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from carenurse.app.form_library import (
    Candidate,
    FormReport,
    LibraryForm,
    bring_back,
    give_permission,
    library,
    looked_at,
    open_form_file,
    report_on,
    resource_of,
    retire,
    take_in,
    take_permission_back,
)
from carenurse.app.form_shelf import loaded, shelf_of
from carenurse.app.form_trial import Trial
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.forms.form import Form
from carenurse.forms.graph import Graph, build_graph
from carenurse.translations import tr
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal

KINDS = "FHIR (*.json);;*"


class LibraryView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_forms(self, forms: Sequence[LibraryForm]) -> None:
        """List the forms."""
        ...

    def show_report(self, report: FormReport, *, candidate: bool) -> None:
        """Show what one form needs and lacks; a candidate is a file that is not taken in yet."""
        ...

    def show_refusal(self, sentence: str, remedy: str) -> None:
        """Say why something cannot be done."""
        ...

    def show_trial(self, trial: Trial) -> None:
        """Show a form being tried."""
        ...

    def show_trial_standing(self, trial: Trial) -> None:
        """Bring what stands around a trial up to its answers."""
        ...

    def choose(self, name: str) -> None:
        """Select a form of the list."""
        ...


class LibraryPresenter:
    """One form in front at a time: one of the list, or a file that was opened."""

    def __init__(self, view: LibraryView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._candidate: Candidate | None = None
        self._name = ""
        self._trial: Trial | None = None
        self._again: Mapping[str, Any] = {}
        """What stood here before the vault was closed, until it stands here again."""

    @property
    def name(self) -> str:
        """The form in front; empty while a file is looked at."""
        return self._name

    def load(self, name: str = "") -> None:
        """Read the list; then show this form, or the one that was in front."""
        self._desk.background.run(library, partial(self._listed, name or self._name))

    def _listed(self, name: str, forms: tuple[LibraryForm, ...]) -> None:
        self._view.show_forms(forms)
        known = [one.name for one in forms]
        if file := self._again.get("file"):
            self._look_again(str(file))
            return
        name = str(self._again.get("form", name))
        if self._candidate is None and known:
            self._view.choose(name if name in known else known[0])

    def unfinished(self) -> dict[str, Any]:
        """Give the form in front with its trial, and a file that is not taken in."""
        if self._candidate is None and self._trial is None:
            return {}
        file = write_json(self._candidate.resource).decode() if self._candidate else ""
        return {"form": self._name, "file": file, "trial": self._trial.kept() if self._trial else {}}

    def take_up(self, form: Mapping[str, Any]) -> None:
        """Go on with it, once the list is there."""
        self._again = form

    def _look_again(self, file: str) -> None:
        self._desk.background.run(
            lambda records: looked_at(records, read_json(file)), self._opened, self._refused, beside=True
        )

    def _go_on(self) -> None:
        """Go on with the trial of the form that is shown."""
        if self._again.get("trial"):
            self.try_out()
        self._again = {}

    def show(self, name: str) -> None:
        """Show one form of the list."""
        self._candidate, self._name, self._trial = None, name, None
        self._desk.background.run(lambda records: report_on(records, name), self._reported, self._refused)

    def _reported(self, report: FormReport) -> None:
        if report.form.name == self._name:
            self._view.show_report(report, candidate=False)
            self._go_on()

    def open_file(self) -> None:
        """Ask for a form file and look at it; nothing is kept."""
        file = self._desk.open_file(tr("Choose the file of a form"), KINDS)
        if file:
            self._desk.background.run(
                lambda records: open_form_file(records, Path(file)), self._opened, self._refused, beside=True
            )

    def _opened(self, candidate: Candidate) -> None:
        self._candidate, self._name, self._trial = candidate, "", None
        self._view.show_report(candidate.report, candidate=True)
        self._go_on()

    def take_in(self) -> None:
        """Take the form of the opened file into the library."""
        candidate, now = self._candidate, self._desk.clock.now()
        if candidate is not None:
            job = partial(take_in, candidate=candidate, now=now)
            self._desk.background.run(job, self._taken_in, self._refused)

    def _taken_in(self, name: str) -> None:
        self._candidate = None
        self._desk.saved(self._desk.clock.now())
        self._desk.say(tr("The form is in the library. Visits can add it now."))
        self.load(name)

    def put_file_away(self) -> None:
        """Forget the opened file."""
        self._candidate = None
        self.load()

    def retire(self) -> None:
        """Offer the form no more; it can be undone at once or later."""
        name, now = self._name, self._desk.clock.now()
        undo = partial(self._decide, name, lambda records: bring_back(records, name), "")
        self._decide(name, lambda records: retire(records, name, now), "")
        self._desk.offer_undo(tr("The form is retired"), undo)

    def bring_back(self) -> None:
        """Offer a retired form again."""
        name = self._name
        self._decide(name, lambda records: bring_back(records, name), tr("The form is offered again."))

    def give_permission(self, who: str, note: str) -> None:
        """Keep who says that the agency holds permission; the form can be used from now on."""
        name, now = self._name, self._desk.clock.now()
        told = tr("The form is in use. Who said so stands with it.")
        self._decide(name, lambda records: give_permission(records, name, who, note, now), told)

    def take_permission_back(self) -> None:
        """Switch the form off again."""
        name = self._name
        self._decide(name, lambda records: take_permission_back(records, name), tr("The form is off."))

    def _decide(self, name: str, job: Callable[[Records], None], said: str) -> None:
        def done(_nothing: object) -> None:
            self._desk.saved(self._desk.clock.now())
            if said:
                self._desk.say(said)
            self.load(name)

        self._desk.background.run(job, done, self._refused)

    def try_out(self) -> None:
        """Try the form in front on a made-up person."""
        begin = partial(self._try, self._again.get("trial", {}))
        if self._candidate is not None:
            resource = self._candidate.resource
            self._desk.background.run(partial(_ready, resource=resource), begin, self._refused)
        elif self._name:
            name = self._name
            self._desk.background.run(
                lambda records: _ready(records, resource_of(shelf_of(records), name)),
                begin,
                self._refused,
            )

    def _try(self, kept: Mapping[str, Any], ready: tuple[Form, Graph]) -> None:
        form, graph = ready
        self._trial = Trial(form, graph, self._desk.clock.now(), self._tried, kept)
        self._view.show_trial(self._trial)

    def _tried(self) -> None:
        if self._trial is not None:
            self._view.show_trial_standing(self._trial)

    def end_trial(self) -> None:
        """Forget the trial, and show the form's report again."""
        self._trial = None
        if self._candidate is not None:
            self._view.show_report(self._candidate.report, candidate=True)
        else:
            self.show(self._name)

    def _refused(self, problem: Exception) -> None:
        tell_refusal(problem, self._view.show_refusal, self._desk.failed)


def _ready(records: Records, resource: Resource) -> tuple[Form, Graph]:
    form = loaded(resource, shelf_of(records).taken_in)
    return form, build_graph(form)
